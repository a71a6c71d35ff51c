/** Turns and rounds: where the marker goes. [TURN-1] ff. */
import { unknown } from "../checks.ts";
import type { CommandOf, Context, Rules } from "../context.ts";
import { findCombatant, membersOf, nameOf } from "../lookup.ts";
import { canTakeTurn, hasOpenTurn, isOpen, isToBegin } from "../turn_places.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Combatant, EncounterState, Id } from "../state.ts";
import { rerollForRound, rollMissing } from "./initiative.ts";
import { offerLegendary } from "./legendary.ts";
import {
  beginTurn,
  closeTurns,
  leaveTurn,
  passPlaces,
  stepAway,
  timeSpent,
} from "./turn_moments.ts";

function requireRunning(state: EncounterState): Refusal | undefined {
  if (state.status === "running") return undefined;
  return refuse("NOT_POSSIBLE_NOW", "Start the fight first.");
}

/** Begins a new round; one that the marker comes back to has begun and rolls nothing. */
function enterRound(context: Context, round: number): void {
  const { state } = context;
  if (round === state.round) return;
  closeTurns(context, state.order.length);
  if (round <= (state.latestRound ?? 0)) return;
  context.emit({ type: "RoundBegan", round });
  rerollForRound(context);
}

/** Something happens in `round`: the fight is there now, if only the marker was further back. */
function comeTo({ state, emit }: Context, round: number): void {
  if (state.round !== round) emit({ type: "RoundBegan", round });
}

/** Those for whom an entry's turn is to begin in a round; who joins the current one has it next round. */
function startingAt(state: EncounterState, entryId: Id, round: number): readonly Combatant[] {
  const members = membersOf(state, entryId);
  const starting = members.filter((member) => isToBegin(member, round));
  const inHand = members.some((member) => isOpen(member) && !starting.includes(member));
  return inHand ? [] : starting;
}

/** Begins an entry's turn, or moves the marker to it when it has begun in this round. [TURN-6] */
function takeTurn(context: Context, entryId: Id, round: number): void {
  const { state } = context;
  const starting = startingAt(state, entryId, round);
  if (starting.length === 0) {
    context.emit({ type: "MarkerMoved", id: entryId, round });
    return;
  }
  comeTo(context, round);
  closeTurns(context, state.order.indexOf(entryId));
  beginTurn(context, entryId, starting);
}

/** Gives the turn to the first from `from` on who can act, over the round's border if need be. */
function moveOn(context: Context, from: number): void {
  const { state } = context;
  let at = from;
  let { round } = state;
  for (const last = round + 1; round <= last; round++) {
    enterRound(context, round);
    const passed: Id[] = [];
    let entryId = state.order[at];
    while (entryId !== undefined && !canTakeTurn(state, entryId)) {
      passed.push(entryId);
      entryId = state.order[++at];
    }
    if (passed.length > 0) {
      comeTo(context, round);
      passPlaces(context, passed);
    }
    if (entryId !== undefined) return takeTurn(context, entryId, round);
    at = 0;
  }
  context.emit({ type: "ActiveCleared" });
}

function anybody(state: EncounterState): boolean {
  return state.order.some((id) => canTakeTurn(state, id));
}

function nobodyLeft(state: EncounterState): Refusal {
  const delays = Object.values(state.combatants)
    .some(({ life, delaying }) => delaying && life !== "dead" && life !== "defeated");
  return refuse(
    "NOT_POSSIBLE_NOW",
    delays
      ? "All who are left delay: let one of them act, or end the fight."
      : "Nobody is left to act: add or revive somebody, or end the fight.",
  );
}

/** Ends the current turn and begins the next; a turn that is named must be the current one. [TURN-10] */
export function nextTurn(
  context: Context,
  { ends }: Pick<CommandOf<"NextTurn">, "ends"> = {},
): Refusal | void {
  const { state } = context;
  const wrong = requireRunning(state);
  if (wrong) return wrong;
  if (ends !== undefined && (ends.id !== state.activeId || ends.round !== state.round)) {
    return refuse("NOT_POSSIBLE_NOW", "That turn is over already.");
  }
  if (!anybody(state)) return nobodyLeft(state);
  leaveTurn(context);
  moveOn(context, state.activeId === null ? 0 : state.order.indexOf(state.activeId) + 1);
}

/** Leaves the current turn to whoever delays it, and begins the next. */
export function passOver(context: Context, entryId: Id): void {
  moveOn(context, context.state.order.indexOf(entryId) + 1);
}

