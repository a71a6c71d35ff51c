/**
 * Dice as the rules write them: `2d6+3`, `4d6k3`, `1d20 adv`, `+1d4`, `d%`, `3d6!`. [DICE-1] ff.
 * Grammar: [sign] term { sign term } [adv | dis]; term = whole number, or
 * [count] d (sides | %) { ! | r number | min number | max number } [k | kh | kl | dh | dl [number]].
 */
import type { DiceRoll } from "@/lib/combat/state.ts";
import type { RollMode } from "@/lib/combat/vocabulary.ts";
import { LIMITS } from "@/lib/combat/limits.ts";
import type { RandomSource } from "./random.ts";

export interface DiceTerm {
  readonly sign: 1 | -1;
  readonly count: number;
  readonly sides: number;
  /** How many of the dice count, and which; null = all. */
  readonly keep: { readonly which: "highest" | "lowest"; readonly count: number } | null;
  /** A die at its highest face brings another. [DICE-8] */
  readonly explodes?: true;
  /** A die of this or less is rolled once more. [DICE-9] */
  readonly reroll?: number;
  /** A die counts as this at least, or at most. [DICE-10] */
  readonly least?: number;
  readonly most?: number;
}

export interface DiceExpression {
  readonly ok: true;
  /** Normalised: every count and sign written out, advantage as `2d20kh1`. */
  readonly text: string;
  readonly terms: readonly DiceTerm[];
  readonly modifier: number;
}

export interface DiceProblem {
  readonly ok: false;
  readonly message: string;
}

const TERM = /([+-]?)(?:(\d*)d(\d+|%)((?:!|r\d+|min\d+|max\d+)*)(?:(kh|kl|k|dh|dl)(\d*))?|(\d+))/y;

/** So many dice, at most, does one exploding die bring. */
const MOST_EXPLOSIONS = 20;

function specialsOf(text: string): Partial<DiceTerm> {
  const figure = (word: string) => {
    const digits = new RegExp(`${word}(\\d+)`).exec(text)?.[1];
    return digits === undefined ? undefined : Number(digits);
  };
  const [reroll, least, most] = [figure("r"), figure("min"), figure("max")];
  return {
    ...(text.includes("!") && { explodes: true as const }),
    ...(reroll !== undefined && { reroll }),
    ...(least !== undefined && { least }),
    ...(most !== undefined && { most }),
  };
}

function problem(message: string): DiceProblem {
  return { ok: false, message };
}

function keepOf(rule: string | undefined, digits: string | undefined, count: number) {
  if (rule === undefined) return null;
  const number = digits ? Number(digits) : 1;
  const kept = rule[0] === "k" ? number : count - number;
  const highest = rule === "k" || rule === "kh" || rule === "dl";
  return { which: highest ? "highest" : "lowest", count: Math.max(0, kept) } as const;
}

/**
 * `1d20 adv` is two dice of which the higher counts: of the only single d20 wherever it stands,
 * else of the first term; only a single die can have advantage.
 */
function withMode(terms: readonly DiceTerm[], mode: RollMode): readonly DiceTerm[] | null {
  if (mode === "normal") return terms;
  const single = ({ count, keep }: DiceTerm) => count === 1 && keep === null;
  const d20s = terms.filter((term) => term.sides === 20 && single(term));
  const chosen = d20s.length === 1 ? d20s[0] : terms[0];
  if (chosen === undefined || !single(chosen)) return null;
  const which = mode === "advantage" ? "highest" : "lowest";
  const twice: DiceTerm = { ...chosen, count: 2, keep: { which, count: 1 } };
  return terms.map((term) => term === chosen ? twice : term);
}

function limitProblem(terms: readonly DiceTerm[], modifier: number): DiceProblem | null {
  const dice = terms.reduce((sum, term) => sum + term.count, 0);
  if (dice > LIMITS.dice) return problem(`Roll at most ${LIMITS.dice} dice at once.`);
  if (Math.abs(modifier) > LIMITS.amount) return problem("That number is too large.");
  for (const { count, sides, keep, reroll = 0, least = 1, most = sides } of terms) {
    if (count < 1) return problem("Roll at least one die, such as 1d6.");
    if (sides < 2 || sides > LIMITS.sides) {
      return problem(`A die has from 2 to ${LIMITS.sides} sides.`);
    }
    if (keep !== null && (keep.count < 1 || keep.count > count)) {
      return problem("Keep at least one die, and no more than are rolled.");
    }
    if (reroll >= sides || least > sides || most < 1 || least > most) {
      return problem("Rerolls, a minimum and a maximum must leave faces of the die.");
    }
  }
  return null;
}

function textOf({ sign, count, sides, keep, explodes, reroll, least, most }: DiceTerm): string {
  const specials = [
    explodes ? "!" : "",
    reroll === undefined ? "" : `r${reroll}`,
    least === undefined ? "" : `min${least}`,
    most === undefined ? "" : `max${most}`,
  ].join("");
  const rule = keep === null ? "" : `k${keep.which === "highest" ? "h" : "l"}${keep.count}`;
  return `${sign === -1 ? "-" : "+"}${count}d${sides}${specials}${rule}`;
}

/** Terms with their text, which `parseDice` reads back to the same. */
function expressionOf(terms: readonly DiceTerm[], modifier: number): DiceExpression {
  const dice = terms.map(textOf).join("");
  const whole = modifier === 0 && terms.length > 0
    ? ""
    : `${modifier < 0 ? "-" : "+"}${Math.abs(modifier)}`;
  return { ok: true, text: `${dice}${whole}`.replace(/^\+/, ""), terms, modifier };
}

