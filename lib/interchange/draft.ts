/** A creature on its way from a foreign file to a stat block: what was found, with everything optional. */
import type { DamagePart, DamageTrait, SaveSpec, Spellcasting } from "@/lib/combat/block.ts";
import type { Ability, Edition, ImmuneCondition, Size, Skill } from "@/lib/combat/vocabulary.ts";
import type { Environment, SenseRanges } from "@/lib/creatures/stat_block.ts";

export const SECTIONS = [
  "trait",
  "action",
  "bonus",
  "reaction",
  "legendary",
  "mythic",
  "lair",
] as const;
export type Section = typeof SECTIONS[number];

/** One named text of a creature. What its text does not say may stand in fields of its own. */
export interface DraftEntry {
  readonly section: Section;
  readonly name: string;
  readonly text: string;
  readonly recharge?: number;
  readonly perDay?: number;
  readonly perDayInLair?: number;
  readonly afterRest?: "short" | "long";
  readonly cost?: number;
  /** The shape or thing it needs. */
  readonly form?: string;
  readonly toHit?: number;
  readonly damages?: readonly DamagePart[];
  readonly save?: SaveSpec;
}

export interface Draft {
  name: string;
  edition?: Edition;
  source?: string;
  sizes: readonly Size[];
  type?: string;
  tags: string[];
  alignment?: string;
  ac?: number;
  acNote?: string;
  hp?: number;
  hpDice?: string;
  speeds: Record<string, number>;
  abilities: Partial<Record<Ability, number>>;
  saves: Partial<Record<Ability, number>>;
  skills: Partial<Record<Skill, number>>;
  senses?: string;
  ranges: SenseRanges;
  passive?: number;
  languages?: string;
  telepathy?: number;
  initiative?: number;
  cr?: number;
  xp?: number;
  proficiencyBonus?: number;
  vulnerabilities: DamageTrait[];
  resistances: DamageTrait[];
  immunities: DamageTrait[];
  conditionImmunities: ImmuneCondition[];
  environments: readonly Environment[];
  entries: DraftEntry[];
  legendaryUses?: number;
  legendaryUsesInLair?: number;
  spellcasting?: Spellcasting;
}

/** A draft with nothing in it but a name. */
export function emptyDraft(name: string): Draft {
  return {
    name,
    sizes: [],
    tags: [],
    speeds: {},
    abilities: {},
    saves: {},
    skills: {},
    ranges: {},
    vulnerabilities: [],
    resistances: [],
    immunities: [],
    conditionImmunities: [],
    environments: [],
    entries: [],
  };
}
