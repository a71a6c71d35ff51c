import assert from "node:assert/strict";
import { MongoClient } from "mongodb";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import {
  NOON,
  sampleEntries,
  sampleEntry,
  sampleRecord,
  sampleState,
  sampleUpdate,
} from "@/lib/store/contracts/samples.ts";
import { openMongo } from "@/lib/store/mongo/open.ts";
import { endOwnServer, temporaryMongo } from "@/tasks/lib/temporary_mongo.ts";

Deno.test.afterAll(endOwnServer);

Deno.test("an append is one round trip, also by an instance that has only loaded the fight", async () => {
  const { store, uri, close } = await temporaryMongo();
  await store.encounters.create(sampleRecord("a", { version: 3 }), sampleEntries(1, 3));
  const other = await openMongo({ uri });
  const sent: string[] = [];
  other.observe((command) => sent.push(command));
  try {
    await other.store.encounters.entriesAfter("a", 0);
    assert.deepEqual(sent.splice(0), ["find"]);
    const result = await other.store.encounters.append("a", 3, sampleEntries(4, 9), sampleUpdate());
    assert.deepEqual(sent.splice(0), ["insert"]);
    assert.deepEqual(result, { kind: "appended", version: 9 });
    // Who has never seen the version looks once whether it exists.
    await store.encounters.append("a", 9, [sampleEntry(10)], sampleUpdate());
    await other.store.encounters.append("a", 10, [sampleEntry(11)], sampleUpdate());
    assert.deepEqual(sent.splice(0), ["find", "insert"]);
  } finally {
    await other.store.close();
    await close();
  }
});

Deno.test("a fight of 10,000 entries is opened in two round trips", async () => {
  const { store, uri, close } = await temporaryMongo();
  await store.encounters.create(sampleRecord("a", { version: 10_000 }), sampleEntries(1, 10_000));
  await store.encounters.saveSnapshot("a", { version: 9_801, state: sampleState("a", 9_801) });
  const other = await openMongo({ uri });
  const sent: string[] = [];
  other.observe((command) => sent.push(command));
  try {
    const snapshot = await other.store.encounters.snapshot("a");
    const tail = await other.store.encounters.entriesAfter("a", snapshot?.version ?? 0, 1_000);
    assert.equal(tail.at(-1)?.version, 10_000);
    assert.equal(tail.length, 199);
    assert.deepEqual(sent, ["find", "find"]);
  } finally {
    await other.store.close();
    await close();
  }
});

Deno.test("a record that a crash left behind tells what the log tells, and follows it", async () => {
  const { store, uri, close } = await temporaryMongo();
  const client = new MongoClient(uri);
  const record = async () =>
    await client.db().collection<{ _id: string; version: number; name: string }>("encounters")
      .findOne({ _id: "a" });
  try {
    await store.encounters.create(sampleRecord("a"), [sampleEntry(1)]);
    await store.encounters.append("a", 1, [sampleEntry(2)], sampleUpdate({ name: "After" }));
    await store.encounters.list("owner-1", { which: "open", limit: 1 });
    const followed = await record();
    assert.deepEqual([followed?.version, followed?.name], [2, "After"]);
    await client.db().collection<{ _id: string; version: number; name: string }>("encounters")
      .updateOne(
        { _id: "a" },
        { $set: { version: 1, name: "Before", updatedAt: NOON } },
      );
    const other = await openMongo({ uri });
    const found = await other.store.encounters.find("a");
    assert.deepEqual([found?.version, found?.name], [2, "After"]);
    await other.store.close();
    const mended = await record();
    assert.deepEqual([mended?.version, mended?.name], [2, "After"]);
  } finally {
    await client.close();
    await close();
  }
});

Deno.test("a log that an earlier release wrote weighs what its documents take", async () => {
  const { store, uri, close } = await temporaryMongo();
  const client = new MongoClient(uri);
  try {
    await store.encounters.create(sampleRecord("a", { version: 300 }), sampleEntries(1, 300));
    const now = await store.encounters.logBytes("a");
    await client.db().collection("encounter_log").updateMany({}, { $unset: { bytes: "" } });
    const before = await store.encounters.logBytes("a");
    assert.ok(before > now && before < 3 * now, `${now} bytes, and ${before} as it was before`);
    assert.equal((await store.encounters.usage("owner-1")).bytes, before);
  } finally {
    await client.close();
    await close();
  }
});

Deno.test("a page of a long log is one round trip, wherever it begins", async () => {
  const { store, observe, close } = await temporaryMongo();
  try {
    await store.encounters.create(sampleRecord("a", { version: 950 }), sampleEntries(1, 950));
    const sent: string[] = [];
    observe((command) => sent.push(command));
    for (const [after, limit] of [[0, 1], [99, 1], [100, 250], [850, 500], [949, 9]] as const) {
      const last = Math.min(950, after + limit);
      const page = await store.encounters.entriesAfter("a", after, limit);
      assert.deepEqual(page, sampleEntries(after + 1, last));
    }
    assert.deepEqual(sent, ["find", "find", "find", "find", "find"]);
  } finally {
    await close();
  }
});

Deno.test("the queries of a running fight use their indexes", async () => {
  const { store, uri, close } = await temporaryMongo();
  const client = new MongoClient(uri);
  try {
    for (const id of ["a", "b", "c"]) {
      await store.encounters.create(sampleRecord(id, { version: 50 }), sampleEntries(1, 50));
    }
    const queries: readonly (readonly [string, object, string])[] = [
      ["encounter_log", { encounterId: "a", version: { $gt: 40 } }, "by_version"],
      ["encounter_log", { encounterId: "a", "entries.commandId": "command-7" }, "by_command"],
      ["encounter_snapshots", { encounterId: "a", version: { $lte: 9 } }, "by_version"],
      ["encounters", { ownerId: "owner-1", updatedAt: { $lt: NOON } }, "by_owner"],
      ["documents", { ownerId: "o", kind: "party", id: "x" }, "by_key"],
    ];
    for (const [name, query, index] of queries) {
      const plan = JSON.stringify(await client.db().collection(name).find(query).explain());
      assert.match(plan, /"IXSCAN"/, name);
      assert.match(plan, new RegExp(`"${index}"`), `${name}: ${index}`);
    }
  } finally {
    await client.close();
    await close();
  }
});

Deno.test("a snapshot of 500 creatures stays under 1 MiB", async () => {
  const { store, uri, close } = await temporaryMongo();
  const client = new MongoClient(uri);
  try {
    await store.encounters.create(sampleRecord("a", { version: 1 }), [sampleEntry(1)]);
    // Larger than any creature with its effects: 8 kB each, 4 MB together.
    const large = Array.from({ length: 500 }, (_, index) => [
      `creature-${index}`,
      { id: index, notes: `${"Bitten by a wolf of the north. ".repeat(250)}${Math.random()}` },
    ]);
    const state = { ...NOTHING_YET, id: "a", version: 1, notes: JSON.stringify(large) };
    await store.encounters.saveSnapshot("a", { version: 1, state });
    assert.deepEqual(await store.encounters.snapshot("a"), { version: 1, state });
    const [size] = await client.db().collection("encounter_snapshots")
      .aggregate([{ $project: { bytes: { $bsonSize: "$$ROOT" } } }]).toArray();
    assert.ok(size?.["bytes"] < 1_048_576, `${size?.["bytes"]} bytes`);
  } finally {
    await client.close();
    await close();
  }
});
