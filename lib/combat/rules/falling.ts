/** What follows when somebody becomes unable to act: concentration and grapples end. [COND-7] */
import { lairActs } from "../able.ts";
import { isIncapacitated } from "../conditions.ts";
import type { Context } from "../context.ts";
import type { ConcentrationEnd, EventOf } from "../events.ts";
import { findCombatant } from "../lookup.ts";
import type { Combatant, Id } from "../state.ts";
import { hangingOn, loseConcentration } from "./concentration.ts";

/** How somebody was before an event that may fell them. */
export interface Standing {
  readonly combatant: Combatant;
  readonly ended: EventOf<"ConcentrationEnded">["ended"];
}

export function standingOf({ state }: Context, combatant: Combatant): Standing {
  const ended = combatant.concentration === null ? [] : hangingOn(state, combatant.id);
  return { combatant, ended };
}

/** Whoever this one grapples is free. [COND-7] */
export function releaseGrapples({ state, emit }: Context, grapplerId: Id): void {
  for (const { id, effects } of Object.values(state.combatants)) {
    const held = effects.filter(({ condition, sourceId }) =>
      condition === "grappled" && sourceId === grapplerId
    );
    if (held.length === 0) continue;
    emit({
      type: "EffectsEnded",
      id,
      effectIds: held.map((effect) => effect.id),
      names: held.map(({ name }) => name),
      cause: "source",
    });
  }
}

/** Says what ended, when `before` could act and now cannot. */
export function noticeFall(context: Context, { combatant, ended }: Standing): void {
  const { id, concentration } = combatant;
  const now = findCombatant(context.state, id);
  if (!now || isIncapacitated(combatant) || !isIncapacitated(now)) return;
  const cause: ConcentrationEnd = now.life === "up" ? "incapacitated" : "down";
  if (concentration !== null && now.concentration === null) {
    const { name } = concentration;
    context.emit({ type: "ConcentrationEnded", id, name, cause, ended });
  } else loseConcentration(context, id, cause);
  releaseGrapples(context, id);
  closeLairs(context);
}

/** Lairs whose creatures can act no more are asked nothing. [LAIR-3] */
export function closeLairs({ state, emit }: Context): void {
  for (const { id: promptId, kind, combatantId } of state.prompts) {
    const lair = kind === "lair" ? findCombatant(state, combatantId) : undefined;
    if (lair && !lairActs(state, lair)) emit({ type: "PromptClosed", promptId, how: "expired" });
  }
}
