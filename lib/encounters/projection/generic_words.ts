/**
 * Words of names that name nobody: those of the SRD's creatures, ranks, colours, places and the
 * like, four letters and longer. A hidden "Goblin Boss" is not given away by a "Goblin".
 */
export const GENERIC_WORDS: ReadonlySet<string> = new Set(
  `
abbot aboleth acolyte admiral adult agent allosaurus alpha altar ancient androsphinx angry
animated ankheg ankylosaurus archelon archer archmage armor army arrow assassin awakened azer
baboon badger balor bandit baphomet barbed baron baroness basilisk bats beak bear bearded beast
beetle beetles behind behir berserker black blade blink blood blue boar body bone born boss
brass bridge bright broken bronze brother brown bugbear bulette burning camel camp captain
castle cave centaur centipede centipedes chain champion chief chieftain child chimera chuul
circle clan claws clay cloaker cloud cockatrice cold commander commoner constrictor copper
couatl count countess court coven crab crawling crocodile cube cult cultist dame dark darkmantle
daughter dead death deep deer demon desert deva devil dire diseased djinni doctor door
doppelganger draft dragon dread dream dretch drider drow druid dryad duergar duke dungeon dusk
dust eagle earth eater efreeti elder eldest element elemental elephant emperor empress enemy
erinyes ettercap ettin evil eyes fallen familiar fanatic father fell fiend fighter fire first
fist flame flesh flying form foul frog from frost frozen fungus gargoyle gate gelatinous general
ghast ghost ghoul giant gibbering glabrezu gladiator gloom gnoll gnome goat goblin gold golden
golem gorgon grand grave gray great green grey grick griffon grim grimlock guard guardian guild
gynosphinx half hall hand harpy haunted hawk heart heir hell hezrou hidden high hill hippogriff
hippopotamus hobgoblin holy homunculus horned horse hound house human hunter hybrid hydra hyena
incubus infantry insects invisible iron island jackal jade jelly keep keeper killer king knight
kobold kraken lady lair lake lamia last leader legion lemure lesser lich light limb lion lizard
lizardfolk lone long lord lore lost mage magic magma magmin maiden mammoth manticore marilith
marsh mask master mastiff mayor medusa mephit mercenary merfolk merrow mighty mimic minion
minotaur mist mistress monster moon mother mound mountain mouther mule mummy naga nalfeshnee
night nightmare noble north ochre octopus ogre ooze order otyugh outpost owlbear pack panther
patrol pegasus phase piranha piranhas pirate planetar plesiosaurus poisonous polar pony priest
prince princess pseudodragon pteranodon pudding purple quasit queen quipper quippers raider
rakshasa ranger rats raven ravens rebel reef remorhaz rhinoceros riding river rogue roper royal
ruin rust saber sage sahuagin salamander sand satyr scorpion scout seahorse second sentinel
shadow shaman shambling shark shield ship shrieker shrub silent silver sister skeleton
skirmisher skull slave smothering snake snakes snow solar soldier song sorcerer soul south spawn
specter sphinx spider spiders spirit sprite stalker star steam stirge stone storm succubus
svirfneblin swamp swarm sword tarrasque temple that their them thief third thorn throne thug
tiger tiny toad tomb toothed tough tower town trap treant tree tribal tribe triceratops troll
troop trooper turtle twin tyrannosaurus undead under unicorn unknown valor vampire veil veiled
venomous veteran village violet vrock vulture warden warhorse warlock warlord warrior wasp wasps
watcher water weasel werebear wereboar wererat weretiger werewolf west whale white wight wild
will wind winter wisp witch with wizard wolf wonder wood worg worm wraith wyrmling wyvern xorn
young younger zombie
`.trim().split(/\s+/),
);
