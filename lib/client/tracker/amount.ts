/** Reading what is typed as an amount: `7`, `2d6+3`, `28/2`, `7 fire`, `28f`. */
import { parseDice } from "@/lib/combat/dice/dice.ts";
import { DAMAGE_TYPES, type DamageType } from "@/lib/combat/vocabulary.ts";

export interface TypedAmount {
  readonly ok: true;
  /** A whole number, or dice to roll. */
  readonly amount: number | string;
  readonly type: DamageType | null;
  /** Half of it, rounded down. */
  readonly halved: boolean;
}

export interface TypedProblem {
  readonly ok: false;
  readonly message: string;
}

export const NO_AMOUNT = "Write a number or dice, such as 12 or 2d6+2.";

/** The damage type that a word or its beginning means; "b" is bludgeoning, "pi" piercing. */
export function damageTypeFrom(word: string): DamageType | null {
  const plain = word.toLowerCase();
  return plain === "" ? null : DAMAGE_TYPES.find((type) => type.startsWith(plain)) ?? null;
}

const AMOUNT = /^([0-9d+\-−–%khlrminax! ]+?)\s*(\/\s*2|½)?\s*([a-z]*)$/i;

/**
 * Reads an amount. A type may follow a number without a space ("28f"); a lone `d` after a number
 * begins dice, so "12d6" is dice.
 */
export function readAmount(text: string): TypedAmount | TypedProblem {
  const whole = parseDice(text.trim());
  if (whole.ok && whole.terms.length > 0) {
    return { ok: true, amount: whole.text, type: null, halved: false };
  }
  const match = AMOUNT.exec(text.trim());
  if (match === null) return { ok: false, message: NO_AMOUNT };
  const [, first = "", half, word = ""] = match;
  const type = damageTypeFrom(word);
  if (word !== "" && type === null) {
    return { ok: false, message: `“${word}” is no damage type. Write one such as fire.` };
  }
  const dice = parseDice(first.trim());
  if (!dice.ok) return dice;
  const halved = half !== undefined;
  if (dice.terms.length > 0) {
    return halved
      ? { ok: false, message: "Roll the dice first, then halve the sum." }
      : { ok: true, amount: dice.text, type, halved };
  }
  if (dice.modifier < 0) return { ok: false, message: NO_AMOUNT };
  return { ok: true, amount: halved ? Math.floor(dice.modifier / 2) : dice.modifier, type, halved };
}
