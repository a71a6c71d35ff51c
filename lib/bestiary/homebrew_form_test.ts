import assert from "node:assert/strict";
import { EDITIONS } from "@/lib/combat/vocabulary.ts";
import { creatureFields, NEW_CREATURE, readCreature } from "./homebrew_form.ts";
import { statBlock } from "./homebrew_schema.ts";
import { allOf, bySlug } from "./srd_data.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";

Deno.test("all 665 creatures are stat blocks that may be kept", async () => {
  for (const edition of EDITIONS) {
    for (const block of await allOf(edition)) {
      const parsed = statBlock.safeParse(block);
      assert.ok(parsed.success, `${block.slug}: ${JSON.stringify(parsed.error?.issues[0])}`);
    }
  }
});

/** What a form that nobody changed must not lose. */
function comparable(block: StatBlock) {
  const { source: _, lair, saves, skills, ...rest } = block;
  const some = (all: object | undefined) => Object.keys(all ?? {}).length > 0 ? all : undefined;
  const said = Object.entries(rest).filter(([, value]) => value !== "");
  return JSON.parse(JSON.stringify({
    ...Object.fromEntries(said),
    saves: some(saves),
    skills: some(skills),
    lair: lair?.actions.map(({ name, text }) => ({ name, text })),
  }));
}

Deno.test("a form that nobody changed keeps every figure of all 665 creatures", async () => {
  for (const edition of EDITIONS) {
    for (const block of await allOf(edition)) {
      const read = readCreature(creatureFields(block), block);
      assert.ok(read.ok, `${block.slug}: ${JSON.stringify(read.ok || read.issues)}`);
      assert.deepEqual(comparable(read.value), comparable(block), block.slug);
    }
  }
});

Deno.test("a changed line changes one action, the others keep what no words say", async () => {
  const red = await bySlug("adult-red-dragon-2014");
  assert.ok(red);
  const fields = creatureFields(red);
  const actions = (fields["actions"] ?? "").replace(
    /^Bite\..*$/m,
    "Maw. +15 to hit, reach 15 ft: 3d10+9 cold.",
  );
  const read = readCreature({ ...fields, actions }, red);
  assert.ok(read.ok);
  const maw = read.value.actions.find((action) => action.name === "Maw");
  assert.deepEqual(
    { toHit: maw?.toHit, reach: maw?.reach, damages: maw?.damages },
    { toHit: 15, reach: 15, damages: [{ dice: "3d10+9", average: 25, type: "cold" }] },
  );
  assert.deepEqual(read.value.actions.at(-1), red.actions.at(-1));
});

Deno.test("what is wrong is told by field, with what to write instead", () => {
  const read = readCreature({
    ...NEW_CREATURE,
    name: "",
    type: "beast",
    ac: "many",
    hp: "0",
    cr: "31",
    resistances: "sarcasm",
    hpDice: "two dice",
  }, undefined);
  assert.ok(!read.ok);
  const told = Object.fromEntries((read.issues ?? []).map(({ path, message }) => [path, message]));
  assert.deepEqual(Object.keys(told).sort(), ["ac", "cr", "hp", "hpDice", "name", "resistances"]);
  assert.equal(told["cr"], "Write a CR such as 1/4 or 3.");
});

Deno.test("a new creature needs a name, a type, armour class and hit points", () => {
  const read = readCreature({
    ...NEW_CREATURE,
    name: "Thorn Boar",
    type: "beast",
    ac: "13",
    hp: "22",
    hpDice: "3d10+6",
    actions: "Gore. +5 to hit, reach 5 ft: 2d6+3 piercing.",
  }, undefined);
  assert.ok(read.ok, JSON.stringify(read));
  const { xp, initiative, passivePerception, actions } = read.value;
  assert.deepEqual({ xp, initiative, passivePerception }, {
    xp: 200,
    initiative: 0,
    passivePerception: 10,
  });
  assert.equal(actions[0]?.kind, "attack");
});

Deno.test("a creature from scratch can have spells, telepathy and more in its lair", () => {
  const typed = {
    ...{ ...NEW_CREATURE, name: "Fen Oracle", type: "fey", ac: "13", hp: "22", hpDice: "5d8" },
    ...{ telepathy: "60", spellAbility: "wis", spellDc: "14", spellHit: "+6" },
    spells: "At will: light, mending\nLevel 1 (4 slots): shield\n1/day each: fly",
    ...{ legendary: "Stare. It stares.", uses: "3", usesInLair: "4" },
    ...{ resists: "2", resistsInLair: "3" },
    traits: "Veil (3/day, 4 in its lair). It fades.",
  };
  const read = readCreature(typed, undefined);
  assert.ok(read.ok, JSON.stringify(read));
  const { spellcasting, telepathy, legendary, legendaryResistance, traits } = read.value;
  assert.deepEqual(spellcasting, {
    ...{ ability: "wis", dc: 14, toHit: 6, slots: [4] },
    groups: [
      { label: "At will", spells: ["light", "mending"] },
      { label: "Level 1 (4 slots)", spells: ["shield"] },
      { label: "1/day each", perDay: 1, spells: ["fly"] },
    ],
  });
  assert.deepEqual([telepathy, legendary?.usesInLair, legendaryResistance], [60, 4, {
    uses: 2,
    usesInLair: 3,
  }]);
  assert.deepEqual([traits[0]?.perDay, traits[0]?.perDayInLair], [3, 4]);
  const again = readCreature(creatureFields(read.value), read.value);
  assert.ok(again.ok);
  assert.deepEqual(again.value, read.value);
  const odd = readCreature({ ...typed, spells: "light, mending", spellAbility: "luck" }, undefined);
  assert.ok(!odd.ok);
  assert.deepEqual(odd.issues?.map(({ path }) => path).sort(), ["spellAbility", "spells"]);
});
