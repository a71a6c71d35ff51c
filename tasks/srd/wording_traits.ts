/**
 * Own wording of traits by name; "Name|2024" where an edition differs. `{~pattern~}` takes a figure out of the
 * source's text: the first group of the pattern (DMG stands for a damage like "7 (2d6) fire damage").
 */
export const TRAIT_WORDS: Readonly<Record<string, string>> = {
  "Abduct": "Dragging a grappled creature costs it no extra movement.",
  "Aberrant Ground|2014":
    "Within 10 ft the ground is difficult; whoever starts a turn there and fails the save cannot move until its next turn.",
  "Aberrant Ground|2024": "Difficult terrain in a 10 ft emanation.",
  "Acid Absorption": "Acid damage heals it by that amount instead of harming it.",
  "Adhesive":
    "Sticks to whatever touches it; up to Huge creatures are grappled (escape DC {~escape DC (\\d+)~}), and escape checks have disadvantage.",
  "Aggressive": "Bonus action: move up to its speed toward an enemy in sight.",
  "Agile": "Leaving an enemy's reach provokes no opportunity attack.",
  "Air Form": "Shares enemies' spaces; slips through 1-inch gaps freely.",
  "Ambusher": "Round one: advantage on attacks against anyone it surprised.",
  "Amorphous": "Slips through 1-inch gaps freely.",
  "Amphibious": "Breathes air and water.",
  "Angelic Weapons":
    "Weapon attacks are magical; {~extra (\\d+d\\d+)~} radiant is already in the damage.",
  "Antimagic Susceptibility":
    "Incapacitated inside an antimagic field. Targeted by dispel magic: Con save against the caster's DC or unconscious 1 minute.",
  "Assassinate":
    "First turn: advantage against creatures that have not acted yet; hits on surprised creatures are critical.",
  "Aura of Authority":
    "Unless incapacitated: it and allies within 10 ft have advantage on attacks and saves.",
  "Aversion of Fire":
    "After fire damage: disadvantage on attacks and ability checks until its next turn ends.",
  "Aversion to Fire":
    "After fire damage: disadvantage on attacks and ability checks until its next turn ends.",
  "Barbed Hide|2014": "Start of its turn: {~deals (DMG)~} to everyone grappling it.",
  "Barbed Hide|2024": "Start of its turn: {~deals (DMG)~} to all it grapples and all grappling it.",
  "Beast of Burden": "Carries loads as if one size larger.",
  "Blind Senses": "Deafened and unable to smell, it loses its blindsight.",
  "Blood Frenzy|2014": "Advantage on melee attacks against anyone not at full HP.",
  "Blood Frenzy|2024": "Advantage on attacks against anyone not at full HP.",
  "Bloodied Frenzy": "While bloodied: advantage on attacks and saves.",
  "Bloodied Fury": "While bloodied: advantage on its attacks.",
  "Blurred Form": "Unless incapacitated, attacks against it have disadvantage.",
  "Bound":
    "Tied to an amulet: on one plane the wearer can call it by thought and it always knows the way. Within 60 ft it takes half (rounded up) of the wearer's damage.",
  "Brave": "Advantage on saves against being frightened.",
  "Brute": "Melee weapons deal one more die (already included).",
  "Celestial Restoration":
    "Slain, it is back at full HP in 1d6 days, unless the remains are treated with dispel evil and good.",
  "Charge|2014":
    "A hit after a straight run of {~at least (\\d+) ft~} ft deals {~an extra (DMG)~} more; a creature must make the save, if there is one.",
  "Compression": "Slips through 1-inch gaps freely.",
  "Confer Fire Resistance": "Can give its rider resistance to fire.",
  "Consume Life":
    "Bonus action: one dying creature within 5 ft; fails the save and it dies, healing the wisp {~regains (\\d+ \\(\\d+d\\d+\\))~} HP.",
  "Corrode Metal":
    "Nonmagical metal weapons that hit it take a lasting -1 to damage (destroyed at -5); ammunition is destroyed. Eats 2 inches of such metal a round.",
  "Corrosive Form|2014":
    "Touching it or hitting it in melee within 5 ft costs {~takes (DMG)~}. Nonmagical metal or wooden weapons that hit take a lasting -1 to damage (gone at -5); such ammunition is lost. Eats 2 inches of wood or metal a round.",
  "Corrosive Form|2024":
    "Nonmagical ammunition that hits is lost; other nonmagical weapons take a stacking -1 to attack rolls per hit (gone at -5; mending repairs). Eats through nonmagical metal and wood.",
  "Cunning Action": "Bonus action: Dash, Disengage or Hide.",
  "Damage Transfer":
    "While it holds a victim, it takes only half of any damage and the victim takes the rest.",
  "Dark Devotion": "Advantage on saves against being charmed or frightened.",
  "Death Burst":
    "Explodes on death; all within {~(\\d+)(?: ft\\.? of|-ft Emanation)~} ft make the save.",
  "Death Throes|2014":
    "Explodes on death; the save is against its blast, which sets unattended objects alight and ruins its own weapons.",
  "Death Throes|2024":
    "Explodes on death. Slain outside the Abyss, it reforms there at once with full HP.",
  "Demonic Restoration": "Slain outside the Abyss, it reforms there at once with full HP.",
  "Devil's Sight": "Its darkvision works in magical darkness.",
  "Diabolical Restoration": "Slain outside the Nine Hells, it reforms there at once with full HP.",
  "Divine Awareness": "Knows a lie when it hears one.",
  "Divine Eminence":
    "Bonus action: spend a spell slot; until the turn ends, its melee weapon hits deal {~extra (\\d+ \\(\\d+d\\d+\\))~} more radiant, +1d6 for each slot level above 1st.",
  "Draconic Origin":
    "Choose acid, cold, fire, lightning or poison: its resistance and breath use that damage type.",
  "Duergar Resilience":
    "Advantage on saves against poison, spells, illusions, and being charmed or paralyzed.",
  "Earth Glide": "Burrows through natural earth and stone without leaving a trace.",
  "Echolocation": "Deafened, it loses its blindsight.",
  "Eldritch Restoration": "Destroyed, it is back at full HP in 5d10 days, far away.",
  "Elemental Demise": "Leaves no body on death, only its gear.",
  "Elemental Restoration":
    "Slain off its home plane, it reforms there at full HP in {~(\\d+d\\d+) days~} days.",
  "Ephemeral": "Cannot wear or carry anything.",
  "Ethereal Jaunt": "Bonus action: shifts between the Material and the Ethereal Plane.",
  "Ethereal Sight": "Sees {~(\\d+) ft~} ft into the Ethereal Plane from the Material one.",
  "Evasion": "Dexterity saves for half: none on a success, half on a failure.",
  "Exalted Restoration": "Slain outside Mount Celestia, it reforms there at once with full HP.",
  "False Appearance":
    "While motionless it looks exactly like this: {~(?:indistinguishable from|distinguished from) (?:an?|the) (?:ordinary|normal|inanimate)? ?([^.,]+)~}.",
  "Faultless Tracker":
    "Knows direction and distance to the quarry its summoner named, on the same plane, and where the summoner is.",
  "Fear Aura":
    "Unless incapacitated: enemies starting a turn within 20 ft make the save; success makes immune for 24 hours.",
  "Fey Ancestry": "Advantage on saves against being charmed; magic cannot put it to sleep.",
  "Fiendish Restoration": "Slain outside the Nine Hells, it reforms there at once with full HP.",
  "Fire Absorption": "Fire damage heals it by that amount instead of harming it.",
  "Fire Aura|2014":
    "Start of its turn: {~takes (DMG)~} to all within 5 ft, loose flammables catch fire. Touching it or hitting it in melee within 5 ft costs the same.",
  "Fire Aura|2024": "End of its turn: {~takes (DMG)~} to creatures in its aura ({~(\\d+)-ft~} ft).",
  "Fire Form|2014":
    "Shares enemies' spaces and slips through 1-inch gaps. {~takes (DMG)~} to whoever touches it, hits it in melee within 5 ft, or is entered (first time a turn; it then burns each turn until doused with an action).",
  "Fire Form|2024":
    "Shares others' spaces and slips through 1-inch gaps; the first creature space entered each turn takes {~takes (DMG)~}.",
  "Flyby": "Flying out of reach provokes no opportunity attack.",
  "Freedom of Movement":
    "Ignores difficult terrain; magic neither slows nor restrains it; 5 ft of movement frees it from mundane bonds or a grapple.",
  "Freeze": "Cold damage slows it by 20 ft until its next turn ends.",
  "Gibbering":
    "While not incapacitated: creatures starting within 20 ft that fail the save roll 1d8 for this turn: 1-4 nothing, 5-6 move at random, 7-8 attack someone random in reach.",
  "Gnome Cunning": "Advantage on Int, Wis and Cha saves against magic.",
  "Grappler": "Advantage on attacks against creatures it grapples.",
  "Grasping Tendrils":
    "Six tendrils (AC 20, 10 HP, immune to poison and psychic); losing one does not hurt it, a new one grows next turn. DC 15 Strength check as an action breaks one.",
  "Greater Magic Resistance":
    "Always saves against magic; spell attacks always miss it; unwilling, it cannot be scried, read or identified by spells.",
  "Heat Aura": "End of its turn: {~takes (DMG)~} to all within 5 ft.",
  "Heated Body": "Touching it or hitting it in melee within 5 ft costs {~takes (DMG)~}.",
  "Heated Weapons": "Metal melee weapons deal {~extra (DMG)~} more (included).",
  "Hellish Rejuvenation":
    "Dead in the Nine Hells, it revives in 1d10 days unless a blessed good creature killed it or holy water touched the remains.",
  "Hellish Restoration":
    "Dead in the Nine Hells, it revives in 1d10 days unless its killer was under bless or holy water touched the remains.",
  "Hellish Weapons": "Weapon attacks are magical; {~extra (DMG)~} is already in the damage.",
  "Hold Breath": "Holds its breath for {~for (\\d+ (?:hour|minute)s?)~}.",
  "Horrific Appearance":
    "Humanoids starting within 30 ft that see its true form make the save; success makes immune for 24 hours. Unsurprised, one can look away instead, with disadvantage against the hag meanwhile. Its presence in sight gives disadvantage on repeats.",
  "Ice Walk": "Crosses and climbs ice without checks; ice and snow are not difficult terrain.",
  "Ignited Illumination":
    "Bonus action: kindle or douse itself; ablaze it gives 10 ft bright and 10 ft dim light.",
  "Illumination": "Gives bright light to {~in a (\\d+)-ft~} ft and dim light as far again.",
  "Immutable Form": "Cannot be shape-changed by any effect.",
  "Incorporeal Movement":
    "Moves through creatures and objects as difficult terrain; ending a turn inside an object costs {~takes (DMG)~}.",
  "Inscrutable":
    "Mind and whereabouts closed to magic without its leave; Insight checks about it have disadvantage.",
  "Invisibility": "Permanently invisible.",
  "Iron Scent": "Smells out ferrous metal within 30 ft.",
  "Jumper": "Jumps by Dexterity instead of Strength.",
  "Keen Hearing": "Advantage on Perception by hearing.",
  "Keen Hearing and Sight": "Advantage on Perception by hearing or sight.",
  "Keen Hearing and Smell": "Advantage on Perception by hearing or smell.",
  "Keen Senses": "Advantage on Perception by sight, hearing or smell.",
  "Keen Sight": "Advantage on Perception by sight.",
  "Keen Sight and Smell": "Advantage on Perception by sight or smell.",
  "Keen Smell": "Advantage on Perception by smell.",
  "Labyrinthine Recall": "Never forgets a path it has walked.",
  "Legendary Resistance": "Turns a failed save into a success.",
  "Light Sensitivity": "In bright light: disadvantage on attacks.",
  "Lightning Absorption": "Lightning damage heals it by that amount instead of harming it.",
  "Limited Amphibiousness": "Breathes air and water, but must go under every 4 hours.",
  "Limited Magic Immunity":
    "Spells of 6th level or lower work on it, or find it, only if it wishes; advantage on saves against all other magic.",
  "Limited Telepathy":
    "Sends simple ideas and images by thought within {~within (\\d+) ft~} ft to anyone with a language.",
  "Loathsome Limbs":
    "Ends a turn bloodied after 15+ slashing that turn: a limb falls off, becomes a Troll Limb and acts right after it. One level of exhaustion per missing limb, until it next regains HP.",
  "Magic Resistance": "Advantage on saves against spells and other magic.",
  "Magic Rope":
    "Carries the rope for Entangling Rope (AC 20, 90 HP, immune to poison and psychic). Lost or broken, it is remade over a rest.",
  "Magic Weapons": "Weapon attacks are magical.",
  "Martial Advantage":
    "Once a turn: {~extra (\\d+ \\(\\d+d\\d+\\))~} more damage to a target that has an able ally of the hobgoblin within 5 ft.",
  "Mimicry": "Imitates voices and sounds it has heard; DC {~DC (\\d+)~} Insight tells them apart.",
  "Misty Escape|2014":
    "At 0 HP away from its resting place it turns to mist instead of falling unconscious (not in sunlight or running water); unable to, it is destroyed. It must reach its rest within 2 hours; there it lies paralyzed and after 1 hour regains 1 HP.",
  "Misty Escape|2024":
    "At 0 HP away from its resting place it turns to mist by Shape-Shift; unable to, it is destroyed. It must reach its rest within 2 hours; there it lies paralyzed and after 1 hour regains 1 HP.",
  "Mucous Cloud":
    "Under water, whoever touches it or hits it in melee within 5 ft and fails the save is diseased 1d4 hours and breathes only water.",
  "Mucus Cloud":
    "Under water, end of its turn: all within 5 ft make the save or are cursed: slimy skin, breathes both air and water, regains HP only under water, and out of water takes {~takes (DMG)~} every 10 minutes unless kept wet.",
  "Multiple Heads|2014":
    "Five heads. More than one: advantage on saves against blinded, charmed, deafened, frightened, stunned, unconscious. 25+ damage in a turn kills one; none left, it dies. End of its turn: two grow for each lost since its last, 10 HP each, unless it took fire.",
  "Multiple Heads|2024":
    "Five heads. 25+ damage in a turn kills one; none left, it dies. End of its turn: two grow for each lost since its last, healing 20 HP, unless it took fire.",
  "Night Hag Items":
    "Heartstone: lets her go ethereal and cures disease by touch (30 days to remake). Soul bag: traps the soul of an evil victim of Nightmare Haunting (7 days to remake).",
  "Nimble Escape": "Bonus action: Disengage or Hide.",
  "Ooze Cube":
    "Fills its space, see-through. Entering it means Engulf with disadvantage on the save; those inside have total cover. Holds one Large or four smaller. Pulling someone out: action, DC {~DC (\\d+)~} Strength, at the price of {~takes (DMG)~}.",
  "Pack Tactics": "Advantage on attacks while an able ally is within 5 ft of the target.",
  "Petrifying Gaze":
    "Creatures starting within 30 ft in mutual sight can be forced to save: restrained, then petrified on a second failure at its next turn's end. One may avert the eyes and not see it until next turn. It is prey to its own reflection.",
  "Pounce|2014":
    "Straight {~least (\\d+) ft~} ft run, then a claw hit: save or prone; a bite as bonus action follows against a prone target.",
  "Probing Telepathy": "Learns the greatest desire of anyone in sight who speaks to it by thought.",
  "Rampage": "After dropping a creature in melee on its turn: bonus action, half speed and a bite.",
  "Reactive": "One reaction on every turn of the round.",
  "Reactive Heads":
    "One more reaction for each head beyond the first, for opportunity attacks only.",
  "Reckless":
    "Start of its turn: may take advantage on melee attacks; attacks against it have advantage until its next turn.",
  "Reflective Carapace":
    "Magic missile and ranged spell attacks: roll 1d6. 1-5 no effect; 6 it turns back on the caster.",
  "Regeneration": "Regains {~regains (\\d+)~} HP at the start of its turn.",
  "Rejuvenation|2014":
    "Destroyed, it comes back with full HP after {~(?:in|within) (\\d+d?\\d* (?:days|hours))~}.",
  "Relentless": "A hit of {~takes (\\d+)~} or less that would drop it leaves 1 HP instead.",
  "Running Leap": "Long jump {~up to (\\d+)~} ft after a {~(\\d+)-ft running~} ft run.",
  "Rust Metal":
    "Nonmagical metal weapons that hit it take a lasting -1 to damage (gone at -5); metal ammunition is destroyed.",
  "Sense Magic": "Feels magic within 120 ft, as detect magic.",
  "Shadow Stealth": "In dim light or darkness: Hide as a bonus action (Stealth +6).",
  "Shark Telepathy": "Commands sharks within {~within (\\d+) ft~} ft by thought.",
  "Shielded Mind|2024": "Its thoughts cannot be read; thoughts are sent to it only with its leave.",
  "Shielded Mind|2014": "Thoughts and feelings cannot be read, nor can it be scried.",
  "Siege Monster": "Double damage to objects and buildings.",
  "Sneak Attack":
    "Once a turn: {~extra (\\d+ \\(\\d+d\\d+\\))~} more on a weapon hit with advantage, or with an able ally within 5 ft of the target and no disadvantage.",
  "Snow Camouflage": "Advantage on Stealth in snow.",
  "Soul Bag":
    "Carries the bag for Nightmare Haunting (AC 15, 20 HP, resists all damage). Destroyed, its souls go free; a new one takes 7 days.",
  "Speak with Beasts and Plants": "Talks with beasts and plants.",
  "Spell Storing":
    "The amulet's wearer can cast one spell of up to 4th level into it; it later casts it on command or on a set trigger. A new spell replaces the old.",
  "Spider Climb": "Climbs walls and ceilings without checks.",
  "Spirit Jar":
    "Destroyed, it reforms in its lair at full HP after 1d10 days while it owns a spirit jar.",
  "Standing Leap":
    "Jumps {~up to (\\d+)~} ft far and {~high jump is up to (\\d+)~} ft high without a run.",
  "Steadfast": "Not frightened while an ally is in sight within 30 ft.",
  "Stench":
    "Creatures starting within {~(\\d+)(?: ft|-ft)~} ft make the save; success makes immune for 24 hours.",
  "Stone Camouflage": "Advantage on Stealth in rocky ground.",
  "Succubus Form": "After a long rest it may become a succubus, with that stat block.",
  "Incubus Form": "After a long rest it may become an incubus, with that stat block.",
  "Sunlight Sensitivity|2014": "In sunlight: disadvantage on attacks and on Perception by sight.",
  "Sunlight Sensitivity|2024": "In sunlight: disadvantage on attacks and ability checks.",
  "Sunlight Weakness": "In sunlight: disadvantage on attacks, checks and saves.",
  "Sure-Footed": "Advantage on Str and Dex saves against being knocked prone.",
  "Surprise Attack":
    "Round one: {~extra (\\d+ \\(\\d+d\\d+\\))~} more damage to a creature it surprised.",
  "Swarm":
    "Shares others' spaces, fits any gap its members fit, and never regains HP or gains temporary HP.",
  "Tail Spike Regrowth": "24 tail spikes; used ones regrow over a long rest.",
  "Training": "Proficient in one skill of your choice, with advantage on its checks.",
  "Trampling Charge":
    "Straight {~least (\\d+) ft~} ft run, then a hit with its main attack: save or prone; against a prone target a further attack as bonus action.",
  "Transparent": "Unmoving, it takes DC 15 Perception to notice.",
  "Treasure Sense": "Smells out precious metal and gems within 60 ft.",
  "Tree Stride":
    "Once a turn: for 10 ft of movement, step into one living tree and out of another within 60 ft (both Large or bigger).",
  "Troll Spawn":
    "Shares the troll's senses. After 24 hours roll 1d12: a new troll on 12, else it withers.",
  "Tunneler":
    "Burrows rock at half speed, leaving a {~(\\d+)-ft-(?:diameter|wide)~} ft wide tunnel.",
  "Turn Defiance": "It and ghouls within 30 ft have advantage on saves against turning.",
  "Turn Resistance": "Advantage on saves against being turned.",
  "Two Heads":
    "Advantage on Perception and on saves against blinded, charmed, deafened, frightened, stunned, unconscious.",
  "Two-Headed":
    "Advantage on Perception and on saves against blinded, charmed, deafened, frightened, stunned, unconscious.",
  "Undead Fortitude":
    "Dropped to 0 HP by anything but radiant or a critical hit: Con save, DC 5 + the damage, to stay at 1 HP.",
  "Undead Restoration":
    "Destroyed, it returns at full HP in 24 hours while its heart exists (Tiny, AC 17, 10 HP, harmed by fire only).",
  "Underwater Camouflage": "Advantage on Stealth under water.",
  "Vampire Weakness":
    "Cannot enter a home uninvited. 20 acid when ending a turn in running water. A piercing weapon through the heart while incapacitated leaves it {~vampire (?:is|has the) (paralyzed|destroyed)~}. In sunlight: 20 radiant at its turn's start, disadvantage on attacks and checks.",
  "Vampire Weaknesses":
    "Cannot enter a home uninvited. 20 acid when ending a turn in running water. A wooden stake through the heart while incapacitated at rest leaves it {~vampire (?:is|has the) (paralyzed|destroyed)~}. In sunlight: 20 radiant at its turn's start, disadvantage on attacks and checks.",
  "Vampiric Connection":
    "On one plane, master and familiar speak by thought and the master shares its senses.",
  "Variable Illumination":
    "Gives 5 to 20 ft of bright light and as much dim again; bonus action to change.",
  "Vile Appearance":
    "Beasts and humanoids starting within 30 ft that see its true form make the save; success makes immune for 24 hours.",
  "Wakeful": "One head is always awake.",
  "Water Breathing": "Breathes only under water.",
  "Water Form": "Shares enemies' spaces; slips through 1-inch gaps freely.",
  "Water Susceptibility":
    "Each 5 ft moved in water, or gallon splashed on it, costs {~(?:takes|takes) (DMG)~}.",
  "Web Sense": "Touching a web, it knows where everyone in contact with it is.",
  "Web Walker|2014": "Webs do not hinder it.",
  "Web Walker|2024": "Webs do not hinder it; it senses where others in the same web are.",
  "Wishes":
    "30% chance to know wish: cast only for a non-genie who asks, at no stress; three times, then not for 365 days.",
};
