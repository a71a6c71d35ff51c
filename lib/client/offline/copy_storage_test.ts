import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { browserCopies, type OfflineCopy } from "./copy_storage.ts";

const copy = (key: string, order: number, at = order): OfflineCopy => ({
  key,
  order,
  at,
  body: { order },
});

Deno.test("the later copy of two tabs stays, unless a page brings the server's word", async () => {
  const [one, other] = [browserCopies(), browserCopies()];
  assert.equal(await one.load("encounter a"), undefined);
  await one.put(copy("encounter a", 7), true);
  await other.put(copy("encounter a", 5), false);
  assert.equal((await one.load("encounter a"))?.order, 7);
  await other.put(copy("encounter a", 8), false);
  assert.deepEqual(await one.load("encounter a"), copy("encounter a", 8));
  await one.put(copy("encounter a", 2), true);
  assert.equal((await other.load("encounter a"))?.order, 2);
  await one.remove("encounter a");
  assert.equal(await other.load("encounter a"), undefined);
});

Deno.test("eight copies are kept; the one that was told first goes", async () => {
  const copies = browserCopies();
  for (let n = 1; n <= 10; n++) await copies.put(copy(`play ${n}`, 1, n), false);
  await copies.put(copy("play 3", 2, 11), false);
  await copies.put(copy("play 12", 1, 12), false);
  const kept = [];
  for (let n = 1; n <= 12; n++) if (await copies.load(`play ${n}`)) kept.push(n);
  assert.deepEqual(kept, [3, 5, 6, 7, 8, 9, 10, 12]);
});

Deno.test("a browser that throws at once where it allows no storage rejects in the end", async () => {
  const { open } = indexedDB;
  const refused = new DOMException("Not here", "SecurityError");
  try {
    indexedDB.open = () => {
      throw refused;
    };
    const copies = browserCopies();
    await assert.rejects(copies.put(copy("encounter a", 1), false), refused);
    await assert.rejects(copies.load("encounter a"), refused);
    indexedDB.open = open;
    await copies.put(copy("encounter a", 1), false);
    assert.equal((await copies.load("encounter a"))?.order, 1, "it is opened anew");
  } finally {
    indexedDB.open = open;
  }
});
