/** Answers that pages need from a fight: whose turn, who follows, who can be targeted. */
import { membersOf } from "./lookup.ts";
import type { EncounterState, Id } from "./state.ts";
import { canTakeTurn } from "./turn_places.ts";

export interface Seen {
  /** Only what players see: rows with somebody who is not hidden. */
  readonly visibleOnly?: boolean;
}

/** Whether players see anything of an order entry. */
export function isVisible(state: EncounterState, entryId: Id): boolean {
  return membersOf(state, entryId).some(({ hidden }) => hidden === false);
}

/** Entries from the next on, once around, that will take a turn. */
export function upcoming(state: EncounterState, { visibleOnly = false }: Seen = {}): readonly Id[] {
  const at = state.activeId === null ? -1 : state.order.indexOf(state.activeId);
  return [...state.order.slice(at + 1), ...state.order.slice(0, at + 1)].filter((id) =>
    canTakeTurn(state, id) && (!visibleOnly || isVisible(state, id))
  );
}

/** Who follows the current turn; null when nobody does. */
export function nextUp(state: EncounterState, seen: Seen = {}): Id | null {
  return upcoming(state, seen).find((id) => id !== state.activeId) ?? null;
}

/** "Turn 3 of 8" of this round, among those who take turns. */
export function turnOfRound(
  state: EncounterState,
): { readonly turn: number; readonly of: number } | null {
  if (state.activeId === null) return null;
  const acting = state.order.filter((id) => id === state.activeId || canTakeTurn(state, id));
  return { turn: acting.indexOf(state.activeId) + 1, of: acting.length };
}

/** Milliseconds of the current turn at `now`, without pauses. */
export function turnElapsed(state: EncounterState, now: number): number {
  if (state.turnStartedAt === null) return 0;
  const { paused, pausedAt, pausedFor } = state.clock;
  const pause = pausedFor + (paused && pausedAt !== null ? Math.max(0, now - pausedAt) : 0);
  return Math.max(0, now - state.turnStartedAt - pause);
}
