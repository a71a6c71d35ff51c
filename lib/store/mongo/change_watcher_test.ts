import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "@/lib/store/mongo/connection.ts";
import { watchChanges } from "@/lib/store/mongo/change_watcher.ts";
import {
  NOON,
  sampleEntries,
  sampleEntry,
  sampleRecord,
  sampleUpdate,
} from "@/lib/store/contracts/samples.ts";
import type { StoreChange } from "@/lib/store/ports/store_changes.ts";
import { endOwnServer, temporaryMongo } from "@/tasks/lib/temporary_mongo.ts";

Deno.test.afterAll(endOwnServer);

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 1_500 && !condition(); i++) await sleep(20);
  assert.ok(condition(), "waited in vain");
}

Deno.test("the change stream tells of appends and of codes, not of what follows the log", async () => {
  const { store, uri, close } = await temporaryMongo();
  const connection = new Connection({ uri });
  const told: StoreChange[] = [];
  await store.encounters.create(sampleRecord("a"), [sampleEntry(1)]);
  const stop = watchChanges(connection.db, (change) => told.push(change));
  try {
    await until(() => told.length > 0);
    assert.deepEqual(told.splice(0), [{ type: "begun" }]);
    await store.encounters.append("a", 1, sampleEntries(2, 4), sampleUpdate({ updatedAt: NOON }));
    // The record follows the log now.
    await store.encounters.list("owner-1", { which: "open", limit: 1 });
    await store.encounters.setShareCode("a", "WOLF42", NOON);
    await until(() => told.length >= 2);
    assert.deepEqual(told, [
      { type: "appended", encounterId: "a", appendedAt: NOON, entries: sampleEntries(2, 4) },
      { type: "changed", encounterId: "a" },
    ]);
  } finally {
    await stop();
    await connection.close();
    await close();
  }
  assert.equal(told.at(-1)?.type, "ended");
});
