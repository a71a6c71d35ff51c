import assert from "node:assert/strict";
import { type Character, characterSchema } from "@/lib/contracts/character.ts";
import { longRest, shortRest } from "./rest.ts";

function wren(over: Partial<Character> = {}): Character {
  return {
    ...characterSchema.parse({
      id: "7b0f8a52-6f0e-4f7e-9d38-2f0d6b1f7a11",
      name: "Wren",
      classes: [{ name: "Ranger", level: 4 }, { name: "Warlock", level: 2 }],
      ac: 15,
      hp: { current: 10, max: 40, temp: 5 },
      hitDice: { d10: { max: 4, spent: 4 }, d8: { max: 2, spent: 2 } },
      abilities: { str: 10, dex: 16, con: 8, int: 10, wis: 14, cha: 14 },
      slots: [{ max: 3, spent: 3 }],
      pact: { max: 2, spent: 2, level: 1 },
      exhaustion: 2,
    }),
    ...over,
  };
}

Deno.test("a short rest heals by the dice and the Constitution modifier, and gives pact slots back", () => {
  const rested = wren({ hitDice: { d10: { max: 4, spent: 1 } } });
  const after = shortRest(rested, [{ die: "d10", rolled: 7 }, { die: "d10", rolled: 1 }], "2014");
  assert.equal(after.hp.current, 10 + 6 + 0);
  assert.deepEqual(after.hitDice.d10, { max: 4, spent: 3 });
  assert.equal(after.pact?.spent, 0);
  assert.equal(after.slots[0]?.spent, 3);
  assert.equal(shortRest(rested, [{ die: "d10", rolled: 1 }], "2024").hp.current, 11);
});

Deno.test("a short rest spends no die that is not there and heals no further than the maximum", () => {
  assert.equal(shortRest(wren(), [{ die: "d10", rolled: 9 }], "2014").hp.current, 10);
  const nearly = wren({
    hp: { current: 39, max: 40, temp: 0, maxBonus: 0 },
    hitDice: { d8: { max: 1, spent: 0 } },
  });
  assert.equal(shortRest(nearly, [{ die: "d8", rolled: 8 }], "2014").hp.current, 40);
});

Deno.test("a long rest of 2014 gives half of the hit dice back, largest first", () => {
  const after = longRest(wren(), "2014");
  assert.deepEqual(after.hitDice, { d10: { max: 4, spent: 1 }, d8: { max: 2, spent: 2 } });
  assert.deepEqual(after.hp, { current: 40, max: 40, temp: 0, maxBonus: 0 });
  assert.equal(after.exhaustion, 1);
  assert.equal(after.slots[0]?.spent, 0);
});

Deno.test("a long rest of 2024 gives all hit dice back and mends a lowered maximum", () => {
  const drained = wren({ hp: { current: 10, max: 40, temp: 0, maxBonus: -12 } });
  assert.equal(longRest(drained, "2014").hp.current, 28);
  const after = longRest(drained, "2024");
  assert.deepEqual(after.hitDice, { d10: { max: 4, spent: 0 }, d8: { max: 2, spent: 0 } });
  assert.deepEqual(after.hp, { current: 40, max: 40, temp: 0, maxBonus: 0 });
});
