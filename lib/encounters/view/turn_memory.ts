import type { Combatant, EncounterState, Id } from "@/lib/combat/state.ts";
import { membersOf } from "@/lib/combat/lookup.ts";
import type { TimerView } from "@/lib/contracts/player_view.ts";

/**
 * The last turn that players saw. While somebody hidden acts, that turn goes on for them: neither
 * a gap nor a clock that starts anew gives the hidden one away. Round 0: none has been seen yet.
 */
export interface TurnMemory {
  readonly activeId: Id | null;
  readonly round: number;
  readonly startedAt: number | null;
  /** Milliseconds of this turn that were spent paused, without the pause in hand. */
  readonly pausedFor: number;
  readonly pausedAt: number | null;
}

export const NO_TURN: TurnMemory = {
  activeId: null,
  round: 0,
  startedAt: null,
  pausedFor: 0,
  pausedAt: null,
};

function takesTurns({ life }: Combatant): boolean {
  return life !== "dead" && life !== "defeated";
}

/** Whether the turn of this entry is one that players see; a hidden member acts unseen. */
function isSeen(state: EncounterState, entryId: Id): boolean {
  const members = membersOf(state, entryId);
  const shown = members.filter((one) => one.hidden === false);
  if (shown.length === 0) return false;
  return shown.some(takesTurns) || !members.some((one) => one.hidden !== false && takesTurns(one));
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

/** The row that players saw active is gone: the turn passes to the first one that they see. */
function instead(memory: TurnMemory, state: EncounterState): TurnMemory {
  const found = before(state);
  if (found.round > 0 || memory.round === 0) return found;
  return { ...memory, activeId: state.order.find((id) => isSeen(state, id)) ?? null };
}

/** The same turn, while the clock of a turn that players do not see stands and goes on. */
function withPauses(memory: TurnMemory, { clock }: EncounterState, at: number): TurnMemory {
  if (clock.paused) {
    return memory.pausedAt === null ? { ...memory, pausedAt: clock.pausedAt ?? at } : memory;
  }
  if (memory.pausedAt === null) return memory;
  const pausedFor = memory.pausedFor + Math.max(0, at - memory.pausedAt);
  return { ...memory, pausedFor, pausedAt: null };
}

/** What players saw last, after an entry of the time `at` brought the fight to `state`. */
export function rememberTurn(memory: TurnMemory, state: EncounterState, at: number): TurnMemory {
  if (state.status !== "running" || state.activeId === null) {
    return { ...NO_TURN, round: state.status === "building" ? 0 : state.round };
  }
  if (isSeen(state, state.activeId)) {
    const { turnStartedAt: startedAt, clock: { pausedFor, pausedAt }, round, activeId } = state;
    return { activeId, round, startedAt, pausedFor, pausedAt };
  }
  const known = memory.activeId !== null && isSeen(state, memory.activeId) &&
    state.order.includes(memory.activeId);
  return withPauses(known ? memory : instead(memory, state), state, at);
}

/** The clock of the turn that players see. */
export function timerView(memory: TurnMemory, state: EncounterState): TimerView | undefined {
  if (!state.settings.showTimerToPlayers || memory.startedAt === null) return undefined;
  return {
    startedAt: memory.startedAt,
    pausedFor: memory.pausedFor,
    ...memory.pausedAt === null ? {} : { pausedAt: memory.pausedAt },
    ...state.settings.turnLimit === null ? {} : { limit: state.settings.turnLimit },
  };
}

/**
 * The fight's status as players see it: it begins for them with the first turn that they see, or
 * a row that acts before all others would be known to be there.
 */
export function shownStatus(
  memory: TurnMemory,
  { status, activeId }: EncounterState,
): EncounterState["status"] {
  return status === "running" && activeId !== null && memory.round === 0 ? "building" : status;
}
