/** Turns and rounds. [TURN-1] ff. */
import { unknown } from "../checks.ts";
import type { Context, Rules } from "../context.ts";
import { findCombatant, membersOf, nameOf } from "../lookup.ts";
import { canTakeTurn } from "../turn_places.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { EncounterState, Id } from "../state.ts";
import { askForDeathSave } from "./death_saves.ts";
import { saveAgainstEffects, tickTurn } from "./durations.ts";
import { rerollForRound, rollMissing } from "./initiative.ts";
import { labelsWhenHidden } from "./labels.ts";
import { askForLair, offerLegendary } from "./legendary.ts";
import { rollRecharges } from "./recharge.ts";

const NOBODY = "Nobody is left to act: add or revive somebody, or end the fight.";

function requireRunning(state: EncounterState): Refusal | undefined {
  if (state.status === "running") return undefined;
  return refuse("NOT_POSSIBLE_NOW", "Start the fight first.");
}

function memberIds(state: EncounterState, entryId: Id): readonly Id[] {
  return membersOf(state, entryId).map(({ id }) => id);
}

/** Milliseconds of the turn in hand without its pauses. [CLOCK-2] */
function timeSpent({ state, at }: Context): number {
  const { pausedFor, pausedAt, paused } = state.clock;
  const pause = pausedFor + (paused && pausedAt !== null ? Math.max(0, at - pausedAt) : 0);
  return Math.max(0, at - (state.turnStartedAt ?? at) - pause);
}

/** Ends the turn in hand: what lasts until its end is over, saves are asked for. [TURN-5] */
export function endTurn(context: Context, entryId: Id): void {
  const { state } = context;
  const members = membersOf(state, entryId).filter(({ resumed }) => !resumed);
  tickTurn(context, members.map(({ id }) => id), "end");
  for (const { id } of members) saveAgainstEffects(context, id, "end");
  context.emit({ type: "TurnEnded", id: entryId, spent: timeSpent(context) });
  offerLegendary(context, entryId);
}

/** Begins a turn: reveal, regain, count down, recharge, ask. [TURN-4] */
export function beginTurn(context: Context, entryId: Id): void {
  const { state } = context;
  const members = membersOf(state, entryId);
  const revealed = members.filter(({ hidden }) => hidden === "until-turn").map(({ id }) => id);
  if (revealed.length > 0) {
    const relabelled = labelsWhenHidden(state, revealed, false);
    context.emit({
      type: "HiddenChanged",
      ids: revealed,
      hidden: false,
      cause: "turn",
      relabelled,
    });
  }
  context.emit({ type: "TurnBegan", id: entryId, round: state.round });
  const starting = members.filter(({ resumed }) => !resumed);
  tickTurn(context, starting.map(({ id }) => id), "start");
  for (const { id } of starting) {
    saveAgainstEffects(context, id, "start");
    rollRecharges(context, id);
    askForDeathSave(context, id);
    askForLair(context, id);
  }
}

/** A place in the order without a turn: what it counts down goes on. [TURN-3] */
function skipPlace(context: Context, entryId: Id): void {
  const ids = memberIds(context.state, entryId);
  tickTurn(context, ids, "start");
  tickTurn(context, ids, "end");
}

function beginRound(context: Context): void {
  context.emit({ type: "RoundBegan", round: context.state.round + 1 });
  rerollForRound(context);
}

/** Begins the turn of the first from `from` on who can act, over the round's border if need be. */
function moveOn(context: Context, from: number): void {
  const { state } = context;
  let at = from;
  for (let wrapped = false;;) {
    const entryId = state.order[at];
    if (entryId === undefined) {
      if (wrapped) break;
      wrapped = true;
      beginRound(context);
      at = 0;
    } else if (canTakeTurn(state, entryId)) return beginTurn(context, entryId);
    else {
      skipPlace(context, entryId);
      at++;
    }
  }
  context.emit({ type: "ActiveCleared" });
}

