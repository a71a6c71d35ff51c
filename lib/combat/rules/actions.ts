/** Using what is limited: recharge, uses a day, reactions, legendary actions, slots. [ACT-1] ff. */
import { type ActionList, actionLists } from "../action_lists.ts";
import type { ActionSpec } from "../block.ts";
import { checkCombatants, checkWhole, unknown } from "../checks.ts";
import { isIncapacitated } from "../conditions.ts";
import type { Context, Rules } from "../context.ts";
import type { EventOf } from "../events.ts";
import { blockOf, findCombatant, fullName, own } from "../lookup.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Combatant, EncounterState, Id } from "../state.ts";

export interface FoundAction {
  readonly ok: true;
  readonly combatant: Combatant;
  readonly action: ActionSpec;
  readonly list: ActionList;
}

/** An action of somebody's stat block, and in which list it stands. */
export function findAction(
  state: EncounterState,
  id: Id,
  actionId: string,
): FoundAction | Refusal {
  const combatant = findCombatant(state, id);
  if (!combatant) return unknown("That combatant");
  const block = blockOf(state, combatant);
  for (const [list, actions] of block ? actionLists(block) : []) {
    const action = actions.find((one) => one.id === actionId);
    if (action) return { ok: true, combatant, action, list };
  }
  return unknown(`That action of ${fullName(combatant)}`);
}

/** How often an action was used since it was last restored. */
export function usesSpent(combatant: Combatant, actionId: string): number {
  return own(combatant.usesSpent, actionId) ?? 0;
}

type Spends = EventOf<"ActionUsed">["spends"];

interface Spending {
  readonly spends: Spends;
  readonly cost: number;
}

/** What using an action spends. */
export function spendingOf({ action, list }: FoundAction): Spending {
  if (list === "legendary") return { spends: "legendary", cost: action.cost ?? 1 };
  if (action.recharge) return { spends: "recharge", cost: 1 };
  if (action.perDay !== undefined || action.afterRest) return { spends: "use", cost: 1 };
  return { spends: list === "reaction" ? "reaction" : "nothing", cost: 1 };
}

/** Why an action cannot be used now, if it cannot. [ACT-1] [COND-5] [LEG-3] */
export function checkUsable(found: FoundAction): Refusal | undefined {
  const { combatant, action, list } = found;
  const no = (why: string) => refuse("NOT_POSSIBLE_NOW", `${action.name} ${why}.`);
  if (combatant.spentRecharge.includes(action.id)) return no("has not recharged");
  const uses = action.perDay ?? (action.afterRest ? 1 : Infinity);
  if (usesSpent(combatant, action.id) >= uses) return no("is used up");
  if (list === "reaction" && combatant.reactionUsed) return no("needs a reaction, which is used");
  if ((list === "reaction" || list === "legendary") && isIncapacitated(combatant)) {
    return no("is not possible while incapacitated");
  }
  if (list !== "legendary") return undefined;
  const { max, spent } = combatant.legendary ?? { max: 0, spent: 0 };
  return spent + (action.cost ?? 1) > max
    ? no("costs more legendary actions than are left")
    : undefined;
}

/** Marks an action as used. */
export function spendAction({ emit }: Context, found: FoundAction): void {
  const { combatant: { id, plannedLegendary: plan }, action, list } = found;
  const used = { type: "ActionUsed", id, actionId: action.id, name: action.name } as const;
  const spending = spendingOf(found);
  const keepsPlan = spending.spends === "legendary" && plan !== null && plan.actionId !== action.id;
  emit({ ...used, ...spending, ...(keepsPlan && { keepsPlan }) });
  if (list === "reaction" && spending.spends !== "reaction") {
    emit({ ...used, spends: "reaction", cost: 1 });
  }
}

function changeSlot(
  { state, emit }: Context,
  id: Id,
  level: number,
  by: 1 | -1,
): Refusal | undefined {
  const wrong = checkCombatants(state, [id]) ?? checkWhole(level, 1, 9, "The level");
  if (wrong) return wrong;
  const pool = findCombatant(state, id)?.slots[level - 1];
  const spent = (pool?.spent ?? 0) + by;
  if (!pool || spent > pool.max) {
    return refuse("NOT_POSSIBLE_NOW", `There is no spell slot of level ${level} left.`);
  }
  if (spent < 0) return refuse("NOT_POSSIBLE_NOW", `No spell slot of level ${level} is spent.`);
  emit({ type: "SlotSet", id, level, spent, max: pool.max });
}

export const actionRules: Rules<
  "UseAction" | "RestoreAction" | "SetReaction" | "SpendSlot" | "RestoreSlot"
> = {
  UseAction(context, { id, actionId }) {
    const found = findAction(context.state, id, actionId);
    if (!found.ok) return found;
    const wrong = checkUsable(found);
    if (wrong) return wrong;
    spendAction(context, found);
  },
  RestoreAction({ state, emit }, { id, actionId }) {
    const found = findAction(state, id, actionId);
    if (!found.ok) return found;
    const { combatant, action: { name } } = found;
    if (!combatant.spentRecharge.includes(actionId) && usesSpent(combatant, actionId) === 0) {
      return refuse("NOT_POSSIBLE_NOW", `${name} is not spent.`);
    }
    emit({ type: "ActionRestored", id, actionId, name });
  },
  SetReaction({ state, emit }, { id, used }) {
    const wrong = checkCombatants(state, [id]);
    if (wrong) return wrong;
    emit({ type: "ReactionSet", id, used: used === true });
  },
  SpendSlot: (context, { id, level }) => changeSlot(context, id, level, 1),
  RestoreSlot: (context, { id, level }) => changeSlot(context, id, level, -1),
};
