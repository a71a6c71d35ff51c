import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { evolve } from "@/lib/combat/evolve.ts";
import {
  guessTurn,
  rememberTurn,
  type TurnMemory,
} from "@/lib/encounters/projection/turn_memory.ts";
import { entryBytes, roughBytes } from "@/lib/encounters/live/rough_bytes.ts";
import { OpaqueIds } from "@/lib/encounters/projection/opaque_ids.ts";

/** Entries kept in memory for streams that are a little behind, and what they may take in bytes. */
const RECENT = 256;
const RECENT_BYTES = 2_000_000;
/** States kept for undo, and what they may take in bytes beside the newest. */
const STATES = 64;
const STATES_BYTES = 4_000_000;
/** A state is the one before with some of its parts made anew: its lists of combatants and order. */
const BYTES_OF_A_STATE = 2_000;
const BYTES_OF_A_COMBATANT = 48;

/** One fight in memory: the fold of its log so far, and what players saw last. */
export class LiveEncounter {
  readonly opaqueIds: OpaqueIds;
  /** What players saw of the turn; see `TurnMemory`. */
  memory: TurnMemory;
  /** Version of the newest snapshot that is known to exist. */
  snapshotVersion: number;
  /** Time of the newest entry that is known. */
  lastAt: number;
  #recent: { readonly entry: LogEntry; readonly bytes: number }[] = [];
  #recentBytes = 0;
  readonly #states = new Map<number, { readonly state: EncounterState; readonly bytes: number }>();
  #statesBytes = 0;
  /** States of a stretch further back, which an undo has asked for. */
  #stretch: ReadonlyMap<number, EncounterState> = new Map();
  #stretchBytes = 0;
  #stateBytes: number;
  /** Bytes of the entries since the newest snapshot that is known. */
  bytesSinceSnapshot = 0;

  constructor(public state: EncounterState, opaqueIdsKey: Uint8Array, snapshotVersion: number) {
    this.opaqueIds = new OpaqueIds(opaqueIdsKey, state.id);
    this.memory = guessTurn(state);
    this.snapshotVersion = snapshotVersion;
    this.lastAt = state.turnStartedAt ?? 0;
    this.#stateBytes = roughBytes(state);
  }

  /** What it takes in memory, in bytes, rather too much than too little. */
  get bytes(): number {
    return this.#stateBytes + this.#recentBytes + this.#statesBytes + this.#stretchBytes;
  }

  /** What its state takes in memory. */
  get stateBytes(): number {
    return this.#stateBytes;
  }

  get version(): number {
    return this.state.version;
  }

  /**
   * Folds in what is new of `entries`; what is known already is passed over. False when an entry
   * before them is missing: then nothing was done.
   *
   * @param known States after entries that somebody has computed already, by version.
   */
  advance(
    entries: readonly LogEntry[],
    known: ReadonlyMap<number, EncounterState> = new Map(),
  ): boolean {
    const fresh = entries.filter((entry) => entry.version > this.version);
    const [first] = fresh;
    if (first === undefined) return true;
    if (first.version !== this.version + 1) return false;
    for (const entry of fresh) {
      const before = this.state;
      const state = known.get(entry.version) ?? evolve(before, entry);
      this.state = state;
      this.memory = rememberTurn(this.memory, { before, state, at: entry.at });
      this.lastAt = entry.at;
      this.#remember(entry, state);
    }
    return true;
  }

  #remember(entry: LogEntry, state: EncounterState): void {
    const bytes = entryBytes(entry);
    this.#stateBytes += bytes;
    this.bytesSinceSnapshot += bytes;
    this.#recent.push({ entry, bytes });
    this.#recentBytes += bytes;
    while (this.#recent.length > RECENT || this.#recentBytes > RECENT_BYTES) {
      const dropped = this.#recent.shift();
      if (dropped === undefined) break;
      this.#recentBytes -= dropped.bytes;
    }
    const own = bytes + BYTES_OF_A_STATE + BYTES_OF_A_COMBATANT * state.order.length;
    this.#states.set(entry.version, { state, bytes: own });
    this.#statesBytes += own;
    for (const [version, { bytes }] of this.#states) {
      if (this.#states.size <= STATES && this.#statesBytes <= STATES_BYTES) break;
      this.#states.delete(version);
      this.#statesBytes -= bytes;
    }
  }

  /** Weighs the state anew: what entries brought may have gone again. */
  weigh(): void {
    this.#stateBytes = roughBytes(this.state);
  }

  /** Keeps states of a stretch further back, in place of the stretch before; see `statesUpTo`. */
  keepStretch(states: readonly EncounterState[]): void {
    this.#stretch = new Map(states.map((state) => [state.version, state]));
    // They share what did not change between them, but perhaps nothing with the newest state.
    this.#stretchBytes = this.#stateBytes +
      states.length * (BYTES_OF_A_STATE + BYTES_OF_A_COMBATANT * this.state.order.length);
  }

  /** Lets go of everything but the state. */
  trim(): void {
    this.#recent = [];
    this.#states.clear();
    this.#stretch = new Map();
    this.#recentBytes = this.#statesBytes = this.#stretchBytes = 0;
  }

  /** The state right after `version`, if it is still in memory. */
  stateAt(version: number): EncounterState | undefined {
    if (version === this.version) return this.state;
    return this.#states.get(version)?.state ?? this.#stretch.get(version);
  }

  /** Entries after `version`, or undefined when they are not all in memory. */
  entriesAfter(version: number): readonly LogEntry[] | undefined {
    if (version >= this.version) return [];
    const at = this.#recent.findIndex(({ entry }) => entry.version === version + 1);
    return at === -1 ? undefined : this.#recent.slice(at).map(({ entry }) => entry);
  }
}