function anybody(state: EncounterState): boolean {
  return state.order.some((id) => canTakeTurn(state, id));
}

/** Ends the turn in hand and begins the next. */
export function nextTurn(context: Context): Refusal | void {
  const { state } = context;
  const wrong = requireRunning(state);
  if (wrong) return wrong;
  if (state.rewound > 0) return stepMarker(context, 1);
  if (!anybody(state)) return refuse("NOT_POSSIBLE_NOW", NOBODY);
  const at = state.activeId === null ? -1 : state.order.indexOf(state.activeId);
  if (state.activeId !== null) endTurn(context, state.activeId);
  moveOn(context, at + 1);
}

/** Leaves the turn in hand to whoever delays it, and begins the next. */
export function passOver(context: Context, entryId: Id): void {
  moveOn(context, context.state.order.indexOf(entryId) + 1);
}

/** Moves only the marker, one turn back or forward again. [TURN-6] */
function stepMarker({ state, emit }: Context, direction: 1 | -1): Refusal | void {
  const count = state.order.length;
  const here = state.activeId === null ? 0 : state.order.indexOf(state.activeId);
  for (let step = 1; step <= count; step++) {
    const at = here + direction * step;
    const id = state.order[(at + count) % count];
    if (id === undefined || !canTakeTurn(state, id)) continue;
    const round = state.round + (at < 0 ? -1 : at >= count ? 1 : 0);
    if (round < 1) break;
    emit({ type: "MarkerMoved", id, round, rewound: state.rewound - direction });
    return;
  }
  return refuse("NOT_POSSIBLE_NOW", "This is the first turn of the fight.");
}

/**
 * After somebody left or changed rows: when that took the turn in hand away, the next in the
 * order as it was gets it. [TURN-7]
 */
export function passTurnFrom(
  context: Context,
  before: Pick<EncounterState, "activeId" | "order">,
  heir?: Id,
): void {
  const { state } = context;
  if (before.activeId === null || state.status !== "running") return;
  if (state.activeId === before.activeId || state.activeId !== null) return;
  const taker = heir ?? null;
  if (taker !== null && state.order.includes(taker)) {
    context.emit({ type: "MarkerMoved", id: taker, round: state.round, rewound: state.rewound });
    return;
  }
  if (!anybody(state)) return context.emit({ type: "ActiveCleared" });
  const after = before.order.slice(before.order.indexOf(before.activeId) + 1);
  const next = after.find((id) => state.order.includes(id));
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
    const { state } = context;
    const wrong = requireRunning(state);
    if (wrong) return wrong;
    if (state.activeId !== null) {
      context.emit({ type: "TurnEnded", id: state.activeId, spent: timeSpent(context) });
    }
    context.emit({ type: "CombatEnded" });
  },
  ResumeCombat(context) {
    const { state, emit } = context;
    if (state.status !== "ended") return refuse("NOT_POSSIBLE_NOW", "The fight has not ended.");
    const { lastActiveId, rewound } = state;
    const round = Math.max(1, state.round);
    emit({ type: "CombatResumed" });
    const there = lastActiveId !== null && state.order.includes(lastActiveId) ? lastActiveId : null;
    const id = there ?? state.order.find((entry) => canTakeTurn(state, entry));
    if (id !== undefined) emit({ type: "MarkerMoved", id, round, rewound });
  },
  NextTurn: nextTurn,
  PreviousTurn(context) {
    const wrong = requireRunning(context.state);
    return wrong ?? stepMarker(context, -1);
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
    if (state.activeId !== null) endTurn(context, state.activeId);
    beginTurn(context, id);
  },
};

/** Whose turn it is, when it is this combatant's. */
export function isTurnOf(state: EncounterState, combatantId: Id): boolean {
  if (state.activeId === null || !findCombatant(state, combatantId)) return false;
  return memberIds(state, state.activeId).includes(combatantId);
}
