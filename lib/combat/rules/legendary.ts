/** Legendary actions and resistances, lair prompts. [LEG-1] ff. [LAIR-1] ff. */
import { checkCombatants, checkWhole, firstOf, unknown } from "../checks.ts";
import type { Context, Rules } from "../context.ts";
import { isCreature, lairActs, mayAct } from "../able.ts";
import { findArea, findCombatant, fullName, membersOf } from "../lookup.ts";
import { refuse } from "../refusal.ts";
import type { Combatant, EncounterState, Id } from "../state.ts";
import { checkUsable, findAction, spendAction } from "./actions.ts";
import { setAreaSave } from "./areas.ts";

/** Able to use a legendary action after a turn of these. [LEG-2] [LEG-3] */
function mayFollow(
  state: EncounterState,
  combatant: Combatant,
  ended: readonly Combatant[],
): boolean {
  const { legendary } = combatant;
  if (!legendary || legendary.spent >= legendary.max || !mayAct(state, combatant)) return false;
  return !ended.some(({ id }) => id === combatant.id);
}

/** An action chosen ahead is used now when this is the turn it was chosen for. [LEG-4] */
function usePlanned(
  context: Context,
  combatant: Combatant,
  endedId: Id,
  ended: readonly Combatant[],
): boolean {
  const { id, plannedLegendary: plan } = combatant;
  if (!plan) return false;
  const meant = plan.afterId === null || plan.afterId === endedId ||
    ended.some((member) => member.id === plan.afterId);
  if (!meant) return false;
  const found = findAction(context.state, id, plan.actionId);
  if (found.ok && !checkUsable(context.state, found)) {
    spendAction(context, found);
    return true;
  }
  context.emit({ type: "LegendaryPlanned", id, plan: null });
  return false;
}

/** Offers legendary actions to all who may use one after the turn of `ended`. [LEG-2] */
export function offerLegendary(
  context: Context,
  endedId: Id,
  ended: readonly Combatant[],
): void {
  const { state, at, emit } = context;
  if (!ended.some(isCreature)) return;
  for (const combatant of Object.values(state.combatants)) {
    if (!mayFollow(state, combatant, ended)) continue;
    if (usePlanned(context, combatant, endedId, ended)) continue;
    const { id: combatantId } = combatant;
    const id = `legendary:${combatantId}`;
    emit({
      type: "Prompted",
      prompt: { id, kind: "legendary", combatantId, afterId: endedId, round: state.round, at },
    });
  }
}

/** The lair's own turn asks which lair action is taken. [LAIR-2] */
export function askForLair({ state, at, emit }: Context, id: Id): void {
  const combatant = findCombatant(state, id);
  if (combatant?.kind !== "lair" || !lairActs(state, combatant)) return;
  const prompt = { id: `lair:${id}`, kind: "lair", combatantId: id } as const;
  emit({ type: "Prompted", prompt: { ...prompt, round: state.round, at } });
}

export const legendaryRules: Rules<"PlanLegendary" | "UseLegendaryResistance" | "SetLegendary"> = {
  PlanLegendary({ state, emit }, { id, actionId, afterId }) {
    const wrong = checkCombatants(state, [id]);
    if (wrong) return wrong;
    if (actionId === null) return emit({ type: "LegendaryPlanned", id, plan: null });
    const found = findAction(state, id, actionId);
    if (!found.ok) return found;
    if (found.list !== "legendary") {
      return refuse("INVALID_INPUT", `${found.action.name} is no legendary action.`);
    }
    if (afterId !== undefined && !membersOf(state, afterId).length) return unknown("That turn");
    const unusable = checkUsable(state, found);
    if (unusable) return unusable;
    emit({ type: "LegendaryPlanned", id, plan: { actionId, afterId: afterId ?? null } });
  },
  UseLegendaryResistance(context, { id, areaId }) {
    const { state, emit } = context;
    const combatant = findCombatant(state, id);
    if (!combatant) return unknown("That combatant");
    const { max, spent } = combatant.legendaryResistance ?? { max: 0, spent: 0 };
    if (spent >= max) {
      return refuse("NOT_POSSIBLE_NOW", `${fullName(combatant)} has no legendary resistance left.`);
    }
    const area = areaId === undefined ? undefined : findArea(state, areaId);
    const target = area?.targets.find((areaTarget) => areaTarget.id === id);
    if (areaId !== undefined && (!area?.save || !target || target.settled)) {
      return refuse("NOT_POSSIBLE_NOW", `${fullName(combatant)} has no save to make in that area.`);
    }
    emit({ type: "LegendaryResistanceUsed", id, areaId: areaId ?? null });
    if (area) setAreaSave(context, area, combatant, { kind: "outcome", success: true });
  },
  SetLegendary({ state, emit }, { id, spent, resistanceSpent }) {
    const combatant = findCombatant(state, id);
    if (!combatant) return unknown("That combatant");
    const { legendary, legendaryResistance } = combatant;
    const wrong = firstOf(
      spent === undefined
        ? undefined
        : checkWhole(spent, 0, legendary?.max ?? 0, "Spent legendary actions"),
      resistanceSpent === undefined
        ? undefined
        : checkWhole(resistanceSpent, 0, legendaryResistance?.max ?? 0, "Spent resistances"),
    );
    if (wrong) return wrong;
    emit({
      type: "LegendarySet",
      id,
      spent: spent ?? null,
      resistanceSpent: resistanceSpent ?? null,
    });
  },
};
