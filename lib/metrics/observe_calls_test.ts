import assert from "node:assert/strict";
import { observeCalls } from "./observe_calls.ts";

class Store {
  #secret = 7;
  plain = 1;
  find(id: string) {
    return Promise.resolve(`${id}${this.#secret}`);
  }
  save() {
    return Promise.reject(new Error("planted"));
  }
  size() {
    return this.plain;
  }
}

Deno.test("calls are counted by name and outcome; results and errors pass through", async () => {
  const calls: string[] = [];
  const store = observeCalls("fights", new Store(), {
    store: (operation, ok, seconds) => {
      assert.ok(seconds >= 0 && seconds < 1);
      calls.push(`${operation} ${ok}`);
    },
  });
  assert.equal(await store.find("a"), "a7");
  await assert.rejects(store.save(), /planted/);
  assert.equal(store.size(), 1);
  assert.equal(store.plain, 1);
  await Promise.resolve();
  assert.deepEqual(calls, ["fights.find true", "fights.save false"]);
  assert.equal(store.find, store.find);
});
