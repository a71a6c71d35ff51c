import assert from "node:assert/strict";
import {
  NOON,
  sampleEntries,
  sampleEntry,
  sampleRecord,
  sampleState,
  sampleUpdate,
} from "@/lib/store/contracts/samples.ts";
import type { EncounterStore, RecordUpdate } from "@/lib/store/ports/encounter_store.ts";

/** What the contract needs: an empty store, and how to end it. */
export interface EncounterStoreUnderTest {
  readonly store: EncounterStore;
  close(): Promise<void>;
}

type Register = (name: string, test: () => Promise<void>) => void;
type Check = (name: string, body: (store: EncounterStore) => Promise<void>) => void;

/** Registers the tests that every adapter of the fights' store passes. */
export function encounterStoreContract(
  adapter: string,
  open: () => Promise<EncounterStoreUnderTest>,
  register: Register,
): void {
  const check: Check = (name, body) =>
    register(`encounter store contract, ${adapter}: ${name}`, async () => {
      const { store, close } = await open();
      try {
        await body(store);
      } finally {
        await close();
      }
    });
  creating(check);
  appending(check);
  racing(check);
  reading(check);
  snapshots(check);
  lists(check);
  codes(check);
  removal(check);
}

function creating(check: Check): void {
  check("a created fight is found with its record and log as given", async (store) => {
    const record = sampleRecord("a", { version: 2, shareCode: "WOLF42", round: 3, combatants: 4 });
    const result = await store.create(record, sampleEntries(1, 2));
    assert.deepEqual(result, { kind: "appended", version: 2 });
    assert.deepEqual(await store.find("a"), record);
    assert.deepEqual(await store.entriesAfter("a", 0), sampleEntries(1, 2));
    assert.equal(await store.find("b"), null);
  });

  check("several fights are found at once, and what is not there is left out", async (store) => {
    const ids = ["a", "b", "c"];
    for (const id of ids) await store.create(sampleRecord(id), [sampleEntry(1)]);
    await store.append("b", 1, sampleEntries(2, 4), sampleUpdate());
    const found = await store.findAll(["c", "none", "b", "b"]);
    const versions = found.map(({ id, version }) => [id, version]);
    assert.deepEqual(versions.sort(), [["b", 4], ["c", 1]]);
    assert.deepEqual(await store.findAll([]), []);
  });

  check("an id that exists is refused and nothing of it changes", async (store) => {
    await store.create(sampleRecord("a"), [sampleEntry(1)]);
    const other = sampleRecord("a", { ownerId: "owner-2", name: "Mine now" });
    const result = await store.create(other, [sampleEntry(1, "another")]);
    assert.deepEqual(result, { kind: "conflict", version: 1 });
    assert.deepEqual(await store.find("a"), sampleRecord("a"));
    assert.deepEqual(await store.entriesAfter("a", 0), [sampleEntry(1)]);
  });

  check("creating again with the same command answers with its version", async (store) => {
    await store.create(sampleRecord("a"), [sampleEntry(1)]);
    await store.append("a", 1, [sampleEntry(2)], sampleUpdate());
    const again = await store.create(sampleRecord("a"), [sampleEntry(1)]);
    assert.deepEqual(again, { kind: "repeated", commandId: "command-1", version: 1 });
  });

  check("a share code that is taken keeps the fight from being created", async (store) => {
    await store.create(sampleRecord("a", { shareCode: "WOLF42" }), [sampleEntry(1)]);
    const result = await store.create(sampleRecord("b", { shareCode: "wolf42" }), [sampleEntry(1)]);
    assert.deepEqual(result, { kind: "conflict", version: 0 });
    assert.equal(await store.find("b"), null);
  });
}

