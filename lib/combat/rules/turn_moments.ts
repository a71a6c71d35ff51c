/**
 * What happens at the start and at the end of turns. Both happen once a round to each, wherever
 * the marker goes: `lastTurn` of a combatant remembers it. [TURN-4] ff.
 */
import type { Context } from "../context.ts";
import { membersOf } from "../lookup.ts";
import type { Combatant, EncounterState, Id } from "../state.ts";
import { hasOpenTurn, isToBegin, isToEnd } from "../turn_places.ts";
import { askForDeathSave } from "./death_saves.ts";
import { saveAgainstEffects, tickTurn } from "./durations.ts";
import { renumbered } from "./labels.ts";
import { askForLair, offerLegendary } from "./legendary.ts";
import { turnFigures } from "./turn_figures.ts";
import { rollRecharges } from "./recharge.ts";

function idsOf(combatants: readonly Combatant[]): readonly Id[] {
  return combatants.map(({ id }) => id);
}

/** Milliseconds of the current turn without its pauses. [CLOCK-2] */
export function timeSpent({ state, at }: Context): number {
  const { pausedFor, pausedAt, paused } = state.clock;
  const pause = pausedFor + (paused && pausedAt !== null ? Math.max(0, at - pausedAt) : 0);
  return Math.max(0, at - (state.turnStartedAt ?? at) - pause);
}

function isCurrent(state: EncounterState, entryId: Id): boolean {
  return hasOpenTurn(membersOf(state, entryId), state.round);
}

/** Ends a turn: what lasts until its end is over, saves are asked for. [TURN-5] */
function endTurn(context: Context, entryId: Id): void {
  const { state } = context;
  const members = membersOf(state, entryId);
  const ending = members.filter((member) => isToEnd(member, state.round));
  for (const { id } of ending) turnFigures(context, id, "end");
  tickTurn(context, idsOf(ending), "end");
  for (const { id } of ending) saveAgainstEffects(context, id, "end");
  const spent = entryId === state.activeId ? timeSpent(context) : 0;
  const asked = state.proposals.some(({ body, combatantId }) =>
    body.kind === "end-turn" && members.some(({ id }) => id === combatantId)
  );
  context.emit({ type: "TurnEnded", id: entryId, spent, ...(asked && { endsRequests: true }) });
  offerLegendary(context, entryId, members);
}

/** The marker goes away from the current turn, and nothing else happens. */
export function stepAway(context: Context): void {
  const { activeId } = context.state;
  if (activeId === null) return;
  context.emit({ type: "TurnLeft", id: activeId, spent: timeSpent(context) });
}

/** Ends the current turn, if its end has not happened yet. */
export function leaveTurn(context: Context): void {
  const { state } = context;
  if (state.activeId !== null && isCurrent(state, state.activeId)) endTurn(context, state.activeId);
  else stepAway(context);
}

/** Ends the turns before a place that have begun and that the marker left without ending them. */
export function closeTurns(context: Context, before: number): void {
  const { state } = context;
  const open = state.order.slice(0, before).filter((id) => isCurrent(state, id));
  for (const id of open) endTurn(context, id);
}

/** Begins a turn for those who are to begin: reveal, regain, count down, recharge, ask. [TURN-4] */
export function beginTurn(context: Context, entryId: Id, starting: readonly Combatant[]): void {
  const { state } = context;
  const revealed = idsOf(
    membersOf(state, entryId).filter(({ hidden }) => hidden === "until-turn"),
  );
  if (revealed.length > 0) {
    const relabelled = renumbered(state, revealed, { hidden: false });
    const shown = { ids: revealed, hidden: false, cause: "turn", relabelled } as const;
    context.emit({ type: "HiddenChanged", ...shown });
  }
  const ids = idsOf(starting);
  context.emit({ type: "TurnBegan", id: entryId, round: state.round, starting: ids });
  for (const id of ids) turnFigures(context, id, "start");
  tickTurn(context, ids, "start");
  for (const id of ids) {
    askAtStart(context, id);
    askForLair(context, id);
  }
}

function askAtStart(context: Context, id: Id): void {
  saveAgainstEffects(context, id, "start");
  rollRecharges(context, id);
  askForDeathSave(context, id);
}

/**
 * Places whose turn does not come, because all there are out or delay. What those turns count
 * down goes on [TURN-3], and to who delays all of a turn's start and end happens [DELAY-1]. A
 * current turn ends when its creature fell.
 */
export function passPlaces(context: Context, entryIds: readonly Id[]): void {
  const { state, emit } = context;
  for (const id of entryIds) if (isCurrent(state, id)) endTurn(context, id);
  const { round } = state;
  const members = entryIds.flatMap((id) => membersOf(state, id));
  const starting = members.filter((member) => isToBegin(member, round));
  const ending = members.filter((member) => isToEnd(member, round));
  if (ending.length === 0) return;
  emit({ type: "PlacesPassed", ids: idsOf(ending) });
  tickTurn(context, idsOf(starting), "start");
  for (const { id, delaying } of starting) if (delaying) askAtStart(context, id);
  tickTurn(context, idsOf(ending), "end");
  for (const { id, delaying } of ending) if (delaying) saveAgainstEffects(context, id, "end");
}