/** Moves only the marker, one turn back. [TURN-6] */
function stepBack(context: Context): Refusal | void {
  const { state, emit } = context;
  const count = state.order.length;
  const here = state.activeId === null ? 0 : state.order.indexOf(state.activeId);
  for (let at = here - 1; at >= here - count; at--) {
    const id = state.order[(at + count) % count];
    if (id === undefined || !canTakeTurn(state, id)) continue;
    const round = state.round - (at < 0 ? 1 : 0);
    if (round < 1) break;
    stepAway(context);
    return emit({ type: "MarkerMoved", id, round });
  }
  return refuse("NOT_POSSIBLE_NOW", "This is the first turn of the fight.");
}

/** The current turn before somebody leaves or changes rows. */
export interface CurrentTurn {
  readonly activeId: Id | null;
  readonly order: readonly Id[];
  readonly members: readonly Combatant[];
}

/** Remembers the current turn for `passTurnFrom`. */
export function currentTurn(state: EncounterState): CurrentTurn {
  const { activeId, order } = state;
  return { activeId, order, members: activeId === null ? [] : membersOf(state, activeId) };
}

/** Who had the current turn has left with it: its time counts, legendary actions follow. */
function endWithLeaver(context: Context, id: Id, members: readonly Combatant[]): void {
  const { state } = context;
  const spent = timeSpent(context);
  const gone = members.filter((member) => !findCombatant(state, member.id));
  if (gone.length === 0 || !hasOpenTurn(gone, state.round)) {
    return context.emit({ type: "TurnLeft", id, spent });
  }
  context.emit({ type: "TurnEnded", id, spent });
  offerLegendary(context, id, gone);
}

/**
 * After somebody left or changed rows: when that took the current turn away, the next in the
 * order as it was gets it. [TURN-7]
 */
export function passTurnFrom(context: Context, before: CurrentTurn, heir?: Id): void {
  const { state, emit } = context;
  const { activeId, order, members } = before;
  if (activeId === null || state.status !== "running") return;
  if (state.activeId === activeId || state.activeId !== null) return;
  if (heir !== undefined && state.order.includes(heir)) {
    emit({ type: "TurnLeft", id: heir, spent: timeSpent(context) });
    return emit({ type: "MarkerMoved", id: heir, round: state.round });
  }
  endWithLeaver(context, activeId, members);
  if (!anybody(state)) return emit({ type: "ActiveCleared" });
  const left = new Set(state.order);
  const next = order.slice(order.indexOf(activeId) + 1).find((id) => left.has(id));
  moveOn(context, next === undefined ? state.order.length : state.order.indexOf(next));
}

export const turnRules: Rules<
  "StartCombat" | "EndCombat" | "ResumeCombat" | "NextTurn" | "PreviousTurn" | "JumpToTurn"
> = {
  StartCombat(context) {
    const { state, emit } = context;
    if (state.status !== "building") {
      return refuse("NOT_POSSIBLE_NOW", "The fight has been started already.");
    }
    if (!anybody(state)) return refuse("NOT_POSSIBLE_NOW", "Add somebody who can act first.");
    rollMissing(context);
    emit({ type: "CombatStarted" });
    emit({ type: "RoundBegan", round: 1 });
    moveOn(context, 0);
  },
  EndCombat(context) {
    const wrong = requireRunning(context.state);
    if (wrong) return wrong;
    stepAway(context);
    context.emit({ type: "CombatEnded", setsAside: true });
  },
  ResumeCombat(context) {
    const { state, emit } = context;
    if (state.status !== "ended") return refuse("NOT_POSSIBLE_NOW", "The fight has not ended.");
    const { lastActiveId: id, round } = state;
    emit({ type: "CombatResumed" });
    if (id !== null && state.order.includes(id)) emit({ type: "MarkerMoved", id, round });
    else if (anybody(state)) moveOn(context, 0);
  },
  NextTurn: nextTurn,
  PreviousTurn(context) {
    const wrong = requireRunning(context.state);
    return wrong ?? stepBack(context);
  },
  JumpToTurn(context, { id }) {
    const { state } = context;
    const wrong = requireRunning(state);
    if (wrong) return wrong;
    if (!state.order.includes(id)) return unknown("That row");
    if (id === state.activeId) return refuse("NOT_POSSIBLE_NOW", "It is their turn already.");
    if (!canTakeTurn(state, id)) {
      return refuse("NOT_POSSIBLE_NOW", `${nameOf(state, id)} cannot take a turn.`);
    }
    if (startingAt(state, id, state.round).length > 0) leaveTurn(context);
    else stepAway(context);
    takeTurn(context, id, state.round);
  },
};

/** Whose turn it is, when it is this combatant's. */
export function isTurnOf(state: EncounterState, combatantId: Id): boolean {
  if (state.activeId === null || !findCombatant(state, combatantId)) return false;
  return membersOf(state, state.activeId).some(({ id }) => id === combatantId);
}
