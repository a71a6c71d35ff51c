import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Lease } from "@/lib/store/ports/lease_store.ts";
import {
  type Bookkeeping,
  type Chunk,
  LeaseLost,
  type MigrationStore,
  type Step,
} from "@/lib/store/ports/migration_store.ts";

/** What the contract needs: a store that was never migrated, and how to end it. */
export interface MigrationStoreUnderTest<Db> {
  readonly store: MigrationStore<Db>;
  close(): Promise<void>;
}

type Register = (name: string, test: () => Promise<void>) => void;

/** A step that leaves the schema alone, so that the contract needs to know no driver. */
const IDLE: Step<unknown> = { mode: "transactional", name: "do nothing", run: () => {} };

/** Three pieces: from null, 1, 2. */
const PIECES: Step<unknown> = {
  mode: "resumable",
  name: "count to three",
  run: (_db, from): Chunk => {
    const done = typeof from === "number" ? from + 1 : 1;
    return { next: done < 3 ? done : null, done, total: 3 };
  },
};

const FAILING: Step<unknown> = {
  mode: "transactional",
  name: "fail",
  run: () => {
    throw new Error("the step's own words");
  },
};

const FIRST = {
  id: "20260101120000",
  name: "first",
  checksum: "c1",
  durationMs: 5,
  by: "a",
  baseline: false,
};
const APPLIED: Bookkeeping = { kind: "applied", migration: FIRST };

async function held<Db>(store: MigrationStore<Db>, owner: string, ttlMs = 60_000): Promise<Lease> {
  const result = await store.acquire(owner, ttlMs);
  if (result.kind !== "held") throw new Error(`${result.by.owner} holds the lock`);
  return result.lease;
}

/** Registers the tests that every store of migrations passes. */
export function migrationStoreContract<Db>(
  adapter: string,
  open: () => Promise<MigrationStoreUnderTest<Db>>,
  register: Register,
): void {
  const check = (name: string, body: (store: MigrationStore<Db>) => Promise<void>) =>
    register(`migration store contract, ${adapter}: ${name}`, async () => {
      const { store, close } = await open();
      try {
        await body(store);
      } finally {
        await close();
      }
    });

  check("a store that was never migrated has no history and no lock", async (store) => {
    assert.deepEqual(await store.applied(), []);
    assert.equal(await store.unfinished(), null);
    assert.equal(await store.holder(), null);
    assert.equal(await store.unlock(), null);
    assert.equal(await store.fingerprint(), await store.fingerprint());
  });

  check("the bookkeeping is not part of the schema", async (store) => {
    const before = await store.fingerprint();
    await store.release(await held(store, "a"));
    assert.equal(await store.fingerprint(), before);
  });

  check("what a step leaves is written down with it, and taken back", async (store) => {
    const lease = await held(store, "a");
    await store.advance(lease, IDLE, null, () => APPLIED);
    const [one] = await store.applied();
    assert.deepEqual({ ...one, appliedAt: 0, schema: "" }, { ...FIRST, appliedAt: 0, schema: "" });
    assert.equal(one?.schema, await store.fingerprint());
    await store.advance(lease, IDLE, null, () => ({ kind: "reverted", id: FIRST.id }));
    assert.deepEqual(await store.applied(), []);
  });

  check("a resumable step goes on where it was", async (store) => {
    const lease = await held(store, "a");
    const at = { id: FIRST.id, checksum: "c1", direction: "up" as const, step: 0 };
    const unfinished = (chunk: Chunk): Bookkeeping =>
      chunk.next === null ? APPLIED : { kind: "unfinished", at: { ...at, from: chunk.next } };
    await store.advance(lease, PIECES, null, unfinished);
    assert.deepEqual(await store.unfinished(), { ...at, from: 1 });
    await store.advance(lease, PIECES, 1, unfinished);
    assert.deepEqual(await store.unfinished(), { ...at, from: 2 });
    assert.deepEqual(await store.applied(), []);
    const last = await store.advance(lease, PIECES, 2, unfinished);
    assert.deepEqual(last, { next: null, done: 3, total: 3 });
    assert.equal(await store.unfinished(), null);
    assert.equal((await store.applied()).length, 1);
  });

  check("a step that fails leaves nothing and keeps its own words", async (store) => {
    const lease = await held(store, "a");
    const failed = store.advance(lease, FAILING, null, () => APPLIED);
    await assert.rejects(failed, (error: Error) => {
      const cause = error.cause instanceof Error ? error.cause : error;
      return cause.message === "the step's own words";
    });
    assert.deepEqual(await store.applied(), []);
  });

  check("starting over forgets how far it was", async (store) => {
    const lease = await held(store, "a");
    const at = { id: "1", checksum: "c", direction: "down" as const, step: 2, from: { n: [1] } };
    await store.advance(lease, IDLE, null, () => ({ kind: "unfinished", at }));
    assert.deepEqual(await store.unfinished(), at);
    await store.restart(lease);
    assert.equal(await store.unfinished(), null);
  });

  check("a baseline is history without a step", async (store) => {
    const lease = await held(store, "a");
    const second = { ...FIRST, id: "20260102120000", name: "second" };
    await store.adopt(lease, [FIRST, second].map((item) => ({ ...item, baseline: true })));
    const applied = await store.applied();
    assert.deepEqual(applied.map(({ id, baseline }) => [id, baseline]), [
      [FIRST.id, true],
      [second.id, true],
    ]);
  });

  check("one migrator at a time holds the lock, and it is told who", async (store) => {
    const lease = await held(store, "a");
    const second = await store.acquire("b", 60_000);
    assert.equal(second.kind === "taken" && second.by.owner, "a");
    assert.equal((await store.holder())?.owner, "a");
    assert.notEqual(await store.renew(lease, 60_000), null);
    await store.release(lease);
    assert.equal(await store.holder(), null);
    assert.ok((await held(store, "b")).fence > lease.fence);
  });

  check("who lost the lock writes nothing more", async (store) => {
    const lost = await held(store, "a", 30);
    await sleep(50);
    const lease = await held(store, "b");
    assert.equal(await store.renew(lost, 60_000), null);
    await assert.rejects(store.advance(lost, IDLE, null, () => APPLIED), LeaseLost);
    await assert.rejects(store.adopt(lost, [FIRST]), LeaseLost);
    await assert.rejects(store.restart(lost), LeaseLost);
    await store.release(lost);
    assert.equal((await store.holder())?.owner, "b");
    assert.deepEqual(await store.applied(), []);
    await store.advance(lease, IDLE, null, () => APPLIED);
    assert.equal((await store.applied()).length, 1);
  });

  check("a lock that ran out untaken still covers its holder", async (store) => {
    const lease = await held(store, "a", 30);
    await sleep(50);
    await store.advance(lease, IDLE, null, () => APPLIED);
    assert.equal((await store.applied()).length, 1);
  });

  check("unlocking ends anybody's lock", async (store) => {
    const lease = await held(store, "a");
    assert.equal((await store.unlock())?.owner, "a");
    await assert.rejects(store.advance(lease, IDLE, null, () => APPLIED), LeaseLost);
    assert.ok((await held(store, "b")).fence > lease.fence);
  });
}
