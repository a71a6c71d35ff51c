import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import { evolve } from "@/lib/combat/evolve.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import { roughBytes } from "@/lib/encounters/live/rough_bytes.ts";
import { pacing } from "@/lib/pacing.ts";
import type { EncounterStore } from "@/lib/store/ports/encounter_store.ts";

/** Entries between two snapshots: opening a fight replays at most about so many. */
export const SNAPSHOT_EVERY = 200;
/** Bytes of entries that are read from the store at a time. */
const PAGE_BYTES = 1_000_000;
const FIRST_PAGE = 20;
const LONGEST_PAGE = 500;

/**
 * Entries after `after` up to `last`, in pages whose size follows that of the entries.
 *
 * @param first Entries of the first page, of which nothing is known yet.
 */
export async function* pagesOf(
  store: EncounterStore,
  id: Id,
  after: number,
  last: number = Number.MAX_SAFE_INTEGER,
  first: number = FIRST_PAGE,
): AsyncGenerator<readonly LogEntry[]> {
  let limit = first;
  for (let version = after; version < last;) {
    const wanted = Math.min(limit, last - version);
    const entries = await store.entriesAfter(id, version, wanted);
    const newest = entries.at(-1);
    if (newest === undefined) return;
    version = newest.version;
    yield entries;
    if (entries.length < wanted) return;
    const each = roughBytes(entries) / entries.length;
    limit = Math.max(1, Math.min(LONGEST_PAGE, Math.floor(PAGE_BYTES / each)));
  }
}

/**
 * The states from the newest snapshot before `version` up to `version`, oldest first, at most
 * `most` of them. Gives others their turn meanwhile.
 */
export async function statesUpTo(
  store: EncounterStore,
  id: Id,
  version: number,
  most: number = 2 * SNAPSHOT_EVERY,
): Promise<EncounterState[]> {
  const pace = pacing();
  const snapshot = await store.snapshot(id, version);
  let states = [snapshot?.state ?? NOTHING_YET];
  let state = states[0] ?? NOTHING_YET;
  for await (const entries of pagesOf(store, id, state.version, version)) {
    for (const entry of entries) {
      state = evolve(state, entry);
      states.push(state);
      if (states.length > 2 * most) states = states.slice(-most);
      await pace();
    }
  }
  return states.slice(-most);
}
