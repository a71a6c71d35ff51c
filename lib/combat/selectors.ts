/** Answers that pages need from a fight: rows, whose turn, who follows, who can be targeted. */
import { findGroup, fullName, membersOf } from "./lookup.ts";
import { initiativeOf } from "./order.ts";
import type { Combatant, EncounterState, Group, Id } from "./state.ts";
import { canTakeTurn } from "./turn_places.ts";

export interface OrderRow {
  /** Id of the order entry: a combatant's or a group's. */
  readonly id: Id;
  readonly name: string;
  /** null: a combatant that stands alone. */
  readonly group: Group | null;
  readonly members: readonly Combatant[];
  readonly initiative: number | null;
  readonly state: "now" | "next" | "acted" | "waiting" | "out" | "delaying";
}

/** Rows from first to last. */
export function orderRows(state: EncounterState): readonly OrderRow[] {
  const active = state.activeId === null ? -1 : state.order.indexOf(state.activeId);
  const next = nextUp(state);
  return state.order.map((id, at) => {
    const members = membersOf(state, id);
    const [first] = members;
    const group = findGroup(state, id) ?? null;
    return {
      id,
      name: group?.name ?? (first ? fullName(first) : ""),
      group,
      members,
      initiative: initiativeOf(state, id)?.value ?? null,
      state: rowState(state, id, members, { at, active, next }),
    };
  });
}

function rowState(
  state: EncounterState,
  id: Id,
  members: readonly Combatant[],
  { at, active, next }: { readonly at: number; readonly active: number; readonly next: Id | null },
): OrderRow["state"] {
  if (at === active) return "now";
  if (members.every(({ life }) => life === "dead" || life === "defeated")) return "out";
  if (members.every(({ delaying }) => delaying)) return "delaying";
  if (id === next) return "next";
  return state.status === "running" && at < active ? "acted" : "waiting";
}

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

/** How many turns until this combatant's: 0 now, null when it will have none. */
export function turnsUntil(
  state: EncounterState,
  combatantId: Id,
  seen: Seen = {},
): number | null {
  const holds = (id: Id) => membersOf(state, id).some((member) => member.id === combatantId);
  if (state.activeId !== null && holds(state.activeId)) return 0;
  const at = upcoming(state, seen).findIndex(holds);
  return at < 0 ? null : at + 1;
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
