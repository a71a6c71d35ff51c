import assert from "node:assert/strict";
import { alertStoreContract } from "./alert_store_contract.ts";
import { Evaluator } from "./evaluator.ts";
import { FallbackAlertStore } from "./fallback_store.ts";
import { MemoryAlertStore } from "./memory_store.ts";
import type { AlertStore, NotifiedAlert } from "./port.ts";

alertStoreContract(
  "memory",
  () => Promise.resolve({ store: new MemoryAlertStore(), close: () => {} }),
  (name, test) => Deno.test(name, test),
);
alertStoreContract(
  "fallback over memory",
  () => Promise.resolve({ store: new FallbackAlertStore(new MemoryAlertStore()), close: () => {} }),
  (name, test) => Deno.test(name, test),
);

class Breakable implements AlertStore {
  readonly inner = new MemoryAlertStore();
  broken = false;
  /** A locked or full store can still be read. */
  readable = false;
  failures = 0;

  read() {
    return this.broken && !this.readable ? this.#fail() : this.inner.read();
  }

  write(document: string, expected: number) {
    return this.broken ? this.#fail() : this.inner.write(document, expected);
  }

  #fail(): Promise<never> {
    this.failures++;
    return Promise.reject(new Error("planted: database is locked"));
  }
}

function evaluator(
  store: AlertStore,
  clock: { now: number; breach: boolean },
  told: NotifiedAlert[],
) {
  return new Evaluator({
    store,
    channels: [{
      name: "webhook",
      severities: ["critical"],
      send: (notification) => {
        told.push(...notification.alerts);
        return Promise.resolve({ ok: true });
      },
    }],
    observe: () =>
      Promise.resolve([{
        key: "component_down:database",
        rule: "component_down",
        severity: "critical",
        verdict: clock.breach ? "breach" : "clear",
        summary: "database is down.",
        forMs: 0,
      }]),
    inhibitions: { causes: {}, joins: {} },
    environment: "test",
    runbooks: "https://example.org/",
    now: () => clock.now,
  });
}

for (const readable of [false, true]) {
  const what = readable ? "can only be read" : "is dead";
  Deno.test(`the alert about a store that ${what} comes all the same, and ends once`, async () => {
    const primary = new Breakable();
    primary.readable = readable;
    const moves: boolean[] = [];
    const clock = { now: 1_000_000, breach: false };
    const store = new FallbackAlertStore(primary, (away) => moves.push(away), () => clock.now);
    const told: NotifiedAlert[] = [];
    const watch = evaluator(store, clock, told);
    await watch.tick();
    primary.broken = true;
    clock.breach = true;
    for (let i = 0; i < 4; i++) {
      clock.now += 30_000;
      await watch.tick();
    }
    assert.ok(primary.failures > 0, "the fault happened");
    assert.deepEqual(told.map((alert) => alert.kind), ["firing"]);
    assert.deepEqual(moves, [true]);
    primary.broken = false;
    clock.breach = false;
    for (let i = 0; i < 4; i++) {
      clock.now += 31_000;
      await watch.tick();
    }
    assert.deepEqual(told.map((alert) => alert.kind), ["firing", "resolved"]);
    assert.deepEqual(moves, [true, false]);
    assert.equal(store.away, false);
    assert.match((await primary.inner.read())?.document ?? "", /"alerts":\[\]/);
  });
}

Deno.test("what another instance wrote meanwhile wins when the store is back", async () => {
  const primary = new Breakable();
  const clock = { now: 0 };
  const store = new FallbackAlertStore(primary, () => {}, () => clock.now);
  await store.write("start", 0);
  await store.read();
  primary.broken = true;
  const seen = await store.read();
  assert.equal(await store.write("mine", seen?.version ?? 0), true);
  assert.equal((await store.read())?.document, "mine");
  await primary.inner.write("theirs", 1);
  primary.broken = false;
  clock.now += 5_000;
  const back = await store.read();
  assert.equal(back?.document, "theirs");
  assert.equal(await store.write("next", back?.version ?? 0), true);
});

Deno.test("a document nobody can read is a fault, not an empty start", async () => {
  const store = new MemoryAlertStore();
  await store.write('{"format":99}', 0);
  const watch = evaluator(store, { now: 0, breach: true }, []);
  await assert.rejects(watch.tick(), /another format/);
});
