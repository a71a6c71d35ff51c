import assert from "node:assert/strict";
import { MongoServerError } from "mongodb";
import { madeOrFound, upsertAgain } from "@/lib/store/mongo/upsert.ts";

/** An operation that answers one of `answers` after the other, and counts its calls. */
function answering(answers: readonly unknown[]) {
  let calls = 0;
  const attempt = () => {
    const answer = answers[calls++];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer ?? null);
  };
  return { attempt, calls: () => calls };
}

const DUPLICATE = new MongoServerError({ code: 11000, message: "duplicate key" });

Deno.test("an upsert that lost the race is tried again, however the server says so", async () => {
  for (const lost of [null, DUPLICATE]) {
    const { attempt, calls } = answering([lost, lost, "there"]);
    assert.equal(await upsertAgain(attempt), "there");
    assert.equal(calls(), 3);
  }
});

Deno.test("an upsert ends after five tries, and at once on another error", async () => {
  const nothing = answering([]);
  await assert.rejects(upsertAgain(nothing.attempt), /came to nothing 5 times/);
  assert.equal(nothing.calls(), 5);
  const refused = answering([new MongoServerError({ code: 13, message: "not allowed" })]);
  await assert.rejects(upsertAgain(refused.attempt), /not allowed/);
  assert.equal(refused.calls(), 1);
});

Deno.test("an update that neither found nor made a document says so", () => {
  assert.equal(madeOrFound({ matchedCount: 0, upsertedCount: 0 }), null);
  assert.notEqual(madeOrFound({ matchedCount: 0, upsertedCount: 1 }), null);
  assert.notEqual(madeOrFound({ matchedCount: 1, upsertedCount: 0 }), null);
});
