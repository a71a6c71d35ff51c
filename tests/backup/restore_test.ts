// Backups put back: compared, encrypted, of older releases, at an earlier moment, in spite of kills.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { listBackups } from "@/lib/backup/catalogue.ts";
import { recordDeletion } from "@/lib/backup/deletions.ts";
import { restoreBackup } from "@/lib/backup/restore.ts";
import { runBackup } from "@/lib/backup/run.ts";
import { DirectoryPlace } from "@/lib/storage/backup/directory_place.ts";
import { NOON, sampleEntry, sampleRecord, sampleUpdate } from "@/lib/store/contracts/samples.ts";
import { migrate } from "@/lib/store/migrations/migrate.ts";
import { openMigrationStore, openStore } from "@/lib/store/sqlite/open.ts";
import { SqliteTarget } from "@/lib/store/sqlite/restore.ts";
import { SqliteSource } from "@/lib/store/sqlite/snapshot.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";
import { migrateUp } from "@/tasks/lib/temporary_store.ts";

const KNOWN = MIGRATIONS.map(({ id }) => id);
const chance = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** A folder with a store of two encounters of ten entries each, and a place for backups. */
async function scene() {
  const folder = await Deno.makeTempDir({ prefix: "tracker-restore-" });
  const path = `${folder}/live/tracker.sqlite`;
  await Deno.mkdir(`${folder}/live`);
  await migrateUp(path);
  const store = openStore({ path });
  for (const id of ["one", "two"]) {
    const shift = id === "two" ? 1_000 : 0;
    const entry = (n: number) => ({ ...sampleEntry(n, `${id}-${n}`), at: NOON + shift + n });
    await store.encounters.create(sampleRecord(id, { ownerId: `owner-${id}` }), [entry(1)]);
    for (let n = 2; n <= 10; n++) {
      await store.encounters.append(id, n - 1, [entry(n)], sampleUpdate());
    }
    await store.documents.put({
      ownerId: `owner-${id}`,
      kind: "party",
      id: "p1",
      body: { name: "The Lanterns" },
      at: NOON,
      expectedVersion: 0,
    });
  }
  await store.close();
  const place = new DirectoryPlace(`${folder}/backups`);
  const keep = (recipients: readonly string[] = [], from = path) =>
    runBackup({
      source: new SqliteSource({ path: from, scratch: folder, now: Date.now }),
      place,
      release: "test",
      recipients,
      now: Date.now,
      random: chance,
      progress: () => {},
    });
  const restored = `${folder}/restored/tracker.sqlite`;
  const putBack = async (options: { identities?: readonly string[]; to?: number } = {}) => {
    const [backup] = await listBackups(place);
    assert.ok(backup);
    const { identities = [], to } = options;
    const target = new SqliteTarget(restored, MIGRATIONS);
    return await restoreBackup({
      ...{ backup, target, place, identities, known: KNOWN, progress: () => {} },
      ...to === undefined ? {} : { to },
    });
  };
  return {
    folder,
    path,
    place,
    keep,
    putBack,
    restored,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

async function contents(path: string) {
  const store = openStore({ path });
  const found = [];
  for (const id of ["one", "two"]) {
    found.push({
      record: await store.encounters.find(id),
      entries: await store.encounters.entriesAfter(id, 0),
      party: await store.documents.get({ ownerId: `owner-${id}`, kind: "party", id: "p1" }),
    });
  }
  await store.close();
  return found;
}

Deno.test("an encrypted backup is restored by its key, into an empty place only", async () => {
  await using it = await scene();
  const identity = await generateX25519Identity();
  const other = await generateX25519Identity();
  const manifest = await it.keep([await identityToRecipient(identity)]);
  const kept = await Deno.readFile(`${it.place.title}/${manifest.id}/tracker.sqlite.gz.age`);
  assert.match(new TextDecoder().decode(kept.subarray(0, 40)), /^age-encryption\.org\/v1\n/);

  const without = await it.putBack();
  assert.ok(!without.ok && /is encrypted: give the private key/.test(without.message));
  const wrong = await it.putBack({ identities: [other] });
  assert.ok(!wrong.ok && /cannot be read: .*identit/i.test(wrong.message), JSON.stringify(wrong));
  assert.ok(!existsSync(it.restored) && !existsSync(`${it.restored}.restoring`));

  const done = await it.putBack({ identities: [other, identity] });
  assert.ok(done.ok, JSON.stringify(done));
  assert.equal(done.value.counts["encounter_log"], 20);
  assert.deepEqual(await contents(it.restored), await contents(it.path));
  const again = await it.putBack({ identities: [identity] });
  assert.ok(!again.ok && /is there: stop the app and move it away/.test(again.message));
});

Deno.test("a log left beside a missing database is in the way too", async () => {
  await using it = await scene();
  await it.keep();
  await Deno.mkdir(`${it.folder}/restored`);
  await Deno.writeTextFile(`${it.restored}-wal`, "of another database");
  const refused = await it.putBack();
  assert.ok(!refused.ok && /tracker\.sqlite-wal is there/.test(refused.message));
});

Deno.test("a damaged backup restores nothing, whichever byte it is", async () => {
  await using it = await scene();
  const { id } = await it.keep();
  const file = `${it.place.title}/${id}/tracker.sqlite.gz`;
  const whole = await Deno.readFile(file);
  for (let flip = 0; flip < 40; flip++) {
    const bytes = whole.slice();
    const bit = Math.floor(((flip * 0.618_033_988_749) % 1) * bytes.length * 8);
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    await Deno.writeFile(file, bytes);
    const refused = await it.putBack();
    assert.ok(!refused.ok, `bit ${bit}`);
    assert.match(refused.message, /^Nothing was restored: /);
    assert.deepEqual([...Deno.readDirSync(`${it.folder}/restored`)], []);
  }
});

Deno.test("restored to a moment: each log ends there, and what was not yet is not", async () => {
  await using it = await scene();
  await it.keep();
  const done = await it.putBack({ to: NOON + 7 });
  assert.ok(done.ok, JSON.stringify(done));
  assert.deepEqual(done.value.rewound, { encounters: 1, entries: 13, removed: 1 });
  const [one, two] = await contents(it.restored);
  assert.equal(one?.entries.length, 7);
  assert.deepEqual(
    [one?.record?.version, one?.record?.name, one?.record?.updatedAt],
    [7, sampleEntry(7).events[0]?.type === "EncounterRenamed" && one?.record?.name, NOON + 7],
  );
  assert.match(one?.record?.name ?? "", /^Ambush 7 /);
  assert.deepEqual([two?.record, two?.entries], [null, []]);
  // A moment after the backup was taken: it does not have what came then.
  await Deno.remove(it.restored);
  const late = await it.putBack({ to: Date.now() + 60_000 });
  assert.ok(!late.ok && /take one that is later than the moment/.test(late.message));
});

Deno.test("what a person had deleted since the backup is deleted again", async () => {
  await using it = await scene();
  await it.keep();
  await recordDeletion(it.place, "owner-two", Date.now(), chance(8));
  await recordDeletion(it.place, "owner-one", NOON, chance(8));
  const done = await it.putBack();
  assert.ok(done.ok && done.value.deletedOwners === 1, JSON.stringify(done));
  const [one, two] = await contents(it.restored);
  assert.equal(one?.entries.length, 10);
  assert.deepEqual(two, { record: null, entries: [], party: null });
});

Deno.test("a backup of an older release is migrated, one of a newer is refused", async () => {
  await using it = await scene();
  const old = `${it.folder}/old/tracker.sqlite`;
  await Deno.mkdir(`${it.folder}/old`);
  const store = openMigrationStore({ path: old });
  const [first, second] = MIGRATIONS;
  assert.ok(first && second);
  const up = await migrate(store, [first], { direction: "up", owner: "old release" });
  assert.ok(up.ok);
  store.close();
  await it.keep([], old);
  const done = await it.putBack();
  assert.ok(done.ok, JSON.stringify(done));
  assert.equal(done.value.migrated.length, MIGRATIONS.length - 1);
  assert.match(done.value.migrated[0] ?? "", new RegExp(`^${second.id}_`));
  assert.equal((await contents(it.restored))[0]?.record, null);

  const [backup] = await listBackups(it.place);
  assert.ok(backup);
  const newer = await restoreBackup({
    ...{ backup, place: it.place, identities: [], known: [], progress: () => {} },
    target: new SqliteTarget(`${it.folder}/none/tracker.sqlite`, []),
  });
  assert.ok(!newer.ok && /does not know: use release test/.test(newer.message));
});
