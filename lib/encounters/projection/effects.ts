import type { Combatant, Effect, EncounterState } from "@/lib/combat/state.ts";
import type { EffectView, ViewId } from "@/lib/contracts/player_view.ts";
import type { OpaqueIds } from "./opaque_ids.ts";
import type { Redaction } from "./redaction.ts";

/** What the parts of a projection share. */
export interface ProjectionContext {
  readonly state: EncounterState;
  readonly redaction: Redaction;
  readonly opaqueIds: OpaqueIds;
}

/** Turns left, unless they are counted by somebody whom players do not see. */
function turnsLeft({ state, redaction }: ProjectionContext, effect: Effect): number | undefined {
  if (effect.duration.kind !== "turns") return undefined;
  const counter = state.combatants[effect.duration.turnOf];
  const seen = counter
    ? redaction.shows(counter)
    : redaction.members(effect.duration.turnOf).length > 0;
  return seen ? effect.duration.remaining : undefined;
}

function effectView(projection: ProjectionContext, effect: Effect): EffectView {
  const left = turnsLeft(projection, effect);
  const reminder = effect.reminder === "" ? undefined : projection.redaction.text(effect.reminder);
  return {
    name: projection.redaction.text(effect.name) ?? "Effect",
    icon: effect.condition ?? "effect",
    ...reminder === undefined ? {} : { reminder },
    ...left === undefined ? {} : { left },
    ...effect.save === null ? {} : { save: effect.save.ability },
  };
}

/**
 * The effects that players see on a combatant. Conditions that others bring along are left out
 * unless `all`: on a row the one that says more is enough.
 */
export function effectViews(
  projection: ProjectionContext,
  combatant: Combatant,
  all = false,
): Readonly<Record<ViewId, EffectView>> {
  const views: Record<ViewId, EffectView> = {};
  for (const effect of combatant.effects) {
    if (effect.hiddenFromPlayers || (effect.impliedBy !== null && !all)) continue;
    views[projection.opaqueIds.hide(effect.id)] = effectView(projection, effect);
  }
  if (combatant.exhaustion > 0) {
    const name = `Exhaustion ${combatant.exhaustion}`;
    views[projection.opaqueIds.hide(`exhaustion of ${combatant.id}`)] = {
      name,
      icon: "exhaustion",
    };
  }
  if (combatant.concentration !== null) {
    // Of a foe's spell the table sees that it is held, not which one.
    const spell = combatant.side === "party"
      ? projection.redaction.text(combatant.concentration.name)
      : "";
    const name = spell ? `Concentrating: ${spell}` : "Concentrating";
    views[projection.opaqueIds.hide(`concentration of ${combatant.id}`)] = {
      name,
      icon: "concentration",
    };
  }
  return views;
}
