import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { KeyValueStore } from "@/lib/store/ports/kv_store.ts";
import type { Lease, LeaseStore } from "@/lib/store/ports/lease_store.ts";

/** What the contract needs: empty values and leases of one store, and how to end it. */
export interface KeyValuesUnderTest {
  readonly values: KeyValueStore;
  readonly leases: LeaseStore;
  close(): Promise<void>;
}

type Register = (name: string, test: () => Promise<void>) => void;
type Check = (name: string, body: (store: KeyValuesUnderTest) => Promise<void>) => void;

/** Long enough to outlive a test, in milliseconds; and short enough to wait for. */
const LONG = 60_000;
const SHORT = 40;

/** Registers the tests that every adapter of values and leases passes. */
export function keyValueContract(
  adapter: string,
  open: () => Promise<KeyValuesUnderTest>,
  register: Register,
): void {
  const check: Check = (name, body) =>
    register(`values and leases contract, ${adapter}: ${name}`, async () => {
      const store = await open();
      try {
        await body(store);
      } finally {
        await store.close();
      }
    });
  values(check);
  leases(check);
  fencing(check);
}

/** The lease, which nobody else may hold. */
async function held(leases: LeaseStore, owner: string, ttlMs = LONG): Promise<Lease> {
  const result = await leases.acquire("evaluator", owner, ttlMs);
  if (result.kind !== "held") throw new Error(`${result.by.owner} holds the lease`);
  return result.lease;
}

function values(check: Check): void {
  check("a value comes back and changes by version", async ({ values }) => {
    assert.equal(await values.get("a"), null);
    assert.deepEqual(await values.put("a", { n: [1, null] }, 0), { kind: "saved", version: 1 });
    assert.deepEqual(await values.get("a"), { key: "a", value: { n: [1, null] }, version: 1 });
    assert.deepEqual(await values.put("a", "two", 1), { kind: "saved", version: 2 });
    assert.deepEqual(await values.put("a", "late", 1), { kind: "conflict", version: 2 });
    assert.deepEqual(await values.put("b", "gone", 4), { kind: "conflict", version: 0 });
    assert.equal((await values.get("a"))?.value, "two");
  });

  check("a value is deleted at its version only", async ({ values }) => {
    await values.put("a", 1, 0);
    assert.equal(await values.delete("a", 2), false);
    assert.equal(await values.delete("a", 1), true);
    assert.equal(await values.delete("a", 1), false);
    assert.deepEqual(await values.put("a", 1, 0), { kind: "saved", version: 1 });
  });

  check("keys are listed by prefix, in order and in pages", async ({ values }) => {
    for (const key of ["alert/c", "alert/a", "alert/b%", "alert_x", "alert/é🐉", "b"]) {
      await values.put(key, key, 0);
    }
    const keys = async (prefix: string, limit: number, after?: string) =>
      (await values.list(prefix, limit, after)).map(({ key }) => key);
    assert.deepEqual(await keys("alert/", 9), ["alert/a", "alert/b%", "alert/c", "alert/é🐉"]);
    assert.deepEqual(await keys("alert/", 2), ["alert/a", "alert/b%"]);
    assert.deepEqual(await keys("alert/", 2, "alert/b%"), ["alert/c", "alert/é🐉"]);
    assert.deepEqual(await keys("alert/é🐉", 2), ["alert/é🐉"]);
    assert.deepEqual(await keys("", 9), (await keys("", 9)).toSorted());
    assert.equal((await keys("", 9)).length, 6);
  });
}

function leases(check: Check): void {
  check("one owner at a time holds a lease", async ({ leases }) => {
    const results = await Promise.all(
      ["a", "b", "c", "d"].map((owner) => leases.acquire("evaluator", owner, LONG)),
    );
    const winners = results.flatMap((result) => result.kind === "held" ? [result.lease] : []);
    assert.equal(winners.length, 1);
    const winner = winners[0]!;
    for (const result of results) {
      if (result.kind === "taken") assert.equal(result.by.owner, winner.owner);
    }
    assert.deepEqual(await leases.holder("evaluator"), winner);
    assert.equal(await leases.holder("another"), null);
  });

  check("of several that make a lease at the same moment one holds it", async ({ leases }) => {
    for (let index = 0; index < 20; index++) {
      const name = `job-${index}`;
      const takes = ["a", "b", "c", "d"].map((owner) => leases.acquire(name, owner, LONG));
      const holders = (await Promise.all(takes)).filter(({ kind }) => kind === "held");
      assert.equal(holders.length, 1, name);
      assert.equal((await leases.holder(name))?.fence, 1, name);
    }
  });

  check("a lease ends by itself and the next holder's fence is higher", async ({ leases }) => {
    const first = await held(leases, "a", SHORT);
    await sleep(SHORT + 20);
    assert.equal(await leases.holder("evaluator"), null);
    const second = await held(leases, "b");
    assert.ok(second.fence > first.fence);
    assert.equal(await leases.renew(first, LONG), null);
    assert.equal(await leases.release(first), false);
    assert.deepEqual(await leases.holder("evaluator"), second);
  });

  check("renewing prolongs it, also after it ran out untaken", async ({ leases }) => {
    const first = await held(leases, "a", SHORT);
    const renewed = await leases.renew(first, LONG);
    assert.equal(renewed?.fence, first.fence);
    assert.ok(renewed!.expiresAt > first.expiresAt);
    await leases.release(renewed!);
    const short = await held(leases, "a", SHORT);
    await sleep(SHORT + 20);
    assert.notEqual(await leases.renew(short, LONG), null);
    assert.equal((await leases.holder("evaluator"))?.owner, "a");
  });

  check("a released lease is free at once, and its fence goes on growing", async ({ leases }) => {
    const first = await held(leases, "a");
    assert.equal(await leases.release(first), true);
    assert.equal(await leases.release(first), false);
    assert.equal(await leases.renew(first, LONG), null);
    assert.ok((await held(leases, "b")).fence > first.fence);
  });
}

function fencing(check: Check): void {
  check("a holder's write goes through, a former holder's does not", async (store) => {
    const { values, leases } = store;
    const first = await held(leases, "a", SHORT);
    assert.deepEqual(await values.put("k", 1, 0, first), { kind: "saved", version: 1 });
    await sleep(SHORT + 20);
    const second = await held(leases, "b");
    assert.deepEqual(await values.put("k", "old", 1, first), { kind: "fenced" });
    assert.deepEqual(await values.put("k", "new", 1, second), { kind: "saved", version: 2 });
    await leases.release(second);
    assert.deepEqual(await values.put("k", "late", 2, second), { kind: "fenced" });
    assert.equal((await values.get("k"))?.value, "new");
  });
}
