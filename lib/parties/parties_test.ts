import assert from "node:assert/strict";
import { collection } from "@/lib/store/ports/document_collection.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";
import { Parties, storedParty } from "./parties.ts";

/** Parties over a store of their own; every die shows its highest side. */
async function withParties(work: (parties: Parties) => Promise<void>): Promise<void> {
  const { store, close } = await temporaryStore();
  try {
    let clock = 1_000;
    await work(
      new Parties({
        documents: collection(store.documents, "party", storedParty),
        now: () => clock++,
        newId: () => crypto.randomUUID(),
        roll: (sides) => sides,
      }),
    );
  } finally {
    await close();
  }
}

const SAID = { name: "The Causeway Four", campaign: "Embers" };

async function made(parties: Parties, name = SAID.name, owner = "guest_a") {
  const party = await parties.start(owner, { ...SAID, name }, 3);
  assert.ok(party.ok);
  return party.value;
}

Deno.test("the first party is the default, and another can take its place", async () => {
  await withParties(async (parties) => {
    const first = await made(parties, "First");
    const second = await made(parties, "Second");
    assert.deepEqual([first.isDefault, second.isDefault], [true, false]);
    await parties.act("guest_a", second.id, { do: "default" });
    const list = await parties.list("guest_a");
    assert.deepEqual(list.map(({ name, isDefault }) => [name, isDefault]), [
      ["Second", true],
      ["First", false],
    ]);
  });
});

Deno.test("a deleted party leaves the list and comes back", async () => {
  await withParties(async (parties) => {
    const party = await made(parties);
    const gone = await parties.act("guest_a", party.id, { do: "delete" });
    assert.ok(gone.ok && gone.value.goto === `/parties?deleted=${party.id}`);
    assert.deepEqual(await parties.list("guest_a"), []);
    assert.equal((await parties.open("guest_a", party.id)).ok, false);
    assert.equal((await parties.bin("guest_a")).length, 1);
    await parties.remove("guest_a", party.id, false);
    assert.equal((await parties.list("guest_a")).length, 1);
  });
});

Deno.test("hit points are typed, dice are spent in a short rest, and both can be taken back", async () => {
  await withParties(async (parties) => {
    const { id, characters: [bram] } = await made(parties);
    assert.ok(bram);
    const now = async () => {
      const opened = await parties.open("guest_a", id);
      assert.ok(opened.ok);
      return opened.value.party.characters[0];
    };
    await parties.act("guest_a", id, {
      do: "hp",
      [`hp-${bram.id}`]: "5",
      [`temp-${bram.id}`]: "2",
    });
    assert.deepEqual([(await now())?.hp.current, (await now())?.hp.temp], [5, 2]);
    const rest = await parties.act("guest_a", id, {
      do: "rest",
      edition: "2014",
      [`dice-${bram.id}-d10`]: "1",
    });
    assert.ok(rest.ok && rest.value.say === "Short rest taken. Bram +12.");
    assert.deepEqual((await now())?.hitDice, { d10: { max: 3, spent: 1 } });
    await parties.act("guest_a", id, { do: "undo" });
    assert.deepEqual([(await now())?.hp.current, (await now())?.hitDice], [5, bram.hitDice]);
    await parties.act("guest_a", id, { do: "sleep", edition: "2024" });
    assert.equal((await now())?.hp.current, bram.hp.max);
  });
});

Deno.test("characters are added with four figures, and a wrong one says what to write", async () => {
  await withParties(async (parties) => {
    const { id } = await made(parties);
    const bad = await parties.act("guest_a", id, {
      do: "add",
      name: "Ash",
      classes: "Bard",
      ac: "14",
      hpMax: "20",
    });
    assert.ok(!bad.ok && bad.message.includes("class and level"));
    const good = await parties.act("guest_a", id, {
      do: "add",
      name: "Ash",
      classes: "Bard 3",
      ac: "14",
      hpMax: "20",
    });
    assert.ok(good.ok, JSON.stringify(good));
    const opened = await parties.open("guest_a", id);
    assert.ok(opened.ok && opened.value.party.characters.length === 5);
  });
});

Deno.test("nobody reaches another person's party", async () => {
  await withParties(async (parties) => {
    const { id, characters: [bram] } = await made(parties);
    for (const owner of ["guest_b", null]) {
      assert.equal((await parties.open(owner, id)).ok, false);
      assert.deepEqual(await parties.list(owner), []);
      for (const what of ["delete", "undo", "sleep", "copy", "default", "hp"]) {
        const done = await parties.act(owner, id, { do: what });
        assert.ok(!done.ok && done.code === "NOT_FOUND", what);
      }
      assert.equal((await parties.sheet(owner, id, bram?.id ?? "")).ok, false);
      assert.equal((await parties.keepCharacter(owner, id, bram?.id ?? "", {})).ok, false);
    }
  });
});

Deno.test("a copy has characters of its own", async () => {
  await withParties(async (parties) => {
    const party = await made(parties);
    const copied = await parties.copy("guest_a", party.id);
    assert.ok(copied.ok);
    const ids = new Set(
      [...party.characters, ...copied.value.characters].map((character) => character.id),
    );
    assert.equal(ids.size, 8);
    assert.equal(copied.value.isDefault, false);
  });
});
