import assert from "node:assert/strict";
import { NOON } from "@/lib/store/contracts/samples.ts";
import type {
  DocumentKind,
  DocumentStore,
  DocumentWrite,
} from "@/lib/store/ports/document_store.ts";
import type { Json } from "@/lib/store/ports/json.ts";

/** What the contract needs: an empty store, and how to end it. */
export interface DocumentStoreUnderTest {
  readonly store: DocumentStore;
  close(): Promise<void>;
}

type Register = (name: string, test: () => Promise<void>) => void;
type Check = (name: string, body: (store: DocumentStore) => Promise<void>) => void;

/** Registers the tests that every adapter of the document store passes. */
export function documentStoreContract(
  adapter: string,
  open: () => Promise<DocumentStoreUnderTest>,
  register: Register,
): void {
  const check: Check = (name, body) =>
    register(`document store contract, ${adapter}: ${name}`, async () => {
      const { store, close } = await open();
      try {
        await body(store);
      } finally {
        await close();
      }
    });
  versions(check);
  batches(check);
  lists(check);
  owners(check);
}

function write(id: string, change: Partial<DocumentWrite> = {}): DocumentWrite {
  const body: Json = { name: `Mira ${id}`, levels: [1, 2.5, -0.1], nested: { "": null, ok: true } };
  const key = { ownerId: "owner-1", kind: "party" as DocumentKind, id };
  return { ...key, body, at: NOON, expectedVersion: 0, ...change };
}

function key(id: string, ownerId = "owner-1") {
  return { ownerId, kind: "party" as const, id };
}

function versions(check: Check): void {
  check("a document comes back as it was put", async (store) => {
    assert.deepEqual(await store.put(write("a")), { kind: "saved", version: 1 });
    const { expectedVersion: _, at, ...rest } = write("a");
    const expected = { ...rest, version: 1, createdAt: at, updatedAt: at };
    assert.deepEqual(await store.get(key("a")), expected);
    assert.equal(await store.get(key("b")), null);
  });

  check("a change needs the version that was seen", async (store) => {
    await store.put(write("a"));
    const changed = write("a", { expectedVersion: 1, body: "new", at: NOON + 5 });
    assert.deepEqual(await store.put(changed), { kind: "saved", version: 2 });
    const late = await store.put(write("a", { expectedVersion: 1, body: "late" }));
    assert.deepEqual(late, { kind: "conflict", id: "a", version: 2 });
    const anew = await store.put(write("a"));
    assert.deepEqual(anew, { kind: "conflict", id: "a", version: 2 });
    const gone = await store.put(write("none", { expectedVersion: 3 }));
    assert.deepEqual(gone, { kind: "conflict", id: "none", version: 0 });
    const { body, createdAt, updatedAt } = (await store.get(key("a")))!;
    assert.deepEqual([body, createdAt, updatedAt], ["new", NOON, NOON + 5]);
  });

  check("of many changes at one version exactly one is kept", async (store) => {
    await store.put(write("a"));
    const results = await Promise.all(
      [1, 2, 3, 4].map((body) => store.put(write("a", { expectedVersion: 1, body }))),
    );
    assert.equal(results.filter(({ kind }) => kind === "saved").length, 1);
    assert.equal((await store.get(key("a")))?.version, 2);
  });

  check("deleting can ask for a version", async (store) => {
    await store.put(write("a"));
    assert.equal(await store.delete(key("a"), 2), false);
    assert.equal(await store.delete(key("a", "owner-2")), false);
    assert.equal(await store.delete(key("a"), 1), true);
    assert.equal(await store.delete(key("a")), false);
    assert.equal(await store.get(key("a")), null);
    assert.deepEqual(await store.put(write("a")), { kind: "saved", version: 1 });
  });
}

