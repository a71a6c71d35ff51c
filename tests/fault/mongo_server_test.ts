// What the server itself can do to the store: end, close connections, block, refuse.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { MongoClient } from "mongodb";
import { ConfigurationFault, DependencyError } from "@/lib/errors.ts";
import { Connection } from "@/lib/store/mongo/connection.ts";
import { MongoFault } from "@/lib/store/mongo/fault.ts";
import { openMongo } from "@/lib/store/mongo/open.ts";
import {
  sampleEntries,
  sampleEntry,
  sampleRecord,
  sampleUpdate,
} from "@/lib/store/contracts/samples.ts";
import { type MongoServer, startMongo } from "@/tasks/lib/mongo_server.ts";
import { migrateMongo } from "@/tasks/lib/temporary_mongo.ts";

const OPERATION_MS = 2_000;

async function opened(server: MongoServer, name: string) {
  const { store, migrations, observe } = await openMongo({
    uri: server.uri(name),
    operationMs: OPERATION_MS,
  });
  await migrateMongo(migrations);
  return { store, observe };
}

Deno.test("a connection that closes in the middle of an append leaves one result", async () => {
  const server = await startMongo({ failPoints: true });
  const { store, observe } = await opened(server, "closing");
  const admin = new MongoClient(server.uri("admin"));
  const failed: string[] = [];
  observe((command, ok) => {
    if (!ok) failed.push(command);
  });
  try {
    await store.encounters.create(sampleRecord("a"), [sampleEntry(1)]);
    for (const [times, version] of [[1, 2], [1, 3], [2, 4]] as const) {
      await admin.db("admin").command({
        configureFailPoint: "failCommand",
        mode: { times },
        data: { failCommands: ["insert"], closeConnection: true },
      });
      const before = failed.length;
      const append = () =>
        store.encounters.append("a", version - 1, [sampleEntry(version)], sampleUpdate());
      // One lost answer is asked for again by the driver; two are the caller's to repeat.
      const result = await append().catch((error) => {
        assert.ok(error instanceof DependencyError);
        return append();
      });
      assert.ok(result.kind === "appended" || result.kind === "repeated");
      assert.equal(failed.length - before, times, "the fail point has fired");
      assert.deepEqual(await store.encounters.entriesAfter("a", 0), sampleEntries(1, version));
    }
  } finally {
    await admin.close();
    await store.close();
    await server.close();
  }
});

Deno.test("a server that blocks is an error in time, and no later write waits for it", async () => {
  const server = await startMongo({ failPoints: true });
  const { store } = await opened(server, "blocking");
  const admin = new MongoClient(server.uri("admin"));
  try {
    await store.encounters.create(sampleRecord("a"), [sampleEntry(1)]);
    await admin.db("admin").command({
      configureFailPoint: "failCommand",
      mode: { times: 1 },
      data: { failCommands: ["insert"], blockConnection: true, blockTimeMS: 3 * OPERATION_MS },
    });
    const append = () => store.encounters.append("a", 1, [sampleEntry(2)], sampleUpdate());
    const start = performance.now();
    await assert.rejects(append(), (error) => {
      return error instanceof MongoFault && error.kind === "timeout";
    });
    assert.ok(performance.now() - start < 2 * OPERATION_MS);
    const again = await append();
    assert.ok(again.kind === "appended" || again.kind === "repeated");
    await sleep(2 * OPERATION_MS);
    assert.deepEqual(await store.encounters.entriesAfter("a", 0), sampleEntries(1, 2));
  } finally {
    await admin.close();
    await store.close();
    await server.close();
  }
});

Deno.test("a server that steps down or is killed in the middle of appends loses none of them", async () => {
  const server = await startMongo({ failPoints: true });
  const { store } = await opened(server, "killed");
  const admin = new MongoClient(server.uri("admin"));
  try {
    await store.encounters.create(sampleRecord("a"), [sampleEntry(1)]);
    let version = 1;
    let faults = 0;
    const appendUntilKept = async () => {
      const entry = sampleEntry(version + 1, crypto.randomUUID());
      const start = performance.now();
      for (;;) {
        const result = await store.encounters.append("a", version, [entry], sampleUpdate())
          .catch(() => undefined);
        if (result === undefined) {
          faults++;
          assert.ok(performance.now() - start < 20_000, "not back");
          await sleep(100);
          continue;
        }
        assert.notEqual(result.kind, "conflict");
        version++;
        return;
      }
    };
    // What a primary answers that is no primary any more (NotWritablePrimary).
    await admin.db("admin").command({
      configureFailPoint: "failCommand",
      mode: { times: 2 },
      data: { failCommands: ["insert"], errorCode: 10107 },
    });
    await appendUntilKept();
    for (let kill = 0; kill < 3; kill++) {
      const killed = sleep(40 * (kill + 1)).then(() => server.kill());
      for (let i = 0; i < 20; i++) {
        if (i === 10) {
          await killed;
          await server.restart();
        }
        await appendUntilKept();
      }
    }
    const log = await store.encounters.entriesAfter("a", 0);
    assert.equal(log.length, version);
    assert.deepEqual(log.map((entry) => entry.version), log.map((_, index) => index + 1));
    assert.ok(faults > 0, "a fault has happened");
  } finally {
    await admin.close();
    await store.close();
    await server.close();
  }
});