/** Reads a dice text; never throws, whatever the text. */
export function parseDice(text: string): DiceExpression | DiceProblem {
  if (text.length > LIMITS.diceText) return problem("That is too long for dice.");
  const plain = text.toLowerCase().replace(/[−–]/g, "-").replace(/\s+/g, "")
    .replace(/percentile/g, "d%");
  const mode = /(adv|dis)(?:antage|advantage)?$/.exec(plain);
  const body = mode === null ? plain : plain.slice(0, mode.index);
  let terms: readonly DiceTerm[] = [];
  let modifier = 0;
  TERM.lastIndex = 0;
  for (let first = true; TERM.lastIndex < body.length || first; first = false) {
    const match = TERM.exec(body);
    if (match === null || (!first && match[1] === "")) {
      TERM.lastIndex = 0;
      return problem("Write a number or dice, such as 12 or 2d6+2.");
    }
    const [, sign, digits, faces, specials = "", rule, number, whole] = match;
    const factor = sign === "-" ? -1 : 1;
    if (whole !== undefined) modifier += factor * Number(whole);
    else {
      const count = digits ? Number(digits) : 1;
      const sides = faces === "%" ? 100 : Number(faces);
      const keep = keepOf(rule, number, count);
      terms = [...terms, { sign: factor, count, sides, keep, ...specialsOf(specials) }];
    }
    if (terms.length > 20) return problem("That is too long for dice.");
  }
  const rollMode = mode === null ? "normal" : mode[1] === "adv" ? "advantage" : "disadvantage";
  const modal = withMode(terms, rollMode);
  if (modal === null) return problem("Advantage needs a single die first, such as 1d20+5 adv.");
  return limitProblem(modal, modifier) ?? expressionOf(modal, modifier + 0);
}

type Die = DiceRoll["dice"][number];

/** The faces that one die of a term shows: `out` was rolled again and does not count. */
function facesOf(term: DiceTerm, source: RandomSource): { value: number; out: boolean }[] {
  const { sides, reroll = 0, least = 1, most = sides } = term;
  const faces: { value: number; out: boolean }[] = [];
  for (let more = 0; more <= MOST_EXPLOSIONS; more++) {
    let face = source.die(sides);
    if (face <= reroll) {
      faces.push({ value: face, out: true });
      face = source.die(sides);
    }
    faces.push({ value: Math.min(most, Math.max(least, face)), out: false });
    if (!term.explodes || face < sides) break;
  }
  return faces;
}

function rollTerm(term: DiceTerm, source: RandomSource): Die[] {
  const faces = Array.from({ length: term.count }, () => facesOf(term, source)).flat();
  const ranked = faces.map(({ value, out }, at) => ({ value, out, at })).filter(({ out }) => !out)
    .sort((a, b) => term.keep?.which === "lowest" ? a.value - b.value : b.value - a.value);
  const kept = new Set(ranked.slice(0, term.keep?.count ?? ranked.length).map(({ at }) => at));
  return faces.map(({ value }, at) => ({
    sides: term.sides,
    value,
    kept: kept.has(at),
    ...(term.sign === -1 && { negative: true as const }),
  }));
}

/** Rolls a parsed expression with dice from `source`. */
export function rollDice(expression: DiceExpression, source: RandomSource): DiceRoll {
  const dice = expression.terms.flatMap((term) => rollTerm(term, source));
  return {
    text: expression.text,
    total: dice.reduce(
      (sum, { value, kept, negative }) => kept ? sum + (negative ? -value : value) : sum,
      expression.modifier,
    ),
    dice,
    modifier: expression.modifier,
  };
}

/** Twice the dice and the same modifier, as a critical hit rolls damage. [DICE-6] */
export function criticalDice(expression: DiceExpression): DiceExpression {
  const doubled = expression.terms.map((term) => ({
    ...term,
    count: term.count * 2,
    keep: term.keep && { ...term.keep, count: term.keep.count * 2 },
  }));
  return expressionOf(doubled, expression.modifier);
}

/** The most that an expression can roll, further dice of exploding ones left out. */
export function maximumOf(expression: DiceExpression): number {
  return expression.terms.reduce((sum, { sign, count, sides, keep, least = 1, most = sides }) => {
    const dice = keep?.count ?? count;
    return sum + (sign === 1 ? dice * most : -dice * least);
  }, expression.modifier);
}

/** A d20 with a modifier, twice with advantage or disadvantage. */
export function rollD20(
  source: RandomSource,
  modifier: number,
  mode: RollMode = "normal",
): DiceRoll {
  const die: DiceTerm = { sign: 1, count: 1, sides: 20, keep: null };
  return rollDice(expressionOf(withMode([die], mode) ?? [die], modifier), source);
}

/** The die that counts of a d20 roll: for natural 1 and 20. */
export function naturalOf(roll: DiceRoll): number {
  return roll.dice.find((die) => die.kept && die.sides === 20)?.value ?? roll.total;
}

/** The average of an expression, rounded down as the books print it. Kept dice count evenly. */
export function averageOf(expression: DiceExpression): number {
  return Math.floor(expression.terms.reduce(
    (sum, { sign, count, sides, keep }) => sum + sign * (keep?.count ?? count) * (sides + 1) / 2,
    expression.modifier,
  ));
}
