// A store moves from SQLite to MongoDB and back: whole, after every kind of interruption, and while
// it is in use.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Store } from "@/lib/store/ports/store.ts";
import type { TransferStore } from "@/lib/store/ports/transfer_store.ts";
import { MongoTransferStore } from "@/lib/store/mongo/transfer_store.ts";
import {
  NOON,
  sampleEntries,
  sampleEntry,
  sampleRecord,
  sampleState,
  sampleUpdate,
} from "@/lib/store/contracts/samples.ts";
import { openStore } from "@/lib/store/sqlite/open.ts";
import { SqliteTransferStore } from "@/lib/store/sqlite/transfer_store.ts";
import { digestDifferences, digestOf } from "@/lib/store/transfer/verify.ts";
import { endOwnServer, temporaryMongo } from "@/tasks/lib/temporary_mongo.ts";
import { migrateUp } from "@/tasks/lib/temporary_store.ts";

Deno.test.afterAll(endOwnServer);

const TASK = new URL("../../tasks/store.ts", import.meta.url).pathname;
const DOCUMENTS = Number(Deno.env.get("COPY_DOCUMENTS") ?? 1_500);
const KILLS = 3;

function start(...args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", TASK, ...args],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function ended(child: Deno.ChildProcess) {
  const { code, signal, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, signal, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

/** Something of everything, odd names among it. */
async function fill(store: Store): Promise<void> {
  for (let i = 0; i < DOCUMENTS; i += 500) {
    await store.documents.putMany(Array.from({ length: Math.min(500, DOCUMENTS - i) }, (_, n) => ({
      ownerId: `owner-${(i + n) % 7} 🐉`,
      kind: n % 2 ? "party" as const : "stat-block" as const,
      id: `doc-${i + n}`,
      body: { name: `Bär ${i + n}`, nested: [{ "a.b": 1, $c: null, "": "\u0000" }] },
      at: NOON + i + n,
      expectedVersion: 0,
    })));
  }
  for (let i = 0; i < 30; i++) {
    await store.values.put(`key-${i}/é`, { i }, 0);
    const id = i === 0 ? "__proto__" : `fight-${i}`;
    const shareCode = i % 3 === 0 ? `CODE${i}` : null;
    const size = i === 1 ? 2_345 : 1 + i;
    await store.encounters.create(
      sampleRecord(id, { version: size, shareCode }),
      sampleEntries(1, size),
    );
  }
  await store.encounters.setDeleted("fight-4", NOON);
  await store.encounters.setArchived("fight-5", NOON);
  await store.encounters.saveSnapshot("fight-1", {
    version: 2_200,
    state: sampleState("fight-1", 2_200),
  });
}

async function same(a: TransferStore, b: TransferStore): Promise<void> {
  const [one, two] = [await digestOf(a), await digestOf(b)];
  assert.deepEqual(digestDifferences(one, two), [], JSON.stringify([one, two]));
}

Deno.test("a copy to MongoDB and back is the identity and survives being killed", async () => {
  const folder = await Deno.makeTempDir({ prefix: "tracker-move-" });
  const [here, back] = [`${folder}/here.sqlite`, `${folder}/back.sqlite`];
  await Promise.all([here, back].map((path) => migrateUp(path)));
  const mongo = await temporaryMongo();
  const store = openStore({ path: here });
  await fill(store);
  await store.close();
  const parts: TransferStore[] = [];
  try {
    for (const [from, to] of [[here, mongo.uri], [mongo.uri, back]] as const) {
      let deaths = 0;
      for (let kill = 0; kill < KILLS; kill++) {
        const child = start("copy", "--from", from, "--to", to);
        const killed = sleep(350 + 250 * kill).then(() => {
          try {
            child.kill("SIGKILL");
          } catch {
            // It was faster.
          }
        });
        const { signal } = await ended(child);
        if (signal === "SIGKILL") deaths++;
        await killed;
      }
      assert.ok(deaths > 0, "no copy was killed");
      const { code, out, err } = await ended(start("copy", "--from", from, "--to", to));
      assert.equal(code, 0, out + err);
      assert.match(out, /Both stores are equal/);
    }
    parts.push(
      new SqliteTransferStore(here),
      new MongoTransferStore({ uri: mongo.uri }),
      new SqliteTransferStore(back),
    );
    const [first, second, third] = parts as [TransferStore, TransferStore, TransferStore];
    await same(first, second);
    await same(first, third);
    const { documents, encounters } = await digestOf(third);
    assert.equal(documents.count, DOCUMENTS);
    assert.equal(encounters.count, 30);
    assert.equal((await third.snapshot("fight-1"))?.version, 2_200);
    assert.equal((await mongo.store.encounters.findByCode("code6"))?.id, "fight-6");
  } finally {
    for (const part of parts) await part.close();
    await mongo.close();
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a store in use is followed and switched; what was acknowledged is in the new one", async () => {
  const folder = await Deno.makeTempDir({ prefix: "tracker-move-" });
  const path = `${folder}/here.sqlite`;
  await migrateUp(path);
  const mongo = await temporaryMongo();
  const store = openStore({ path });
  await store.encounters.create(sampleRecord("a", { shareCode: "CODE" }), [sampleEntry(1)]);
  await store.encounters.create(sampleRecord("b"), [sampleEntry(1)]);
  await store.documents.put({
    ownerId: "o",
    kind: "party",
    id: "gone",
    body: 1,
    at: NOON,
    expectedVersion: 0,
  });
  const child = start(
    "copy",
    "--from",
    path,
    "--to",
    mongo.uri,
    "--follow",
    "--cut-over",
    "--json",
  );
  let acknowledged = 1;
  let refusedAt: number | undefined;
  try {
    // One writer, as fast as it goes, until the store refuses.
    while (refusedAt === undefined && acknowledged < 100_000) {
      const entry = sampleEntry(acknowledged + 1, crypto.randomUUID());
      try {
        const result = await store.encounters.append("a", acknowledged, [entry], sampleUpdate());
        assert.equal(result.kind, "appended");
        acknowledged++;
        if (acknowledged === 10) {
          await store.documents.delete({ ownerId: "o", kind: "party", id: "gone" });
          await store.encounters.setShareCode("a", null, NOON);
          await store.encounters.setShareCode("b", "CODE", NOON);
        }
      } catch {
        refusedAt = performance.now();
      }
      if (acknowledged % 20 === 0) await sleep(1);
    }
    const { code, out, err } = await ended(child);
    assert.equal(code, 0, out + err);
    assert.ok(acknowledged > 20, `${acknowledged} commands while it was copied`);
    const outcome = JSON.parse(out);
    assert.ok(outcome.readOnlyMs < 10_000, `${outcome.readOnlyMs} ms read-only`);
    const moved = await mongo.store.encounters.find("a");
    assert.equal(moved?.version, acknowledged);
    assert.equal((await mongo.store.encounters.entriesAfter("a", 0)).length, acknowledged);
    assert.equal((await mongo.store.encounters.findByCode("CODE"))?.id, "b");
    assert.equal(await mongo.store.documents.count("o", "party"), 0);
    await mongo.store.encounters.append(
      "a",
      acknowledged,
      [sampleEntry(acknowledged + 1, "in the new one")],
      sampleUpdate(),
    );
    const again = await ended(start("copy", "--from", path, "--to", mongo.uri));
    assert.equal(again.code, 2, again.out + again.err);
    assert.match(again.err, /complete and may be in use/);
    assert.equal((await ended(start("thaw", "--at", path))).code, 0);
    const entry = sampleEntry(acknowledged + 1, "in the old one");
    const kept = await store.encounters.append("a", acknowledged, [entry], sampleUpdate());
    assert.equal(kept.kind, "appended");
  } finally {
    await store.close();
    await mongo.close();
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a frozen MongoDB refuses every write of a fight, a document and a value, until thawed", async () => {
  const mongo = await temporaryMongo();
  const { encounters, documents, values } = mongo.store;
  const move = new MongoTransferStore({ uri: mongo.uri });
  const document = { ownerId: "o", kind: "party" as const, id: "x", body: 1, at: NOON };
  const schema = await mongo.migrations.fingerprint();
  try {
    await encounters.create(sampleRecord("a"), [sampleEntry(1)]);
    await move.freeze();
    await move.freeze();
    await assert.rejects(encounters.append("a", 1, [sampleEntry(2)], sampleUpdate()));
    await assert.rejects(encounters.create(sampleRecord("b"), [sampleEntry(1)]));
    await assert.rejects(encounters.setShareCode("a", "CODE", NOON));
    await assert.rejects(documents.put({ ...document, expectedVersion: 0 }));
    await assert.rejects(values.put("k", 1, 0));
    assert.equal((await encounters.find("a"))?.version, 1);
    await move.thaw();
    assert.equal(
      (await encounters.append("a", 1, [sampleEntry(2)], sampleUpdate())).kind,
      "appended",
    );
    assert.equal(await mongo.migrations.fingerprint(), schema);
  } finally {
    await move.close();
    await mongo.close();
  }
});

Deno.test("a store that holds something else is not copied over", async () => {
  const folder = await Deno.makeTempDir({ prefix: "tracker-move-" });
  const [one, two] = [`${folder}/one.sqlite`, `${folder}/two.sqlite`];
  await Promise.all([one, two].map((path) => migrateUp(path)));
  const store = openStore({ path: two });
  await store.encounters.create(sampleRecord("a"), [sampleEntry(1)]);
  await store.close();
  const { code, err } = await ended(start("copy", "--from", one, "--to", two));
  assert.equal(code, 2);
  assert.match(err, /is not empty/);
  const unknown = await ended(start("copy", "--from", `${folder}/none.sqlite`, "--to", two));
  assert.equal(unknown.code, 2, unknown.err);
  await Deno.remove(folder, { recursive: true });
});
