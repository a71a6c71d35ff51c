/** Own wording where one creature's trait or action differs from its namesakes: "slug|Name", "slug|Name|edition". */
export const CREATURE_WORDS: Readonly<Record<string, string>> = {
  "animated-rug-of-smothering|Smother":
    "Instead of damage, it may grapple (escape DC {~escape DC (\\d+)~}) a Medium or smaller target: blinded, restrained, suffocating, {~takes (DMG)~} at its turns' start. One victim at a time; meanwhile it halves damage it takes and the victim takes as much.",
  "adult-white-dragon|Frightful Presence|2024":
    "Casts fear (save DC {~DC (\\d+)~}). Not again until its next turn.",
  "ancient-white-dragon|Frightful Presence|2024":
    "Casts fear (save DC {~DC (\\d+)~}). Not again until its next turn.",
  "ankheg|Bite|2014": "While it grapples, it bites only the held creature, with advantage.",
  "basilisk|Petrifying Gaze|2024":
    "First failure restrains, a second at its next turn's end petrifies. It must save too if it sees its reflection in the cone.",
  "clay-golem|Berserk|2014":
    "Starting a turn at 60 HP or less: on a 6 of 1d6 it runs berserk, attacking the nearest creature, else an object, until destroyed or at full HP.",
  "clay-golem|Berserk|2024":
    "Starting a turn bloodied: on a 6 of 1d6 it runs berserk, attacking the nearest creature, else an object, while bloodied.",
  "flesh-golem|Berserk|2014":
    "Starting a turn at 40 HP or less: on a 6 of 1d6 it runs berserk, attacking the nearest creature, else an object, until destroyed or at full HP. Its maker within 60 ft can calm it: action, DC 15 Persuasion.",
  "flesh-golem|Berserk|2024":
    "Starting a turn bloodied: on a 6 of 1d6 it runs berserk, attacking the nearest creature, else an object. Its maker within 60 ft can calm it until its next turn: action, DC 15 Persuasion.",
  "black-pudding|Parry|2024":
    "Listed so in the source; it is the Split: Large or Medium with 10+ HP, when bloodied or hit by lightning or slashing, it becomes two of one size less, sharing its HP.",
  "centaur-trooper|Trampling Charge":
    "Moves its speed without provoking, through spaces of Medium or smaller creatures; each one entered makes the save once.",
  "doppelganger|Read Thoughts|2024": "Casts detect thoughts at will (save DC 12).",
  "flesh-golem|Aversion to Fire":
    "After fire damage: disadvantage on attacks and ability checks until its next turn ends.",
  "ghost|Etherealness|2014":
    "Moves between the Material and the Ethereal Plane; seen across the border, but nothing there touches it nor it them.",
  "giant-octopus|Ink Cloud|2024":
    "When harmed under water: ink fills a 10 ft cube (heavily obscured, 1 minute) and it swims its speed.",
  "octopus|Ink Cloud|2024":
    "When a creature ends its turn within 5 ft under water: ink fills a 5 ft cube (heavily obscured, 1 minute) and it swims its speed.",
  "giant-octopus|Water Breathing|2024":
    "Breathes only under water, but can hold out for 1 hour in air.",
  "giant-spider|Web|2014":
    "The web holds: DC 12 Strength check as an action bursts it; or AC 10, 5 HP, vulnerable to fire, immune to bludgeoning, poison, psychic.",
  "ettercap|Web|2014":
    "The web holds: DC 11 Strength check as an action bursts it; or AC 10, 5 HP, vulnerable to fire, immune to bludgeoning.",
  "homunculus|Bite|2014":
    "Failing by 5 or more: poisoned for {~poisoned for (\\d+ \\(\\d+d\\d+\\))~} minutes instead, and unconscious as long.",
  "homunculus|Bite|2024":
    "Failing by 5 or more: poisoned for {~Poisoned condition for (\\d+ minute)~} instead, and unconscious as long, but no longer than unhurt.",
  "hezrou|Stench|2024": "Creatures starting within 10 ft make the save.",
  "kraken|Ink Cloud":
    "Under water, ink spreads 60 ft around it (heavily obscured for others); those who end a turn in it save against poison.",
  "lich|Cantrip": "Casts a cantrip.",
  "lich|Frightening Gaze|2024": "Casts fear. Not again until its next turn.",
  "lich|Rejuvenation":
    "While a phylactery exists, it is back at full HP, beside it, after 1d10 days.",
  "mummy-lord|Attack|2014": "One rotting fist attack, or Dreadful Glare.",
  "mummy-lord|Dreadful Glare|2024": "",
  "mummy-lord|Rejuvenation":
    "While its heart exists, it is back at full HP, beside it, after 24 hours.",
  "guardian-naga|Rejuvenation": "Dead, it revives at full HP after 1d6 days; only wish stops that.",
  "spirit-naga|Rejuvenation": "Dead, it revives at full HP after 1d6 days; only wish stops that.",
  "spirit-naga|Fiendish Restoration":
    "Dead, it revives at full HP after 1d6 days; only wish stops that.",
  "mage|Misty Step": "Casts misty step.",
  "medusa|Petrifying Gaze|2014":
    "Creatures starting within 30 ft in mutual sight can be forced to save: failing by 5+ petrifies at once, else restrained and petrified on a second failure at its next turn's end. One may avert the eyes; the medusa's own reflection works on her.",
  "medusa|Petrifying Gaze|2024":
    "First failure restrains, a second at its next turn's end petrifies. She must save too if she sees her reflection in the cone.",
  "night-hag|Etherealness|2014":
    "With her heartstone: moves between the Material and the Ethereal Plane.",
  "phase-spider|Ethereal Jaunt|2024": "Shifts between the Material and the Ethereal Plane.",
  "phase-spider|Ethereal Sight": "Sees 60 ft across the border of the Ethereal Plane, both ways.",
  "ghost|Ethereal Sight|2014": "Sees 60 ft across the border of the Ethereal Plane, both ways.",
  "oni|Invisibility|2024": "Casts invisibility on itself.",
  "pit-fiend|Hellfire Spellcasting":
    "Casts fireball (level 5) twice, save DC 21; one of them may be hold monster (level 7) or wall of fire instead.",
  "pseudodragon|Sting|2014":
    "Failing by 5 or more also means unconscious until hurt or shaken awake.",
  "rust-monster|Antennae|2014":
    "Corrodes nonmagical iron within 5 ft: unattended, a 1 ft cube of it is gone; worn or carried, the bearer saves or armor and shield take a lasting -1 AC (gone at AC 10 or +0) and a weapon rusts.",
  "rust-monster|Antennae|2024":
    "On a failure a nonmagical metal armor takes -1 AC (gone at AC 10), a weapon -1 to attack rolls (gone at -5); mending repairs it.",
  "salamander|Fire Aura|2024":
    "End of its turn: {~takes (DMG)~} to creatures it chooses within 5 ft.",
  "azer-sentinel|Fire Aura|2024":
    "Unless incapacitated, end of its turn: {~takes (DMG)~} to creatures it chooses within 5 ft.",
  "fire-elemental|Fire Aura|2024":
    "End of its turn: {~takes (DMG)~} to all within 10 ft, and they catch fire.",
  "shadow|Shadow Stealth|2024": "In dim light or darkness: Hide.",
  "sphinx-of-valor|Roar":
    "Each roar before a long rest is the next: first frightens, second paralyzes, third is thunder; enemies only.",
  "androsphinx|Roar":
    "Each roar before a long rest is the next: first frightens, second deafens and paralyzes with fear, third is thunder.",
  "swarm-of-quippers|Bites": "Advantage against creatures not at full HP.",
  "tarrasque|Attack|2014": "One claw or tail attack.",
  "tarrasque|Move|2014": "Moves half its speed.",
  "tarrasque|Frightful Presence|2014":
    "Repeats have disadvantage while the tarrasque is in sight; success or the end makes immune for 24 hours.",
  "troll|Regeneration|2014":
    "Regains 10 HP at the start of its turn, unless it took acid or fire since its last; dies only at 0 HP without regenerating.",
  "troll|Regeneration|2024":
    "Regains 15 HP at the start of its turn, unless it took acid or fire since its last; dies only at 0 HP without regenerating.",
  "troll-limb|Regeneration":
    "Regains 5 HP at the start of its turn, unless it took acid or fire since its last; dies only at 0 HP without regenerating.",
  "vampire-spawn|Regeneration":
    "Regains 10 HP at the start of its turn while it has any, out of sunlight and running water; none after radiant or holy water.",
  "vampire-vampire|Regeneration":
    "Regains 20 HP at the start of its turn while it has any, out of sunlight and running water; none after radiant or holy water.",
  "vampire-bat|Regeneration":
    "Regains 20 HP at the start of its turn while it has any, out of sunlight and running water; none after radiant or holy water.",
  "vampire-mist|Regeneration":
    "Regains 20 HP at the start of its turn while it has any, out of sunlight and running water; none after radiant or holy water.",
  "oni|Regeneration": "Regains 10 HP at the start of its turn while it has any.",
  "shield-guardian|Regeneration": "Regains 10 HP at the start of its turn while it has any.",
  "vampire-familiar|Umbral Dagger":
    "A target it drops to 0 HP is stable, but poisoned for 1 hour and paralyzed meanwhile.",
  "steam-mephit|Steam Breath|2014": "",
  "succubus-incubus|Telepathic Bond":
    "Speaks by thought with those it charmed at any distance, even across planes.",
  "homunculus|Telepathic Bond|2014":
    "On one plane it shares its senses and speech by thought with its maker.",
  "homunculus|Telepathic Bond|2024": "On one plane it speaks by thought with its maker.",
  "giant-seahorse|Bubble Dash": "Under water: moves half its swim speed without provoking.",
  "seahorse|Bubble Dash": "Under water: moves its swim speed without provoking.",
  "troll|Charge": "Moves half its speed straight toward an enemy in sight.",
  "xorn|Charge": "Moves its speed or burrows straight toward an enemy it senses.",
  "cult-fanatic|Dark Devotion": "Advantage on saves against being charmed or frightened.",
  "erinyes|Parry|2014": "+4 AC against one melee attack it sees, while wielding a melee weapon.",
  "marilith|Parry|2014": "+5 AC against one melee attack it sees, while wielding a melee weapon.",
  "unicorn|Healing Touch":
    "Touches another creature with its horn: heals and ends disease and poison.",
  "unicorn|Teleport":
    "Goes, with three willing creatures beside it, to a place it knows, within 1 mile.",
  "balor|Teleport|2024":
    "It or a willing demon within 10 ft goes up to 60 ft to a free space in sight.",
  "blink-dog|Teleport|2014":
    "Goes up to 40 ft to a free space in sight, with a bite before or after.",
  "kraken|Lightning Storm": "Three bolts, each at a target in sight within 120 ft.",
  "storm-giant|Lightning Storm": "Strikes around a point in sight within 500 ft.",
  "storm-giant|Lightning Strike": "Strikes all within 10 ft of a point in sight within 500 ft.",
  "vampire|Charm":
    "Casts charm person (save DC 17) for 24 hours; the charmed target lets itself be bitten and later does not know it was charmed.",
  "succubus|Charm": "Casts dominate person (level 8, save DC 15).",
  "succubus-incubus|Charm":
    "A charmed humanoid obeys spoken and thought commands for a day; harm or a suicidal order allows a new save. One at a time; success makes immune for 24 hours.",
  "vampire-vampire|Charm":
    "The charmed humanoid trusts and protects the vampire for 24 hours and lets itself be bitten; harm from its side allows a new save.",
  "will-o-wisp|Invisibility":
    "It and its light stay invisible until it attacks or uses Consume Life (concentration).",
  "solar|Teleport": "Goes up to 120 ft to a free space in sight.",
  "giant-frog|Swallow|2024":
    "Swallows a Small or smaller creature it grapples: blinded, restrained, total cover, {~takes (DMG)~} at the end of its next turn, then spat out prone. No biting meanwhile; its death frees the victim.",
  "giant-frog|Swallow|2014":
    "After biting a Small or smaller creature it grapples: swallowed, blinded, restrained, total cover, {~takes (DMG)~} each of its turns. One at a time; its death frees the victim.",
  "giant-toad|Swallow|2014":
    "After biting a Medium or smaller creature it grapples: swallowed, blinded, restrained, total cover, {~takes (DMG)~} each of its turns. One at a time; its death frees the victim.",
  "giant-toad|Swallow|2024":
    "Swallows a Medium or smaller creature it grapples: blinded, restrained, total cover, {~takes (DMG)~} each of its turns. One at a time, no biting meanwhile; its death frees the victim.",
  "unicorn|Shimmering Shield|2014":
    "It or one creature within 60 ft gets +2 AC until its next turn ends.",
  "kraken|Fling|2024":
    "Throws a Large or smaller creature it grapples up to 60 ft; the fall and what it hits hurt, a creature hit saves or shares that.",
  "aboleth|Tentacle|2014":
    "A disease: after 1 minute the skin turns slimy, HP return only under water, and each 10 minutes dry cost 6 (1d12) acid. Cured by any magic within the minute, later only by heal or 6th level.",
  "gelatinous-cube|Engulf|2014":
    "Moves its speed into Large or smaller creatures; success: pushed aside. The engulfed cannot breathe, are restrained and take {~and takes (DMG) at~} at its turns' start. DC 12 Strength check as an action gets out.",
  "gelatinous-cube|Engulf|2024":
    "Moves its speed without provoking, into Large or smaller creatures; success: pushed aside if there is room. The engulfed are restrained, cannot breathe or cast verbal spells, {~and takes (DMG)~} at the cube's turns' start. DC 12 Athletics as an action gets out.",
  "gibbering-mouther|Blinding Spittle|2014":
    "Bursts on a point within 15 ft; all within 5 ft of it make the save.",
  "mimic|Adhesive":
    "Sticks to whatever touches it; up to Huge creatures are grappled (escape DC 13), and escape checks have disadvantage.",
  "otyugh|Bite|2024":
    "After each long rest a new save, failing costs 5 (1d10) HP maximum while poisoned, success cures.",
  "rug-of-smothering|Smother":
    "Holds one Medium or smaller creature: restrained, blinded, cannot breathe, {~takes (DMG)~} at its turns' start. No other victim meanwhile.",
  "shambling-mound|Engulf|2014":
    "A Medium or smaller creature it grapples: blinded, restrained, cannot breathe, and saves at the start of the mound's turns. One at a time; it moves along.",
  "shambling-mound|Engulf|2024":
    "Pulled into its space and grappled: blinded, restrained, {~takes (DMG)~} at the mound's turns. One at a time; it moves along.",
  "darkmantle|False Appearance":
    "While motionless it looks exactly like a stalactite or stalagmite.",
  "quasit|Scare|2014": "While the quasit is in sight, the repeated save has disadvantage.",
  "ochre-jelly|Split|2024":
    "Large or Medium with 10+ HP, when bloodied or hit by lightning or slashing: becomes two of one size less, sharing its HP.",
  "vampire|Shape-Shift":
    "Out of sunlight and running water: a Tiny bat (walk 5 ft, fly 30 ft, no speech), a cloud of mist (walk 5 ft, fly 20 ft and hover; no actions, resists all but sunlight, passes where air does) or itself again.",
  "vampire-vampire|Shapechanger":
    "Action, out of sunlight and running water: a Tiny bat (walk 5 ft, fly 30 ft, no speech), a cloud of mist (fly 20 ft and hover; no actions, immune to nonmagical damage but that of sunlight, advantage on Str, Dex and Con saves, passes where air does) or itself again.",
  "vampire-bat|Shapechanger":
    "Action, out of sunlight and running water: a Tiny bat (walk 5 ft, fly 30 ft, no speech), a cloud of mist (fly 20 ft and hover; no actions, immune to nonmagical damage but that of sunlight, advantage on Str, Dex and Con saves, passes where air does) or itself again.",
  "vampire-mist|Shapechanger":
    "Action, out of sunlight and running water: a Tiny bat (walk 5 ft, fly 30 ft, no speech), a cloud of mist (fly 20 ft and hover; no actions, immune to nonmagical damage but that of sunlight, advantage on Str, Dex and Con saves, passes where air does) or itself again.",
  "minotaur|Charge|2014":
    "A gore hit after a straight run of 10 ft deals 9 (2d8) piercing more; a creature failing the save is pushed 10 ft and falls.",
  "minotaur-skeleton|Charge|2014":
    "A gore hit after a straight run of 10 ft deals 9 (2d8) piercing more; a creature failing the save is pushed 10 ft and falls.",
  "shambling-mound|Multiattack|2014":
    "If both hit a Medium or smaller target, it is grappled (escape DC 14) and Engulf follows.",
  "tyrannosaurus-rex|Multiattack|2014": "Not both against one target.",
  "tarrasque|Multiattack|2014": "Swallow may stand in for the bite.",
  "grick|Multiattack|2014": "The beak only after the tentacles hit, against the same target.",
  "chimera|Multiattack|2014": "With Fire Breath ready, it may stand in for bite or horns.",
  "wyvern|Multiattack|2014": "In flight, claws may stand in for one attack.",
  "wight|Life Drain|2024":
    "The HP maximum drops by the damage. A slain humanoid rises after 24 hours as a zombie under its control; up to twelve.",
  "wight|Multiattack|2014": "Life Drain may stand in for one longsword attack.",
  "drider|Multiattack|2014": "A bite may stand in for one attack.",
  "horned-devil|Multiattack|2014": "Hurl Flame may stand in for any melee attack.",
  "kraken|Multiattack|2014": "Fling may stand in for any tentacle.",
  "dragon-turtle|Multiattack|2014": "A tail attack may stand in for both claws.",
  "vampire-vampire|Multiattack|2014": "Only one may be a bite.",
  "vampire-spawn|Multiattack|2014": "Only one may be a bite.",
  "wererat-hybrid|Multiattack|2014": "Only one may be a bite.",
  "wereboar-hybrid|Multiattack|2014": "Only one may be with the tusks.",
  "chuul|Multiattack|2014": "Tentacles only while it grapples a creature.",
  "veteran|Multiattack|2014": "The shortsword only when it is drawn.",
  "half-red-dragon-veteran|Multiattack|2014": "The shortsword only when it is drawn.",
  "hydra|Multiattack|2014": "As many bites as it has heads.",
  "hydra|Multiattack|2024": "As many bites as it has heads.",
};
