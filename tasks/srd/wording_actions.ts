/** Own wording of special actions by name; "Name|2024" where an edition differs. See wording_traits.ts for `{~…~}`. */
export const ACTION_WORDS: Readonly<Record<string, string>> = {
  "Animate Chains":
    "Up to four loose chains within 60 ft come alive (AC 20, 20 HP, resist piercing, immune psychic and thunder); with Multiattack each makes one chain attack, and each can hold one creature. They fall limp when it dies or is incapacitated.",
  "Animate Trees|2014":
    "Wakes one or two trees within 60 ft: treants without speech, Int and Cha 1, slam only. They fight for it for 1 day, within 120 ft, or until it ends them as a bonus action.",
  "Animate Trees|2024":
    "Wakes up to two trees within 60 ft: treants without speech or this action, Int and Cha 1, acting right after it. They last 1 day, within 120 ft, or until it dies.",
  "Aquatic Charge": "Swims its speed straight toward an enemy in sight.",
  "Arcane Prowl": "May teleport {~up to (\\d+) ft~} ft to a space in sight, then one Claw attack.",
  "Banish":
    "The target also vanishes to a harmless place until the source's next turn starts, back within {~within (\\d+) ft of~} ft. Not again until then.",
  "Beguile": "Casts command (save DC {~DC (\\d+)~}). Not again until its next turn.",
  "Blazing Light": "Casts {~to cast ([^.]+)~}.",
  "Blinding Gaze|2014": "Lasts until cured by lesser restoration or the like.",
  "Boulder Toss": "Bursts on a point within 90 ft; Large or smaller creatures fall.",
  "Burst of Ingenuity": "When it or someone within 30 ft makes a check or save: +2 to the roll.",
  "Cantrip": "Casts a cantrip.",
  "Cast a Spell": "Casts a prepared spell with a slot.",
  "Change Shape":
    "Takes another creature's shape ({~polymorphs into (?:an? )?((?:humanoid or beast|small or medium[^,]*))~}) or its own again; keeps mind, HP and speech, and returns to its own on death.",
  "Channel Negative Energy|2014":
    "Nobody within 60 ft regains HP until the source's next turn ends.",
  "Charging Horn": "Moves half its speed without provoking, then one Radiant Horn attack.",
  "Charm": "The charmed one is friendly to it; harm from its side allows a new save.",
  "Children of the Night":
    "Not by day: calls 2d4 swarms of bats or rats, outdoors 3d6 wolves; they come in 1d4 rounds and serve for 1 hour.",
  "Chill": "Casts hold monster. Not again until its next turn.",
  "Chomp": "One Bite attack, or Swallow.",
  "Claw Attack": "One Claw attack.",
  "Cloaked Flight":
    "Casts invisibility on itself and flies half its speed. Not again until its next turn.",
  "Cloud of Insects":
    "On a failure also disadvantage on concentration saves until its next turn ends. Not again until the source's next turn.",
  "Cold Gale":
    "On a failure pushed up to {~up to (\\d+) ft~} ft away. Not again until its next turn.",
  "Commanding Presence": "Casts command (level {~level (\\d)~}). Not again until its next turn.",
  "Conjure Infernal Chain":
    "A failed save also drags a Large or smaller target up to 30 ft closer.",
  "Consume Memories":
    "Charmed or grappled targets only; a humanoid dropped to 0 HP loses its memories to the source.",
  "Corrupting Touch": "A curse of 1 hour carries the conditions.",
  "Create Specter":
    "Raises the spirit of a humanoid within 10 ft, dead at most 1 minute, as a specter under its control; up to seven.",
  "Create Whirlwind|2014":
    "A whirlwind (5 ft radius, 30 ft high, within 120 ft, concentration); those who enter save. It moves 60 ft as an action and carries its captives; DC 18 Strength check as an action frees one.",
  "Create Whirlwind|2024":
    "A whirlwind (20 ft radius, 60 ft high, within 120 ft, concentration), moved 20 ft each turn; those it meets save once a turn or are caught: {~takes (DMG)~} at each turn's start, save repeated at the end.",
  "Cunning Action": "Dash, Disengage or Hide.",
  "Darkness Aura":
    "Magical darkness {~(\\d+)-ft~} ft around it moves along for up to 10 minutes (concentration); darkvision does not help.",
  "Deadly Leap|2014":
    "After a 15 ft jump it lands on creatures: failing the save (Strength or Dexterity, their choice) also means prone; success halves and pushes 5 ft aside.",
  "Deadly Leap|2024":
    "For 5 ft of movement it leaps 15 ft onto creatures; success pushes them 5 ft aside.",
  "Death Glare|2014": "A frightened creature in sight: on a failure it drops to 0 HP.",
  "Death Glare|2024":
    "A frightened creature: on a failure one with 20 HP or fewer drops to 0, others take the damage.",
  "Deathless Agility": "Dash or Disengage.",
  "Deathless Strike": "Moves half its speed, then one Grave Strike attack.",
  "Deathly Teleport":
    "Goes up to 60 ft in sight; all within 10 ft of where it was take {~takes (DMG)~}.",
  "Deflect Missile":
    "When a ranged attack deals physical damage: less by {~by (\\d+ \\(\\d+d\\d+ ?\\+ ?\\d+\\))~}; at 0 it may fling the rest at one creature within 60 ft.",
  "Destroy Metal": "Touch: a 1 ft cube of loose nonmagical metal is gone.",
  "Detect": "Wisdom (Perception) check.",
  "Disrupt Life|2024": "Undead are spared. Not again until its next turn.",
  "Divine Aid": "Casts one of: {~list:casts ([^.]+?), (?:using|requiring)~}.",
  "Dominate Mind":
    "The charmed one serves it within 60 ft and they share thoughts; new save when hurt, and for each day a mile away.",
  "Draining Kiss|2024": "A creature it charmed; its HP maximum drops by the damage.",
  "Draining Kiss|2014":
    "A charmed or willing creature; its HP maximum drops by the damage until a long rest, and 0 kills.",
  "Dread Command": "Casts command (level 2). Not again until its next turn.",
  "Dreadful Glare|2014":
    "Failing by 5 or more paralyzes as well; success makes immune to such glares for 24 hours.",
  "Dreadful Glare|2024": "Success makes immune for 24 hours.",
  "Enlarge":
    "Large for 1 minute: doubled dice on Strength weapons (included), advantage on Strength checks and saves.",
  "Enslave":
    "The charmed one obeys, takes no reactions, and they share thoughts; new save when hurt, and once a day a mile away.",
  "Ethereal Stride":
    "With up to three willing creatures within 5 ft it moves between the Material and the Ethereal Plane.",
  "Etherealness": "Moves between the Material and the Ethereal Plane.",
  "Fetid Cloud|2014":
    "A 10 ft cloud for 1 minute (lightly obscured). Creatures starting in it save; poisoned ones get an action or a bonus action only, and no reactions.",
  "Fetid Cloud|2024": "Poisoned ones get an action or a bonus action only, and no reactions.",
  "Fey Charm":
    "A charmed humanoid or beast is her trusted friend for 24 hours; harm from her side allows a new save. One humanoid and up to three beasts at a time.",
  "Fiery Rays": "Casts {~to cast ([^.]+)~}. Not again until its next turn.",
  "Fling":
    "A Large or smaller creature it grapples is thrown up to 60 ft and falls: {~takes (DMG)~} per 10 ft when it hits something; a creature it is thrown at saves or shares that.",
  "Flying Sword|2014":
    "Its greatsword hovers within 5 ft; as a bonus action it flies 50 ft and attacks or comes back.",
  "Fog Cloud": "Casts fog cloud.",
  "Freezing Burst":
    "On a failure also speed 0 until its next turn ends. Not again until the source's next turn.",
  "Frightful Presence|2014":
    "Only creatures it chooses that notice it; success or the end makes immune for 24 hours.",
  "Frightful Presence|2024": "Casts fear. Not again until its next turn.",
  "Frightening Gaze|2014":
    "One creature in sight within 10 ft; success or the end makes immune for 24 hours.",
  "Giggling Magic":
    "On a failure also -{~rolls (\\d+d\\d+)~} on checks and attacks until its next turn ends. Not again until the source's next turn.",
  "Glare": "Uses Dreadful Glare. Not again until its next turn.",
  "Guiding Light": "Casts guiding bolt (level {~level (\\d)~}).",
  "Haste": "Until its next turn ends: +2 AC, advantage on Dexterity saves, Slam as a bonus action.",
  "Hasten": "Dash and Disengage.",
  "Heal Self": "Heals itself.",
  "Healing Touch":
    "Touches another creature: heals and ends curse, disease, poison, blindness and deafness.",
  "Heart Sight":
    "Learns the target's mood; on a failure its alignment too. Celestials, fiends and undead always fail.",
  "Horrific Visage": "Success makes immune for 24 hours. Undead are spared.",
  "Horrifying Visage":
    "Undead are spared. Failing by 5 or more ages 1d4 x 10 years (greater restoration within 24 hours undoes it); success or the end makes immune for 24 hours.",
  "Horror Nimbus|2014":
    "Only those who see the light; success or the end makes immune for 24 hours.",
  "Horror Nimbus|2024":
    "The fear ends when hurt or when ending a turn out of sight; success makes immune for 24 hours.",
  "Ice Wall": "Casts wall of ice (level 8, save DC 17).",
  "Illusory Appearance|2014":
    "Looks like another humanoid of her size until she ends it (bonus action); touch gives it away, or an action and DC {~DC (\\d+)~} Investigation.",
  "Illusory Appearance|2024": "Casts disguise self (save DC 13) for 24 hours.",
  "Infernal Tail":
    "On a failure also an infernal wound: {~loses (\\d+ \\(\\d+d\\d+\\))~} HP each turn for 1 minute, until healed by magic or stanched (action, DC {~DC (\\d+) Wisdom \\(M~} Medicine).",
  "Ink Cloud|2014":
    "Under water: a {~(\\d+)-ft-radius~} ft radius of ink (heavily obscured) for 1 minute, then Dash as a bonus action.",
  "Invisibility|2014": "Invisible with its gear until it attacks or acts in kind (concentration).",
  "Invisibility|2024": "Casts invisibility on itself.",
  "Invisible Passage":
    "Invisible and untrackable but by magic until she attacks or casts (concentration).",
  "Lash": "One Tentacle attack.",
  "Leadership":
    "For 1 minute: when an ally in sight within 30 ft attacks or saves, it may add 1d4 (one such die each). Ends when the leader is incapacitated.",
  "Leap": "Jumps up to {~up to (\\d+) ft~} ft for 10 ft of movement.",
  "Life Drain|2024": "The HP maximum drops by the damage.",
  "Luring Song":
    "Humanoids and giants within 300 ft. The charmed are incapacitated and walk straight to the singer, saving again when hurt, before harmful ground, and at each turn's end. Success makes immune for 24 hours.",
  "Magic of the Spider Queen": "Casts darkness, faerie fire or web (save DC 14).",
  "Mind Invasion": "Casts mind spike (level {~level (\\d)~}).",
  "Mind Jolt": "Casts mind spike (level {~level (\\d)~}). Not again until its next turn.",
  "Misty Step": "Casts misty step.",
  "Moan": "Success makes immune for 24 hours.",
  "Move": "Moves its speed without provoking.",
  "Necrotic Strike": "One attack: Rotting Fist or Channel Negative Energy.",
  "Nightmare":
    "On a failure one with 20 HP or fewer sleeps (1 hour, until hurt or shaken), others take the damage.",
  "Nightmare Haunting|2014":
    "From the Ethereal Plane she haunts a sleeper; after 1 hour the rest is wasted and its HP maximum drops by {~by (\\d+ \\(\\d+d\\d+\\))~}, 0 kills (evil souls go to her bag). Protection from evil and good or magic circle keeps her off.",
  "Nightmare Haunting|2024":
    "From the Ethereal Plane she casts dream on someone in sight; its damage also lowers the HP maximum, and a death traps the soul in her bag. Protection from evil and good or magic circle foils it.",
  "Nimble Escape": "Disengage or Hide.",
  "Noxious Miasma":
    "On a failure also -{~takes a -(\\d)~} AC until its next turn ends. Not again until the source's next turn.",
  "Onslaught": "Moves half its speed, then one Claw or Tail attack.",
  "Paralyzing Breath|2024":
    "First failure incapacitates until its next turn ends, then a second one paralyzes (saves end, at most 1 minute).",
  "Parry": "+{~adds (\\d)~} AC against one melee hit, if it holds a weapon.",
  "Petrifying Breath": "First failure restrains, a second at its next turn's end petrifies.",
  "Phantasms|2014":
    "Not in bright light: three images. Attacks pick among it and them at random; an image has its AC and saves and goes when hit. The sightless are not fooled.",
  "Phantasms|2024": "Casts mirror image; it ends when it starts or ends a turn in bright light.",
  "Possession":
    "A possessed humanoid is run by the ghost, which cannot be harmed meanwhile; it keeps its own mind and uses the body's figures. Ends at 0 HP, at the ghost's will (bonus action) or when driven out; then immune for 24 hours, as on a success.",
  "Pounce|2024": "Moves half its speed, then one Rend attack.",
  "Protection":
    "When the amulet's wearer within 5 ft is hit: +5 AC for the wearer until the guardian's next turn.",
  "Protective Magic": "Casts counterspell or shield.",
  "Prowl": "Moves its speed without provoking, then may Hide.",
  "Psychic Drain|2014":
    "One creature charmed by it takes {~takes (DMG)~} and it regains as many HP.",
  "Psychic Drain|2024": "With someone charmed or grappled: uses Consume Memories and heals.",
  "Pursuit": "When another ends its move within 120 ft in sight: teleports next to it (10 ft).",
  "Radiant Teleport":
    "Goes up to 60 ft in sight; all within 10 ft of where it lands make the save.",
  "Rampage|2024":
    "After harming a creature that was already bloodied: moves half its speed and makes one attack.",
  "Read Thoughts|2014":
    "Reads one mind within 60 ft (concentration; 3 ft of wood, 2 ft of stone or lead stop it): advantage on Insight, Deception, Intimidation and Persuasion against it.",
  "Redirect Attack":
    "When attacked by someone in sight: swaps places with an ally within 5 ft, who becomes the target.",
  "Reel": "Pulls creatures it holds up to {~up to (\\d+) ft~} ft closer.",
  "Reflexive Antennae": "When hit: uses Antennae.",
  "Repulsion Breath": "On a failure pushed up to {~up to (\\d+) ft~} ft away.",
  "Riposte": "+3 AC against a melee hit; if it then misses, one Rapier attack back.",
  "Rock Catching":
    "When a rock is thrown at it: DC 10 Dexterity save to catch it and take no damage.",
  "Roar": "Frightens.",
  "Scare": "Frightens one creature of its choice.",
  "Scorching Sands":
    "On a failure also half speed until its next turn ends. Not again until the source's next turn.",
  "Shape-Shift":
    "Takes another shape ({~list:shape-shifts (?:into|to resemble) (.+?),? or (?:it returns|back)~}) or its own again; only size and speed change, gear stays as it is.",
  "Shapechanger":
    "Action: takes another shape ({~list:polymorph into (.+?),? or back~}) or its own again; figures stay but for size, AC or speed, and death brings back its own.",
  "Shield": "When the amulet's wearer within 5 ft is attacked: +2 AC for the wearer.",
  "Shimmering Shield":
    "It or one creature within 60 ft: {~gains (\\d+ \\(\\d+d\\d+\\))~} temporary HP and +2 AC until its next turn ends. Not again until its next turn.",
  "Shriek|2014":
    "When bright light or a creature comes within {~within (\\d+) ft~} ft: shrieks, heard {~within (\\d+) ft of it~} ft around, until {~for (\\d+d\\d+)~} turns after it is gone.",
  "Shriek|2024":
    "When bright light or a creature comes within {~within (\\d+) ft~} ft: shrieks for {~for (\\d+ minute)~}, heard {~within (\\d+) ft of itself~} ft around.",
  "Slaying Bow": "On a failure one with 100 HP or fewer dies, others take the damage.",
  "Sleep": "Casts sleep (save DC 10).",
  "Sleep Breath|2024":
    "First failure incapacitates until its next turn ends, then a second one puts to sleep for {~Unconscious condition for ([^.]+)~}, until hurt or shaken awake.",
  "Slow|2014":
    "On a failure for 1 minute: half speed, no reactions, one attack a turn, action or bonus action but not both.",
  "Slow|2024": "Casts slow (save DC 17).",
  "Slowing Breath":
    "On a failure: half speed, no reactions, action or bonus action but not both, until its next turn ends.",
  "Sonic Boom": "Casts {~to cast ([^.]+)~}. Not again until its next turn.",
  "Spiritual Weapon": "Casts spiritual weapon.",
  "Split":
    "Medium or larger with 10+ HP, struck by lightning or slashing: becomes two of one size less, sharing its HP.",
  "Spores": "Poisoned ones take {~takes (DMG)~} at each turn's start; holy water ends it.",
  "Steam Breath": "Water gives no resistance to it.",
  "Stunning Screech": "Demons are spared.",
  "Swallow":
    "A creature it grapples is swallowed: {~takes (DMG(?: plus DMG)?)~} each of its turns, {~((?:blinded and )?restrained)~}, total cover from outside. {~(?:takes )(\\d+) damage or more~}+ damage in one turn from inside forces a DC {~DC (\\d+) Constitution~} Con save or it spits all out, prone. Its death frees them.",
  "Swoop": "With a creature grappled: flies half its speed without provoking and drops it.",
  "Tail Attack": "One Tail attack.",
  "Tail Swipe|2014": "One Tail attack.",
  "Tail Swipe|2024": "One Rend attack.",
  "Teleport": "Goes up to {~up to (\\d+) ft~} ft to a free space in sight.",
  "Tentacle Attack or Fling": "One Tentacle attack, or Fling.",
  "Tentacle Slam": "Every creature it grapples saves; success also avoids the stun.",
  "Toxic Ink": "Under water only; then it swims its speed. Not again until its next turn.",
  "Trample": "A prone creature within 5 ft.",
  "Tree Stride|2024": "Beside a Large tree: out of another such tree within 60 ft.",
  "Unicorn's Blessing": "Touches another creature: casts cure wounds or lesser restoration.",
  "Unnerving Gaze":
    "At the start of a turn within 30 ft in mutual sight. Success makes immune for 24 hours.",
  "Unnerving Mask":
    "At the start of a turn within 30 ft: shows that creature a lost friend or foe.",
  "Vanish": "It and its light are invisible until it attacks or uses Consume Life (concentration).",
  "Wall of Ice":
    "A wall (30 ft long, 10 ft high, 1 ft thick, or a 20 ft dome) within 60 ft, for 1 minute; those in its way are pushed aside and save. Each 10 ft has AC 5, 30 HP, vulnerable to fire; a breach leaves freezing air.",
  "War Cry":
    "It or one creature that perceives it: {~gains (\\d+ \\(\\d+d\\d+ ?\\+ ?\\d+\\))~} temporary HP and advantage on attacks until its next turn starts.",
  "Weakening Breath|2014":
    "On a failure: disadvantage on Strength attacks, checks and saves for 1 minute (saves end).",
  "Weakening Breath|2024":
    "On a failure: disadvantage on Strength rolls and -{~subtracts (\\d+ \\(\\d+d\\d+\\))~} damage for 1 minute (saves end).",
  "Web|2024":
    "The web holds until destroyed: AC 10, 5 HP, vulnerable to fire, immune to poison and psychic.",
  "Web Strand":
    "The web holds until destroyed: AC 10, 5 HP, vulnerable to fire, immune to bludgeoning, poison, psychic.",
  "Weight of Years":
    "On a failure one level of exhaustion, looking {~(\\d+d\\d+) years~} years older. Not again until its next turn.",
  "Whelm|2014":
    "On a failure Large or smaller ones are held, cannot breathe, {~takes (DMG)~} each of its turns; one Large or two smaller. Success pushes out. DC 14 Strength check as an action pulls one free.",
  "Whelm|2024":
    "On a failure Large or smaller ones are held, suffocate and take {~takes (DMG)~} each of its turns; one Large or two smaller. DC 14 Athletics as an action pulls one free.",
  "Whirlwind|2014":
    "On a failure flung up to 20 ft and prone, {~takes (\\d+ \\(1d6\\) \\w+)~} more per 10 ft on hitting something; a creature hit saves too.",
  "Whirlwind|2024": "On a failure pushed up to 20 ft and prone.",
  "Whirlwind of Sand|2014":
    "Moves 60 ft as a sandstorm; meanwhile nothing damages, grapples, petrifies, restrains or stuns it or knocks it prone.",
  "Whirlwind of Sand|2024":
    "When hit: +2 AC against it and teleports 60 ft; those it chooses within 5 ft of there are blinded until its next turn ends.",
  "Wing Attack": "Then it may fly half its speed.",
  "World-Shaking Movement":
    "Moves its speed; then all within 60 ft lose concentration and, Medium or smaller, fall. Not again until its next turn.",
};
