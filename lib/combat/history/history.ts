/**
 * A fight with its past in memory, for those who only follow it. States share what did not
 * change; of older ones only every fiftieth is kept and the rest is replayed from there.
 * Deciding is in `timeline.ts`, so that a page can follow a fight before it has the rules.
 */
import { evolve } from "@/lib/combat/evolve.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState } from "@/lib/combat/state.ts";

const RECENT = 100;
const SPACING = 50;

export class History {
  #state: EncounterState;
  readonly #baseVersion: number;
  readonly #entries: LogEntry[] = [];
  readonly #kept = new Map<number, EncounterState>();

  /** Starts at `base` (a snapshot, or `NOTHING_YET`) and takes in the entries after it. */
  constructor(base: EncounterState, entries: Iterable<LogEntry> = []) {
    this.#state = base;
    this.#baseVersion = base.version;
    this.#kept.set(base.version, base);
    for (const entry of entries) this.append(entry);
  }

  get state(): EncounterState {
    return this.#state;
  }

  /** Version at which the past in memory begins. */
  get baseVersion(): number {
    return this.#baseVersion;
  }

  /**
   * Takes in the next entry.
   *
   * @throws {RangeError} When it does not follow the last one: entries were lost on the way.
   */
  append(entry: LogEntry): EncounterState {
    const expected = this.#state.version + 1;
    if (entry.version !== expected) {
      throw new RangeError(`Cannot append version ${entry.version}: ${expected} comes next`);
    }
    this.#state = evolve(this.#state, entry);
    this.#entries.push(entry);
    this.#kept.set(entry.version, this.#state);
    const old = entry.version - RECENT;
    if (old > this.#baseVersion && old % SPACING !== 0) this.#kept.delete(old);
    return this.#state;
  }

  /** Forgets everything after `version`, which must not lie before the base. */
  rewind(version: number): EncounterState {
    const state = this.stateAt(version);
    if (!state) throw new RangeError(`Cannot rewind to version ${version}: it is not in memory`);
    for (let gone = this.#state.version; gone > version; gone--) this.#kept.delete(gone);
    this.#entries.length = version - this.#baseVersion;
    this.#kept.set(version, state);
    this.#state = state;
    return state;
  }

  entry(version: number): LogEntry | undefined {
    return this.#entries[version - this.#baseVersion - 1];
  }

  /** Entries after `version` that are in memory, oldest first. */
  entriesAfter(version: number): readonly LogEntry[] {
    return this.#entries.slice(Math.max(0, version - this.#baseVersion));
  }

  /** The state right after `version`; undefined when it lies outside what is in memory. */
  stateAt(version: number): EncounterState | undefined {
    if (version < this.#baseVersion || version > this.#state.version) return undefined;
    let from = version;
    while (!this.#kept.has(from)) from--;
    let state = this.#kept.get(from);
    for (let next = from + 1; state && next <= version; next++) {
      const entry = this.entry(next);
      if (entry) state = evolve(state, entry);
    }
    return state;
  }
}
