// The embedded store: what a durable append costs beside a bare insert, and how fast a long fight
// opens. Everything runs on a file in the system's folder for temporary files.
import { DatabaseSync } from "node:sqlite";
import {
  NOON,
  sampleEntry,
  sampleRecord,
  sampleState,
  sampleUpdate,
} from "@/lib/store/contract_samples.ts";
import { openStore } from "@/lib/store/sqlite/open.ts";
import { median, type Row, row } from "@/tasks/bench/row.ts";
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
  const { store, path, close } = await temporaryStore();
  const bare = bareInsert(`${path}.bare`, JSON.stringify(sampleEntry(1)));
  const id = crypto.randomUUID();
  await store.encounters.create(sampleRecord(id), [sampleEntry(1)]);
  let version = 1;
  const append = async () => {
    const entry = sampleEntry(version + 1, crypto.randomUUID());
    await store.encounters.append(
      id,
      version++,
      [entry],
      sampleUpdate({ updatedAt: NOON + version }),
    );
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

export async function* rows(): AsyncGenerator<Row> {
  yield await appendRatio();
}
