/**
 * Own wording for what a clause says beyond the figures: the first pattern group and so on go to `$1`…; an empty
 * wording marks a clause that the figures hold completely.
 */
export const PHRASES: readonly (readonly [RegExp, string])[] = [
  // what the figures hold
  [/^Hit:$|^[+-]\d+(?: to hit)?[ ,(].*(?:reach|range) \d+/, ""],
  [/^DC \d+\b|^(?:First|Second|Subsequent) Failures?|subjected to the following effect/i, ""],
  [/^The [\w ]+ makes (?:an?|one) (\w[\w ]*?)(?: attack)?\.$/i, "One $1."],
  [/The \w+ makes one attack with its (\w+)/i, "One attack with its $1."],
  [/^(?:\w+ )+(?:Breath|Roar)\.$|magically emits|emits magical|divine energy/i, ""],
  [
    /^On a (?:success|failure)(?:ful save)?, |succeeds automatically|^\d+ \([^)]*\) \w+ damage\b/i,
    "",
  ],
  [
    /(?:each of which|only) (?:can )?grapple only one|can grapple one target|has two (?:claws|pincers)/i,
    "Each limb holds one.",
  ],
  // chances
  [
    /with Advantage if the target is Grappled/i,
    "Advantage against one it grapples.",
  ],
  [/with Advantage if the target doesn't have all/i, "Advantage against one not at full HP."],
  [/with Advantage during the first round/i, "Advantage in round one."],
  [
    /has Disadvantage on the next attack roll it makes/i,
    "Target has disadvantage on its next attack.",
  ],
  [
    /has Advantage on the next attack roll it makes/i,
    "Advantage on its own next attack this turn.",
  ],
  [
    /next attack roll made against the target/i,
    "The next attack against the target has advantage.",
  ],
  [/one prone creature/i, "Prone targets only."],
  [/one target not grappled by/i, "Not at a target it grapples."],
  [
    /scores a critical hit, it rolls damage dice three/i,
    "Critical hits roll the dice three times.",
  ],
  [
    /Ability checks made to escape this grapple have Disadvantage/i,
    "Escape checks have disadvantage.",
  ],
  // movement
  [/pushe[sd].*?up to (\d+) ft/i, "Pushed up to $1 ft."],
  [/is pushed (\d+) ft away/i, "Pushed $1 ft."],
  [/pulls? the target (?:up to )?(\d+) ft/i, "Pulled $1 ft closer."],
  [
    /pulled (?:up to )?(\d+) ft (?:straight )?toward/i,
    "Pulled up to $1 ft closer.",
  ],
  [/Speed decreases by (\d+) ft/i, "Speed -$1 ft until its next turn ends."],
  [/speed is (?:reduced by|halved)/i, "Half speed while it lasts."],
  [/Speed becomes 0, it can't benefit|speed also becomes 0/i, "It moves with its victim."],
  [/moves with it|target moves with it/i, "Victims move with it."],
  // limits on the target
  [/can't take Reactions|can't use reactions/i, "No reactions meanwhile."],
  [/can use either an action or a bonus action/i, "Action or bonus action, not both."],
  [
    /can move or take one action on its turn, not both/i,
    "It moves or acts, not both; no bonus action or reaction.",
  ],
  [/These effects last for (\d+ \w+)/i, "Lasts $1."],
  [
    /While Deafened, the target also has Disadvantage/i,
    "Deafened ones have disadvantage on checks and attacks.",
  ],
  [/can't cast spells with a Verbal component/i, "No verbal spells meanwhile."],
  [/can't regain hit points(?! unless it is under)/i, "No HP regained meanwhile."],
  [/gains? no benefit from finishing/i, "Rests do it no good."],
  [
    /can't (?:constrict|bite|use \w+ on) another target|can't (?:attack|grapple) another/i,
    "Meanwhile not against others.",
  ],
  [/can bite only the grappled creature/i, "Meanwhile it bites only that one, with advantage."],
  // sleep and poison
  [
    /saving throw result is (\d+) or lower/i,
    "A total of $1 or lower also means unconscious for as long.",
  ],
  [
    /unconscious.*(?:takes damage|shake|wake)|wakes? up if it takes damage|action to (?:shake|wake)|to wake it/i,
    "Damage or an action wakes it.",
  ],
  [
    /reduces the target to 0 hit points, the target (?:is stable but|becomes stable, and it has the) poisoned|reduced to 0 hit points by a swarm/i,
    "Dropped to 0 HP by it: stable, but poisoned and paralyzed for 1 hour.",
  ],
  [
    /If the saving throw fails by 5 or more|Failure by 5 or More/i,
    "Failing by 5 or more also means unconscious for as long.",
  ],
  [
    /poison (?:lasts until|.*removed by the lesser restoration)/i,
    "Lasts until cured by lesser restoration.",
  ],
  [
    /If the saving throw fails by 5|paralyzed while poisoned|Until this poison ends, the target is (paralyzed|unconscious)/i,
    "",
  ],
  // HP maximum, life and curses
  [
    /hit point maximum is reduced by an amount equal to/i,
    "The HP maximum drops by as much until a long rest.",
  ],
  [/hit point maximum decreases by an amount equal to/i, "The HP maximum drops by as much."],
  [
    /willing creature, or a creature that is grappled|is willing or that has the grappled/i,
    "Only at one who is willing, grappled, incapacitated or restrained.",
  ],
  [/vampire regains hit points equal/i, "The attacker heals as much."],
  [
    /dies if this (?:effect|attack) reduces its hit point maximum to 0|maximum drops? to 0|reduces its hit point maximum to 0/i,
    "At maximum 0 it dies.",
  ],
  [/(?:reduction lasts|reduction to the target's)/i, ""],
  [
    /hit point maximum decreases by (\d+ \(\d+d\d+\))(?: for)? every 24 hours/i,
    "HP maximum -$1 a day.",
  ],
  [
    /Poisoned target's Hit Point maximum decreases by (\d+ \(\d+d\d+\))/i,
    "Each further failure (one a day): HP maximum -$1.",
  ],
  [
    /Every 24 hours that elapse, the \w+ must/i,
    "A new save each day, HP maximum -5 (1d10) on a failure; cured on a success.",
  ],
  [
    /Second Failure.*Petrified condition|On a failure, the creature is petrified for/i,
    "A second failure at its next turn's end petrifies for 24 hours instead.",
  ],
  [/contract a disease|against disease/i, "A disease."],
  [
    /target is cursed|is cursed if|^If the target is a creature, it is cursed|cursed with (\w+) lycanthropy/i,
    "A curse (remove curse ends it).",
  ],
  [/curse lasts until|magical curse takes effect|curse reduces/i, ""],
  [
    /cursed target drops to 0 Hit Points, it instead becomes an? (\w+)/i,
    "Cursed and at 0 HP, it becomes a $1 with 10 HP under the DM.",
  ],
  [/immune to (?:this|the) .*? for (?:the next )?24 hours/i, "Success makes immune for 24 hours."],
  [/turns to dust/i, "Killed by it, the body turns to dust."],
  [
    /buried (?:in the ground )?rises the following/i,
    "A humanoid so slain and buried rises as a vampire spawn next night.",
  ],
  [
    /rises 24 hours later as a zombie/i,
    "A slain humanoid rises a day later as its zombie; up to twelve.",
  ],
  [
    /Strength score (?:is reduced|decreases) by 1d4/i,
    "Strength -1d4 until a rest; at 0 it dies, a humanoid then rises as a shadow in 1d4 hours.",
  ],
  [
    /reduces its Strength to 0|reduces that score to 0|new shadow rises|Shadow rises from|Otherwise, the reduction/i,
    "",
  ],
  [
    /target is killed by this damage, it is absorbed|dies if it is reduced to 0 Hit Points by this attack/i,
    "Killed, it is absorbed.",
  ],
  [/Its body is then absorbed/i, ""],
  [/no more than (\w+) zombies|no more than (\w+) specters/i, ""],
  // wounds, fire, acid
  [/catches fire|starts burning|ignites|it ignites/i, "Sets it alight."],
  [
    /douse the fire, the target takes (\d+ \(\d+d\d+\))/i,
    "Until doused (action): $1 fire each turn.",
  ],
  [
    /(?:loses|lose) (\d+ \(\d+d\d+\)) hit points at the start/i,
    "It leaves a wound: $1 HP each turn until stanched or healed by magic.",
  ],
  [
    /damage dealt by the wound increases by (\d+ \(\d+d\d+\))/i,
    "Each further hit adds $1 to the wound.",
  ],
  [
    /stanch the wound(?: with|, doing so by) .{1,20} DC (\d+)/i,
    "Stanching: an action and DC $1 Medicine.",
  ],
  [/stanch the wound|wound (?:also )?closes|receives an infernal wound|infernal wound/i, ""],
  [/penalty to the AC it offers/i, "Nonmagical armor takes -1 AC, ruined at AC 10."],
  [/destroyed if the penalty|Mending spell/i, ""],
  [
    /^(?!.*swallowed).*takes (\d+ \(\d+d\d+(?: ?[+-] ?\d+)?\)) (\w+) damage at the start of each/i,
    "$1 $2 at the start of each turn.",
  ],
  [/Being underwater doesn't grant/i, "Water gives no resistance to it."],
  [/magically returns to/i, "The weapon comes back after a throw."],
  // grabbing on
  [/attaches to the target's head/i, "With advantage it covers the head: blinded, cannot breathe."],
  [
    /Medium or smaller.*(?:engulfing the target's head|it covers the target)/i,
    "With advantage it covers the head of a Medium or smaller target: blinded, cannot breathe.",
  ],
  [/Large or smaller, the \w+ attaches to it/i, "It clings to a Large or smaller target."],
  [
    /^(?!.*or smaller, the \w+ attaches to).*attaches to (?:it|the target)\b(?!')/i,
    "It clings to the target.",
  ],
  [
    /While attached.*?(?:only against the target|no other creature|only the target)/i,
    "Clinging, it attacks only that one, with advantage.",
  ],
  [
    /While attached, the stirge (?:doesn't attack|can't make)/i,
    "Clinging, it does not attack again.",
  ],
  [/target loses 5 \(1d4 \+ 3\) hit points due/i, ""],
  [
    /at the start of each of the stirge's turns, the target (?:loses|takes) (\d+)/i,
    "It drains $1 each turn instead.",
  ],
  [/after it drains 10 hit points/i, "It lets go after 10 HP."],
  [/detach (?:the|itself|it)\b.*?DC (\d+) Strength/i, "DC $1 Strength as an action removes it."],
  [
    /succeeding on a DC (\d+) Strength (?:\(Athletics\) )?check/i,
    "DC $1 Strength as an action removes it.",
  ],
  [
    /successful DC (\d+) Strength (?:\(Athletics\) )?check/i,
    "DC $1 Strength as an action removes it.",
  ],
  [/detach the stirge/i, "An action pulls it off."],
  [/detach itself by (?:spending|using) 5 ft/i, ""],
  [
    /halves the damage it takes|takes the same amount of damage/i,
    "It halves damage taken; the victim takes as much.",
  ],
  // swallowing
  [
    /grappled by the kraken, that creature is swallowed|be swallowed by the worm/i,
    "Large or smaller ones get swallowed.",
  ],
  [
    /swallowed(?:,| creature| the creature).*?takes (\d+ \(\d+d\d+\)) acid/i,
    "Swallowed: blinded, restrained, total cover, $1 acid each of its turns.",
  ],
  [
    /takes (\d+) damage or more on a single turn from a creature inside.*?DC (\d+)/i,
    "$1 damage from inside in one turn forces a DC $2 Con save or it spits all out, prone.",
  ],
  [/a swallowed creature is no longer/i, ""],
  // special bodies
  [
    /can grapple the target \(escape DC (\d+)\)/i,
    "Instead of damage it may grapple (escape DC $1).",
  ],
  [
    /tentacle can be damaged|AC 20, HP 10/i,
    "A tentacle has AC 20, 10 HP (immune to poison, psychic) and releases it when cut; it regrows.",
  ],
  [/Damaging the tentacle/i, ""],
  [/in object form, the target is subjected/i, "In object form it sticks to the target."],
  [
    /^(?:Blinding dust|The mummy lord utters|The disease is cured)|using 5 ft of movement|^The target is magically cursed/i,
    "",
  ],
  [/can't use its tentacles on another/i, "Meanwhile not against others."],
  [/provided that it has no creature grappled/i, "Not while it grapples."],
  [/drags|moves? up to its speed\b/i, ""],
  // legendary and casting
  [/uses its (\w[\w ]*?)\.|^The [\w ]+ uses ([A-Z][\w ]+)\.$/, "Uses $1$2."],
  [/casts ([A-Z][\w' ]*?)(?: \(level (\d)|,|\.| on itself)/, "Casts $1."],
  [/can't take this action again/i, "Not again until its next turn."],
  [/moves up to half its speed/i, "Moves half its speed."],
];