function appending(check: Check): void {
  check("an append moves the record on and is in the log", async (store) => {
    await store.create(sampleRecord("a"), [sampleEntry(1)]);
    const result = await store.append("a", 1, sampleEntries(2, 4), sampleUpdate());
    assert.deepEqual(result, { kind: "appended", version: 4 });
    assert.deepEqual(await store.find("a"), sampleRecord("a", { ...sampleUpdate(), version: 4 }));
    assert.deepEqual(await store.entriesAfter("a", 0), sampleEntries(1, 4));
  });

  check("a stale version is a conflict and writes nothing", async (store) => {
    await store.create(sampleRecord("a"), [sampleEntry(1)]);
    await store.append("a", 1, [sampleEntry(2)], sampleUpdate());
    const before = await store.find("a");
    const stale = await store.append("a", 1, [sampleEntry(2, "late")], sampleUpdate({ round: 9 }));
    assert.deepEqual(stale, { kind: "conflict", version: 2 });
    const early = await store.append("a", 7, [sampleEntry(8, "early")], sampleUpdate());
    assert.deepEqual(early, { kind: "conflict", version: 2 });
    assert.deepEqual(await store.find("a"), before);
    assert.deepEqual(await store.entriesAfter("a", 0), sampleEntries(1, 2));
  });

  check("a version within an earlier append is stale too", async (store) => {
    await store.create(sampleRecord("a"), [sampleEntry(1)]);
    await store.append("a", 1, sampleEntries(2, 5), sampleUpdate());
    for (const stale of [2, 3, 4]) {
      const late = await store.append("a", stale, [sampleEntry(stale + 1, "new")], sampleUpdate());
      assert.deepEqual(late, { kind: "conflict", version: 5 }, `after ${stale}`);
    }
    assert.deepEqual(await store.entriesAfter("a", 0), sampleEntries(1, 5));
  });

  check("a repeated command is told apart from a conflict and writes nothing", async (store) => {
    await store.create(sampleRecord("a"), [sampleEntry(1)]);
    await store.append("a", 1, [sampleEntry(2)], sampleUpdate());
    const batch = [sampleEntry(3, "new"), sampleEntry(4, "command-2")];
    const result = await store.append("a", 2, batch, sampleUpdate({ round: 9 }));
    assert.deepEqual(result, { kind: "repeated", commandId: "command-2", version: 2 });
    const stale = await store.append("a", 1, [sampleEntry(2)], sampleUpdate());
    assert.deepEqual(stale, { kind: "repeated", commandId: "command-2", version: 2 });
    assert.equal(await store.findCommand("a", "new"), null);
    assert.equal((await store.find("a"))?.version, 2);
  });

  check("two fights may hold the same command id", async (store) => {
    await store.create(sampleRecord("a"), [sampleEntry(1)]);
    assert.equal((await store.create(sampleRecord("b"), [sampleEntry(1)])).kind, "appended");
  });

  check("an append to a fight that is not there is a conflict with version 0", async (store) => {
    const result = await store.append("none", 3, [sampleEntry(4)], sampleUpdate());
    assert.deepEqual(result, { kind: "conflict", version: 0 });
  });

  check("gaps in the versions and a command twice are refused as mistakes", async (store) => {
    await store.create(sampleRecord("a"), [sampleEntry(1)]);
    await assert.rejects(store.append("a", 1, [sampleEntry(3)], sampleUpdate()), RangeError);
    await assert.rejects(store.append("a", 1, sampleEntries(2, 102), sampleUpdate()), RangeError);
    const twice = [sampleEntry(2, "x"), sampleEntry(3, "x")];
    await assert.rejects(store.append("a", 1, twice, sampleUpdate()), RangeError);
    await assert.rejects(store.create(sampleRecord("b", { version: 9 }), []), RangeError);
    assert.equal((await store.find("a"))?.version, 1);
    assert.equal(await store.find("b"), null);
  });
}

function racing(check: Check): void {
  check("of many appends at one version exactly one wins", async (store) => {
    await store.create(sampleRecord("a"), [sampleEntry(1)]);
    const results = await Promise.all(Array.from(
      { length: 50 },
      (_, index) => store.append("a", 1, [sampleEntry(2, `racer-${index}`)], sampleUpdate()),
    ));
    const winners = results.flatMap(({ kind }, index) => kind === "appended" ? [index] : []);
    assert.equal(winners.length, 1);
    assert.deepEqual(results.filter(({ kind }) => kind === "conflict").length, 49);
    assert.equal((await store.entriesAfter("a", 1))[0]?.commandId, `racer-${winners[0]}`);
  });

  check("concurrent appends to many fights are all kept", async (store) => {
    const ids = Array.from({ length: 100 }, (_, index) => `fight-${index}`);
    await Promise.all(ids.map((id) => store.create(sampleRecord(id), [sampleEntry(1)])));
    await Promise.all(ids.map((id) => store.append(id, 1, sampleEntries(2, 4), sampleUpdate())));
    for (const id of ids) assert.deepEqual(await store.entriesAfter(id, 0), sampleEntries(1, 4));
  });

  check("the same command sent twice at once is there once", async (store) => {
    await store.create(sampleRecord("a"), [sampleEntry(1)]);
    const send = () => store.append("a", 1, [sampleEntry(2)], sampleUpdate());
    const kinds = (await Promise.all([send(), send(), send()])).map(({ kind }) => kind).sort();
    assert.deepEqual(kinds, ["appended", "repeated", "repeated"]);
  });
}

