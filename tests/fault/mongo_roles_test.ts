import assert from "node:assert/strict";
import { MongoClient } from "mongodb";
import { schemaDifference } from "@/lib/store/migrations/ensure_schema.ts";
import { openMongo } from "@/lib/store/mongo/open.ts";
import { sampleEntry, sampleRecord, sampleUpdate } from "@/lib/store/contracts/samples.ts";
import { MONGO_MIGRATIONS } from "@/migrations/mongo/manifest.ts";
import { startMongo } from "@/tasks/lib/mongo_server.ts";
import { migrateMongo } from "@/tasks/lib/temporary_mongo.ts";
import { makeRoles } from "@/tasks/mongo_roles.ts";

Deno.test("the migrator changes the schema, the app only documents, each by SCRAM", async () => {
  const folder = await Deno.makeTempDir();
  const open = await startMongo({ folder });
  const passwords = { app: "app-password-1", migrator: "migrator-password-1" };
  await makeRoles(open.uri("admin"), "tracker", { ...passwords, app: "an-older-password" });
  await makeRoles(open.uri("admin"), "tracker", passwords);
  await open.close();
  const server = await startMongo({ folder, auth: true });
  const as = (role: "app" | "migrator") =>
    `mongodb://tracker-${role}:${passwords[role]}@127.0.0.1:${server.port}/tracker` +
    "?directConnection=true&authSource=tracker&authMechanism=SCRAM-SHA-256";
  try {
    const migrator = await openMongo({ uri: as("migrator") });
    await migrateMongo(migrator.migrations);
    await migrator.store.close();
    const app = await openMongo({ uri: as("app") });
    assert.deepEqual(
      await schemaDifference(app.migrations, MONGO_MIGRATIONS),
      { missing: [], unknown: [] },
    );
    assert.match(await app.migrations.fingerprint(), /^[0-9a-f]{64}$/);
    await app.store.ping();
    await app.store.encounters.create(sampleRecord("a"), [sampleEntry(1)]);
    await app.store.encounters.append("a", 1, [sampleEntry(2)], sampleUpdate());
    await app.store.close();
    const client = new MongoClient(as("app"));
    const db = client.db("tracker");
    for (
      const change of [
        () => db.createCollection("mine"),
        () => db.collection("encounters").createIndex({ name: 1 }),
        () => db.command({ collMod: "encounters", validator: {} }),
        () => db.dropCollection("encounter_log"),
      ]
    ) {
      await assert.rejects(change(), { code: 13 }, String(change));
    }
    await client.close();
  } finally {
    await server.close();
    await Deno.remove(folder, { recursive: true });
  }
});
