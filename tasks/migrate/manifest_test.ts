import assert from "node:assert/strict";
import { manifestProblems } from "@/lib/store/migrations/migration_state.ts";
import {
  checksumOf,
  createMigration,
  manifestDifferences,
  migrationFiles,
} from "@/tasks/migrate/manifest.ts";

async function inFolder(body: (folder: string) => void): Promise<void> {
  const folder = `${await Deno.makeTempDir({ prefix: "tracker-manifest-" })}/`;
  body(folder);
  await Deno.remove(folder, { recursive: true });
}

const NOW = new Date("2026-03-01T10:20:30Z");

Deno.test("created migrations have ids in order, also when the clock went back", () =>
  inFolder((folder) => {
    assert.equal(createMigration("Add notes!", NOW, folder), "20260301102030_add_notes.ts");
    assert.equal(createMigration("more", NOW, folder), "20260301102031_more.ts");
    const earlier = new Date("2020-01-01T00:00:00Z");
    assert.equal(createMigration("late", earlier, folder), "20260301102032_late.ts");
    assert.throws(() => createMigration("…", NOW, folder), RangeError);
    assert.match(Deno.readTextFileSync(`${folder}manifest.ts`), /20260301102031_more\.ts/);
  }));

Deno.test("edited, new, removed and unsorted files are told", () =>
  inFolder((folder) => {
    const first = createMigration("one", NOW, folder);
    createMigration("two", NOW, folder);
    const manifest = migrationFiles(folder);
    assert.deepEqual(manifestDifferences(manifest, migrationFiles(folder)), []);
    Deno.writeTextFileSync(folder + first, "// edited\n", { append: true });
    assert.match(manifestDifferences(manifest, migrationFiles(folder)).join(), /one.ts was edited/);
    Deno.removeSync(folder + first);
    assert.match(manifestDifferences(manifest, migrationFiles(folder)).join(), /not in the folder/);
    const other = manifest.toReversed();
    assert.match(manifestDifferences(other, manifest).join(), /order of ids/);
    assert.match(manifestDifferences([], manifest).join(), /not in the manifest/);
  }));

Deno.test("two files with one id are told, and so is an id of another form", () =>
  inFolder((folder) => {
    createMigration("one", NOW, folder);
    Deno.writeTextFileSync(`${folder}20260301102030_twin.ts`, "");
    Deno.writeTextFileSync(`${folder}9_nine.ts`, "");
    const kinds = manifestProblems(migrationFiles(folder)).map(({ kind }) => kind).sort();
    assert.deepEqual(kinds, ["duplicate", "id"]);
  }));

Deno.test("a checksum does not see line ends, and sees all else", () => {
  assert.equal(checksumOf("a\r\nb\r\n"), checksumOf("a\nb\n"));
  assert.notEqual(checksumOf("a\nb\n"), checksumOf("a\nb"));
});
