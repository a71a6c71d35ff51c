import { createHmac } from "node:crypto";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import { evolve } from "@/lib/combat/evolve.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import type { Keys } from "@/lib/encounters/deps.ts";
import { guessTurn, rememberTurn, turnFrom } from "@/lib/encounters/projection/turn_memory.ts";
import { pacing } from "@/lib/pacing.ts";
import type { EncounterStore } from "@/lib/store/ports/encounter_store.ts";
import { LiveEncounter } from "./live_encounter.ts";
import { pagesOf, SNAPSHOT_EVERY, statesUpTo } from "./past_states.ts";

/** Fights kept in memory that nobody listens to, whatever their size. */
const IDLE_FIGHTS = 256;
/** What all fights in memory take at most, in bytes, where nobody says anything else. */
const DEFAULT_BYTES = 128 * 1024 * 1024;
/** A snapshot is saved after so many bytes of entries, or as many as the state has. */
const SNAPSHOT_BYTES = 4_000_000;
/** Entries folded in before others have their turn. */
const ENTRIES_AT_A_TIME = 10;

/** The fights in this process's memory; the store is always the truth. */
export class EncounterCache {
  readonly #encounters = new Map<Id, LiveEncounter>();
  readonly #loading = new Map<Id, Promise<LiveEncounter>>();
  readonly #held = new Map<Id, number>();
  readonly #opaqueIdsKey: Uint8Array;

  /** What each fight was last known to take, and all of them. */
  readonly #weights = new Map<Id, number>();
  #bytes = 0;

  /**
   * @param maxBytes What fights may take together; those that nobody listens to leave first.
   * @param snapshotEvery Entries between two snapshots.
   */
  constructor(
    private readonly store: EncounterStore,
    keys: Keys,
    private readonly maxBytes: number = DEFAULT_BYTES,
    private readonly snapshotEvery: number = SNAPSHOT_EVERY,
  ) {
    this.#opaqueIdsKey = createHmac("sha256", keys.current.bytes).update("ids for players")
      .digest();
  }

  /** What all fights in memory take, in bytes, rather too much than too little. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The fight in memory, if it is there. */
  peek(id: Id): LiveEncounter | undefined {
    return this.#encounters.get(id);
  }

  /** The fight with at least `version` folded in, as far as the store has it. */
  async load(id: Id, version: number): Promise<LiveEncounter> {
    const known = this.#encounters.get(id);
    if (known !== undefined) {
      this.#touch(id, known);
      if (known.version < version) await this.catchUp(known);
      return known;
    }
    const loading = this.#loading.get(id);
    if (loading !== undefined) {
      const encounter = await loading;
      if (encounter.version < version) await this.catchUp(encounter);
      return encounter;
    }
    const fresh = this.#open(id);
    this.#loading.set(id, fresh);
    try {
      return await fresh;
    } finally {
      this.#loading.delete(id);
    }
  }

