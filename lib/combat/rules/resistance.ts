/** Legendary resistances against saves that were rolled at once and failed. [LEG-5] */
import type { Context } from "../context.ts";
import { findCombatant } from "../lookup.ts";
import { mayResist } from "../prompt_reasons.ts";
import type { Id } from "../state.ts";

/**
 * Asks whether a failed save is turned, when it can be. `effectId` null: the save was for
 * concentration. False: it cannot, and the failure holds.
 */
export function offerResistance(
  { state, at, emit }: Context,
  id: Id,
  label: string,
  effectId: Id | null,
): boolean {
  const combatant = findCombatant(state, id);
  if (combatant === undefined || !mayResist(combatant)) return false;
  const prompt = {
    id: `resistance:${effectId ?? id}`,
    kind: "resistance",
    label,
    effectId,
  } as const;
  emit({ type: "Prompted", prompt: { ...prompt, combatantId: id, round: state.round, at } });
  return true;
}
