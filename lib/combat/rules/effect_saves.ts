/** A repeated save against an effect. [EFF-7] */
import type { PromptAnswer } from "../commands.ts";
import type { Context } from "../context.ts";
import { findCombatant } from "../lookup.ts";
import type { Id } from "../state.ts";
import { offerResistance } from "./resistance.ts";
import { answeredSave } from "./saves.ts";

/** Settles the save; a success ends the effect. */
export function finishEffectSave(
  context: Context,
  id: Id,
  effectId: Id,
  answer: PromptAnswer,
): void {
  const effect = findCombatant(context.state, id)?.effects.find((candidate) =>
    candidate.id === effectId
  );
  if (!effect?.save) return;
  const { ability, dc } = effect.save;
  const save = answeredSave(context, id, ability, dc, answer, {
    magical: effect.magical === true,
  });
  const { name } = effect;
  context.emit({ type: "SaveRolled", id, against: "effect", label: name, ability, dc, ...save });
  if (save.success) endSaved(context, id, effectId, name);
  else if (answer.kind === "roll") offerResistance(context, id, name, effectId);
}

/** A save ended the effect. */
export function endSaved({ emit }: Context, id: Id, effectId: Id, name: string): void {
  emit({ type: "EffectsEnded", id, effectIds: [effectId], names: [name], cause: "saved" });
}
