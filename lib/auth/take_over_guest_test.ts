import assert from "node:assert/strict";
import fc from "fast-check";
import { AccountStore } from "@/lib/auth/account_store.ts";
import { authRecords } from "@/lib/auth/records.ts";
import { TakeOverGuest } from "@/lib/auth/take_over_guest.ts";
import { sampleEntry, sampleRecord } from "@/lib/store/contracts/samples.ts";
import type { DocumentKind } from "@/lib/store/ports/document_store.ts";
import type { Store } from "@/lib/store/ports/store.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";
import { propertyRuns } from "@/tests/help/property.ts";

const NOW = 1_800_000_000_000;
const now = () => NOW;
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

async function withAccount(
  work: (parts: { store: Store; takeOver: TakeOverGuest; account: string }) => Promise<void>,
) {
  const { store, close } = await temporaryStore();
  try {
    const accounts = new AccountStore({ records: authRecords(store.documents), now, random });
    const made = await accounts.create({ email: "mara@example.org", passwordHash: null });
    const { documents, encounters } = store;
    const takeOver = new TakeOverGuest({ documents, encounters, accounts, now });
    await work({ store, takeOver, account: made?.id ?? "" });
  } finally {
    await close();
  }
}

function put(store: Store, ownerId: string, kind: DocumentKind, id: string, body: unknown) {
  return store.documents.put({ ownerId, kind, id, body, at: NOW, expectedVersion: 0 });
}

async function all(store: Store, ownerId: string, kind: DocumentKind) {
  return (await store.documents.list(ownerId, kind, { limit: 500 })).map(({ id, body }) => ({
    id,
    body,
  }));
}

Deno.test("where both have the same document both are kept, the guest's with a name that says so", async () => {
  await withAccount(async ({ store, takeOver, account }) => {
    const body = (name: string) => ({ block: { id: "bog-troll", name } });
    await put(store, account, "stat-block", "bog-troll", body("Bog troll"));
    await put(store, "guest_a", "stat-block", "bog-troll", body("Bog troll, angrier"));
    await put(store, account, "party", "p1", {
      party: { id: "p1", name: "The four", isDefault: true },
    });
    await put(store, "guest_a", "party", "p1", {
      party: { id: "p1", name: "The five", isDefault: true },
    });
    await takeOver.run("guest_a", account);
    assert.deepEqual(await all(store, account, "stat-block"), [
      {
        id: "bog-troll-2",
        body: { block: { id: "bog-troll-2", name: "Bog troll, angrier (as a guest)" } },
      },
      { id: "bog-troll", body: body("Bog troll") },
    ]);
    assert.deepEqual(await all(store, account, "party"), [
      {
        id: "p1-2",
        body: { party: { id: "p1-2", name: "The five (as a guest)", isDefault: false } },
      },
      { id: "p1", body: { party: { id: "p1", name: "The four", isDefault: true } } },
    ]);
    assert.deepEqual(await all(store, "guest_a", "stat-block"), []);
  });
});

Deno.test("a move that stopped half-way is finished by the next sign of the account, without doubles", async () => {
  await withAccount(async ({ store, takeOver, account }) => {
    await put(store, account, "template", "t", { name: "Ambush" });
    await put(store, "guest_a", "template", "t", { name: "Ambush, at night" });
    // As after a crash between the copy and the removal.
    await put(store, account, "template", "t-2", { name: "Ambush, at night (as a guest)" });
    await takeOver.run("guest_a", account);
    await takeOver.late(account);
    const kept = await all(store, account, "template");
    assert.deepEqual(kept.map(({ id }) => id).toSorted(), ["t", "t-2"]);
  });
});

Deno.test("a move under load loses nothing, whatever the guest writes meanwhile", async () => {
  const kinds = ["party", "stat-block", "template"] as const;
  const write = fc.record({
    kind: fc.constantFrom(...kinds),
    id: fc.constantFrom("a", "b", "c", "d"),
    text: fc.string({ maxLength: 8 }),
    whose: fc.constantFrom("guest", "account"),
    late: fc.boolean(),
  });
  await withAccount(async ({ store, takeOver, account }) => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(write, { maxLength: 30 }), async (writes) => {
        const guest = `guest_${++round}`;
        const texts = new Set<string>();
        const one = async ({ kind, id, text, whose }: typeof writes[number]) => {
          const ownerId = whose === "guest" ? guest : account;
          const mark = `${round} ${text}`;
          const done = await put(store, ownerId, kind, `${round}-${id}`, { text: mark });
          if (done.kind === "saved") texts.add(`${kind} ${mark}`);
        };
        for (const each of writes.filter(({ late }) => !late)) await one(each);
        const encounters = Array.from(
          { length: 3 },
          (_, at) => sampleRecord(`fight-${round}-${at}-xx`, { ownerId: guest }),
        );
        const create = (record: typeof encounters[number]) =>
          store.encounters.create(record, [sampleEntry(1)]);
        await create(encounters[0]!);
        await Promise.all([
          takeOver.run(guest, account),
          ...writes.filter(({ late }) => late).map(one),
          ...encounters.slice(1).map(create),
        ]);
        await takeOver.late(account);
        const kept = new Set<string>();
        for (const kind of kinds) {
          for (const { body } of await all(store, account, kind)) {
            kept.add(`${kind} ${(body as { text: string }).text}`);
          }
          assert.equal(await store.documents.count(guest, kind), 0);
        }
        for (const text of texts) assert.ok(kept.has(text), `lost: ${text}`);
        for (const { id } of encounters) {
          assert.equal((await store.encounters.find(id))?.ownerId, account);
        }
        // Room for the next round.
        for (const kind of kinds) {
          for (const { id } of await all(store, account, kind)) {
            await store.documents.delete({ ownerId: account, kind, id });
          }
        }
      }),
      propertyRuns("a move under load loses nothing", 40, 200),
    );
  });
});
