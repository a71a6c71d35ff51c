// A bad line between the store and MongoDB: each fault ends in an error within its time, what was
// acknowledged stays, and the store is back by itself.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { DependencyError } from "@/lib/errors.ts";
import { openMongo } from "@/lib/store/mongo/open.ts";
import { sampleEntry, sampleRecord, sampleUpdate } from "@/lib/store/contracts/samples.ts";
import { startMongo } from "@/tasks/lib/mongo_server.ts";
import { migrateMongo } from "@/tasks/lib/temporary_mongo.ts";
import { type BadLine, startBadLine } from "@/tests/help/toxiproxy.ts";

const OPERATION_MS = 1_000;
const BACK_MS = 10_000;

const FAULTS: readonly (readonly [string, (line: BadLine) => Promise<void>])[] = [
  ["hangs", (line) => line.hang()],
  ["is refused", (line) => line.refuse()],
  ["is reset", (line) => line.reset()],
  ["is slower than an operation may take", (line) => line.slow(3 * OPERATION_MS)],
];

Deno.test("each fault of the line is an error in time, loses nothing and heals by itself", async (t) => {
  const server = await startMongo();
  const line = await startBadLine(server.port);
  const uri = `mongodb://127.0.0.1:${line.port}/faults?directConnection=true`;
  const { store, migrations } = await openMongo({ uri, operationMs: OPERATION_MS });
  await migrateMongo(migrations);
  const { encounters } = store;
  await encounters.create(sampleRecord("a"), [sampleEntry(1)]);
  let version = 1;
  try {
    for (const [name, make] of FAULTS) {
      await t.step(`the line ${name}`, async () => {
        const entry = sampleEntry(version + 1, crypto.randomUUID());
        const append = () => encounters.append("a", version, [entry], sampleUpdate());
        await make(line);
        const start = performance.now();
        await assert.rejects(append(), DependencyError);
        // An operation, its choice of a server and its one retry.
        const took = performance.now() - start;
        assert.ok(took < 4 * OPERATION_MS, `${took} ms`);
        await assert.rejects(store.ping(), DependencyError);
        await line.mend();
        const mended = performance.now();
        // The answer was unknown: the same command again gives one result.
        for (;;) {
          const result = await append().catch(() => undefined);
          if (result !== undefined) {
            assert.ok(result.kind === "appended" || result.kind === "repeated", result.kind);
            break;
          }
          assert.ok(performance.now() - mended < BACK_MS, "not back within 10 s");
          await sleep(100);
        }
        version++;
        const log = await encounters.entriesAfter("a", 0);
        assert.deepEqual(log.map((logEntry) => logEntry.version), log.map((_, index) => index + 1));
        assert.equal(log.filter(({ commandId }) => commandId === entry.commandId).length, 1);
        assert.equal(log.length, version);
      });
    }
  } finally {
    await line.close();
    await store.close();
    await server.close();
  }
});