function reading(check: Check): void {
  check("the log is read after a version and up to a limit", async (store) => {
    await store.create(sampleRecord("a", { version: 30 }), sampleEntries(1, 30));
    assert.deepEqual(await store.entriesAfter("a", 27), sampleEntries(28, 30));
    assert.deepEqual(await store.entriesAfter("a", 10, 2), sampleEntries(11, 12));
    assert.deepEqual(await store.entriesAfter("a", 30), []);
    assert.deepEqual(await store.entriesAfter("none", 0), []);
  });

  check("a command is found by its id within its fight", async (store) => {
    await store.create(sampleRecord("a", { version: 3 }), sampleEntries(1, 3));
    await store.create(sampleRecord("b"), [sampleEntry(1, "other")]);
    assert.deepEqual(await store.findCommand("a", "command-2"), sampleEntry(2));
    assert.equal(await store.findCommand("b", "command-2"), null);
  });

  check("ids that look like code or prototypes are only names", async (store) => {
    for (const id of ["__proto__", "' OR 1=1 --", '{"$ne":null}', "ß🐉", ""]) {
      await store.create(sampleRecord(id), [sampleEntry(1, id)]);
      assert.equal((await store.find(id))?.id, id);
      assert.equal((await store.findCommand(id, id))?.commandId, id);
    }
    assert.equal(await store.find("constructor"), null);
  });
}

function snapshots(check: Check): void {
  check("the newest snapshot at or before a version is found", async (store) => {
    await store.create(sampleRecord("a", { version: 30 }), sampleEntries(1, 30));
    assert.equal(await store.snapshot("a"), null);
    for (const version of [10, 20]) {
      await store.saveSnapshot("a", { version, state: sampleState("a", version) });
    }
    assert.deepEqual(await store.snapshot("a"), { version: 20, state: sampleState("a", 20) });
    assert.equal((await store.snapshot("a", 19))?.version, 10);
    assert.equal((await store.snapshot("a", 10))?.version, 10);
    assert.equal(await store.snapshot("a", 9), null);
    assert.equal(await store.snapshot("none"), null);
  });

  check("a snapshot keeps what players saw of the turn", async (store) => {
    await store.create(sampleRecord("a", { version: 30 }), sampleEntries(1, 30));
    const turn = { activeId: "wren", round: 2, pausedAt: null };
    const snapshot = { version: 10, state: sampleState("a", 10), turn };
    await store.saveSnapshot("a", snapshot);
    assert.deepEqual(await store.snapshot("a"), snapshot);
  });

  check("a snapshot may be saved again, and in any order", async (store) => {
    await store.create(sampleRecord("a", { version: 30 }), sampleEntries(1, 30));
    for (const version of [20, 10, 20]) {
      await store.saveSnapshot("a", { version, state: sampleState("a", version) });
    }
    assert.equal((await store.snapshot("a"))?.version, 20);
    assert.equal((await store.snapshot("a", 15))?.version, 10);
  });

  check("a snapshot of what the log does not hold is not kept", async (store) => {
    await store.create(sampleRecord("a"), [sampleEntry(1)]);
    await store.saveSnapshot("a", { version: 5, state: sampleState("a", 5) });
    await store.saveSnapshot("none", { version: 5, state: sampleState("none", 5) });
    assert.equal(await store.snapshot("a"), null);
    assert.equal(await store.snapshot("none"), null);
  });

  check("after many snapshots the newest is there", async (store) => {
    await store.create(sampleRecord("a", { version: 200 }), sampleEntries(1, 200));
    for (let version = 1; version <= 200; version++) {
      await store.saveSnapshot("a", { version, state: sampleState("a", version) });
    }
    assert.equal((await store.snapshot("a"))?.version, 200);
    const middle = await store.snapshot("a", 100);
    assert.ok(middle === null || middle.version <= 100);
  });
}

