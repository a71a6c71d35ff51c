import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { ensureSchema } from "@/lib/store/migrations/ensure_schema.ts";
import { openMigrationStore, openStore } from "@/lib/store/sqlite/open.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";

const ADDED = "20261130230000";
const FIGHTS = 120;

Deno.test("logs of an earlier release are weighed when its file is brought up to date", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/tracker.sqlite`;
  const migrate = async (migrations: typeof MIGRATIONS) => {
    const store = openMigrationStore({ path });
    await ensureSchema(store, migrations, { migrate: true, owner: crypto.randomUUID() });
    store.close();
  };
  await migrate(MIGRATIONS.filter(({ id }) => id < ADDED));
  const db = new DatabaseSync(path);
  for (let n = 0; n < FIGHTS; n++) {
    db.prepare(
      `INSERT INTO encounters (id, owner_id, name, status, edition, created_at, updated_at,
         version, round, combatants) VALUES (?, 'owner', 'Old', 'running', '2014', 1, 1, 2, 0, 0)`,
    ).run(`fight-${n}`);
    for (const version of [1, 2]) {
      db.prepare(
        "INSERT INTO encounter_log (encounter_id, version, command_id, body) VALUES (?, ?, ?, ?)",
      ).run(`fight-${n}`, version, `c${version}`, "x".repeat(n));
    }
  }
  db.close();
  await migrate(MIGRATIONS);
  const store = openStore({ path });
  assert.equal(await store.encounters.logBytes("fight-7"), 14);
  assert.deepEqual(await store.encounters.usage("owner"), {
    encounters: FIGHTS,
    bytes: FIGHTS * (FIGHTS - 1),
  });
  assert.equal((await store.encounters.find("fight-119"))?.name, "Old");
  await store.close();
  await Deno.remove(folder, { recursive: true });
});