  async #open(id: Id): Promise<LiveEncounter> {
    const snapshot = await this.store.snapshot(id);
    const start = snapshot?.state ?? NOTHING_YET;
    // The tail is folded entry by entry, so that what players saw last is known after a restart.
    const encounter = new LiveEncounter(
      { ...start, id },
      this.#opaqueIdsKey,
      snapshot?.version ?? 0,
    );
    encounter.memory = turnFrom(snapshot?.turn) ?? encounter.memory;
    // One page: a snapshot is made before the entries since the last are more, or too heavy.
    await this.#fold(encounter, this.snapshotEvery + 1);
    await this.#recallTurn(encounter);
    this.#touch(id, encounter);
    return encounter;
  }

  /** Looks further back for the turn that players saw last, while somebody hidden acts. */
  async #recallTurn(encounter: LiveEncounter): Promise<void> {
    if (!encounter.memory.guessed) return;
    const { id } = encounter.state;
    const from = Math.max(0, encounter.version - 2 * SNAPSHOT_EVERY);
    let state = (await statesUpTo(this.store, id, from, 1)).at(-1) ?? NOTHING_YET;
    let memory = guessTurn(state);
    const pace = pacing();
    for await (const entries of pagesOf(this.store, id, state.version, encounter.version)) {
      for (const entry of entries) {
        const before = state;
        state = evolve(before, entry);
        memory = rememberTurn(memory, { before, state, at: entry.at });
        await pace();
      }
    }
    if (state.version === encounter.version) encounter.memory = memory;
  }

  /** Folds in everything that the store has and this fight has not. */
  catchUp(encounter: LiveEncounter): Promise<void> {
    return this.#fold(encounter);
  }

  async #fold(encounter: LiveEncounter, first?: number): Promise<void> {
    const pace = pacing();
    const { version, state: { id } } = encounter;
    for await (const entries of pagesOf(this.store, id, version, undefined, first)) {
      for (let at = 0; at < entries.length; at += ENTRIES_AT_A_TIME) {
        encounter.advance(entries.slice(at, at + ENTRIES_AT_A_TIME));
        await pace();
      }
    }
  }

  /**
   * After an append by this process: folds the entries in and saves a snapshot when it is time.
   *
   * @param known States after the entries, as far as they were computed to decide them.
   */
  async appended(
    encounter: LiveEncounter,
    entries: readonly LogEntry[],
    known?: ReadonlyMap<number, EncounterState>,
  ): Promise<void> {
    if (!encounter.advance(entries, known)) await this.catchUp(encounter);
    this.#settle(encounter.state.id, encounter);
    const many = encounter.version - encounter.snapshotVersion >= this.snapshotEvery;
    const heavy = encounter.bytesSinceSnapshot >= Math.max(SNAPSHOT_BYTES, encounter.stateBytes);
    if (!many && !heavy) return;
    encounter.snapshotVersion = encounter.version;
    encounter.bytesSinceSnapshot = 0;
    encounter.weigh();
    const { version, state, memory } = encounter;
    // A guess would be believed by whoever begins from it.
    const turn = memory.guessed ? {} : { turn: { ...memory } };
    await this.store.saveSnapshot(state.id, { version, state, ...turn });
  }

  /** Whether anybody listens to the fight here. */
  isHeld(id: Id): boolean {
    return this.#held.has(id);
  }

  /** Keeps a fight in memory while somebody listens; the returned function releases it. */
  hold(id: Id): () => void {
    this.#held.set(id, (this.#held.get(id) ?? 0) + 1);
    return () => {
      const left = (this.#held.get(id) ?? 1) - 1;
      if (left === 0) this.#held.delete(id);
      else this.#held.set(id, left);
    };
  }

  #touch(id: Id, encounter: LiveEncounter): void {
    this.#encounters.delete(id);
    this.#encounters.set(id, encounter);
    this.#settle(id, encounter);
  }

  /** Counts what a fight takes now and makes room: idle fights go, others keep their state only. */
  #settle(id: Id, encounter: LiveEncounter): void {
    if (this.#encounters.get(id) !== encounter) return;
    this.#weighed(id, encounter.bytes);
    const full = () => this.#bytes > this.maxBytes;
    for (const oldest of this.#encounters.keys()) {
      if (!full() && this.#encounters.size <= IDLE_FIGHTS + this.#held.size) return;
      if (this.#held.has(oldest) || oldest === id) continue;
      this.#encounters.delete(oldest);
      this.#weighed(oldest, 0);
    }
    for (const [other, held] of this.#encounters) {
      if (!full()) return;
      held.trim();
      this.#weighed(other, held.bytes);
    }
  }

  #weighed(id: Id, bytes: number): void {
    this.#bytes += bytes - (this.#weights.get(id) ?? 0);
    if (bytes === 0) this.#weights.delete(id);
    else this.#weights.set(id, bytes);
  }
}
