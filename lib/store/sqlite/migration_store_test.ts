import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { isBusy } from "@/lib/store/sqlite/fault.ts";
import { openMigrationStore } from "@/lib/store/sqlite/open.ts";
import type { Step } from "@/lib/store/ports/migration_store.ts";
import { migrationStoreContract } from "@/lib/store/contracts/migration_store_contract.ts";

async function onTemporaryFile() {
  const folder = await Deno.makeTempDir({ prefix: "tracker-migrations-" });
  const path = `${folder}/tracker.sqlite`;
  const store = openMigrationStore({ path, busyMs: 50 });
  return {
    path,
    store,
    close: async () => {
      store.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

migrationStoreContract("SQLite", onTemporaryFile, Deno.test);

function step(run: (db: DatabaseSync) => void): Step<DatabaseSync> {
  return { mode: "transactional", name: "change", run };
}

Deno.test("a step that leaves rows pointing nowhere is undone", async () => {
  const { store, close } = await onTemporaryFile();
  const held = await store.acquire("a", 60_000);
  assert.equal(held.kind, "held");
  if (held.kind !== "held") return;
  const orphan = step((db) =>
    db.exec(`CREATE TABLE parent (id INTEGER PRIMARY KEY);
      CREATE TABLE child (parent INTEGER REFERENCES parent (id));
      INSERT INTO child VALUES (7)`)
  );
  const before = await store.fingerprint();
  const advanced = store.advance(held.lease, orphan, null, () => ({ kind: "reverted", id: "x" }));
  await assert.rejects(advanced, (error: Error) => /rows of child/.test(String(error.cause)));
  assert.equal(await store.fingerprint(), before);
  await close();
});

Deno.test("a step that is asynchronous is refused and undone", async () => {
  const { store, close } = await onTemporaryFile();
  const held = await store.acquire("a", 60_000);
  if (held.kind !== "held") throw new Error("the lock is not free");
  const asynchronous: Step<DatabaseSync> = {
    mode: "transactional",
    name: "wait",
    run: (db) => {
      db.exec("CREATE TABLE late (id INTEGER)");
      return Promise.resolve();
    },
  };
  const before = await store.fingerprint();
  await assert.rejects(
    store.advance(held.lease, asynchronous, null, () => ({ kind: "reverted", id: "x" })),
  );
  assert.equal(await store.fingerprint(), before);
  await close();
});

Deno.test("the same schema has one fingerprint, whatever its layout; another has another", async () => {
  const { path, store, close } = await onTemporaryFile();
  const db = new DatabaseSync(path);
  const of = async (sql: string) => {
    db.exec(sql);
    return await store.fingerprint();
  };
  const empty = await store.fingerprint();
  const one = await of("CREATE TABLE t (id  INTEGER,\n name TEXT)");
  assert.notEqual(one, empty);
  assert.equal(await of("DROP TABLE t; CREATE TABLE t (id INTEGER, name TEXT)"), one);
  assert.notEqual(await of("CREATE INDEX t_by_name ON t (name)"), one);
  assert.equal(await of("DROP INDEX t_by_name"), one);
  db.close();
  await close();
});

Deno.test("a migrator that finds the file locked by a long step names who runs it", async () => {
  const { path, store, close } = await onTemporaryFile();
  assert.equal((await store.acquire("slow", 60_000)).kind, "held");
  const other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  const result = await store.acquire("late", 60_000);
  assert.equal(result.kind === "taken" && result.by.owner, "slow");
  other.exec("ROLLBACK");
  await store.unlock();
  // Locked by something that is no migrator: a fault, not a lost race.
  other.exec("BEGIN IMMEDIATE");
  await assert.rejects(store.acquire("late", 60_000), isBusy);
  other.close();
  await close();
});

Deno.test("looking at a store that is not there makes no file", async () => {
  const folder = await Deno.makeTempDir();
  const store = openMigrationStore({ path: `${folder}/none/tracker.sqlite`, readOnly: true });
  assert.deepEqual(await store.applied(), []);
  store.close();
  assert.deepEqual([...Deno.readDirSync(folder)], []);
  await Deno.remove(folder);
});
