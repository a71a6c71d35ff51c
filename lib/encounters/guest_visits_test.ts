import assert from "node:assert/strict";
import { GuestVisits, purgeGuests } from "./guest_visits.ts";
import { sampleEntry, sampleRecord } from "@/lib/store/contracts/samples.ts";
import type { Store } from "@/lib/store/ports/store.ts";
import { openStore } from "@/lib/store/sqlite/open.ts";
import { migrateUp } from "@/tasks/lib/temporary_store.ts";

const DAY = 86_400_000;
const START = 1_800_000_000_000;

async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/store.sqlite`;
  await migrateUp(path);
  const store = openStore({ path });
  try {
    await work(store);
  } finally {
    await store.close();
    await Deno.remove(folder, { recursive: true });
  }
}

async function addFight({ encounters }: Store, id: string, ownerId: string, at: number) {
  const record = sampleRecord(id, { ownerId, createdAt: at, updatedAt: at, shareCode: null });
  await encounters.create(record, [sampleEntry(1)]);
}

function addParty({ documents }: Store, ownerId: string, at: number) {
  return documents.put({ ownerId, kind: "party", id: "p", body: {}, at, expectedVersion: 0 });
}

Deno.test("guests unseen for 400 days are removed with everything, and nobody else", () =>
  withStore(async (store) => {
    const visits = new GuestVisits(store.values);
    assert.equal(await purgeGuests(store, START), 0, "visits are noted from here on");
    const now = START + 900 * DAY;
    const long = now - 431 * DAY;
    await addFight(store, "away", "guest_away", long);
    await addFight(store, "away-archived", "guest_away", long - DAY);
    await store.encounters.setArchived("away-archived", long);
    await addFight(store, "away-deleted", "guest_away", long - DAY);
    await store.encounters.setDeleted("away-deleted", now);
    await addParty(store, "guest_away", long);
    await visits.note("guest_away", long);
    await addParty(store, "guest_papers", long);
    await addFight(store, "plays", "guest_plays", now - 429 * DAY);
    await addFight(store, "looks", "guest_looks", long);
    await visits.note("guest_looks", now - 429 * DAY);
    await addFight(store, "writes", "guest_writes", long);
    await addParty(store, "guest_writes", now - DAY);
    await addFight(store, "account", "account_away", long);

    assert.equal(await purgeGuests(store, now), 2);
    for (const id of ["away", "away-archived", "away-deleted"]) {
      assert.equal(await store.encounters.find(id), null, id);
      assert.deepEqual(await store.encounters.entriesAfter(id, 0), [], id);
    }
    assert.equal(await store.documents.count("guest_away", "party"), 0);
    assert.equal(await store.documents.count("guest_papers", "party"), 0);
    assert.equal(await visits.last("guest_away"), 0);
    for (const id of ["plays", "looks", "writes", "account"]) {
      assert.notEqual(await store.encounters.find(id), null, id);
    }
    assert.equal(await store.documents.count("guest_writes", "party"), 1);
    assert.equal(await purgeGuests(store, now), 0);
  }));

Deno.test("where visits were not noted long enough, nobody is removed", () =>
  withStore(async (store) => {
    await addFight(store, "old", "guest_old", START - 2_000 * DAY);
    assert.equal(await purgeGuests(store, START), 0);
    assert.equal(await purgeGuests(store, START + 429 * DAY), 0);
    assert.notEqual(await store.encounters.find("old"), null);
    assert.equal(await purgeGuests(store, START + 431 * DAY), 1);
  }));