function batches(check: Check): void {
  check("an import is written wholly", async (store) => {
    const writes = Array.from({ length: 300 }, (_, index) => write(`p-${index}`));
    assert.deepEqual(await store.putMany(writes), { kind: "saved", version: 300 });
    assert.equal(await store.count("owner-1", "party"), 300);
    assert.deepEqual(await store.putMany([]), { kind: "saved", version: 0 });
  });

  check("one conflict keeps the whole import out and is named", async (store) => {
    await store.put(write("taken"));
    const writes = [write("x"), write("taken"), write("y")];
    assert.deepEqual(await store.putMany(writes), { kind: "conflict", id: "taken", version: 1 });
    assert.equal(await store.count("owner-1", "party"), 1);
    const twice = await store.putMany([write("x"), write("x")]);
    assert.deepEqual(twice, { kind: "conflict", id: "x", version: 1 });
    assert.equal(await store.get(key("x")), null);
  });
}

function lists(check: Check): void {
  check("a kind is listed last changed first, in pages", async (store) => {
    const ids = Array.from({ length: 23 }, (_, index) => `p-${String(index).padStart(2, "0")}`);
    for (const [index, id] of ids.entries()) {
      await store.put(write(id, { at: NOON + Math.floor(index / 10) }));
    }
    await store.put(write("z", { kind: "template" }));
    const seen: string[] = [];
    for (let page = await store.list("owner-1", "party", { limit: 5 }); page.length > 0;) {
      seen.push(...page.map(({ id }) => id));
      const { updatedAt, id } = page.at(-1)!;
      page = await store.list("owner-1", "party", { limit: 5, after: { updatedAt, id } });
    }
    assert.deepEqual(seen, ids.toReversed());
    assert.equal(await store.count("owner-1", "template"), 1);
    assert.equal(await store.count("owner-2", "template"), 0);
  });
}

function owners(check: Check): void {
  check("an owner sees nothing of another's", async (store) => {
    await store.put(write("a"));
    await store.put(write("a", { ownerId: "owner-2", body: "theirs" }));
    assert.equal((await store.get(key("a", "owner-2")))?.body, "theirs");
    assert.notEqual((await store.get(key("a")))?.body, "theirs");
    assert.equal(await store.get(key("a", "owner-3")), null);
  });

  check("a guest's documents are handed over; what the account has wins", async (store) => {
    await store.put(write("a"));
    await store.put(write("b"));
    await store.put(write("b", { ownerId: "account", body: "kept" }));
    assert.equal(await store.changeOwner("owner-1", "account"), 1);
    assert.equal((await store.get(key("b", "account")))?.body, "kept");
    assert.equal((await store.get(key("a", "account")))?.version, 1);
  });

  check("owners are listed in order, each once, with their last change", async (store) => {
    await store.put(write("a", { ownerId: "guest_b" }));
    await store.put({ ...write("b", { ownerId: "guest_b" }), at: write("a").at + 5 });
    await store.put(write("a", { ownerId: "guest_a" }));
    await store.put(write("a", { ownerId: "account_c" }));
    assert.deepEqual(await store.owners("guest_", 10), [
      { ownerId: "guest_a", updatedAt: write("a").at },
      { ownerId: "guest_b", updatedAt: write("a").at + 5 },
    ]);
    assert.equal((await store.owners("guest_", 1))[0]?.ownerId, "guest_a");
    assert.deepEqual((await store.owners("guest_", 9, "guest_a")).map((one) => one.ownerId), [
      "guest_b",
    ]);
    assert.deepEqual(await store.owners("guest_", 9, "guest_b"), []);
  });

  check("everything of an owner can be removed", async (store) => {
    await store.put(write("a"));
    await store.put(write("b", { kind: "template" }));
    await store.put(write("c", { ownerId: "owner-2" }));
    assert.equal(await store.deleteAll("owner-1"), 2);
    assert.equal(await store.count("owner-1", "party"), 0);
    assert.equal(await store.count("owner-2", "party"), 1);
  });
}
