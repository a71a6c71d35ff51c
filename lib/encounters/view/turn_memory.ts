import type { EncounterState, Id } from "@/lib/combat/state.ts";
import { membersOf } from "@/lib/combat/lookup.ts";
import type { TimerView } from "@/lib/contracts/player_view.ts";

/**
 * The last turn that players saw. While somebody hidden acts, that turn goes on for them: neither
 * a gap nor a clock that starts anew gives the hidden one away.
 */
export interface TurnMemory {
  readonly activeId: Id | null;
  readonly round: number;
  readonly startedAt: number | null;
  readonly pausedFor: number;
}

export const NO_TURN: TurnMemory = { activeId: null, round: 0, startedAt: null, pausedFor: 0 };

function isSeen(state: EncounterState, entryId: Id): boolean {
  return membersOf(state, entryId).some((one) => one.hidden === false);
}

/** The visible entry that acted before the active one, when there is no memory of it. */
function before(state: EncounterState): TurnMemory {
  const at = state.activeId === null ? 0 : state.order.indexOf(state.activeId);
  for (let step = 1; step <= state.order.length; step++) {
    const wraps = at - step < 0;
    const id = state.order.at((at - step) % state.order.length);
    const round = state.round - (wraps ? 1 : 0);
    if (id === undefined || round < 1) break;
    if (isSeen(state, id)) return { ...NO_TURN, activeId: id, round };
  }
  return NO_TURN;
}

/** What players saw last, after the fight came to `state`. */
export function rememberTurn(memory: TurnMemory, state: EncounterState): TurnMemory {
  if (state.status !== "running" || state.activeId === null) {
    return { ...NO_TURN, round: state.status === "building" ? 0 : state.round };
  }
  if (isSeen(state, state.activeId)) {
    const { turnStartedAt: startedAt, clock, round, activeId } = state;
    return { activeId, round, startedAt, pausedFor: clock.pausedFor };
  }
  const known = memory.activeId !== null && isSeen(state, memory.activeId) &&
    state.order.includes(memory.activeId);
  return known ? memory : before(state);
}

/** The clock of the turn that players see. */
export function timerView(memory: TurnMemory, state: EncounterState): TimerView | undefined {
  if (!state.settings.showTimerToPlayers || memory.startedAt === null) return undefined;
  const own = memory.activeId === state.activeId;
  const { pausedAt, pausedFor } = state.clock;
  return {
    startedAt: memory.startedAt,
    pausedFor: own ? pausedFor : memory.pausedFor + pausedFor,
    ...pausedAt === null ? {} : { pausedAt },
    ...state.settings.turnLimit === null ? {} : { limit: state.settings.turnLimit },
  };
}
