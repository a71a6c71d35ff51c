// Backups of MongoDB: one moment of a store in use, encrypted, put back, drilled, gone back in.
import assert from "node:assert/strict";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { listBackups } from "@/lib/backup/catalogue.ts";
import { recordDeletion } from "@/lib/backup/deletions.ts";
import { verifyBackup } from "@/lib/backup/verify.ts";
import { backupPlace, drill, restoreInto, takeBackup } from "@/lib/compose/backups.ts";
import type { Config } from "@/lib/config.ts";
import { parseConfig } from "@/lib/config/parse.ts";
import { NOON, sampleEntry, sampleRecord, sampleUpdate } from "@/lib/store/contracts/samples.ts";
import { openMongo } from "@/lib/store/mongo/open.ts";
import {
  dropDatabase,
  emptyDatabase,
  endOwnServer,
  temporaryMongo,
} from "@/tasks/lib/temporary_mongo.ts";

Deno.test.afterAll(endOwnServer);
const quiet = () => {};

function configOf(uri: string, more: Record<string, string> = {}): Config {
  const parsed = parseConfig({ APP_ENV: "test", MONGODB_URI: uri, ...more });
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.config;
}

Deno.test("a MongoDB store is backed up while it is written, and put back", async () => {
  const folder = await Deno.makeTempDir({ prefix: "tracker-mongo-backup-" });
  const live = await temporaryMongo();
  const restored = await emptyDatabase();
  const place = backupPlace(configOf(live.uri), `${folder}/backups`);
  assert.ok(typeof place !== "string");
  try {
    const { encounters, documents } = live.store;
    const entry = (id: string, n: number) => ({ ...sampleEntry(n, `${id}-${n}`), at: NOON + n });
    for (const id of ["one", "two", "busy"]) {
      await encounters.create(sampleRecord(id, { ownerId: `owner-${id}` }), [entry(id, 1)]);
      for (let n = 2; n <= 20; n++) {
        await encounters.append(id, n - 1, [entry(id, n)], sampleUpdate());
      }
    }
    await documents.put({
      ownerId: "owner-one",
      kind: "party",
      id: "p1",
      body: { name: "The Lanterns 🐉" },
      at: NOON,
      expectedVersion: 0,
    });
    const identity = await generateX25519Identity();
    const recipients = { BACKUP_RECIPIENTS: await identityToRecipient(identity) };
    let writing = true;
    const busy = (async () => {
      for (let n = 21; writing; n++) {
        await encounters.append("busy", n - 1, [entry("busy", n)], sampleUpdate());
      }
    })();
    const manifest = await takeBackup(configOf(live.uri, recipients), place, quiet);
    writing = false;
    await busy;
    assert.equal(manifest.store, "mongodb");
    assert.match(manifest.consistency, /snapshot/);
    console.log(manifest.consistency, JSON.stringify(manifest.counts));

    const [backup] = await listBackups(place);
    assert.ok(backup);
    const opening = { place, identities: [identity], progress: quiet, backup };
    assert.deepEqual((await verifyBackup(backup, opening)).problems, []);
    const done = await restoreInto(configOf(restored), opening);
    assert.ok(done.ok, JSON.stringify(done));
    const { store } = await openMongo({ uri: restored });
    for (const id of ["one", "two"]) {
      assert.deepEqual(await store.encounters.find(id), await encounters.find(id));
      assert.deepEqual(
        await store.encounters.entriesAfter(id, 0),
        await encounters.entriesAfter(id, 0),
      );
    }
    // Of what was written meanwhile: as much of the log as the record says, no more and no less.
    const record = await store.encounters.find("busy");
    const log = await store.encounters.entriesAfter("busy", 0);
    assert.equal(log.length, record?.version);
    const key = { ownerId: "owner-one", kind: "party", id: "p1" } as const;
    assert.deepEqual(await store.documents.get(key), await documents.get(key));
    // It is a store like any other: the unique indexes are there.
    const taken = await store.encounters.create(sampleRecord("one"), [entry("one", 1)]);
    assert.notEqual(taken.kind, "appended");
    await store.close();

    const again = await restoreInto(configOf(restored), opening);
    assert.ok(!again.ok && /has documents in \w+: name an empty one/.test(again.message));
    const drilled = await drill(configOf(live.uri), opening);
    assert.deepEqual([drilled.ok, drilled.said.slice(0, 32)], [
      true,
      "restored and used: 3 encounters ",
    ]);
  } finally {
    await live.close();
    await dropDatabase(restored);
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a MongoDB store goes back to a moment, and deletes again what was deleted", async () => {
  const folder = await Deno.makeTempDir({ prefix: "tracker-mongo-backup-" });
  const live = await temporaryMongo();
  const restored = await emptyDatabase();
  const place = backupPlace(configOf(live.uri), `${folder}/backups`);
  assert.ok(typeof place !== "string");
  try {
    const { encounters } = live.store;
    for (const [id, shift] of [["one", 0], ["late", 1_000], ["gone", 0]] as const) {
      const entry = (n: number) => ({ ...sampleEntry(n, `${id}-${n}`), at: NOON + shift + n });
      await encounters.create(sampleRecord(id, { ownerId: `owner-${id}` }), [entry(1)]);
      for (let n = 2; n <= 10; n++) await encounters.append(id, n - 1, [entry(n)], sampleUpdate());
    }
    await takeBackup(configOf(live.uri), place, quiet);
    const random = crypto.getRandomValues(new Uint8Array(8));
    await recordDeletion(place, "owner-gone", Date.now(), random);
    const [backup] = await listBackups(place);
    assert.ok(backup);
    const done = await restoreInto(configOf(restored), {
      ...{ place, identities: [], progress: quiet, backup },
      to: NOON + 7,
    });
    assert.ok(done.ok, JSON.stringify(done));
    assert.deepEqual(done.value.rewound, { encounters: 2, entries: 16, removed: 1 });
    assert.equal(done.value.deletedOwners, 1);
    const { store } = await openMongo({ uri: restored });
    assert.equal((await store.encounters.entriesAfter("one", 0)).length, 7);
    assert.equal((await store.encounters.find("one"))?.version, 7);
    for (const id of ["late", "gone"]) assert.equal(await store.encounters.find(id), null);
    await store.close();
  } finally {
    await live.close();
    await dropDatabase(restored);
    await Deno.remove(folder, { recursive: true });
  }
});
