/** Checks of what a command brings: each answers with a refusal, or nothing when all is well. */
import { type DiceExpression, parseDice, rollDice } from "./dice/dice.ts";
import { LIMITS } from "./limits.ts";
import { findCombatant, isUsableId } from "./lookup.ts";
import type { RandomSource } from "./dice/random.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { visibleText } from "./visible_text.ts";
import type { DiceRoll, EncounterState, Id } from "./state.ts";

type Checked = Refusal | undefined;

/** The first refusal, if there is one. */
export function firstOf(...checks: readonly Checked[]): Checked {
  return checks.find((check) => check !== undefined);
}

/** A whole number from `least` to `most`. */
export function checkWhole(
  value: number,
  least: number,
  most: number,
  what: string,
): Checked {
  if (Number.isInteger(value) && value >= least && value <= most) return undefined;
  return refuse("INVALID_INPUT", `${what} must be a whole number from ${least} to ${most}.`);
}

// deno-lint-ignore no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** A text on one line, without control characters and without blanks around it. */
export function plainLine(text: string): string {
  return visibleText(text.replace(/\s+/g, " ").replace(CONTROLS, "")).trim();
}

/** A text that may have several lines. */
export function plainText(text: string): string {
  return visibleText(text.replace(CONTROLS, ""));
}

export function checkText(text: string, most: number, what: string, least = 0): Checked {
  if (typeof text !== "string" || text.trim().length < least) {
    return refuse("INVALID_INPUT", `${what} must not be empty.`);
  }
  if (text.length <= most) return undefined;
  return refuse("INVALID_INPUT", `${what} must have at most ${most} characters.`);
}

export function checkName(name: string, what = "A name"): Checked {
  return checkText(name, LIMITS.name, what, 1) ?? checkText(plainLine(name), LIMITS.name, what, 1);
}

export function checkNewId(id: Id, what: string): Checked {
  if (isUsableId(id)) return undefined;
  return refuse("INVALID_INPUT", `${what} needs an id of letters, digits, dots and dashes.`);
}

/** At least one and not too many, nobody twice. */
export function checkList(ids: readonly Id[], what: string): Checked {
  if (ids.length === 0) return refuse("INVALID_INPUT", `Choose ${what} first.`);
  if (ids.length > LIMITS.perCommand) {
    return refuse("LIMIT_REACHED", `Choose at most ${LIMITS.perCommand} at once.`);
  }
  if (new Set(ids).size === ids.length) return undefined;
  return refuse("INVALID_INPUT", "The same one is named twice.");
}

export function unknown(what: string): Refusal {
  return refuse("UNKNOWN_TARGET", `${what} is no longer in this fight.`);
}

export function checkCombatants(state: EncounterState, ids: readonly Id[]): Checked {
  const wrong = checkList(ids, "at least one combatant");
  if (wrong) return wrong;
  return ids.every((id) => findCombatant(state, id)) ? undefined : unknown("That combatant");
}

/** The named source of damage or an effect, when one is named. */
export function checkSource(state: EncounterState, id: Id | undefined): Checked {
  return id === undefined || findCombatant(state, id) ? undefined : unknown("The source");
}

/** An amount as given: a number, or dice that can be rolled. */
export interface Amount {
  readonly ok: true;
  readonly number: number | null;
  readonly dice: DiceExpression | null;
}

/** Reads an amount of damage, healing …: from 0 to a million, or dice. */
export function readAmount(input: number | string, what = "An amount"): Amount | Refusal {
  if (typeof input === "string") {
    const dice = parseDice(input);
    return dice.ok ? { ok: true, number: null, dice } : refuse("INVALID_INPUT", dice.message);
  }
  const wrong = checkWhole(input, 0, LIMITS.amount, what);
  return wrong ?? { ok: true, number: input + 0, dice: null };
}

/** The figure of an amount; dice are rolled, and a total below 0 counts as 0. */
export function rollAmount(
  { number, dice }: Amount,
  source: RandomSource,
): { readonly amount: number; readonly roll: DiceRoll | null } {
  if (dice === null) return { amount: number ?? 0, roll: null };
  const roll = rollDice(dice, source);
  return { amount: Math.max(0, roll.total), roll };
}
