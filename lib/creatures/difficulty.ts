/**
 * How hard a fight is, in both editions: 2014 by thresholds and multipliers (Basic Rules), 2024 by XP budgets
 * (SRD 5.2). Pure. Readings where the rules leave room: meeting a 2014 threshold counts; a 2024 fight belongs to
 * the smallest budget that holds it; with mixed levels every character adds the row of its own level.
 */
import type { Edition } from "@/lib/combat/vocabulary.ts";
import { xpOfCr } from "./challenge_rating.ts";
import { BUDGETS_2024, multiplier2014, THRESHOLDS_2014 } from "./thresholds.ts";

export const DIFFICULTIES = {
  "2014": ["easy", "medium", "hard", "deadly"],
  "2024": ["low", "moderate", "high"],
} as const;
export type Difficulty2014 = typeof DIFFICULTIES["2014"][number];
export type Difficulty2024 = typeof DIFFICULTIES["2024"][number];
/** What a generator or a filter may aim at. */
export type Target = Difficulty2014 | Difficulty2024;
/** What a fight can turn out as: `none` without foes, `trivial` below easy, `extreme` above every budget. */
export type Difficulty = Target | "none" | "trivial" | "extreme";

/** Foes of one kind; `xp` of one of them. A placeholder ("CR 3, 4 of them") is made by `placeholder()`. */
export interface Foes {
  readonly xp: number;
  readonly count: number;
}

export interface Step {
  readonly name: Target;
  /** XP of the whole party: reached from here (2014) or holding up to here (2024). */
  readonly xp: number;
}

export interface Rating {
  readonly edition: Edition;
  readonly difficulty: Difficulty;
  /** XP that the foes are worth: what the party earns. */
  readonly xp: number;
  /** 2014: XP times the multiplier; 2024: the same as `xp`. */
  readonly adjustedXp: number;
  readonly multiplier: number;
  readonly steps: readonly Step[];
  /** 0 to 1 and beyond: adjusted XP against the hardest step. */
  readonly load: number;
}

/** Foes that are only a rating yet: "CR 3, 4 of them". Throws RangeError when `cr` is no challenge rating. */
export const placeholder = (cr: number, count: number): Foes => ({ xp: xpOfCr(cr), count });

function row<T>(table: readonly T[], level: number): T {
  const found = Number.isInteger(level) ? table[level - 1] : undefined;
  if (!found) throw new RangeError(`Cannot rate level ${level}: levels go from 1 to 20`);
  return found;
}

/**
 * The party's steps: 2014 thresholds easy to deadly, or 2024 budgets low to high, summed over the characters.
 * Throws RangeError for a level outside 1 to 20.
 */
export function stepsOf(edition: Edition, levels: readonly number[]): readonly Step[] {
  const table: readonly (readonly number[])[] = edition === "2014" ? THRESHOLDS_2014 : BUDGETS_2024;
  const rows = levels.map((level) => row(table, level));
  return DIFFICULTIES[edition].map((name, i) => ({
    name,
    xp: rows.reduce((sum, r) => sum + (r[i] ?? 0), 0),
  }));
}

const countOf = (foes: readonly Foes[]): number => foes.reduce((n, f) => n + f.count, 0);
const xpOf = (foes: readonly Foes[]): number => foes.reduce((n, f) => n + f.xp * f.count, 0);

/** Rates a fight of `foes` against characters of these `levels`. An empty party makes every fight extreme. */
export function rate(edition: Edition, levels: readonly number[], foes: readonly Foes[]): Rating {
  const steps = stepsOf(edition, levels);
  const xp = xpOf(foes);
  const count = countOf(foes);
  const multiplier = edition === "2014" ? multiplier2014(count, levels.length) : 1;
  const adjustedXp = Math.floor(xp * multiplier);
  const hardest = steps.at(-1)?.xp ?? 0;
  return {
    edition,
    difficulty: grade(edition, adjustedXp, count, steps),
    xp,
    adjustedXp,
    multiplier,
    steps,
    load: hardest > 0 ? adjustedXp / hardest : count > 0 ? Infinity : 0,
  };
}

