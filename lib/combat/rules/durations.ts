/** Effects that run out, and saves that end them. [EFF-4] ff. */
import { failsSaveOutright } from "../conditions.ts";
import type { Context } from "../context.ts";
import { findCombatant } from "../lookup.ts";
import type { Combatant, Effect, EffectDuration, Id } from "../state.ts";
import { loseConcentration } from "./concentration.ts";
import { finishEffectSave } from "./effect_saves.ts";

type Moment = "start" | "end";

/** The duration after one more turn, null when it is over, or itself when this turn does not count. */
function ticked(
  duration: EffectDuration,
  turnOf: ReadonlySet<Id>,
  at: Moment,
): EffectDuration | null {
  if (duration.kind !== "turns" || duration.at !== at || !turnOf.has(duration.turnOf)) {
    return duration;
  }
  return duration.remaining <= 1 ? null : { ...duration, remaining: duration.remaining - 1 };
}

/** An effect given during a turn does not count the end of that same turn. [EFF-5] */
function isOfThisTurn({ state }: Context, { addedAt }: Effect): boolean {
  return addedAt.round === state.round && addedAt.activeId === state.activeId;
}

function tickEffects(context: Context, combatant: Combatant, turnOf: ReadonlySet<Id>, at: Moment) {
  const over: Effect[] = [];
  for (const effect of combatant.effects) {
    if (at === "end" && isOfThisTurn(context, effect)) continue;
    const duration = ticked(effect.duration, turnOf, at);
    if (duration === null) over.push(effect);
    else if (duration !== effect.duration) {
      const { id: effectId, name } = effect;
      context.emit({
        type: "EffectChanged",
        id: combatant.id,
        effectId,
        name,
        duration,
        cause: "turn",
      });
    }
  }
  if (over.length === 0) return;
  context.emit({
    type: "EffectsEnded",
    id: combatant.id,
    effectIds: over.map(({ id }) => id),
    names: over.map(({ name }) => name),
    cause: "expired",
  });
}

/** Counts down everything that hangs on the start or end of these combatants' turn. */
export function tickTurn(context: Context, turnOfIds: readonly Id[], at: Moment): void {
  const turnOf = new Set(turnOfIds);
  for (const combatant of Object.values(context.state.combatants)) {
    if (combatant.effects.length === 0 && combatant.concentration === null) continue;
    if (combatant.effects.length > 0) tickEffects(context, combatant, turnOf, at);
    const { id, concentration } = findCombatant(context.state, combatant.id) ?? combatant;
    if (concentration === null) continue;
    const duration = ticked(concentration.duration, turnOf, at);
    if (duration === null) loseConcentration(context, id, "ended");
    else if (duration !== concentration.duration) {
      context.emit({ type: "ConcentrationTicked", id, duration });
    }
  }
}

/** Asks for (or rolls) the saves that may end effects at this moment of somebody's turn. [EFF-7] */
export function saveAgainstEffects(context: Context, id: Id, at: Moment): void {
  const combatant = findCombatant(context.state, id);
  if (!combatant || combatant.life === "dead" || combatant.life === "defeated") return;
  for (const effect of combatant.effects) {
    if (effect.save?.at !== at) continue;
    const { ability, dc } = effect.save;
    const monster = context.state.settings.autoRollMonsters && combatant.kind !== "character";
    if (monster || failsSaveOutright(combatant, ability)) {
      finishEffectSave(context, id, effect.id, { kind: "roll" });
    } else {
      context.emit({
        type: "Prompted",
        prompt: {
          // One prompt an effect: a new one replaces the unanswered one of the last turn.
          id: `save:${effect.id}`,
          kind: "effect-save",
          combatantId: id,
          effectId: effect.id,
          ability,
          dc,
          round: context.state.round,
          at: context.at,
        },
      });
    }
  }
}

/** What was counted by the turns of one who leaves is counted by the bearer's own. [EFF-9] */
export function handOverDurations(context: Context, leaverId: Id, leaving: readonly Id[]): void {
  for (const { id, effects } of Object.values(context.state.combatants)) {
    if (leaving.includes(id)) continue;
    for (const { id: effectId, name, duration } of effects) {
      if (duration.kind !== "turns" || duration.turnOf !== leaverId) continue;
      context.emit({
        type: "EffectChanged",
        id,
        effectId,
        name,
        duration: { ...duration, turnOf: id },
        cause: "left",
      });
    }
  }
}
