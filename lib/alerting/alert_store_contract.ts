import assert from "node:assert/strict";
import type { AlertStore } from "./port.ts";

type Register = (name: string, test: () => Promise<void>) => void;

/** Registers the tests that every adapter of the alerting document passes. */
export function alertStoreContract(
  adapter: string,
  open: () => Promise<{ store: AlertStore; close(): Promise<void> | void }>,
  register: Register,
): void {
  const check = (name: string, body: (store: AlertStore) => Promise<void>) =>
    register(`alert store contract, ${adapter}: ${name}`, async () => {
      const { store, close } = await open();
      try {
        await body(store);
      } finally {
        await close();
      }
    });
  check("is empty at first and then holds what was written", async (store) => {
    assert.equal(await store.read(), null);
    assert.equal(await store.write("one ünï 🐉", 0), true);
    assert.deepEqual(await store.read(), { version: 1, document: "one ünï 🐉" });
    assert.equal(await store.write("two", 1), true);
    assert.deepEqual(await store.read(), { version: 2, document: "two" });
  });
  check("refuses a write on another version and changes nothing", async (store) => {
    assert.equal(await store.write("x", 1), false);
    assert.equal(await store.write("first", 0), true);
    assert.equal(await store.write("second", 0), false);
    assert.equal(await store.write("second", 7), false);
    assert.equal((await store.read())?.document, "first");
  });
  check("of fifty at once exactly one wins each round", async (store) => {
    for (let round = 0; round < 5; round++) {
      const tries = Array.from({ length: 50 }, (_, i) => store.write(`${round}.${i}`, round));
      assert.equal((await Promise.all(tries)).filter(Boolean).length, 1);
    }
    assert.equal((await store.read())?.version, 5);
  });
}
