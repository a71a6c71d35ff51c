import { z } from "zod";
import type { Clock, Combatant, EncounterState, Id } from "@/lib/combat/state.ts";
import { entryOf, membersOf } from "@/lib/combat/lookup.ts";
import type { TimerView } from "@/lib/contracts/player_view.ts";

/**
 * The turn as players see it. While somebody hidden acts, the last visible turn goes on for them:
 * neither a gap nor a clock that starts anew gives the hidden one away.
 */
export interface TurnMemory {
  /** As players see it: the fight begins for them with the first turn that they see. */
  readonly status: EncounterState["status"];
  readonly activeId: Id | null;
  /** Whose turn players saw when the fight was ended. */
  readonly lastActiveId: Id | null;
  readonly round: number;
  readonly startedAt: number | null;
  /** Milliseconds of this turn that were spent paused, without the current pause. */
  readonly pausedFor: number;
  readonly pausedAt: number | null;
  /** Somebody unseen has acted since it began: its clock is kept here, not in the fight. */
  readonly apart: boolean;
  /** Made from a state alone: the log may know better. */
  readonly guessed: boolean;
}

const form = z.object({
  status: z.enum(["building", "running", "ended"]),
  activeId: z.string().nullable(),
  lastActiveId: z.string().nullable(),
  round: z.number(),
  startedAt: z.number().nullable(),
  pausedFor: z.number(),
  pausedAt: z.number().nullable(),
  apart: z.boolean(),
  guessed: z.literal(false),
});

/** What was kept of it; undefined when that is of another form, as of another release. */
export function turnFrom(kept: unknown): TurnMemory | undefined {
  return form.safeParse(kept).data;
}

/** What happened to a fight: an entry of the time `at` brought it from `before` to `state`. */
export interface Step {
  readonly before: EncounterState;
  readonly state: EncounterState;
  readonly at: number;
}

export const NO_TURN: TurnMemory = {
  status: "building",
  activeId: null,
  lastActiveId: null,
  round: 0,
  startedAt: null,
  pausedFor: 0,
  pausedAt: null,
  apart: false,
  guessed: false,
};

function mayAct({ life, delaying }: Combatant): boolean {
  return life !== "dead" && life !== "defeated" && !delaying;
}

/** Whether players see the turn of this entry when it begins; a hidden member acts unseen. */
function isSeen(state: EncounterState, entryId: Id): boolean {
  return membersOf(state, entryId).some((combatant) =>
    combatant.hidden === false && mayAct(combatant)
  );
}

function isShown(state: EncounterState, entryId: Id): boolean {
  return state.order.includes(entryId) &&
    membersOf(state, entryId).some((combatant) => combatant.hidden === false);
}

/** Whether players see the current turn; one that they saw begin goes on when its row falls. */
function seesTurn(memory: TurnMemory, state: EncounterState, activeId: Id): boolean {
  if (!isShown(state, activeId)) return false;
  const goesOn = memory.activeId === activeId && memory.round === state.round;
  const unseen = membersOf(state, activeId).some((combatant) =>
    combatant.hidden !== false && mayAct(combatant)
  );
  return goesOn || !unseen || isSeen(state, activeId);
}

/** The current turn, which players see. */
function currentTurn({ activeId, round, turnStartedAt, clock }: EncounterState): TurnMemory {
  const { pausedFor, pausedAt } = clock;
  const running = { ...NO_TURN, status: "running" } as const;
  return { ...running, activeId, round, startedAt: turnStartedAt, pausedFor, pausedAt };
}

/** The clock of a turn that begins for players at `at`, whichever creature acts in truth. */
function clockFrom({ paused }: Clock, at: number) {
  return { startedAt: at, pausedFor: 0, pausedAt: paused ? at : null, apart: true };
}

