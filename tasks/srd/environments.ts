/**
 * Where a creature is met. Neither SRD says so: this is this project's own judgement, by words of the slug. A name
 * that begins or ends a word of the slug counts ("black-dragon" takes every age of it).
 */
import { type Environment, ENVIRONMENTS } from "@/lib/creatures/stat_block.ts";

const HABITATS: Readonly<Record<Environment, string>> = {
  arctic: "elk frost-giant ice-devil ice-mephit killer-whale mammoth owl polar-bear remorhaz " +
    "saber-toothed-tiger silver-dragon werebear white-dragon winter-wolf",
  cave: "aboleth basilisk bat behir black-bear black-pudding brown-bear bugbear chuul cloaker " +
    "copper-dragon darkmantle deep-gnome-svirfneblin drider drow duergar earth-elemental " +
    "ettercap ettin gargoyle gelatinous-cube giant-bat giant-centipede giant-fire-beetle " +
    "giant-lizard giant-spider gibbering-mouther goblin gray-ooze grick grimlock kobold magmin " +
    "minotaur ochre-jelly orc otyugh phase-spider purple-worm red-dragon roper rust-monster " +
    "salamander shrieker spider spirit-naga stirge stone-giant swarm-of-bats " +
    "swarm-of-centipedes swarm-of-insects swarm-of-spiders troll troll-limb violet-fungus xorn",
  coast: "bandit blue-dragon bronze-dragon couatl crab dragon-turtle druid eagle giant-crab " +
    "giant-eagle giant-lizard giant-toad griffon harpy manticore merfolk merrow octopus pirate " +
    "plesiosaurus pteranodon reef-shark sahuagin sea-hag sea-horse seahorse storm-giant " +
    "swarm-of-piranhas water-elemental wererat",
  desert:
    "air-elemental androsphinx ankheg bandit basilisk blue-dragon brass-dragon bulette camel " +
    "death-dog djinni dust-mephit efreeti fire-elemental fire-giant giant-hyena giant-lizard " +
    "giant-scorpion giant-vulture gnoll guardian-naga gynosphinx hyena jackal lamia lion " +
    "lizard medusa mummy purple-worm rakshasa roc salamander scorpion snake sphinx stone-giant " +
    "swarm-of-insects tribal-warrior vulture wight",
  dungeon: "animated-armor archmage basilisk black-pudding bugbear chimera cloaker cockatrice " +
    "crawling-claws cult-fanatic cultist darkmantle doppelganger ettin flying-sword gargoyle " +
    "gelatinous-cube ghast ghost ghoul giant-centipede giant-rat giant-spider goblin golem " +
    "gray-ooze grick guardian-naga hell-hound hobgoblin homunculus hydra imp incubus " +
    "invisible-stalker kobold lich mage manticore medusa mimic minotaur mummy night-hag " +
    "ochre-jelly ogre oni orc otyugh quasit rat rug-of-smothering rust-monster shadow " +
    "shield-guardian skeleton specter spider spirit-naga stirge succubus swarm-of-centipedes " +
    "swarm-of-rats troll vampire warhorse-skeleton wight will-o-wisp wraith zombie",
  forest:
    "allosaurus ape awakened-shrub awakened-tree baboon badger bandit basilisk bear berserker " +
    "blink-dog blood-hawk boar bugbear cat centaur chimera cockatrice constrictor couatl deer " +
    "dire-wolf druid dryad elephant elk ettercap ettin frog giant-ape giant-badger giant-boar " +
    "giant-centipede giant-elk giant-frog giant-lizard giant-owl giant-rat giant-spider " +
    "giant-toad giant-wasp giant-weasel giant-wolf-spider gnoll goblin gold-dragon " +
    "green-dragon green-hag hawk hill-giant hobgoblin kobold lizard ogre oni orc owl owlbear " +
    "panther pegasus phase-spider pseudodragon rat raven satyr scout shambling-mound snake " +
    "spider sprite stirge swarm-of-insects swarm-of-poisonous-snakes swarm-of-ravens " +
    "swarm-of-venomous-snakes swarm-of-wasps tiger toad treant tribal-warrior triceratops " +
    "troll tyrannosaurus unicorn warrior-infantry weasel werebear wereboar wererat weretiger " +
    "werewolf will-o-wisp wolf worg",
  grassland:
    "allosaurus ankheg ankylosaurus axe-beak bandit bat berserker blood-hawk boar brass-dragon " +
    "bulette cat centaur chimera cockatrice couatl deer dire-wolf draft-horse druid eagle " +
    "elephant elk giant-boar giant-eagle giant-elk giant-fire-beetle giant-goat giant-hyena " +
    "giant-vulture giant-wasp giant-weasel gnoll goat goblin gold-dragon gorgon griffon hawk " +
    "hill-giant hippogriff hobgoblin horse hyena jackal knight lamia lion mammoth manticore " +
    "mastiff mule nightmare ogre orc panther pegasus pony rat rhinoceros riding-horse scout " +
    "snake swarm-of-insects tiger tribal-warrior triceratops tyrannosaurus vulture warhorse " +
    "warrior weasel wereboar weretiger wolf worg",
  hill: "axe-beak baboon bandit basilisk behir berserker boar brown-bear bugbear bulette chimera " +
    "cockatrice copper-dragon dire-wolf eagle ettin giant-boar giant-eagle giant-elk " +
    "giant-goat giant-wolf-spider gnoll goat goblin gorgon green-hag griffon half-dragon " +
    "half-red-dragon-veteran harpy hawk hill-giant hippogriff hobgoblin kobold lion manticore " +
    "medusa mule ogre orc pegasus pseudodragon raven red-dragon roc scout stirge stone-giant " +
    "swarm-of-insects tribal-warrior troll veteran warrior-veteran wereboar werewolf wolf worg " +
    "wyvern",
  mountain:
    "air-elemental azer basilisk bat bear behir berserker blood-hawk blue-dragon bronze-dragon " +
    "bulette chimera cloud-giant copper-dragon couatl eagle earth-elemental ettin fire-giant " +
    "frost-giant gargoyle giant-ape giant-bat giant-eagle giant-goat goat gorgon griffon " +
    "half-dragon half-red-dragon-veteran harpy hell-hound hippogriff kobold lion magma-mephit " +
    "manticore ogre orc pegasus pteranodon purple-worm red-dragon remorhaz roc " +
    "saber-toothed-tiger silver-dragon stirge stone-giant storm-giant swarm-of-bats troll " +
    "wyvern",
  planes: "aboleth androsphinx azer balor barbed-devil bearded-devil blink-dog bone-devil " +
    "chain-devil couatl death-dog deva djinni dretch efreeti elemental erinyes ghost glabrezu " +
    "gynosphinx hell-hound hezrou horned-devil ice-devil imp incubus invisible-stalker lamia " +
    "lemure magmin marilith mephit nalfeshnee night-hag nightmare pegasus phase-spider " +
    "pit-fiend planetar quasit rakshasa salamander solar sphinx succubus unicorn vrock xorn",
  sea: "aboleth archelon bronze-dragon chuul crab dragon-turtle giant-crab hydra killer-whale " +
    "kraken merfolk merrow octopus piranha pirate plesiosaurus quipper sahuagin sea-hag " +
    "sea-horse seahorse shark steam-mephit storm-giant water-elemental",
  swamp:
    "black-dragon black-pudding chuul cockatrice constrictor crocodile druid frog ghast ghoul " +
    "giant-centipede giant-crocodile giant-fly giant-frog giant-lizard giant-rat giant-spider " +
    "giant-toad gray-ooze green-hag grick guardian-naga hippopotamus hydra kobold lizard " +
    "lizardfolk medusa ochre-jelly ogre orc otyugh piranha quipper rat scout sea-hag shadow " +
    "shambling-mound snake specter spider spirit-naga steam-mephit stirge swarm-of-insects " +
    "swarm-of-piranhas swarm-of-poisonous-snakes swarm-of-quippers swarm-of-rats " +
    "swarm-of-venomous-snakes toad tribal-warrior troll violet-fungus vulture wight " +
    "will-o-wisp zombie",
  urban:
    "acolyte animated-armor archmage assassin bandit bandit-captain berserker cat clay-golem " +
    "commoner couatl crawling-claws cult-fanatic cultist doppelganger draft-horse drow druid " +
    "duergar flesh-golem flying-sword gargoyle ghast ghost ghoul giant-rat gladiator " +
    "goblin-boss gold-dragon golem gray-ooze guard guard-captain half-dragon hobgoblin " +
    "homunculus imp incubus invisible-stalker iron-golem knight kobold lamia lich mage mastiff " +
    "medusa mimic mule night-hag noble oni otyugh pirate pirate-captain pony priest " +
    "priest-acolyte pseudodragon quasit rakshasa rat raven riding-horse rug-of-smothering " +
    "scout shadow shield-guardian silver-dragon skeleton specter spider spy stone-golem " +
    "succubus swarm-of-rats swarm-of-ravens thug tough tough-boss vampire vampire-familiar " +
    "vampire-spawn veteran warhorse warrior-infantry warrior-veteran wererat werewolf wight " +
    "zombie",
};

/** Creatures of no place, by type. */
const BY_TYPE: Readonly<Record<string, readonly Environment[]>> = {
  beast: ["grassland"],
  fiend: ["planes"],
  celestial: ["planes"],
  elemental: ["planes"],
  undead: ["dungeon"],
  construct: ["dungeon"],
  humanoid: ["urban"],
};

/** The environments of a creature, at least one. */
export function environmentsOf(slug: string, type: string): Environment[] {
  const padded = `-${slug}-`;
  const found = ENVIRONMENTS.filter((env) =>
    HABITATS[env].split(" ").some((name) => padded.includes(`-${name}-`))
  );
  if (found.length) return found;
  return [...(BY_TYPE[type] ?? ["dungeon" as const])];
}
