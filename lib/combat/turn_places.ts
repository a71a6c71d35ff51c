/** Whose place in the order gets a turn. */
import { membersOf } from "./lookup.ts";
import type { Combatant, EncounterState, Id, LastTurn } from "./state.ts";

/** The dead and the defeated have no turns; the dying do, for their death saves. [TURN-3] */
function hasTurns({ life, delaying }: Combatant): boolean {
  return life !== "dead" && life !== "defeated" && !delaying;
}

/** Whether an order entry gets a turn when its place comes. */
export function canTakeTurn(state: EncounterState, entryId: Id): boolean {
  return membersOf(state, entryId).some(hasTurns);
}

const NO_TURN: LastTurn = { began: 0, ended: 0 };

export function lastTurnOf({ lastTurn }: Combatant): LastTurn {
  return lastTurn ?? NO_TURN;
}

/** Whether the start of a turn in `round` is still to happen to a combatant. */
export function isToBegin(combatant: Combatant, round: number): boolean {
  return lastTurnOf(combatant).began < round;
}

/** Whether the end of a turn in `round` is still to happen to a combatant. */
export function isToEnd(combatant: Combatant, round: number): boolean {
  return lastTurnOf(combatant).ended < round;
}

/** Whether the end of a turn that began is still to happen. */
export function isOpen(combatant: Combatant): boolean {
  const { began, ended } = lastTurnOf(combatant);
  return began > ended;
}

/** Whether a turn of these has begun by `round`, and its end has not happened. */
export function hasOpenTurn(members: readonly Combatant[], round: number): boolean {
  return members.some((member) => isOpen(member) && lastTurnOf(member).began <= round);
}