/** The same turn, while the clock of one that players do not see stands and goes on. */
function withPauses(memory: TurnMemory, { clock }: EncounterState, at: number): TurnMemory {
  if (clock.paused) return memory.pausedAt === null ? { ...memory, pausedAt: at } : memory;
  if (memory.pausedAt === null) return memory;
  const pausedFor = memory.pausedFor + Math.max(0, at - memory.pausedAt);
  return { ...memory, pausedFor, pausedAt: null };
}

/** The turn of whoever had it, in the row where they stand now: groups form and dissolve. */
function inRowNow(memory: TurnMemory, { before, state }: Step): TurnMemory {
  const { activeId } = memory;
  if (activeId === null || state.order.includes(activeId)) return memory;
  const rows = membersOf(before, activeId).map(({ id }) => entryOf(state, id));
  const row = rows.find((id) => isShown(state, id));
  return row === undefined ? memory : { ...memory, activeId: row };
}

/** The row whose turn players saw is gone from their sight: for them the next turn begins. */
function passOn(memory: TurnMemory, { state, at }: Step): TurnMemory {
  const { order, clock } = state;
  const place = order.findIndex((id) => id === state.activeId);
  const later = order.slice(place + 1).find((id) => isSeen(state, id));
  const activeId = later ?? order.find((id) => isSeen(state, id));
  if (memory.activeId === null || activeId === undefined) {
    return { ...memory, activeId: null, startedAt: null };
  }
  const round = state.round + (later === undefined ? 1 : 0);
  return { ...memory, activeId, round, ...clockFrom(clock, at) };
}

/** Somebody unseen acts: what players saw last goes on. */
function goOn(memory: TurnMemory, step: Step): TurnMemory {
  const { activeId, apart } = memory;
  const stays = activeId !== null && isShown(step.state, activeId);
  const kept = !stays ? passOn(memory, step) : apart ? memory : { ...memory, apart: true };
  return withPauses(kept, step.state, step.at);
}

function ended(memory: TurnMemory): TurnMemory {
  if (memory.status === "ended") return memory;
  const { activeId: lastActiveId, round, guessed } = memory;
  return { ...NO_TURN, status: "ended", lastActiveId, round, guessed };
}

/** What players see of the turn after a step of the fight. */
export function rememberTurn(memory: TurnMemory, step: Step): TurnMemory {
  const { state, at } = step;
  if (state.status === "building") return NO_TURN;
  if (state.status === "ended") return ended(memory);
  const { lastActiveId } = memory;
  const resumes = memory.status === "ended" && memory.round > 0;
  const turn: TurnMemory = resumes
    ? { ...memory, status: "running", activeId: lastActiveId, ...clockFrom(state.clock, at) }
    : inRowNow(memory, step);
  if (state.activeId !== null && seesTurn(turn, state, state.activeId)) {
    const { activeId, round } = state;
    const same = turn.apart && !resumes && turn.activeId === activeId && turn.round === round;
    return same ? withPauses(turn, state, at) : currentTurn(state);
  }
  // The active creature before all whom players see would be known to be there.
  if (turn.status !== "running") return { ...NO_TURN, guessed: turn.guessed };
  if (state.activeId === null) return { ...turn, activeId: null, startedAt: null };
  return goOn(turn, step);
}

/** What players see of the turn, as far as a state alone tells. */
export function guessTurn(state: EncounterState): TurnMemory {
  const { status, round, order, activeId } = state;
  if (status === "building") return NO_TURN;
  if (status === "ended" || activeId === null) return { ...NO_TURN, status, round, guessed: true };
  if (seesTurn(NO_TURN, state, activeId)) return currentTurn(state);
  const at = Math.max(0, order.indexOf(activeId));
  const earlier = order.slice(0, at).findLast((id) => isSeen(state, id));
  const last = order.slice(at).findLast((id) => isSeen(state, id));
  const found = earlier ?? (round > 1 ? last : undefined);
  if (found === undefined) return { ...NO_TURN, guessed: true };
  const inRound = earlier === undefined ? round - 1 : round;
  const turn = { ...NO_TURN, activeId: found, round: inRound, apart: true, guessed: true };
  return { ...turn, status: "running" };
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
