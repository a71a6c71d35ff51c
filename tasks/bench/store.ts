// The embedded store: what a durable append costs beside a bare insert and in a crowd, how fast a
// long fight opens, and whether many migrators at once apply each migration once. Everything runs
// on files in the system's folder for temporary ones.
import { DatabaseSync } from "node:sqlite";
import { EncounterCache } from "@/lib/encounters/live/encounter_cache.ts";
import { NOON, sampleEntry, sampleRecord, sampleUpdate } from "@/lib/store/contracts/samples.ts";
import { openStore } from "@/lib/store/sqlite/open.ts";
import { median, percentile, type Row, row } from "@/tasks/bench/row.ts";
import { longEncounter, TAIL } from "@/tasks/lib/long_encounter.ts";
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

/** Milliseconds of one call, over `BATCH` calls one after the other. */
async function each(work: () => unknown): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < BATCH; i++) await work();
  return (performance.now() - start) / BATCH;
}

async function appends(): Promise<Row[]> {
  const { store: { encounters }, path, close } = await temporaryStore();
  const bare = bareInsert(`${path}.bare`, JSON.stringify(sampleEntry(1)));
  const ids = Array.from({ length: 100 }, () => crypto.randomUUID());
  const versions = new Map<string, number>(ids.map((id) => [id, 1]));
  await Promise.all(ids.map((id) => encounters.create(sampleRecord(id), [sampleEntry(1)])));
  const append = (id: string) => {
    const version = versions.get(id) ?? 1;
    versions.set(id, version + 1);
    const entry = sampleEntry(version + 1, crypto.randomUUID());
    return encounters.append(id, version, [entry], sampleUpdate({ updatedAt: NOON + version }));
  };
  const alone: number[] = [];
  const crowd: number[] = [];
  const theirs: number[] = [];
  // In turns, so that a busy disk weighs on all alike.
  for (let round = 0; round < ROUNDS; round++) {
    theirs.push(await each(bare));
    alone.push(await each(() => append(ids[0] ?? "")));
    const start = performance.now();
    await Promise.all(ids.map(append));
    crowd.push((performance.now() - start) / ids.length);
  }
  await close();
  const runs = ROUNDS * BATCH;
  const ratio = { unit: "×", budget: 1.5 };
  return [
    row({
      name: "durable append beside a bare SQLite insert",
      value: median(alone) / median(theirs),
      runs,
      ...ratio,
    }),
    row({
      name: "the same, each of 100 appends at once",
      value: median(crowd) / median(theirs),
      runs: ROUNDS * ids.length,
      ...ratio,
    }),
  ];
}

async function openLongEncounter(): Promise<Row> {
  const { store, path, close } = await temporaryStore();
  const { version } = await longEncounter(store.encounters, "long");
  const bytes = new Uint8Array(32);
  const keys = { current: { kid: "bench", bytes }, keys: [{ kid: "bench", bytes }] };
  const samples: number[] = [];
  for (let run = 0; run < 30; run++) {
    // A connection of its own and no fight in memory, as after a restart.
    const fresh = openStore({ path });
    const start = performance.now();
    const encounter = await new EncounterCache(fresh.encounters, keys).load("long", 0);
    samples.push(performance.now() - start);
    await fresh.close();
    if (encounter.version !== version) {
      throw new Error(`Cannot trust this bench: ${encounter.version}`);
    }
  }
  await close();
  return row({
    name: `opening a fight of ${version.toLocaleString("en")} log entries ` +
      `(snapshot + ${TAIL}), p95`,
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
  yield* await appends();
  yield await openLongEncounter();
  yield await migratorRaces();
}
