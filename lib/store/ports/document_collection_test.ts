import assert from "node:assert/strict";
import { z } from "zod";
import { DependencyError } from "@/lib/errors.ts";
import { NOON } from "@/lib/store/contracts/samples.ts";
import { collection } from "@/lib/store/ports/document_collection.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";

const party = z.object({ name: z.string(), members: z.array(z.string()).default([]) });

Deno.test("a collection parses bodies when they are read", async () => {
  const { store, close } = await temporaryStore();
  const parties = collection(store.documents, "party", party);
  const write = { ownerId: "o", id: "a", at: NOON, expectedVersion: 0 };
  await parties.put({ ...write, body: { name: "Wolves", members: ["Mira"] } });
  assert.deepEqual((await parties.get("o", "a"))?.body, { name: "Wolves", members: ["Mira"] });
  // What an older release wrote, without a field that came later.
  await store.documents.put({ ...write, id: "b", kind: "party", body: { name: "Bears" } });
  assert.deepEqual((await parties.list("o", { limit: 9 })).map(({ body }) => body.members), [
    [],
    ["Mira"],
  ]);
  await store.documents.put({ ...write, id: "c", kind: "party", body: 7 });
  await assert.rejects(parties.get("o", "c"), DependencyError);
  assert.equal(await parties.count("o"), 3);
  assert.equal(await parties.delete("o", "c"), true);
  await close();
});

Deno.test("a body that JSON cannot carry is refused", async () => {
  const { store, close } = await temporaryStore();
  const write = { ownerId: "o", id: "a", kind: "party" as const, at: NOON, expectedVersion: 0 };
  await assert.rejects(store.documents.put({ ...write, body: undefined }), RangeError);
  assert.equal(await store.documents.count("o", "party"), 0);
  await close();
});
