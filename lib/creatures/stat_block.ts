/**
 * One creature as figures: what both editions' SRD data, homebrew, the importers, the pages and the fight
 * share. It widens the engine's `CombatBlock`, so a stat block can be handed to a fight as it is.
 * Pure types; the zod twin for documents that cross a wire lives in lib/contracts. Distances are feet.
 */
import type {
  ActionSpec,
  CombatBlock,
  DamagePart,
  EffectSpec,
  NamedText,
  SaveSpec,
} from "@/lib/combat/block.ts";
import type { DamageType, Size } from "@/lib/combat/vocabulary.ts";

/** Creature types of both editions. Homebrew may use another word, so `StatBlock.type` is a string. */
export const CREATURE_TYPES = [
  "aberration",
  "beast",
  "celestial",
  "construct",
  "dragon",
  "elemental",
  "fey",
  "fiend",
  "giant",
  "humanoid",
  "monstrosity",
  "ooze",
  "plant",
  "undead",
] as const;

/** Where a creature is met. This project's own grouping: neither SRD states one. */
export const ENVIRONMENTS = [
  "arctic",
  "cave",
  "coast",
  "desert",
  "dungeon",
  "forest",
  "grassland",
  "hill",
  "mountain",
  "planes",
  "sea",
  "swamp",
  "urban",
] as const;
export type Environment = typeof ENVIRONMENTS[number];

/** Ranges in feet. `blindBeyond`: it sees nothing outside its blindsight. */
export interface SenseRanges {
  readonly blindsight?: number;
  readonly darkvision?: number;
  readonly tremorsense?: number;
  readonly truesight?: number;
  readonly blindBeyond?: true;
}

/** A damage that lands only in a named case: "two hands", "after a 20 ft charge". */
export interface SituationalDamage {
  readonly when: string;
  /** It takes the place of the usual damage, or joins it. */
  readonly mode: "instead" | "extra";
  readonly damages: readonly DamagePart[];
}

/** A condition with all that decides its end; `rounds` counts six-second rounds. */
export interface StatEffect extends EffectSpec {
  /** DC to break free of a grapple. */
  readonly escapeDc?: number;
  /** The largest size it works on. */
  readonly maxSize?: Size;
}

export interface Area {
  readonly shape: "cone" | "cube" | "cylinder" | "emanation" | "line" | "sphere";
  /** Length of a cone or line, side of a cube, radius of the others; feet. */
  readonly size: number;
  readonly width?: number;
  readonly height?: number;
}

/** A saving throw that comes on top: after a hit, or as one of several breaths to choose from. */
export interface SaveRider {
  readonly name?: string;
  readonly save: SaveSpec;
  readonly damages: readonly DamagePart[];
  readonly effects: readonly StatEffect[];
  readonly areaShape?: Area;
  /** How far away the target or the point may be. */
  readonly within?: number;
}

export interface MultiattackPart {
  readonly action: string;
  /** A count, dice ("1d4"), or words where it varies ("one per head"). */
  readonly count: number | string;
}

/** How often, in which shape. Absent: always. */
interface Limits {
  readonly recharge?: { readonly from: number };
  readonly perDay?: number;
  readonly perDayInLair?: number;
  readonly afterRest?: "short" | "long";
  /** The shape or thing it needs ("hybrid form"). */
  readonly form?: string;
}

/** A trait in this project's own wording, with the figures that can be rolled. */
export interface Trait extends NamedText, Limits {
  readonly save?: SaveSpec;
  readonly areaShape?: Area;
  readonly damages?: readonly DamagePart[];
  readonly effects?: readonly StatEffect[];
}

/**
 * One thing a creature does. `text` is this project's own wording of what the figures cannot say and may be
 * empty; lib/creatures/describe.ts writes the whole line from figures and text.
 */
export interface StatAction extends ActionSpec, Limits {
  readonly effects?: readonly StatEffect[];
  readonly areaShape?: Area;
  /** How far away the target or the point of a save may be. */
  readonly within?: number;
  readonly situational?: readonly SituationalDamage[];
  /** Types that the attacker may choose instead of the first damage's. */
  readonly orTypes?: readonly DamageType[];
  readonly riders?: readonly SaveRider[];
  /** Name of the first save where there are several ("Fire Breath" beside "Sleep Breath"). */
  readonly saveName?: string;
  /** Alternative routines, each a list of what is done in one go. */
  readonly multiattack?: readonly (readonly MultiattackPart[])[];
  readonly heal?: { readonly dice: string; readonly average: number };
}

export interface LegendaryPart {
  readonly uses: number;
  readonly usesInLair?: number;
  readonly actions: readonly StatAction[];
}

export interface StatBlock extends CombatBlock {
  /** Unique over all sources and usable in URLs: "goblin-2014"; `id` equals it for SRD entries. */
  readonly slug: string;
  readonly source: string;
  readonly size: Size;
  /** Further sizes it may have ("Medium or Small"). */
  readonly otherSizes?: readonly Size[];
  readonly type: string;
  readonly tags: readonly string[];
  readonly alignment: string;
  readonly hp: { readonly average: number; readonly dice: string };
  readonly speeds: Readonly<Record<string, number>>;
  readonly senseRanges: SenseRanges;
  readonly passivePerception: number;
  readonly telepathy?: number;
  readonly cr: number;
  readonly xp: number;
  readonly proficiencyBonus: number;
  readonly initiative: number;
  readonly environments: readonly Environment[];
  readonly traits: readonly Trait[];
  readonly actions: readonly StatAction[];
  readonly bonusActions: readonly StatAction[];
  readonly reactions: readonly StatAction[];
  readonly legendary?: LegendaryPart;
}

/** What a list or a search result shows of a creature. */
export interface Summary {
  readonly slug: string;
  readonly name: string;
  readonly edition: StatBlock["edition"];
  readonly source: string;
  readonly size: Size;
  readonly type: string;
  readonly tags: readonly string[];
  readonly environments: readonly Environment[];
  readonly cr: number;
  readonly xp: number;
  readonly ac: number;
  readonly hp: number;
}
