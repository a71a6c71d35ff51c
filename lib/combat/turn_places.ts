/** Whose place in the order gets a turn. */
import { membersOf } from "./lookup.ts";
import type { Combatant, EncounterState, Id } from "./state.ts";

/** The dead and the defeated have no turns; the dying do, for their death saves. [TURN-3] */
function hasTurns({ life, delaying }: Combatant): boolean {
  return life !== "dead" && life !== "defeated" && !delaying;
}

/** Whether an order entry gets a turn when its place comes. */
export function canTakeTurn(state: EncounterState, entryId: Id): boolean {
  return membersOf(state, entryId).some(hasTurns);
}
