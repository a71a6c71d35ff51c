import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { DependencyError } from "@/lib/errors.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import { sampleEntry, sampleRecord, sampleUpdate } from "@/lib/store/contracts/samples.ts";
import type { EncounterStore } from "@/lib/store/ports/encounter_store.ts";
import { migrate } from "@/lib/store/migrations/migrate.ts";
import { Database } from "@/lib/store/sqlite/database.ts";
import { SqliteEncounterStore } from "@/lib/store/sqlite/encounter_store.ts";
import { StoreFault, type StoreFaultKind } from "@/lib/store/sqlite/fault.ts";
import { openMigrationStore, openStore } from "@/lib/store/sqlite/open.ts";
import { Writer } from "@/lib/store/sqlite/writer.ts";
import type { Store } from "@/lib/store/ports/store.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";
import { migrateUp, temporaryStore } from "@/tasks/lib/temporary_store.ts";
import { smallDisk } from "@/tests/help/small_disk.ts";

/** Asserts that `work` fails by exactly this fault, in words that carry no path and no SQL. */
async function failsBy(kind: StoreFaultKind, work: Promise<unknown>): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof StoreFault && error instanceof DependencyError, String(error));
    assert.equal(error.kind, kind);
    assert.equal(error.part, "store");
    assert.ok(error.cause instanceof Error);
    assert.doesNotMatch(error.message, /sqlite|select|insert|\//i);
    return true;
  });
}

function append({ encounters }: Store, version: number, commandId?: string) {
  const entry = sampleEntry(version + 1, commandId);
  return encounters.append("a", version, [entry], sampleUpdate());
}

async function withEncounter(options: { lockedMs?: number } = {}) {
  const temporary = await temporaryStore(options);
  await temporary.store.encounters.create(sampleRecord("a"), [sampleEntry(1)]);
  return temporary;
}

Deno.test("locked for long: writes fail within their time, reads go on, then all is well", async () => {
  const { store, path, close } = await withEncounter({ lockedMs: 200 });
  const other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  const start = performance.now();
  await failsBy("locked", append(store, 1));
  await failsBy("locked", store.ping());
  const waited = performance.now() - start;
  assert.ok(waited >= 350 && waited < 3_000, `${waited} ms`);
  assert.equal((await store.encounters.find("a"))?.version, 1);
  other.exec("ROLLBACK");
  assert.equal((await append(store, 1)).kind, "appended");
  other.close();
  await close();
});

Deno.test("locked for a moment (slow): the write waits, others are answered, it is kept", async () => {
  const { store, path, close } = await withEncounter();
  const other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  let settled = false;
  const write = append(store, 1).finally(() => settled = true);
  let reads = 0;
  for (const end = performance.now() + 300; performance.now() < end; reads++) {
    await store.encounters.find("a");
    await sleep(5);
  }
  assert.equal(settled, false, "the lock did not hold");
  assert.ok(reads >= 4, `${reads} reads while it waited`);
  other.exec("ROLLBACK");
  assert.equal((await write).kind, "appended");
  other.close();
  await close();
});

/** Appends until it fails for want of space; answers the last version that was acknowledged. */
async function appendUntilFull(encounters: EncounterStore): Promise<number> {
  for (let version = 1; version < 5_000; version++) {
    const entry = sampleEntry(version + 1);
    const outcome = await encounters.append("a", version, [entry], sampleUpdate())
      .catch((error) => error);
    if (!(outcome instanceof Error)) continue;
    await failsBy("full", Promise.reject(outcome));
    return version;
  }
  throw new Error("it was never full");
}

Deno.test("full: the write fails and leaves nothing; with space again it goes on", async () => {
  const disk = await smallDisk("1m");
  if (disk.kind === "missing") {
    console.log(`SQLite's own limit stands in, no small disk: ${disk.reason}`);
    return await fullByOwnLimit();
  }
  const path = `${disk.path}/tracker.sqlite`;
  await migrateUp(path);
  const store = openStore({ path });
  await store.encounters.create(sampleRecord("a"), [sampleEntry(1)]);
  await disk.fill();
  const version = await appendUntilFull(store.encounters);
  assert.equal((await store.encounters.find("a"))?.version, version);
  assert.equal((await store.encounters.entriesAfter("a", 0)).length, version);
  await assert.rejects(store.ping(), /the disk is full/);
  await disk.empty();
  assert.deepEqual(await append(store, version), { kind: "appended", version: version + 1 });
  await store.ping();
  await store.close();
  await disk.remove();
});

Deno.test("full by SQLite's own limit: of one flush all fail, and none is half there", () =>
  fullByOwnLimit());

