/** Prompts whose reason is gone go by themselves: the tray never asks for what no longer matters. */
import { isIncapacitated } from "./conditions.ts";
import type { Draft } from "./draft.ts";
import { findArea, findCombatant } from "./lookup.ts";
import { LIMITS } from "./limits.ts";
import type { Combatant, EncounterState, Prompt } from "./state.ts";

function matters(state: EncounterState, prompt: Prompt, combatant: Combatant): boolean {
  switch (prompt.kind) {
    case "concentration": {
      const { concentration } = combatant;
      return concentration?.name === prompt.spell && concentration.since.round <= prompt.round;
    }
    case "recharge":
      return combatant.spentRecharge.includes(prompt.actionId) && combatant.life === "up";
    case "effect-save":
      return combatant.effects.some(({ id }) => id === prompt.effectId) &&
        combatant.life !== "dead" && combatant.life !== "defeated";
    case "resistance":
      if (!mayResist(combatant)) return false;
      return prompt.effectId === null
        ? combatant.concentration?.name === prompt.label
        : combatant.effects.some(({ id }) => id === prompt.effectId);
    case "area-save": {
      const targets = findArea(state, prompt.areaId)?.targets ?? [];
      return targets.some(({ id, state: how }) => id === combatant.id && how === "asked");
    }
    case "death-save":
      return combatant.life === "dying";
    case "legendary":
      return !isIncapacitated(combatant);
    case "lair":
      return combatant.life === "up";
    case "readied":
      return combatant.readied !== null;
  }
}

/** Has a legendary resistance left. [LEG-5] */
export function mayResist({ life, legendaryResistance }: Combatant): boolean {
  const { max, spent } = legendaryResistance ?? { max: 0, spent: 0 };
  return life === "up" && spent < max;
}

/** Drops prompts without a reason, and the oldest beyond the limit. [PROMPT-2] */
export function prunePrompts({ state }: Draft): void {
  if (state.prompts.length === 0) return;
  const kept = state.prompts.filter((prompt) => {
    const combatant = findCombatant(state, prompt.combatantId);
    return combatant !== undefined && matters(state, prompt, combatant);
  }).slice(-LIMITS.prompts);
  if (kept.length !== state.prompts.length) state.prompts = kept;
}
