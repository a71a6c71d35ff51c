import assert from "node:assert/strict";
import {
  ensureSchema,
  schemaDifference,
  SchemaMismatch,
} from "@/lib/store/migrations/ensure_schema.ts";
import { migrate } from "@/lib/store/migrations/migrate.ts";
import { openMigrationStore } from "@/lib/store/sqlite/open.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";

const LAST = MIGRATIONS.at(-1)!;
const OLDER = MIGRATIONS.slice(0, -1);

Deno.test("production refuses a schema that lacks a migration and names it", async () => {
  const store = openMigrationStore({ path: ":memory:" });
  await migrate(store, OLDER, { direction: "up", owner: "t" });
  await assert.rejects(
    ensureSchema(store, MIGRATIONS, { migrate: false, owner: "t" }),
    (error) => {
      assert.ok(error instanceof SchemaMismatch);
      assert.deepEqual(error.missing, [`${LAST.id}_${LAST.name}`]);
      assert.match(error.message, new RegExp(`${LAST.id}.*deno task migrate up`));
      return true;
    },
  );
  assert.equal((await store.applied()).length, OLDER.length, "it migrated");
});

Deno.test("one's own machine migrates by itself", async () => {
  const store = openMigrationStore({ path: ":memory:" });
  await ensureSchema(store, MIGRATIONS, { migrate: true, owner: "t" });
  assert.equal((await store.applied()).length, MIGRATIONS.length);
  await ensureSchema(store, MIGRATIONS, { migrate: false, owner: "t" });
  assert.deepEqual(await schemaDifference(store, MIGRATIONS), { missing: [], unknown: [] });
});

Deno.test("an older release refuses a newer schema and names what it does not know", async () => {
  for (const own of [true, false]) {
    const store = openMigrationStore({ path: ":memory:" });
    await migrate(store, MIGRATIONS, { direction: "up", owner: "t" });
    await assert.rejects(
      ensureSchema(store, OLDER, { migrate: own, owner: "t" }),
      (error) => error instanceof SchemaMismatch && error.message.includes(LAST.id),
    );
  }
});

Deno.test("an edited migration is refused, whoever would migrate", async () => {
  const edited = [{ ...MIGRATIONS[0]!, checksum: "edited" }, ...MIGRATIONS.slice(1)];
  for (const own of [true, false]) {
    const store = openMigrationStore({ path: ":memory:" });
    await migrate(store, MIGRATIONS, { direction: "up", owner: "t" });
    await assert.rejects(
      ensureSchema(store, edited, { migrate: own, owner: "t" }),
      (error) => error instanceof SchemaMismatch && error.message.includes("was changed"),
    );
  }
});