async function fullByOwnLimit(): Promise<void> {
  const { path, store, close } = await withEncounter();
  const db = new Database({ path });
  const encounters = new SqliteEncounterStore(db, new Writer(db));
  db.exec("PRAGMA max_page_count = 1");
  const version = await appendUntilFull(encounters);
  const ids = ["b", "c", "d"];
  const results = await Promise.allSettled(
    ids.map((id) => encounters.create(sampleRecord(id), Array.from({ length: 1 }, big))),
  );
  for (const result of results) {
    assert.equal(result.status, "rejected");
    if (result.status === "rejected") await failsBy("full", Promise.reject(result.reason));
  }
  for (const id of ids) assert.equal(await store.encounters.find(id), null);
  db.exec("PRAGMA max_page_count = 100000");
  const entry = sampleEntry(version + 1);
  const again = await encounters.append("a", version, [entry], sampleUpdate());
  assert.equal(again.kind, "appended");
  db.close();
  await close();
}

/** An entry that needs pages of its own. */
function big(): LogEntry {
  const name = "long ".repeat(10_000);
  return { ...sampleEntry(1), events: [{ type: "EncounterRenamed", name, before: "" }] };
}

Deno.test("one job that fails does not take along those that share its flush", async () => {
  const { store, close } = await withEncounter();
  const results = await Promise.allSettled([
    store.encounters.create(sampleRecord("b"), [sampleEntry(1)]),
    store.encounters.create(sampleRecord("c", { version: 9 }), [sampleEntry(1)]),
    store.values.put("k", "v", 0),
  ]);
  assert.deepEqual(results.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
  assert.notEqual(await store.encounters.find("b"), null);
  assert.equal(await store.encounters.find("c"), null);
  assert.equal((await store.values.get("k"))?.value, "v");
  await close();
});

Deno.test("a read-only disk: opening fails, and works when it is writable again", async () => {
  const disk = await smallDisk("8m");
  if (disk.kind === "missing") {
    console.log(`A file of a newer format stands in, no small disk: ${disk.reason}`);
    return await readOnlyByFormat();
  }
  const path = `${disk.path}/tracker.sqlite`;
  await migrateUp(path);
  const store = openStore({ path });
  await store.encounters.create(sampleRecord("a"), [sampleEntry(1)]);
  await store.close();
  await disk.setReadOnly(true);
  assert.throws(() => openStore({ path }), StoreFault);
  await disk.setReadOnly(false);
  const again = openStore({ path });
  assert.equal((await append(again, 1)).kind, "appended");
  await again.close();
  await disk.remove();
});

/** SQLite never writes to a file whose write version (its byte 18) it does not know. */
async function readOnlyByFormat(): Promise<void> {
  const { path, store, close } = await withEncounter();
  await store.close();
  const setWriteVersion = async (version: number) => {
    using file = await Deno.open(path, { write: true });
    await file.seek(18, Deno.SeekMode.Start);
    await file.write(Uint8Array.of(version));
  };
  await setWriteVersion(3);
  const refusing = openStore({ path });
  await failsBy("read-only", append(refusing, 1));
  assert.equal((await refusing.encounters.find("a"))?.version, 1);
  await refusing.close();
  await setWriteVersion(2);
  const again = openStore({ path });
  assert.equal((await append(again, 1)).kind, "appended");
  await again.close();
  await close();
}

Deno.test("a file that SQLite may only read: writes fail, and work when it may", readOnlyByFormat);

Deno.test("a read-only database: writes fail and say so, reads go on", async () => {
  const { path, close } = await withEncounter();
  const db = new Database({ path, readOnly: true });
  const encounters = new SqliteEncounterStore(db, new Writer(db));
  const write = encounters.append("a", 1, [sampleEntry(2)], sampleUpdate());
  await failsBy("read-only", write);
  assert.equal((await encounters.find("a"))?.version, 1);
  db.close();
  await close();
});

Deno.test("a file that is no database is refused when it is opened", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/tracker.sqlite`;
  await Deno.writeTextFile(path, "Once upon a time ".repeat(1_000));
  const opening = new Promise((resolve) => resolve(openStore({ path })));
  await failsBy("corrupt", opening);
  await failsBy("corrupt", new Promise((resolve) => resolve(openMigrationStore({ path }))));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("pages that were overwritten are found when they are read", async () => {
  const { store, path, close } = await withEncounter();
  for (let version = 1; version < 400; version++) await append(store, version);
  await store.close();
  const { size } = await Deno.stat(path);
  {
    using file = await Deno.open(path, { write: true });
    // All but the first page, which says that it is a database.
    await file.seek(4_096, Deno.SeekMode.Start);
    await file.write(new Uint8Array(size - 4_096).fill(0x5a));
  }
  const damaged = openStore({ path });
  await failsBy("corrupt", damaged.encounters.find("a"));
  await failsBy("corrupt", damaged.encounters.entriesAfter("a", 0));
  await failsBy("corrupt", append(damaged, 400));
  await damaged.close();
  await close();
});

Deno.test("rows in another form are reported, a snapshot in another form is passed over", async () => {
  const { store, path, close } = await withEncounter();
  const db = new DatabaseSync(path);
  db.exec(`INSERT INTO encounter_snapshots VALUES ('a', 1, 1, '{"half":')`);
  assert.equal(await store.encounters.snapshot("a"), null);
  db.exec("UPDATE encounter_log SET body = '{}'");
  await failsBy("corrupt", store.encounters.entriesAfter("a", 0));
  db.exec("UPDATE encounters SET status = 'dancing'");
  await failsBy("corrupt", store.encounters.find("a"));
  db.close();
  await close();
});

Deno.test("a folder that is not there and cannot be made is unreachable", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/file`, "");
  const path = `${folder}/file/below/tracker.sqlite`;
  assert.throws(() => openStore({ path }), StoreFault);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a closed store refuses, after what was asked for before is kept", async () => {
  const { store, path, close } = await withEncounter();
  const writes = [append(store, 1), append(store, 1, "rival")];
  await store.close();
  assert.deepEqual((await Promise.all(writes)).map(({ kind }) => kind), ["appended", "conflict"]);
  await failsBy("closed", append(store, 2));
  await failsBy("closed", store.encounters.find("a"));
  const again = openStore({ path });
  assert.equal((await again.encounters.find("a"))?.version, 2);
  await again.close();
  await close();
});