function lists(check: Check): void {
  check("an owner's fights are listed by state, last changed first", async (store) => {
    for (const [index, id] of ["a", "b", "c", "d"].entries()) {
      await store.create(sampleRecord(id, { updatedAt: NOON + index }), [sampleEntry(1)]);
    }
    await store.create(sampleRecord("x", { ownerId: "owner-2" }), [sampleEntry(1)]);
    await store.setArchived("b", NOON);
    await store.setArchived("c", NOON);
    await store.setDeleted("c", NOON + 5);
    const ids = async (which: "open" | "archived" | "deleted") =>
      (await store.list("owner-1", { which, limit: 10 })).map(({ id }) => id);
    assert.deepEqual(await ids("open"), ["d", "a"]);
    assert.deepEqual(await ids("archived"), ["b"]);
    assert.deepEqual(await ids("deleted"), ["c"]);
    await store.append("a", 1, [sampleEntry(2)], sampleUpdate());
    assert.deepEqual(await ids("open"), ["a", "d"]);
    await store.setDeleted("c", null);
    await store.setArchived("b", null);
    assert.deepEqual(await ids("archived"), ["c"]);
    assert.deepEqual(await ids("open"), ["a", "d", "b"]);
  });

  check("pages go through a list without losing those of one instant", async (store) => {
    const ids = Array.from({ length: 25 }, (_, index) => `fight-${String(index).padStart(2, "0")}`);
    for (const [index, id] of ids.entries()) {
      const updatedAt = NOON + Math.floor(index / 10);
      await store.create(sampleRecord(id, { updatedAt }), [sampleEntry(1)]);
    }
    const seen: string[] = [];
    for (let page = await store.list("owner-1", { which: "open", limit: 4 }); page.length > 0;) {
      seen.push(...page.map(({ id }) => id));
      const last = page.at(-1)!;
      const before = { before: last.updatedAt, beforeId: last.id };
      page = await store.list("owner-1", { which: "open", limit: 4, ...before });
    }
    assert.deepEqual(seen, ids.toReversed());
    const earlier = await store.list("owner-1", { which: "open", limit: 50, before: NOON + 1 });
    assert.equal(earlier.length, 10);
  });

  check("a guest's fights are handed to an account", async (store) => {
    await store.create(sampleRecord("a"), [sampleEntry(1)]);
    await store.create(sampleRecord("b"), [sampleEntry(1)]);
    await store.create(sampleRecord("x", { ownerId: "owner-2" }), [sampleEntry(1)]);
    assert.equal(await store.changeOwner("owner-1", "account"), 2);
    assert.equal((await store.list("owner-1", { which: "open", limit: 10 })).length, 0);
    assert.equal((await store.list("account", { which: "open", limit: 10 })).length, 2);
    assert.equal((await store.find("x"))?.ownerId, "owner-2");
  });
}

function codes(check: Check): void {
  check("a share code finds its fight, in any case of letters, until revoked", async (store) => {
    await store.create(sampleRecord("a"), [sampleEntry(1)]);
    assert.equal(await store.setShareCode("a", "WOLF42", NOON), true);
    assert.equal((await store.findByCode("wolf42"))?.id, "a");
    assert.equal(await store.setShareCode("a", "BEAR77", NOON), true);
    assert.equal(await store.findByCode("WOLF42"), null);
    assert.equal(await store.setShareCode("a", null, NOON), true);
    assert.equal(await store.findByCode("BEAR77"), null);
    assert.equal((await store.find("a"))?.shareCode, null);
  });

  check("a code belongs to one fight; without codes there may be many", async (store) => {
    for (const id of ["a", "b", "c"]) await store.create(sampleRecord(id), [sampleEntry(1)]);
    assert.equal(await store.setShareCode("a", "WOLF42", NOON), true);
    assert.equal(await store.setShareCode("b", "wolf42", NOON), false);
    assert.equal((await store.find("b"))?.shareCode, null);
    assert.equal(await store.setShareCode("a", "WOLF42", NOON), true);
    assert.equal(await store.setShareCode("none", "BEAR77", NOON), false);
    assert.equal(await store.setShareCode("a", null, NOON), true);
    assert.equal(await store.setShareCode("b", "WOLF42", NOON), true);
  });

  check("the record tells when its code was made and used last", async (store) => {
    await store.create(sampleRecord("a"), [sampleEntry(1)]);
    const usedAt = async () => (await store.find("a"))?.codeUsedAt;
    assert.equal(await usedAt(), null);
    await store.setShareCode("a", "WOLF42", NOON);
    assert.equal(await usedAt(), NOON);
    await store.noteCodeUse("a", NOON + 5);
    assert.equal((await store.findByCode("WOLF42"))?.codeUsedAt, NOON + 5);
    await store.noteCodeUse("a", NOON + 3);
    assert.equal(await usedAt(), NOON + 5);
    await store.noteCodeUse("none", NOON);
    assert.equal((await store.find("a"))?.updatedAt, NOON);
  });

  check("the record tells when its fight ended, until it goes on", async (store) => {
    await store.create(sampleRecord("a"), [sampleEntry(1)]);
    const after = async (version: number, status: RecordUpdate["status"]) => {
      const update = sampleUpdate({ status, updatedAt: NOON + version });
      await store.append("a", version - 1, [sampleEntry(version)], update);
      return (await store.find("a"))?.endedAt;
    };
    assert.equal(await after(2, "running"), null);
    assert.equal(await after(3, "ended"), NOON + 3);
    assert.equal(await after(4, "ended"), NOON + 3);
    assert.equal(await after(5, "running"), null);
    assert.equal(await after(6, "ended"), NOON + 6);
  });

  check("a deleted fight's code is unknown, and works again when it is restored", async (store) => {
    await store.create(sampleRecord("a", { shareCode: "WOLF42" }), [sampleEntry(1)]);
    await store.setDeleted("a", NOON);
    assert.equal(await store.findByCode("WOLF42"), null);
    await store.setDeleted("a", null);
    assert.equal((await store.findByCode("WOLF42"))?.id, "a");
  });
}

