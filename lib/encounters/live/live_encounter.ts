import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { evolve } from "@/lib/combat/evolve.ts";
import {
  guessTurn,
  rememberTurn,
  type TurnMemory,
} from "@/lib/encounters/projection/turn_memory.ts";
import { OpaqueIds } from "@/lib/encounters/projection/opaque_ids.ts";

/** Entries kept in memory for streams that are a little behind. */
const RECENT = 256;
/** States kept for undo; they share what did not change. */
const STATES = 64;

/** One fight in memory: the fold of its log so far, and what players saw last. */
export class LiveEncounter {
  readonly opaqueIds: OpaqueIds;
  /** What players saw of the turn; see `TurnMemory`. */
  memory: TurnMemory;
  /** Version of the newest snapshot that is known to exist. */
  snapshotVersion: number;
  /** Time of the newest entry that is known. */
  lastAt: number;
  #recent: LogEntry[] = [];
  readonly #states = new Map<number, EncounterState>();

  constructor(public state: EncounterState, opaqueIdsKey: Uint8Array, snapshotVersion: number) {
    this.opaqueIds = new OpaqueIds(opaqueIdsKey, state.id);
    this.memory = guessTurn(state);
    this.snapshotVersion = snapshotVersion;
    this.lastAt = state.turnStartedAt ?? 0;
  }

  get version(): number {
    return this.state.version;
  }

  /**
   * Folds in what is new of `entries`; what is known already is passed over. False when an entry
   * before them is missing: then nothing was done.
   */
  advance(entries: readonly LogEntry[]): boolean {
    const fresh = entries.filter((entry) => entry.version > this.version);
    const [first] = fresh;
    if (first === undefined) return true;
    if (first.version !== this.version + 1) return false;
    for (const entry of fresh) {
      const before = this.state;
      const state = evolve(before, entry);
      this.state = state;
      this.memory = rememberTurn(this.memory, { before, state, at: entry.at });
      this.lastAt = entry.at;
      this.#states.set(entry.version, this.state);
      this.#states.delete(entry.version - STATES);
    }
    this.#recent.push(...fresh);
    if (this.#recent.length > RECENT * 2) this.#recent = this.#recent.slice(-RECENT);
    return true;
  }

  /** The state right after `version`, if it is still in memory. */
  stateAt(version: number): EncounterState | undefined {
    return version === this.version ? this.state : this.#states.get(version);
  }

  /** Entries after `version`, or undefined when they are not all in memory. */
  entriesAfter(version: number): readonly LogEntry[] | undefined {
    if (version >= this.version) return [];
    const at = this.#recent.findIndex((entry) => entry.version === version + 1);
    return at === -1 ? undefined : this.#recent.slice(at);
  }
}
