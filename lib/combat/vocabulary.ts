/**
 * The field's words, as arrays (to loop over and to validate with) and as types.
 * The engine's structured actions live in `block.ts`; a bestiary's stat block is
 * built from those same types.
 */

/** 2014 = SRD 5.1, 2024 = SRD 5.2. */
export const EDITIONS = ["2014", "2024"] as const;
export type Edition = typeof EDITIONS[number];

export const ABILITIES = ["str", "dex", "con", "int", "wis", "cha"] as const;
export type Ability = typeof ABILITIES[number];

export const SKILLS = [
  "acrobatics",
  "animal-handling",
  "arcana",
  "athletics",
  "deception",
  "history",
  "insight",
  "intimidation",
  "investigation",
  "medicine",
  "nature",
  "perception",
  "performance",
  "persuasion",
  "religion",
  "sleight-of-hand",
  "stealth",
  "survival",
] as const;
export type Skill = typeof SKILLS[number];

export const DAMAGE_TYPES = [
  "acid",
  "bludgeoning",
  "cold",
  "fire",
  "force",
  "lightning",
  "necrotic",
  "piercing",
  "poison",
  "psychic",
  "radiant",
  "slashing",
  "thunder",
] as const;
export type DamageType = typeof DAMAGE_TYPES[number];

/** Exhaustion has levels and is kept apart from the others (`Combatant.exhaustion`). */
export const CONDITIONS = [
  "blinded",
  "charmed",
  "deafened",
  "frightened",
  "grappled",
  "incapacitated",
  "invisible",
  "paralyzed",
  "petrified",
  "poisoned",
  "prone",
  "restrained",
  "stunned",
  "unconscious",
] as const;
export type Condition = typeof CONDITIONS[number];

/** What a stat block can be immune to: the conditions and exhaustion. */
export type ImmuneCondition = Condition | "exhaustion";

export const SIZES = ["tiny", "small", "medium", "large", "huge", "gargantuan"] as const;
export type Size = typeof SIZES[number];

export const COMBATANT_KINDS = [
  "character",
  "monster",
  "npc",
  "lair",
  "environment",
  "custom",
] as const;
export type CombatantKind = typeof COMBATANT_KINDS[number];

export const SIDES = ["party", "foe", "neutral"] as const;
export type Side = typeof SIDES[number];

export const ROLL_MODES = ["normal", "advantage", "disadvantage"] as const;
export type RollMode = typeof ROLL_MODES[number];

/** How a target came out of a saving throw: full, half or no damage. */
export const SAVE_OUTCOMES = ["fail", "save", "none"] as const;
export type SaveOutcome = typeof SAVE_OUTCOMES[number];

/** How the DM shows hit points to players. */
export const HP_DISPLAYS = ["exact", "bar", "words", "hidden"] as const;
export type HpDisplay = typeof HP_DISPLAYS[number];

/** Wound words, by share of hit points left: half or less, a tenth or less. */
export const WOUNDS = ["unhurt", "hurt", "bloodied", "near-death", "down", "defeated"] as const;
export type Wound = typeof WOUNDS[number];
