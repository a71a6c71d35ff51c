import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import {
  migrate,
  MIGRATION_MOMENTS,
  type MigrationMoment,
} from "@/lib/store/migrations/migrate.ts";
import type { Direction } from "@/lib/store/ports/migration_store.ts";
import { openMigrationStore } from "@/lib/store/sqlite/open.ts";
import { ROWS, TOY_MIGRATIONS } from "@/tests/fault/programs/toy_migrations.ts";

const PROGRAM = new URL("./programs/dying_migrator.ts", import.meta.url).pathname;

async function carryOut(path: string, direction: Direction): Promise<void> {
  const store = openMigrationStore({ path });
  const to = direction === "down" ? { to: "none" } : {};
  // Waits until the dead one's lock has run out.
  const options = { direction, owner: "survivor", waitMs: 5_000, ...to };
  const outcome = await migrate(store, TOY_MIGRATIONS, options);
  store.close();
  if (!outcome.ok) throw new Error(outcome.message);
}

/** Whether the migrator died there; false when it never came to pass the moment so often. */
async function dies(
  path: string,
  direction: Direction,
  moment: MigrationMoment,
  count: number,
): Promise<boolean> {
  const { signal, success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", PROGRAM, path, direction, moment, `${count}`],
    stdout: "null",
    stderr: "piped",
  }).output();
  if (signal === "SIGKILL") return true;
  assert.equal(success, true, new TextDecoder().decode(stderr));
  return false;
}

/** What a migrated file holds, in one value to compare. */
function contents(path: string): unknown {
  const db = new DatabaseSync(path);
  const schema = db.prepare(
    "SELECT name FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'schema~_%' ESCAPE '~' ORDER BY name",
  ).all().map(({ name }) => name);
  const rows = schema.includes("t")
    ? db.prepare("SELECT id, twice FROM t ORDER BY id").all().map(({ id, twice }) => [id, twice])
    : [];
  const applied = db.prepare("SELECT id FROM schema_migrations ORDER BY id").all()
    .map(({ id }) => id);
  const left = db.prepare("SELECT count(*) AS n FROM schema_unfinished").get()?.["n"];
  db.close();
  return { schema, rows, applied, left };
}

const UP = {
  schema: ["t", "t2"],
  rows: Array.from({ length: ROWS }, (_, id) => [id, 2 * id]),
  applied: TOY_MIGRATIONS.map(({ id }) => id),
  left: 0,
};
const DOWN = { schema: [], rows: [], applied: [], left: 0 };

for (const direction of ["up", "down"] as const) {
  for (const moment of MIGRATION_MOMENTS) {
    Deno.test(`a migrator killed at "${moment}" on the way ${direction} is made good by the next`, async () => {
      const folder = await Deno.makeTempDir({ prefix: "tracker-kill-" });
      let deaths = 0;
      for (let count = 1;; count++) {
        const path = `${folder}/${count}.sqlite`;
        if (direction === "down") await carryOut(path, "up");
        if (!await dies(path, direction, moment, count)) break;
        deaths++;
        await carryOut(path, direction);
        assert.deepEqual(contents(path), direction === "up" ? UP : DOWN, `death ${count}`);
      }
      assert.ok(deaths > 0, "no migrator died");
      await Deno.remove(folder, { recursive: true });
    });
  }
}
