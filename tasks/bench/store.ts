// The embedded store: what a durable append costs beside a bare insert, how fast a long fight
// opens, and whether many migrators at once apply each migration once. Everything runs on files in
// the system's folder for temporary ones.
import { DatabaseSync } from "node:sqlite";
import {
  NOON,
  sampleEntries,
  sampleEntry,
  sampleRecord,
  sampleState,
  sampleUpdate,
} from "@/lib/store/contract_samples.ts";
import type { EncounterStore } from "@/lib/store/port.ts";
import { openStore } from "@/lib/store/sqlite/open.ts";
import { median, percentile, type Row, row } from "@/tasks/bench/row.ts";
import { raceMigrators } from "@/tasks/lib/race_migrators.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";

const ROUNDS = 40;
const BATCH = 25;

/** A plain table in the same mode, one insert of the same bytes a transaction. */
function bareInsert(path: string, bytes: string): () => void {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  db.exec("CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT");
  const insert = db.prepare("INSERT INTO bare (body) VALUES (?)");
  return () => void insert.run(bytes);
}

async function appendRatio(): Promise<Row> {
  const { store: { encounters }, path, close } = await temporaryStore();
  const bare = bareInsert(`${path}.bare`, JSON.stringify(sampleEntry(1)));
  const id = crypto.randomUUID();
  await encounters.create(sampleRecord(id), [sampleEntry(1)]);
  let version = 1;
  const append = async () => {
    const entry = sampleEntry(version + 1, crypto.randomUUID());
    const updatedAt = NOON + version;
    await encounters.append(id, version++, [entry], sampleUpdate({ updatedAt }));
  };
  const ours: number[] = [];
  const theirs: number[] = [];
  // In turns, so that a busy disk weighs on both alike.
  for (let round = 0; round < ROUNDS; round++) {
    let start = performance.now();
    for (let i = 0; i < BATCH; i++) bare();
    theirs.push((performance.now() - start) / BATCH);
    start = performance.now();
    for (let i = 0; i < BATCH; i++) await append();
    ours.push((performance.now() - start) / BATCH);
  }
  await close();
  return row({
    name: "durable append beside a bare SQLite insert",
    value: median(ours) / median(theirs),
    unit: "×",
    budget: 1.5,
    runs: ROUNDS * BATCH,
  });
}

const LONG = 10_000;
const TAIL = 100;

/** A fight of 10,000 log entries whose newest snapshot is 100 entries old. */
async function writeLongFight(encounters: EncounterStore, id: string): Promise<void> {
  await encounters.create(sampleRecord(id), [sampleEntry(1)]);
  for (let version = 1; version < LONG;) {
    const to = Math.min(LONG, version + 500);
    await encounters.append(id, version, sampleEntries(version + 1, to), sampleUpdate());
    version = to;
  }
  const at = LONG - TAIL;
  const state = sampleState(id, at);
  const done = Array.from({ length: at }, (_, index) => [index + 1, index + 1] as const);
  await encounters.saveSnapshot(id, {
    version: at,
    state: { ...state, history: { ...state.history, done } },
  });
}

async function openLongFight(): Promise<Row> {
  const { store, path, close } = await temporaryStore();
  await writeLongFight(store.encounters, "long");
  const samples: number[] = [];
  for (let run = 0; run < 30; run++) {
    // A connection of its own, so that nothing is in its cache yet.
    const fresh = openStore({ path });
    const start = performance.now();
    const [snapshot] = await Promise.all([
      fresh.encounters.snapshot("long"),
      fresh.encounters.find("long"),
    ]);
    const tail = await fresh.encounters.entriesAfter("long", snapshot?.version ?? 0);
    samples.push(performance.now() - start);
    await fresh.close();
    if (tail.length !== TAIL) {
      throw new Error(`Cannot trust this bench: ${tail.length} in the tail`);
    }
  }
  await close();
  return row({
    name: "reading a fight of 10,000 log entries (snapshot + tail), p95",
    value: percentile(samples, 0.95),
    unit: "ms",
    budget: 20,
    runs: samples.length,
  });
}

const RACES = 50;
const MIGRATORS = 20;

async function migratorRaces(): Promise<Row> {
  let clean = 0;
  for (let race = 0; race < RACES; race++) {
    if ((await raceMigrators(MIGRATORS)).problem === undefined) clean++;
  }
  return row({
    name: "20 migrators at once: applied exactly once",
    value: clean,
    unit: `of ${RACES}`,
    budget: RACES,
    better: "higher",
    runs: RACES,
  });
}

export async function* rows(): AsyncGenerator<Row> {
  yield await appendRatio();
  yield await openLongFight();
  yield await migratorRaces();
}
