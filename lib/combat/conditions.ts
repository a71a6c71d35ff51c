/** Which conditions a combatant has, and what they mean for rolls. [COND-1] ff. */
import { figureImmunity } from "./figures.ts";
import { blockOf } from "./lookup.ts";
import type { Combatant, EncounterState } from "./state.ts";
import type { Ability, Condition, ImmuneCondition, RollMode } from "./vocabulary.ts";

export function hasCondition(combatant: Combatant, ...any: readonly Condition[]): boolean {
  return combatant.effects.some(({ condition }) => condition !== null && any.includes(condition));
}

/** Conditions in force, each once, however many effects bring it. [COND-4] */
export function conditionsOf(combatant: Combatant): readonly Condition[] {
  return [...new Set(combatant.effects.flatMap(({ condition }) => condition ?? []))];
}

/** Cannot take actions or reactions. [COND-5] */
export function isIncapacitated(combatant: Combatant): boolean {
  return combatant.life !== "up" || hasCondition(combatant, "incapacitated");
}

export function isImmuneTo(
  state: EncounterState,
  combatant: Combatant,
  condition: ImmuneCondition,
): boolean {
  // Stone is not poisoned. [DMG-10]
  if (condition === "poisoned" && hasCondition(combatant, "petrified")) return true;
  if (figureImmunity(combatant, condition)) return true;
  return blockOf(state, combatant)?.conditionImmunities?.includes(condition) ?? false;
}

/** Advantage and disadvantage of any number cancel each other. [ROLL-1] */
export function combinedMode(advantages: boolean, disadvantages: boolean): RollMode {
  if (advantages === disadvantages) return "normal";
  return advantages ? "advantage" : "disadvantage";
}

/** Whether a save of this ability fails without a roll. [SAVE-2] */
export function failsSaveOutright(combatant: Combatant, ability: Ability): boolean {
  return (ability === "str" || ability === "dex") &&
    hasCondition(combatant, "paralyzed", "petrified", "stunned", "unconscious");
}

/** What exhaustion takes from every d20 roll: 2 a level in 2024, nothing in 2014. [EXH-2] */
export function exhaustionPenalty(state: EncounterState, combatant: Combatant): number {
  return state.edition === "2024" ? 2 * combatant.exhaustion : 0;
}

/** 2014: disadvantage on checks from level 1, on attacks and saves from level 3. [EXH-1] */
export function exhaustionHinders(
  state: EncounterState,
  combatant: Combatant,
  what: "check" | "attack" | "save",
): boolean {
  return state.edition === "2014" && combatant.exhaustion >= (what === "check" ? 1 : 3);
}

/** Ability checks that a condition hinders wherever the others stand. [COND-6] */
export function hindersChecks(combatant: Combatant): boolean {
  return hasCondition(combatant, "poisoned", "frightened");
}
