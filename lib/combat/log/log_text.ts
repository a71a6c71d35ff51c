/**
 * The log for people: one line an entry, who did what to whom, how much, with which dice, from
 * which figure to which. Names are looked up in the state, so that a renamed creature reads by
 * its name of today and one who left still has one.
 */
import type { CombatEvent, EventOf, EventType } from "@/lib/combat/events.ts";
import { holdsStep } from "@/lib/combat/history/undo_stack.ts";
import type { LogEntry } from "./log_entry.ts";
import {
  clean,
  type Describe,
  describeBody,
  describeEncounter,
  pieces,
  strong,
} from "./describe_event.ts";
import { isStep } from "@/lib/combat/evolve.ts";
import type { EncounterState } from "@/lib/combat/state.ts";

const DESCRIBE: { readonly [T in EventType]?: Describe<T> } = {
  ...describeEncounter,
  ...describeBody,
};

function sentence<T extends EventType>(
  state: EncounterState,
  event: EventOf<T> & { readonly type: T },
): string | undefined {
  const type: T = event.type;
  return Object.hasOwn(DESCRIBE, type) ? DESCRIBE[type]?.(state, event) : "";
}

function sentences(state: EncounterState, events: readonly CombatEvent[]): string {
  return events.map((event) => sentence(state, event)).filter(Boolean).join(". ");
}

/** The line with its names marked; who ran the fight beside its owner stands in front. */
function marked(state: EncounterState, { actor, commandType, events }: LogEntry): string {
  const told = sentences(state, events) || commandType;
  return actor.name ? `${strong(actor.name)}: ${told}` : told;
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
    .filter((part) => part.text);
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
  const { done, joined } = state.history;
  return isStep(entry.events) && !holdsStep(done, entry.version) &&
    !joined.some(([version, step]) => version === entry.version && holdsStep(done, step));
}
