import { createHmac } from "node:crypto";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import { evolve, replay } from "@/lib/combat/evolve.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import type { Keys } from "@/lib/encounters/deps.ts";
import { guessTurn, rememberTurn } from "@/lib/encounters/projection/turn_memory.ts";
import type { EncounterStore } from "@/lib/store/ports/encounter_store.ts";
import { LiveEncounter } from "./live_encounter.ts";

/** Fights kept in memory that nobody listens to. */
const IDLE_FIGHTS = 256;
/** Entries between two snapshots: opening a fight replays at most about so many. */
export const SNAPSHOT_EVERY = 200;
const PAGE = 1000;

/** The state of a fight right after `version`, made from the newest snapshot before it. */
export async function stateAt(
  store: EncounterStore,
  id: Id,
  version: number,
): Promise<EncounterState> {
  const snapshot = await store.snapshot(id, version);
  let state = snapshot?.state ?? NOTHING_YET;
  while (state.version < version) {
    const limit = Math.min(PAGE, version - state.version);
    const entries = await store.entriesAfter(id, state.version, limit);
    if (entries.length === 0) break;
    state = replay(state, entries);
  }
  return state;
}

/** The fights in this process's memory; the store is always the truth. */
export class EncounterCache {
  readonly #encounters = new Map<Id, LiveEncounter>();
  readonly #loading = new Map<Id, Promise<LiveEncounter>>();
  readonly #held = new Map<Id, number>();
  readonly #opaqueIdsKey: Uint8Array;

  /** @param snapshotEvery entries between two snapshots */
  constructor(
    private readonly store: EncounterStore,
    keys: Keys,
    private readonly snapshotEvery: number = SNAPSHOT_EVERY,
  ) {
    this.#opaqueIdsKey = createHmac("sha256", keys.current.bytes).update("ids for players")
      .digest();
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
    await this.catchUp(encounter);
    await this.#recallTurn(encounter);
    this.#touch(id, encounter);
    return encounter;
  }

  /** Looks further back for the turn that players saw last, while somebody hidden acts. */
  async #recallTurn(encounter: LiveEncounter): Promise<void> {
    if (!encounter.memory.guessed) return;
    const { id } = encounter.state;
    let state = await stateAt(this.store, id, Math.max(0, encounter.version - 2 * SNAPSHOT_EVERY));
    let memory = guessTurn(state);
    for (const entry of await this.store.entriesAfter(id, state.version, 2 * SNAPSHOT_EVERY)) {
      const before = state;
      state = evolve(before, entry);
      memory = rememberTurn(memory, { before, state, at: entry.at });
    }
    if (state.version === encounter.version) encounter.memory = memory;
  }

  /** Folds in everything that the store has and this fight has not. */
  async catchUp(encounter: LiveEncounter): Promise<void> {
    for (;;) {
      const entries = await this.store.entriesAfter(encounter.state.id, encounter.version, PAGE);
      const before = encounter.version;
      encounter.advance(entries);
      if (entries.length < PAGE || encounter.version === before) return;
    }
  }

  /** After an append by this process: folds the entries in and saves a snapshot when it is time. */
  async appended(encounter: LiveEncounter, entries: readonly LogEntry[]): Promise<void> {
    if (!encounter.advance(entries)) await this.catchUp(encounter);
    if (encounter.version - encounter.snapshotVersion < this.snapshotEvery) return;
    encounter.snapshotVersion = encounter.version;
    const { version, state } = encounter;
    await this.store.saveSnapshot(state.id, { version, state });
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
    if (this.#encounters.size <= IDLE_FIGHTS + this.#held.size) return;
    for (const oldest of this.#encounters.keys()) {
      if (this.#held.has(oldest) || oldest === id) continue;
      this.#encounters.delete(oldest);
      return;
    }
  }
}
