/**
 * The log for people: one line an entry, who did what to whom, how much, with which dice, from
 * which figure to which. Names are looked up in the state, so that a renamed creature reads by
 * its name of today and one who left still has one.
 */
import type { CombatEvent, EventOf, EventType } from "@/lib/combat/events.ts";
import { holdsStep } from "@/lib/combat/history/undo_stack.ts";
import type { LogEntry } from "./log_entry.ts";
import { clean, type Describe, describeBody, describeEncounter, pieces } from "./describe_event.ts";
import { isStep } from "@/lib/combat/evolve.ts";
import type { EncounterState } from "@/lib/combat/state.ts";

const DESCRIBE: { readonly [T in EventType]?: Describe<T> } = {
  ...describeEncounter,
  ...describeBody,
};

function sentence<T extends EventType>(
  state: EncounterState,
  event: EventOf<T> & { readonly type: T },
): string {
  const type: T = event.type;
  const describe = Object.hasOwn(DESCRIBE, type) ? DESCRIBE[type] : undefined;
  return describe?.(state, event) ?? "";
}

function sentences(state: EncounterState, events: readonly CombatEvent[]): readonly string[] {
  return events.map((event) => sentence(state, event)).filter((text) => text !== "");
}

function marked(state: EncounterState, entry: LogEntry): string {
  const told = sentences(state, entry.events);
  return told.length > 0 ? told.join(". ") : entry.commandType;
}

/** A piece of a line; names are strong. */
export interface LogPart {
  readonly text: string;
  readonly strong: boolean;
}

/** The line of an entry in pieces, for showing names in bold. */
export function logParts(state: EncounterState, entry: LogEntry): readonly LogPart[] {
  return pieces(marked(state, entry))
    .map((text, at) => ({ text, strong: at % 2 === 1 }))
    .filter(({ text }) => text !== "");
}

/** The line of an entry as plain text. */
export function logLine(state: EncounterState, entry: LogEntry): string {
  return clean(marked(state, entry));
}

/** Whether an entry was taken back, as seen from `state`. */
export function isUndone(
  state: EncounterState,
  entry: Pick<LogEntry, "version" | "events">,
): boolean {
  if (!isStep(entry.events)) return false;
  const { done, joined } = state.history;
  if (holdsStep(done, entry.version)) return false;
  const join = joined.find(([version]) => version === entry.version);
  return join === undefined || !holdsStep(done, join[1]);
}
