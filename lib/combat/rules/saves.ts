/** Saving throws and checks: bonus, advantage, automatic failure. [SAVE-1] ff. */
import type { PromptAnswer } from "../commands.ts";
import {
  combinedMode,
  exhaustionHinders,
  exhaustionPenalty,
  failsSaveOutright,
  hasCondition,
  hindersChecks,
} from "../conditions.ts";
import type { Context } from "../context.ts";
import { rollD20 } from "@/lib/combat/dice/dice.ts";
import { figureMode, withFigures } from "../figures.ts";
import { blockOf, findCombatant, modifierOf, saveBonus } from "../lookup.ts";
import type { Combatant, DiceRoll, EncounterState, Id } from "../state.ts";
import type { Ability, RollMode, SaveOutcome, Skill } from "../vocabulary.ts";

const ABILITY_OF: Readonly<Record<Skill, Ability>> = {
  acrobatics: "dex",
  "animal-handling": "wis",
  arcana: "int",
  athletics: "str",
  deception: "cha",
  history: "int",
  insight: "wis",
  intimidation: "cha",
  investigation: "int",
  medicine: "wis",
  nature: "int",
  perception: "wis",
  performance: "cha",
  persuasion: "cha",
  religion: "int",
  "sleight-of-hand": "dex",
  stealth: "dex",
  survival: "wis",
};

/** Total bonus of a skill: from the block, else the ability's modifier. */
export function skillBonus(state: EncounterState, combatant: Combatant, skill: Skill): number {
  return blockOf(state, combatant)?.skills?.[skill] ??
    modifierOf(combatant.abilities[ABILITY_OF[skill]]);
}

/** Advantage or disadvantage on a save. [SAVE-3] */
function saveMode(
  state: EncounterState,
  combatant: Combatant,
  ability: Ability,
  { mode = "normal", magical = false }: SaveOptions,
): RollMode {
  const resists = magical && blockOf(state, combatant)?.features?.includes("magic-resistance");
  const figures = figureMode(combatant, "save", ability);
  const hindered = exhaustionHinders(state, combatant, "save") || figures.hindered ||
    (ability === "dex" && hasCondition(combatant, "restrained"));
  return combinedMode(
    resists === true || figures.helped || mode === "advantage",
    hindered || mode === "disadvantage",
  );
}

export interface SaveOptions {
  readonly mode?: RollMode | undefined;
  readonly magical?: boolean;
}

export interface SaveResult {
  readonly roll: DiceRoll | null;
  readonly total: number | null;
  readonly success: boolean;
}

/** Rolls a save; one that fails outright is not rolled. [SAVE-2] */
export function rollSave(
  { state, dice }: Context,
  combatant: Combatant,
  ability: Ability,
  dc: number,
  options: SaveOptions = {},
): SaveResult {
  if (failsSaveOutright(combatant, ability)) return { roll: null, total: null, success: false };
  const bonus = saveBonus(combatant, ability) - exhaustionPenalty(state, combatant);
  const plain = rollD20(dice, bonus, saveMode(state, combatant, ability, options));
  const roll = withFigures(plain, combatant, "save", ability, dice);
  return { roll, total: roll.total, success: roll.total >= dc };
}

/** The result of a save from an answer: rolled here, a total from the table, or decided. */
export function answeredSave(
  context: Context,
  id: Id,
  ability: Ability,
  dc: number,
  answer: PromptAnswer,
  options: SaveOptions = {},
): SaveResult {
  const combatant = findCombatant(context.state, id);
  if (answer.kind === "total") {
    return { roll: null, total: answer.total + 0, success: answer.total >= dc };
  }
  if (answer.kind === "roll" && combatant) {
    return rollSave(context, combatant, ability, dc, { ...options, mode: answer.mode });
  }
  return { roll: null, total: null, success: answer.kind === "outcome" && answer.success };
}

/** An ability check or skill check; a save asked for by itself. [ROLL-2] */
export function rollCheck(
  { state, dice }: Context,
  combatant: Combatant,
  bonus: number,
  kind: "check" | "save",
  ability: Ability | null,
  mode: RollMode,
): DiceRoll {
  const total = bonus - exhaustionPenalty(state, combatant);
  if (kind === "save" && ability !== null) {
    const save = rollD20(dice, total, saveMode(state, combatant, ability, { mode }));
    return withFigures(save, combatant, "save", ability, dice);
  }
  const figures = figureMode(combatant, "check");
  const hindered = exhaustionHinders(state, combatant, "check") || hindersChecks(combatant) ||
    figures.hindered;
  const plain = rollD20(
    dice,
    total,
    combinedMode(figures.helped || mode === "advantage", hindered || mode === "disadvantage"),
  );
  return withFigures(plain, combatant, "check", ability, dice);
}

/** What a save does to the damage, evasion included. [AREA-3] [AREA-4] */
export function outcomeOf(
  state: EncounterState,
  combatant: Combatant,
  save: { readonly ability: Ability; readonly onSave: "half" | "none" | "other" },
  success: boolean,
): SaveOutcome {
  const evades = save.ability === "dex" && save.onSave === "half" &&
    (state.edition === "2014" || !hasCondition(combatant, "incapacitated")) &&
    blockOf(state, combatant)?.features?.includes("evasion") === true;
  if (evades) return success ? "none" : "save";
  if (!success) return "fail";
  return save.onSave === "half" ? "save" : "none";
}
