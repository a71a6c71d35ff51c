/** Using what is limited: recharge, uses a day, reactions, legendary actions, slots. [ACT-1] ff. */
import { idleBecause } from "../able.ts";
import { type ActionList, actionLists } from "../action_lists.ts";
import type { ActionSpec } from "../block.ts";
import { checkCombatants, checkWhole, unknown } from "../checks.ts";
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
    const action = actions.find((spec) => spec.id === actionId);
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

/** The prompt that offers somebody a legendary action, or a lair its own, while it waits. */
export function offerOf(state: EncounterState, { combatant, list }: FoundAction): Id | undefined {
  const id = `${list}:${combatant.id}`;
  return state.prompts.some((prompt) => prompt.id === id) ? id : undefined;
}

/** Legendary actions follow another creature's turn, one each time; a lair acts on its own. [LEG-6] [LAIR-3] */
function checkMoment(state: EncounterState, found: FoundAction): Refusal | undefined {
  const { combatant, action, list } = found;
  if (state.status !== "running" || offerOf(state, found) !== undefined) return undefined;
  if (list === "legendary") {
    return refuse(
      "NOT_POSSIBLE_NOW",
      `${action.name} is possible once after each turn of another creature.`,
    );
  }
  if (list === "lair" && combatant.kind === "lair") {
    return refuse("NOT_POSSIBLE_NOW", `${action.name} is possible once in the lair's turn.`);
  }
  return undefined;
}

/** Why nobody can act now, if that is so. [COND-5] [SURP-1] */
export function checkMayAct(state: EncounterState, combatant: Combatant): Refusal | undefined {
  const why = idleBecause(state, combatant);
  return why === undefined
    ? undefined
    : refuse("NOT_POSSIBLE_NOW", `${fullName(combatant)} ${why}.`);
}

/** Why an action cannot be used in this moment, if it cannot. */
export function checkUse(state: EncounterState, found: FoundAction): Refusal | undefined {
  return checkUsable(state, found) ?? checkMoment(state, found);
}

/** Why an action cannot be used, whenever that may be. [ACT-1] [COND-5] [LEG-3] */
export function checkUsable(state: EncounterState, found: FoundAction): Refusal | undefined {
  const { combatant, action, list } = found;
  const no = (why: string) => refuse("NOT_POSSIBLE_NOW", `${action.name} ${why}.`);
  if (combatant.spentRecharge.includes(action.id)) return no("has not recharged");
  const uses = action.perDay ?? (action.afterRest ? 1 : Infinity);
  if (usesSpent(combatant, action.id) >= uses) return no("is used up");
  if (list === "reaction" && combatant.reactionUsed) return no("needs a reaction, which is used");
  const idle = checkMayAct(state, combatant);
  if (idle || list !== "legendary") return idle;
  const { max, spent } = combatant.legendary ?? { max: 0, spent: 0 };
  return spent + (action.cost ?? 1) > max
    ? no("costs more legendary actions than are left")
    : undefined;
}

/** Whether using an action leaves a trace, or can be done again and again. */
export function isLimited(found: FoundAction): boolean {
  return found.list === "reaction" || spendingOf(found).spends !== "nothing";
}

/** Marks an action as used; what offered it is answered. */
export function spendAction({ state, emit }: Context, found: FoundAction): void {
  const offer = offerOf(state, found);
  if (offer !== undefined) emit({ type: "PromptClosed", promptId: offer, how: "answered" });
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
    const wrong = checkUse(context.state, found);
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
    const combatant = findCombatant(state, id);
    if (wrong || !combatant) return wrong;
    if (used === true && combatant.reactionUsed) {
      return refuse("NOT_POSSIBLE_NOW", `${fullName(combatant)} has used the reaction.`);
    }
    const idle = used === true ? checkMayAct(state, combatant) : undefined;
    if (idle) return idle;
    emit({ type: "ReactionSet", id, used: used === true });
  },
  SpendSlot: (context, { id, level }) => changeSlot(context, id, level, 1),
  RestoreSlot: (context, { id, level }) => changeSlot(context, id, level, -1),
};
