/**
 * `evolve(state, entry)`: what a log entry makes of a fight. Total: it folds in whatever was
 * logged, never throws and never decides; events about who is no longer there do nothing.
 */
import { type Draft, openDraft } from "./draft.ts";
import { type CombatEvent, type EventOf, type EventType, OUTSIDE_UNDO } from "./events.ts";
import { areaHandlers, promptHandlers } from "./evolve/areas.ts";
import { actionHandlers, effectHandlers } from "./evolve/effects.ts";
import {
  encounterHandlers,
  noteHandlers,
  peopleHandlers,
  resetTurnClock,
} from "./evolve/encounter.ts";
import type { Handlers } from "./evolve/handlers.ts";
import { hitPointHandlers } from "./evolve/hit_points.ts";
import { rosterHandlers } from "./evolve/roster.ts";
import { turnHandlers } from "./evolve/turns.ts";
import { stepDone, stepJoined, stepRedone, stepUndone } from "./history/undo_stack.ts";
import type { LogEntry } from "./log/log_entry.ts";
import { patchState } from "./history/patch.ts";
import { prunePrompts } from "./prompt_reasons.ts";
import type { EncounterState, History } from "./state.ts";

function travel(
  draft: Draft,
  { steps, patch }: EventOf<"Undone" | "Redone">,
  move: (history: History) => History,
): void {
  Object.assign(draft.state, patchState(draft.state, patch));
  draft.owned = false;
  resetTurnClock(draft);
  for (const _step of steps) draft.state.history = move(draft.state.history);
}

const HANDLERS: Handlers<EventType> = {
  ...encounterHandlers,
  ...peopleHandlers,
  ...noteHandlers,
  ...rosterHandlers,
  ...turnHandlers,
  ...hitPointHandlers,
  ...effectHandlers,
  ...actionHandlers,
  ...areaHandlers,
  ...promptHandlers,
  Undone: (draft, event) => travel(draft, event, stepUndone),
  Redone: (draft, event) => travel(draft, event, stepRedone),
};

/** Folds one event into a draft; an unknown kind (of a newer version) does nothing. */
export function fold<T extends EventType>(draft: Draft, event: EventOf<T> & { readonly type: T }) {
  const type: T = event.type;
  if (Object.hasOwn(HANDLERS, type)) HANDLERS[type](draft, event);
}

/** Whether an entry is a step of undo: it changed something that undo covers. [UNDO-2] */
export function isStep(events: readonly CombatEvent[]): boolean {
  return events.some(({ type }) => !OUTSIDE_UNDO.has(type));
}

function recorded(history: History, { version, events }: LogEntry): History {
  if (!isStep(events)) return history;
  const joins = events.find((event) => event.type === "StepJoined");
  return joins?.type === "StepJoined"
    ? stepJoined(history, version, joins.step)
    : stepDone(history, version);
}

/** The state after `entry`. */
export function evolve(state: EncounterState, entry: LogEntry): EncounterState {
  const draft = openDraft(state, entry.version, entry.at);
  for (const event of entry.events) fold(draft, event);
  prunePrompts(draft);
  draft.state.history = recorded(draft.state.history, entry);
  return draft.state;
}

/** The state after all of `entries`. */
export function replay(state: EncounterState, entries: Iterable<LogEntry>): EncounterState {
  let now = state;
  for (const entry of entries) now = evolve(now, entry);
  return now;
}
