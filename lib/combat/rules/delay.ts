/** Delaying a turn and readying an action. [DELAY-1] ff. [READY-1] ff. */
import { checkText, plainLine, unknown } from "../checks.ts";
import type { Rules } from "../context.ts";
import { LIMITS } from "../limits.ts";
import { findCombatant, fullName, membersOf, nameOf } from "../lookup.ts";
import { initiativeOf } from "../order.ts";
import { refuse } from "../refusal.ts";
import { canTakeTurn } from "../turn_places.ts";
import { checkMayAct } from "./actions.ts";
import { leaveTurn } from "./turn_moments.ts";
import { passOver } from "./turns.ts";

export const delayRules: Rules<"DelayTurn" | "ResumeTurn" | "ReadyAction" | "ClearReadied"> = {
  DelayTurn(context, { id }) {
    const { state, emit } = context;
    if (!state.order.includes(id)) return unknown("That row");
    if (state.status !== "running" || state.activeId !== id) {
      return refuse("NOT_POSSIBLE_NOW", `It is not the turn of ${nameOf(state, id)}.`);
    }
    if (!state.order.some((other) => other !== id && canTakeTurn(state, other))) {
      return refuse("NOT_POSSIBLE_NOW", "There is nobody to wait for.");
    }
    leaveTurn(context);
    emit({ type: "TurnDelayed", id });
    passOver(context, id);
  },
  ResumeTurn({ state, emit }, { id }) {
    if (!state.order.includes(id)) return unknown("That row");
    if (!membersOf(state, id).some(({ delaying }) => delaying)) {
      return refuse("NOT_POSSIBLE_NOW", `${nameOf(state, id)} is not delaying.`);
    }
    emit({ type: "TurnResumed", id });
    const { activeId, order } = state;
    if (activeId === null || activeId === id) return;
    // It acts as soon as the current turn is over.
    const after = order.filter((entry) => entry !== id);
    const beforeId = after[after.indexOf(activeId) + 1] ?? null;
    emit({ type: "EntryMoved", id, beforeId, value: initiativeOf(state, activeId)?.value ?? null });
  },
  ReadyAction({ state, at, emit }, { id, note }) {
    const combatant = findCombatant(state, id);
    if (!combatant) return unknown("That combatant");
    const wrong = checkText(note, LIMITS.reminder, "What it waits for", 1);
    if (wrong) return wrong;
    const idle = checkMayAct(state, combatant);
    if (idle) return idle;
    const text = plainLine(note);
    emit({ type: "ActionReadied", id, note: text });
    emit({
      type: "Prompted",
      prompt: {
        id: `readied:${id}`,
        kind: "readied",
        combatantId: id,
        note: text,
        round: state.round,
        at,
      },
    });
  },
  ClearReadied({ state, emit }, { id }) {
    const combatant = findCombatant(state, id);
    if (!combatant) return unknown("That combatant");
    if (combatant.readied === null) {
      return refuse("NOT_POSSIBLE_NOW", `${fullName(combatant)} has nothing readied.`);
    }
    emit({ type: "ReadiedCleared", id, used: false });
  },
};
