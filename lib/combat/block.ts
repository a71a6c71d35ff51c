/**
 * The part of a stat block that a fight needs: figures that can be rolled, and
 * names and short texts to read. Pure data; a fight keeps one copy a kind of creature.
 */
import type {
  Ability,
  Condition,
  DamageType,
  Edition,
  ImmuneCondition,
  Size,
  Skill,
} from "./vocabulary.ts";

/** A dice expression in the grammar of `dice.ts`, e.g. "2d6+3" or "7". */
export type DiceText = string;

export interface DamagePart {
  readonly dice: DiceText;
  /** The average the book prints, rounded down. */
  readonly average: number;
  /** Absent where the source names none. */
  readonly type?: DamageType;
}

export interface SaveSpec {
  readonly ability: Ability;
  readonly dc: number;
  /** What a success does to the damage. */
  readonly onSave: "half" | "none" | "other";
}

/** A condition or other effect that an action puts on whoever it hits or who fails the save. */
export interface EffectSpec {
  readonly condition?: Condition;
  /** Name of an effect that is no condition, e.g. "Slowed by cold". */
  readonly name?: string;
  readonly rounds?: number;
  readonly saveEnds?: boolean;
  /** Ends at the start or end of the source's or the target's next turn. */
  readonly until?: { readonly whose: "source" | "target"; readonly edge: "start" | "end" };
  /** Lasts as long as the source grapples the target. */
  readonly whileGrappled?: boolean;
}

export interface ActionSpec {
  /** Unique within the block, stable: "bite", "fire-breath". */
  readonly id: string;
  readonly name: string;
  /** attack: roll to hit; save: targets save; other: text only. */
  readonly kind: "attack" | "save" | "other";
  /** Own words or written from the figures; one or two lines. */
  readonly text: string;
  readonly toHit?: number;
  readonly melee?: boolean;
  readonly ranged?: boolean;
  /** Feet. */
  readonly reach?: number;
  /** Feet: normal and long range. */
  readonly range?: { readonly normal: number; readonly long?: number };
  readonly damages?: readonly DamagePart[];
  readonly save?: SaveSpec;
  /** E.g. "60 ft cone". */
  readonly area?: string;
  readonly effects?: readonly EffectSpec[];
  /** Rolled at the start of the creature's turn while spent: back on a d6 of `from` or more. */
  readonly recharge?: { readonly from: number };
  readonly perDay?: number;
  readonly afterRest?: "short" | "long";
  /** Counts as magic: a spell attack, or a weapon that its trait makes magical. */
  readonly magical?: boolean;
  /** Cost in legendary actions; absent elsewhere. */
  readonly cost?: number;
}

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Resistance, immunity or vulnerability to a type, with what limits it. */
export interface DamageTrait {
  readonly type: DamageType;
  /** E.g. "nonmagical attacks": shown, and applied unless the hit says it is magical. */
  readonly only?: string;
}

export interface Spellcasting {
  readonly ability?: Ability;
  readonly dc?: number;
  readonly toHit?: number;
  /** Index 0 = first level. */
  readonly slots?: readonly number[];
  readonly groups: readonly {
    readonly label: string;
    readonly perDay?: number;
    readonly spells: readonly string[];
  }[];
}

export interface CombatBlock {
  /** Slug of the stat block, or an id made for a custom one. */
  readonly id: string;
  readonly name: string;
  readonly edition: Edition;
  readonly size?: Size;
  /** "dragon", "humanoid (goblinoid)". */
  readonly type?: string;
  readonly alignment?: string;
  readonly ac: number;
  readonly acNote?: string;
  readonly hp: { readonly average: number; readonly dice?: DiceText };
  /** Feet by kind of movement: walk, fly, swim, climb, burrow; `hover` as 1. */
  readonly speeds?: Readonly<Record<string, number>>;
  readonly abilities: Readonly<Record<Ability, number>>;
  /** Total bonuses, only where they differ from the ability's modifier. */
  readonly saves?: Readonly<Partial<Record<Ability, number>>>;
  readonly skills?: Readonly<Partial<Record<Skill, number>>>;
  readonly senses?: string;
  readonly languages?: string;
  readonly passivePerception?: number;
  readonly cr?: number;
  readonly xp?: number;
  readonly proficiencyBonus?: number;
  /** Total; absent = Dexterity modifier. */
  readonly initiative?: number;
  readonly vulnerabilities?: readonly DamageTrait[];
  readonly resistances?: readonly DamageTrait[];
  readonly immunities?: readonly DamageTrait[];
  readonly conditionImmunities?: readonly ImmuneCondition[];
  readonly traits?: readonly NamedText[];
  /** Marks that change the rules for this creature. */
  readonly features?: readonly ("evasion" | "magic-resistance")[];
  readonly actions: readonly ActionSpec[];
  readonly bonusActions?: readonly ActionSpec[];
  readonly reactions?: readonly ActionSpec[];
  readonly legendary?: {
    readonly uses: number;
    readonly usesInLair?: number;
    readonly actions: readonly ActionSpec[];
  };
  readonly legendaryResistance?: { readonly uses: number; readonly usesInLair?: number };
  readonly lair?: { readonly actions: readonly ActionSpec[] };
  readonly spellcasting?: Spellcasting;
  readonly source?: string;
}