function grade(edition: Edition, xp: number, count: number, steps: readonly Step[]): Difficulty {
  if (count === 0) return "none";
  if (!steps.some((s) => s.xp > 0)) return "extreme";
  if (edition === "2014") return steps.findLast((s) => xp >= s.xp)?.name ?? "trivial";
  return steps.find((s) => xp <= s.xp)?.name ?? "extreme";
}

/** The adjusted XP [least, most] that counts as `target`; deadly ends at half above its threshold. */
export function bandOf(
  edition: Edition,
  levels: readonly number[],
  target: Target,
): { readonly least: number; readonly most: number } | undefined {
  const steps = stepsOf(edition, levels);
  const i = steps.findIndex((s) => s.name === target);
  const step = steps[i];
  if (!step) return undefined;
  if (edition === "2014") {
    return { least: step.xp, most: (steps[i + 1]?.xp ?? Math.floor(step.xp * 1.5) + 1) - 1 };
  }
  return { least: (steps[i - 1]?.xp ?? Math.floor(step.xp / 2)) + 1, most: step.xp };
}

/** Keeps the creatures of which at least one more fits into the rest of the budget. */
export function fitting<T extends { readonly xp: number }>(
  pool: readonly T[],
  edition: Edition,
  levels: readonly number[],
  foes: readonly Foes[],
  target: Target,
): readonly T[] {
  const band = bandOf(edition, levels, target);
  if (!band) return [];
  const rest = restOf(edition, levels.length, foes, band.most);
  return pool.filter((c) => c.xp <= rest);
}

/** XP that one more foe may be worth. */
function restOf(edition: Edition, characters: number, foes: readonly Foes[], most: number): number {
  const times = edition === "2014" ? multiplier2014(countOf(foes) + 1, characters) : 1;
  // adjusted XP is rounded down, so up to (but not) one more point still fits
  return Math.ceil((most + 1) / times) - 1 - xpOf(foes);
}

/** Waves of one fight: each is rated alone (they do not stand together), the XP adds up. */
export function rateWaves(
  edition: Edition,
  levels: readonly number[],
  waves: readonly (readonly Foes[])[],
): {
  readonly waves: readonly Rating[];
  readonly hardest: Rating | undefined;
  readonly xp: number;
  readonly adjustedXp: number;
} {
  const ratings = waves.map((foes) => rate(edition, levels, foes));
  return {
    waves: ratings,
    hardest: ratings.toSorted((a, b) => b.adjustedXp - a.adjustedXp)[0],
    xp: ratings.reduce((n, r) => n + r.xp, 0),
    adjustedXp: ratings.reduce((n, r) => n + r.adjustedXp, 0),
  };
}

/** Adjusted XP the party can take in one day (2014); SRD 5.2 publishes none, so 2024 is undefined. */
export function dayBudget(edition: Edition, levels: readonly number[]): number | undefined {
  if (edition === "2024") return undefined;
  return levels.reduce((sum, level) => sum + (row(THRESHOLDS_2014, level)[4]), 0);
}

export interface DayEncounter {
  readonly rating: Rating;
  /** Adjusted XP spent up to and with this fight. */
  readonly spent: number;
  /** What the day still holds afterwards; below zero when overdrawn, undefined without a day budget. */
  readonly left: number | undefined;
  /** A third of the day has been spent with this fight: time for a short rest (after each third but the last). */
  readonly restAdvised: boolean;
}

/** A chain of fights, each a list of waves, against the day's budget. */
export function rateDay(
  edition: Edition,
  levels: readonly number[],
  encounters: readonly (readonly (readonly Foes[])[])[],
): readonly DayEncounter[] {
  const budget = dayBudget(edition, levels);
  let spent = 0;
  return encounters.map((waves) => {
    const rated = rateWaves(edition, levels, waves);
    const before = spent;
    spent += rated.adjustedXp;
    const thirds = (xp: number): number => budget ? Math.min(2, Math.floor(xp * 3 / budget)) : 0;
    return {
      rating: rated.hardest ?? rate(edition, levels, []),
      spent,
      left: budget === undefined ? undefined : budget - spent,
      restAdvised: thirds(spent) > thirds(before),
    };
  });
}