function removal(check: Check): void {
  check("the store weighs a fight's log and all fights of an owner", async (store) => {
    assert.equal(await store.logBytes("a"), 0);
    assert.deepEqual(await store.usage("owner-1"), { encounters: 0, bytes: 0 });
    await store.create(sampleRecord("a", { ownerId: "owner-1" }), [sampleEntry(1)]);
    const first = await store.logBytes("a");
    assert.ok(first > 20, `${first}`);
    await store.append("a", 1, [sampleEntry(2), sampleEntry(3)], sampleUpdate());
    const bytes = await store.logBytes("a");
    assert.ok(bytes > 2 * first, `${first}, then ${bytes}`);
    await store.create(sampleRecord("b", { ownerId: "owner-1" }), [sampleEntry(1)]);
    await store.create(sampleRecord("c", { ownerId: "owner-2" }), [sampleEntry(1)]);
    await store.setDeleted("b", NOON);
    assert.deepEqual(await store.usage("owner-1"), {
      encounters: 2,
      bytes: bytes + await store.logBytes("b"),
    });
    await store.purge(NOON + 1);
    assert.deepEqual(await store.usage("owner-1"), { encounters: 1, bytes });
  });

  check("owners are listed in order, each once, with their last change", async (store) => {
    const at = sampleRecord("a").updatedAt;
    for (
      const [id, ownerId, updatedAt] of [
        ["a", "guest_b", at],
        ["b", "guest_b", at + 5],
        ["c", "guest_a", at],
        ["d", "account_c", at],
      ] as const
    ) {
      await store.create(sampleRecord(id, { ownerId, updatedAt, shareCode: null }), [
        sampleEntry(1),
      ]);
    }
    await store.setDeleted("c", at);
    assert.deepEqual(await store.owners("guest_", 10), [
      { ownerId: "guest_a", updatedAt: at },
      { ownerId: "guest_b", updatedAt: at + 5 },
    ]);
    assert.equal((await store.owners("guest_", 1))[0]?.ownerId, "guest_a");
    assert.deepEqual((await store.owners("guest_", 9, "guest_a")).map((one) => one.ownerId), [
      "guest_b",
    ]);
  });

  check("purging removes what was deleted long enough ago, wholly", async (store) => {
    for (let index = 0; index < 12; index++) {
      const id = `old-${index}`;
      await store.create(sampleRecord(id, { shareCode: `OLD${index}` }), [sampleEntry(1)]);
      await store.saveSnapshot(id, { version: 1, state: sampleState(id, 1) });
      await store.setDeleted(id, NOON);
    }
    await store.create(sampleRecord("young"), [sampleEntry(1)]);
    await store.setDeleted("young", NOON + 10);
    await store.create(sampleRecord("alive"), [sampleEntry(1)]);
    assert.equal(await store.purge(NOON + 10), 12);
    assert.equal(await store.find("old-3"), null);
    assert.deepEqual(await store.entriesAfter("old-3", 0), []);
    assert.equal(await store.snapshot("old-3"), null);
    assert.equal((await store.create(sampleRecord("old-3"), [sampleEntry(1)])).kind, "appended");
    assert.notEqual(await store.find("young"), null);
    assert.notEqual(await store.find("alive"), null);
    assert.equal(await store.purge(NOON + 10), 0);
  });
}
