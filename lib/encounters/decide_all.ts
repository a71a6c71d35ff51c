import type { CommandEnvelope } from "@/lib/combat/commands.ts";
import { evolve } from "@/lib/combat/evolve.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import { entryFor, type History } from "@/lib/encounters/decide_command.ts";
import type { LiveEncounter } from "@/lib/encounters/live/live_encounter.ts";
import { entryBytes } from "@/lib/encounters/live/rough_bytes.ts";
import type { Refusal } from "@/lib/errors.ts";
import { pacing } from "@/lib/pacing.ts";
import type { EncounterStore } from "@/lib/store/ports/encounter_store.ts";

export interface CommandResult {
  readonly id: Id;
  /** `repeated`: it was carried out before; this is its first result. */
  readonly status: "applied" | "repeated";
  readonly entry: LogEntry;
}

export interface BatchResult {
  /** Version of the fight after the batch. */
  readonly version: number;
  /** Of the commands in order, up to the first that was refused. */
  readonly results: readonly CommandResult[];
  /** Why the batch stopped; everything before it is kept, everything after it was not looked at. */
  readonly refused?: { readonly index: number; readonly id: Id; readonly refusal: Refusal };
}

export interface Decided {
  /** Entries to append. */
  readonly fresh: readonly LogEntry[];
  /** The state after them. */
  readonly state: EncounterState;
  /** The states after each of them, by version. */
  readonly states: ReadonlyMap<number, EncounterState>;
  readonly answer: Omit<BatchResult, "version">;
}

/** Entries that are stored together: writing them holds everybody up. Further ones wait. */
const BYTES_AT_A_TIME = 128 * 1024;

/** Time never runs backwards within a fight. */
function inTime(envelope: CommandEnvelope, last: number): CommandEnvelope {
  return envelope.at >= last ? envelope : { ...envelope, at: last };
}

/**
 * Decides commands one after the other on `encounter`, until there is enough to store: as many as
 * there are results. Those in `known` have been carried out before
 * and answer with their first result. One that is refused is looked up in the store: a repeated
 * command is often refused, just because it was carried out.
 */
export async function decideAll(
  store: EncounterStore,
  encounter: LiveEncounter,
  envelopes: readonly CommandEnvelope[],
  known: ReadonlyMap<Id, LogEntry>,
  { ownUndoOnly }: Pick<History, "ownUndoOnly">,
): Promise<Decided> {
  const results: CommandResult[] = [];
  const fresh: LogEntry[] = [];
  const states = new Map<number, EncounterState>();
  const pace = pacing();
  const past: History = {
    stored: encounter.version,
    state: (version) => states.get(version) ?? encounter.stateAt(version),
    keep: (made) => encounter.keepStretch(made),
    fresh,
    pace,
    ownUndoOnly,
  };
  let now = encounter.state;
  let last = encounter.lastAt;
  let bytes = 0;
  for (const [index, envelope] of envelopes.entries()) {
    await pace();
    const { id } = envelope;
    const first = known.get(id) ?? fresh.find((entry) => entry.commandId === id);
    if (first !== undefined) {
      results.push({ id, status: "repeated", entry: first });
      continue;
    }
    const decided = await entryFor(store, now, inTime(envelope, last), past);
    if (!decided.ok) {
      const before = await store.findCommand(now.id, id);
      if (before === null) {
        const refused = { index, id, refusal: decided };
        return { fresh, state: now, states, answer: { results, refused } };
      }
      results.push({ id, status: "repeated", entry: before });
      continue;
    }
    const entry = decided.value;
    now = evolve(now, entry);
    states.set(now.version, now);
    last = entry.at;
    fresh.push(entry);
    results.push({ id, status: "applied", entry });
    bytes += entryBytes(entry);
    if (bytes >= BYTES_AT_A_TIME) break;
  }
  return { fresh, state: now, states, answer: { results } };
}
