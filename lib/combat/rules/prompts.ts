/** Prompts: what waits for whom, answered or dismissed. [PROMPT-1] ff. */
import { checkWhole, unknown } from "../checks.ts";
import type { PromptAnswer } from "../commands.ts";
import type { Context, Rules } from "../context.ts";
import { findCombatant, fullName } from "../lookup.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { EncounterState, Id, Prompt } from "../state.ts";
import { checkMayAct, checkUsable, findAction, spendAction } from "./actions.ts";
import { answerAreaSave } from "./areas.ts";
import { finishConcentration, loseConcentration } from "./concentration.ts";
import { recordDeathSave, requireDying } from "./death_saves.ts";
import { endSaved, finishEffectSave } from "./effect_saves.ts";
import { isRefusal } from "./damage.ts";
import { finishRecharge } from "./recharge.ts";

export function findPrompt(state: EncounterState, id: Id): Prompt | undefined {
  return state.prompts.find((prompt) => prompt.id === id);
}

const WRONG_ANSWER = "This prompt is answered in another way.";

function checkAnswer(prompt: Prompt, answer: PromptAnswer): Refusal | undefined {
  const takesAction = prompt.kind === "legendary" || prompt.kind === "lair";
  if (takesAction !== (answer.kind === "action")) return refuse("INVALID_INPUT", WRONG_ANSWER);
  if (answer.kind !== "total") return undefined;
  if (prompt.kind === "death-save") return checkWhole(answer.total, 1, 20, "The die");
  if (prompt.kind === "recharge") return checkWhole(answer.total, 1, 6, "The die");
  return checkWhole(answer.total, -100, 200, "The total");
}

function takeAction(context: Context, prompt: Prompt, actionId: string): Refusal | undefined {
  const found = findAction(context.state, prompt.combatantId, actionId);
  if (!found.ok) return found;
  if (found.list !== prompt.kind) return refuse("INVALID_INPUT", WRONG_ANSWER);
  const wrong = checkUsable(context.state, found);
  if (wrong) return wrong;
  spendAction(context, found);
}

function close({ emit }: Context, { id }: Prompt): void {
  emit({ type: "PromptClosed", promptId: id, how: "answered" });
}

function answerDeathSave(context: Context, prompt: Prompt, answer: PromptAnswer) {
  const body = requireDying(context, prompt.combatantId);
  if (isRefusal(body)) return body;
  if (answer.kind === "outcome") {
    return refuse("INVALID_INPUT", "Write the number on the die: 1 and 20 count differently.");
  }
  const told = answer.kind === "total" ? answer.total : undefined;
  recordDeathSave(context, body, told, answer.kind === "roll" ? answer.mode : undefined);
}

/** A failed save is turned by a legendary resistance, or fails. [LEG-5] */
function answerResistance(
  context: Context,
  prompt: Extract<Prompt, { readonly kind: "resistance" }>,
  resists: boolean,
): void {
  const { combatantId: id, effectId, label } = prompt;
  close(context, prompt);
  if (resists) context.emit({ type: "LegendaryResistanceUsed", id, areaId: null });
  if (effectId === null && !resists) loseConcentration(context, id, "failed");
  if (effectId !== null && resists) endSaved(context, id, effectId, label);
}

/** A readied action is taken as a reaction, or let go. [READY-1] [COND-5] */
function takeReadied(context: Context, prompt: Prompt, used: boolean): Refusal | void {
  const { combatantId: id } = prompt;
  const combatant = findCombatant(context.state, id);
  if (used && combatant?.reactionUsed) {
    return refuse("NOT_POSSIBLE_NOW", `${fullName(combatant)} has used the reaction.`);
  }
  const idle = used && combatant ? checkMayAct(context.state, combatant) : undefined;
  if (idle) return idle;
  close(context, prompt);
  context.emit({ type: "ReadiedCleared", id, used });
}

/** Carries out the answer to a prompt. [PROMPT-3] */
export function answerPrompt(
  context: Context,
  prompt: Prompt,
  answer: PromptAnswer,
): Refusal | void {
  const wrong = checkAnswer(prompt, answer);
  if (wrong) return wrong;
  const { combatantId: id } = prompt;
  if (!findCombatant(context.state, id)) return unknown("That combatant");
  switch (prompt.kind) {
    case "concentration":
      close(context, prompt);
      return finishConcentration(context, id, prompt.dc, answer);
    case "recharge":
      close(context, prompt);
      return finishRecharge(context, id, prompt.actionId, answer);
    case "effect-save":
      close(context, prompt);
      return finishEffectSave(context, id, prompt.effectId, answer);
    case "resistance":
      if (answer.kind !== "outcome") return refuse("INVALID_INPUT", WRONG_ANSWER);
      return answerResistance(context, prompt, answer.success);
    case "area-save": {
      const refused = answerAreaSave(context, prompt.areaId, id, answer);
      return refused ?? close(context, prompt);
    }
    case "death-save":
      return answerDeathSave(context, prompt, answer);
    case "legendary":
    case "lair":
      return answer.kind === "action" ? takeAction(context, prompt, answer.actionId) : undefined;
    case "readied":
      return takeReadied(context, prompt, answer.kind !== "outcome" || answer.success);
  }
}

export const promptRules: Rules<"AnswerPrompt" | "DismissPrompt"> = {
  AnswerPrompt(context, { promptId, answer }) {
    const prompt = findPrompt(context.state, promptId);
    return prompt ? answerPrompt(context, prompt, answer) : unknown("That prompt");
  },
  DismissPrompt(context, { promptId }) {
    const prompt = findPrompt(context.state, promptId);
    if (!prompt) return unknown("That prompt");
    // Whoever passes on it lets the save fail.
    if (prompt.kind === "resistance") return answerResistance(context, prompt, false);
    context.emit({ type: "PromptClosed", promptId, how: "dismissed" });
  },
};