Deno.test("a migration on a full disk fails, leaves nothing, and runs when there is space", async () => {
  const disk = await smallDisk("1m");
  if (disk.kind === "missing") {
    console.log(`SQLite's own limit stands in, no small disk: ${disk.reason}`);
    return await migrationFullByOwnLimit();
  }
  const store = openMigrationStore({ path: `${disk.path}/tracker.sqlite` });
  const up = (to?: string) =>
    migrate(store, MIGRATIONS, { direction: "up", owner: "t", ...to === undefined ? {} : { to } });
  assert.equal((await up(MIGRATIONS[0]?.id)).ok, true);
  const before = await store.fingerprint();
  await disk.fill();
  const outcome = await up().catch((error) => error);
  // Even the lock may find no room: then it is a fault, else the migration's failure.
  if (outcome instanceof Error) await failsBy("full", Promise.reject(outcome));
  else assert.ok(!outcome.ok && outcome.code === "failed" && /full/.test(outcome.message));
  assert.equal(await store.fingerprint(), before);
  assert.equal((await store.applied()).length, 1);
  await disk.empty();
  assert.equal((await up()).ok, true);
  assert.equal((await store.applied()).length, MIGRATIONS.length);
  store.close();
  await disk.remove();
});

/** The migrations, of which the last allows itself no page more. */
const HUNGRY = MIGRATIONS.map((migration, at) => {
  if (at < MIGRATIONS.length - 1) return migration;
  const run = (db: DatabaseSync) =>
    db.exec("PRAGMA max_page_count = 1; CREATE TABLE wide (a); CREATE INDEX wide_a ON wide (a)");
  return { ...migration, up: [{ mode: "transactional" as const, name: "need pages", run }] };
});

async function migrationFullByOwnLimit(): Promise<void> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/tracker.sqlite`;
  const store = openMigrationStore({ path });
  const up = { direction: "up", owner: "t" } as const;
  const to = MIGRATIONS.at(-2)?.id ?? "";
  assert.equal((await migrate(store, MIGRATIONS, { ...up, to })).ok, true);
  const before = await store.fingerprint();
  const outcome = await migrate(store, HUNGRY, up);
  assert.ok(!outcome.ok && outcome.code === "failed" && /full/.test(outcome.message));
  assert.equal(await store.fingerprint(), before);
  assert.equal((await store.applied()).length, MIGRATIONS.length - 1);
  store.close();
  // The limit went with its connection.
  const again = openMigrationStore({ path });
  assert.equal((await migrate(again, MIGRATIONS, up)).ok, true);
  assert.equal((await again.applied()).length, MIGRATIONS.length);
  again.close();
  await Deno.remove(folder, { recursive: true });
}

Deno.test("a migration that finds no page left fails, leaves nothing, and runs when it does", () =>
  migrationFullByOwnLimit());