Deno.test("a storm of writers on the same things ends with every result in order", async () => {
  const server = await startMongo();
  const { store } = await opened(server, "storm");
  try {
    const held = await store.leases.acquire("job", "me", 60_000);
    if (held.kind !== "held") throw new Error("taken");
    // Each a transaction over the same lease document.
    const results = await Promise.all(Array.from(
      { length: 20 },
      (_, index) => store.values.put(`key-${index}`, index, 0, held.lease),
    ));
    assert.deepEqual(new Set(results.map(({ kind }) => kind)), new Set(["saved"]));
    const same = await Promise.all(Array.from(
      { length: 10 },
      (_, index) => store.values.put("same", index, 0, held.lease),
    ));
    assert.equal(same.filter(({ kind }) => kind === "saved").length, 1);
    assert.equal(same.filter(({ kind }) => kind === "conflict").length, 9);
  } finally {
    await store.close();
    await server.close();
  }
});

Deno.test("what a validator refuses, what is too large and an exhausted pool are named", async () => {
  const server = await startMongo({ failPoints: true });
  const { store } = await opened(server, "refusals");
  const connection = new Connection({
    uri: server.uri("refusals"),
    poolSize: 1,
    operationMs: 8_000,
  });
  const kindOf = async (work: Promise<unknown>) => {
    const error = await work.then(() => undefined, (error: unknown) => error);
    return error instanceof MongoFault ? error.kind : error;
  };
  const admin = new MongoClient(server.uri("admin"));
  try {
    const insert = (collection: string, document: object) =>
      connection.run(
        "insert",
        (limits) => connection.db.collection(collection).insertOne({ ...document }, { ...limits }),
      );
    for (const name of ["encounters", "encounter_log", "encounter_snapshots", "documents"]) {
      assert.equal(await kindOf(insert(name, { wrong: true })), "invalid", name);
    }
    assert.equal(await kindOf(insert("loose", { text: "x".repeat(17_000_000) })), "too-large");
    await admin.db("admin").command({
      configureFailPoint: "failCommand",
      mode: { times: 1 },
      data: { failCommands: ["find"], blockConnection: true, blockTimeMS: 4_000 },
    });
    const first = connection.run(
      "find",
      (limits) => connection.db.collection("loose").findOne({}, { ...limits }),
    );
    await sleep(200);
    assert.equal(await kindOf(insert("loose", { a: 1 })), "busy");
    await first;
    assert.equal(await kindOf(insert("loose", { a: 1 })), undefined);
  } finally {
    await admin.close();
    await connection.close();
    await store.close();
    await server.close();
  }
});

Deno.test("credentials, roles and certificates that do not fit say so at the start", async (t) => {
  const folder = await Deno.makeTempDir();
  const open = await startMongo({ folder });
  const admin = new MongoClient(open.uri("admin"));
  const users: readonly (readonly [string, unknown])[] = [
    ["app", [{ role: "readWrite", db: "tracker" }]],
    ["nobody", [{ role: "read", db: "elsewhere" }]],
  ];
  for (const [user, roles] of users) {
    await admin.db("admin").command({ createUser: user, pwd: "right-password", roles });
  }
  await admin.close();
  await open.close();
  const server = await startMongo({ folder, auth: true });
  const as = (login: string) =>
    `mongodb://${login}@127.0.0.1:${server.port}/tracker?directConnection=true&authSource=admin`;
  const refuses = async (uri: string, says: RegExp) => {
    await assert.rejects(openMongo({ uri, operationMs: 5_000 }), (error) => {
      assert.ok(error instanceof ConfigurationFault, String(error));
      assert.match(error.message, says);
      assert.doesNotMatch(error.message, /password@|wrong-password|127\.0\.0\.1/);
      assert.equal(error.exitCode, 78);
      return true;
    });
  };
  try {
    await t.step(
      "wrong password",
      () => refuses(as("app:wrong-password"), /name, password and roles/),
    );
    await t.step(
      "missing role",
      () => refuses(as("nobody:right-password"), /name, password and roles/),
    );
    await t.step("no address", () => refuses("mongodb://", /cannot be read/));
    await t.step("the right user", async () => {
      const { store, migrations } = await openMongo({ uri: as("app:right-password") });
      await migrateMongo(migrations);
      await store.ping();
      await store.close();
    });
  } finally {
    await server.close();
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a certificate for another name is refused, with one line and code 78", async () => {
  const folder = await Deno.makeTempDir();
  const [certificate, key] = [`${folder}/certificate.pem`, `${folder}/key.pem`];
  const made = await new Deno.Command("openssl", {
    args: [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...[
        "-days",
        "2",
        "-subj",
        "/CN=other.example",
        "-addext",
        "subjectAltName=DNS:other.example",
      ],
      ...["-keyout", key, "-out", certificate],
    ],
    stdout: "null",
    stderr: "null",
  }).output();
  assert.equal(made.code, 0, "openssl makes a certificate");
  const server = await startMongo({ tls: { certificate, key } });
  try {
    const uri = `mongodb://127.0.0.1:${server.port}/tracker?directConnection=true&tls=true` +
      `&tlsCAFile=${encodeURIComponent(certificate)}`;
    await assert.rejects(openMongo({ uri }), (error) => {
      assert.ok(error instanceof ConfigurationFault, String(error));
      assert.match(error.message, /certificate is not valid/);
      return true;
    });
  } finally {
    await server.close();
    await Deno.remove(folder, { recursive: true });
  }
});
