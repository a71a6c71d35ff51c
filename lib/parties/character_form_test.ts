import assert from "node:assert/strict";
import fc from "fast-check";
import { CONDITIONS } from "@/lib/combat/vocabulary.ts";
import { characterFields, NEW_CHARACTER, readCharacter } from "./character_form.ts";
import { readyMade } from "./ready_made.ts";
import { propertyRuns } from "@/tests/help/property.ts";

const ID = "7b0f2d2e-5d8a-4a27-9a0a-0c1f4a3f8f11";

Deno.test("the form of every ready-made character reads back as the same character", () => {
  for (let level = 1; level <= 20; level++) {
    for (const item of readyMade(level, () => ID)) {
      const read = readCharacter(characterFields(item), ID);
      assert.ok(read.ok, JSON.stringify(read));
      assert.deepEqual(read.value, item);
    }
  }
});

Deno.test("spent pools, conditions and temporary figures survive the form", () => {
  const [fighter] = readyMade(5, () => ID);
  assert.ok(fighter);
  const worn = {
    ...fighter,
    hp: { current: 3, max: 44, temp: 5, maxBonus: -4 },
    hitDice: { d10: { max: 5, spent: 4 } },
    slots: [{ max: 4, spent: 1 }, { max: 2, spent: 2 }],
    pact: { max: 2, spent: 1, level: 3 },
    conditions: [CONDITIONS[0], CONDITIONS[9]],
    exhaustion: 2,
    initiative: -1,
    skills: { stealth: 7, "sleight-of-hand": -1 },
    speeds: { walk: 30, fly: 60 },
    notes: "Owes the ferryman.\nStill.",
  };
  const read = readCharacter(characterFields(worn), ID);
  assert.deepEqual(read, { ok: true, value: worn });
});

Deno.test("four figures are enough; hit dice follow from the classes", () => {
  const read = readCharacter({
    ...NEW_CHARACTER,
    name: "Ash",
    classes: "Fighter 3, Wizard 2",
    ac: "16",
    hpMax: "34",
  }, ID);
  assert.ok(read.ok);
  assert.deepEqual(read.value.hitDice, { d6: { max: 2, spent: 0 }, d10: { max: 3, spent: 0 } });
  assert.equal(read.value.hp.current, 34);
});

Deno.test("each field that is wrong is told once, by its own name", () => {
  const read = readCharacter({
    name: "",
    classes: "Fighter",
    ac: "high",
    hpMax: "0",
    speeds: "fast",
    slots: "four",
    saves: "luck +3",
  }, ID);
  assert.ok(!read.ok);
  const fields = (read.issues ?? []).map(({ path }) => path);
  assert.deepEqual(fields.toSorted(), [
    "ac",
    "classes",
    "hpMax",
    "name",
    "saves",
    "slots",
    "speeds",
  ]);
});

Deno.test("no text breaks the form: it is read or refused", () => {
  const names = Object.keys(NEW_CHARACTER);
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.string(), (name, text) => {
      const read = readCharacter({
        ...NEW_CHARACTER,
        name: "A",
        classes: "Bard 1",
        ac: "1",
        hpMax: "1",
        [name]: text,
      }, ID);
      assert.equal(typeof read.ok, "boolean");
    }),
    propertyRuns("any text in the form"),
  );
});
