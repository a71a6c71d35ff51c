import assert from "node:assert/strict";
import { migrate } from "@/lib/store/migrations/migrate.ts";
import { manifestProblems } from "@/lib/store/migrations/migration_state.ts";
import { openMigrationStore } from "@/lib/store/sqlite/open.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";
import { manifestDifferences, migrationFiles } from "@/tasks/migrate/manifest.ts";

Deno.test("the manifest is what the folder holds", () => {
  assert.deepEqual(manifestDifferences(MIGRATIONS, migrationFiles()), []);
  assert.deepEqual(manifestProblems(MIGRATIONS), []);
});

Deno.test("every migration describes itself and can be taken back", () => {
  for (const { id, description, up, down } of MIGRATIONS) {
    assert.ok(description.length > 10, id);
    assert.ok(up.length > 0 && down.length > 0, id);
    for (const { name } of [...up, ...down]) assert.ok(name.length > 5, id);
  }
});

for (const { id, name } of MIGRATIONS) {
  Deno.test(`${id}_${name} up, down and up again gives the same schema`, async () => {
    const store = openMigrationStore({ path: ":memory:" });
    const to = async (direction: "up" | "down", target: string) => {
      const outcome = await migrate(store, MIGRATIONS, { direction, to: target, owner: "test" });
      if (!outcome.ok) throw new Error(outcome.message);
      return await store.fingerprint();
    };
    const earlier = MIGRATIONS.filter((migration) => migration.id < id).at(-1)?.id ?? "none";
    const before = earlier === "none" ? await store.fingerprint() : await to("up", earlier);
    const after = await to("up", id);
    assert.notEqual(after, before);
    assert.equal(await to("down", earlier), before);
    assert.equal(await to("up", id), after);
    store.close();
  });
}
