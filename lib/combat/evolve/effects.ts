/** Effects, exhaustion, concentration, uses of actions. */
import { dropConcentration, setBody, setEffects } from "../body.ts";
import { change, type Draft } from "../draft.ts";
import { addEffects, dropEffects } from "../effect_list.ts";
import type { EventOf, EventType } from "../events.ts";
import { findCombatant } from "../lookup.ts";
import type { Handlers } from "./handlers.ts";

type EffectEvents = Extract<
  EventType,
  | "EffectAdded"
  | "EffectsEnded"
  | "EffectChanged"
  | "ExhaustionSet"
  | "ConcentrationStarted"
  | "ConcentrationTicked"
  | "ConcentrationEnded"
>;

function startConcentration(draft: Draft, event: EventOf<"ConcentrationStarted">): void {
  if (findCombatant(draft.state, event.id)?.life !== "up") return;
  change(draft, event.id, { concentration: event.concentration });
  const linked = new Set(event.effectIds);
  if (linked.size === 0) return;
  for (const { id, effects } of Object.values(draft.state.combatants)) {
    if (!effects.some((effect) => linked.has(effect.id))) continue;
    change(draft, id, {
      effects: effects.map((effect) =>
        linked.has(effect.id) ? { ...effect, concentrationOf: event.id } : effect
      ),
    });
  }
}

export const effectHandlers: Handlers<EffectEvents> = {
  EffectAdded(draft, { id, effect }) {
    const effects = findCombatant(draft.state, id)?.effects;
    if (effects) setEffects(draft, id, addEffects(effects, [effect]));
  },
  EffectsEnded(draft, { id, effectIds }) {
    const effects = findCombatant(draft.state, id)?.effects;
    if (effects) setEffects(draft, id, dropEffects(effects, effectIds));
  },
  EffectChanged(draft, { id, effectId, duration }) {
    const effects = findCombatant(draft.state, id)?.effects;
    if (!effects) return;
    change(draft, id, {
      effects: effects.map((effect) => effect.id === effectId ? { ...effect, duration } : effect),
    });
  },
  ExhaustionSet(draft, { id, level }) {
    change(draft, id, { exhaustion: level });
    setBody(draft, id, {});
  },
  ConcentrationStarted: startConcentration,
  ConcentrationTicked(draft, { id, duration }) {
    const concentration = findCombatant(draft.state, id)?.concentration;
    if (concentration) change(draft, id, { concentration: { ...concentration, duration } });
  },
  ConcentrationEnded(draft, { id, cause }) {
    // Folded at another place, a blow that felled somebody may leave them standing.
    if (cause === "down" && findCombatant(draft.state, id)?.life === "up") return;
    dropConcentration(draft, id);
  },
};

type ActionEvents = Extract<
  EventType,
  | "ActionUsed"
  | "ActionRestored"
  | "RechargeRolled"
  | "LegendaryPlanned"
  | "LegendaryResistanceUsed"
  | "LegendarySet"
  | "SlotSet"
>;

function useAction(draft: Draft, event: EventOf<"ActionUsed">): void {
  const { id, actionId, spends, cost, keepsPlan = false } = event;
  const combatant = findCombatant(draft.state, id);
  if (!combatant) return;
  const { spentRecharge, usesSpent, legendary, plannedLegendary: plan } = combatant;
  if (spends === "recharge" && !spentRecharge.includes(actionId)) {
    change(draft, id, { spentRecharge: [...spentRecharge, actionId] });
  } else if (spends === "use") {
    const uses = Object.hasOwn(usesSpent, actionId) ? usesSpent[actionId] ?? 0 : 0;
    change(draft, id, { usesSpent: { ...usesSpent, [actionId]: uses + 1 } });
  } else if (spends === "legendary" && legendary) {
    const spent = Math.min(legendary.max, legendary.spent + cost);
    const plannedLegendary = keepsPlan ? plan : null;
    change(draft, id, { legendary: { ...legendary, spent }, plannedLegendary });
  } else if (spends === "reaction") {
    change(draft, id, { reactionUsed: true });
  }
}

function recharge(draft: Draft, id: string, actionId: string): void {
  const combatant = findCombatant(draft.state, id);
  if (!combatant) return;
  const { [actionId]: _spent, ...usesSpent } = combatant.usesSpent;
  change(draft, id, {
    spentRecharge: combatant.spentRecharge.filter((other) => other !== actionId),
    usesSpent,
  });
}

export const actionHandlers: Handlers<ActionEvents> = {
  ActionUsed: useAction,
  ActionRestored(draft, { id, actionId }) {
    recharge(draft, id, actionId);
  },
  RechargeRolled(draft, { id, actionId, success }) {
    if (success) recharge(draft, id, actionId);
  },
  LegendaryPlanned(draft, { id, plan }) {
    change(draft, id, { plannedLegendary: plan });
  },
  LegendaryResistanceUsed(draft, { id }) {
    const pool = findCombatant(draft.state, id)?.legendaryResistance;
    if (!pool) return;
    const spent = Math.min(pool.max, pool.spent + 1);
    change(draft, id, { legendaryResistance: { ...pool, spent } });
  },
  LegendarySet(draft, { id, spent, resistanceSpent }) {
    const combatant = findCombatant(draft.state, id);
    if (!combatant) return;
    const { legendary, legendaryResistance } = combatant;
    if (spent !== null && legendary) change(draft, id, { legendary: { ...legendary, spent } });
    if (resistanceSpent !== null && legendaryResistance) {
      change(draft, id, {
        legendaryResistance: { ...legendaryResistance, spent: resistanceSpent },
      });
    }
  },
  SlotSet(draft, { id, level, spent, max }) {
    const slots = findCombatant(draft.state, id)?.slots;
    if (!slots?.[level - 1]) return;
    change(draft, id, { slots: slots.with(level - 1, { max, spent }) });
  },
};
