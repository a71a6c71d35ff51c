/** What the readers take for the outcome of a failed save; the sentences are made up for these tests. */
import assert from "node:assert/strict";
import { readAttack, readEffects, readSaves, tidy } from "./action_text.ts";

const saveOf = (text: string) => {
  const [save] = readSaves(tidy(text));
  assert.ok(save, text);
  return { damages: save.damages, conditions: save.effects.map((e) => e.condition) };
};

Deno.test("a failed save that is told after the success keeps its damage and conditions", () => {
  assert.deepEqual(
    saveOf(
      "The blob rolls over it: DC 12 Dexterity saving throw. On a successful save, it steps back. " +
        "On a failed save, it takes 7 (2d6) acid damage and is restrained.",
    ),
    {
      damages: [{ dice: "2d6", average: 7, type: "acid" }],
      conditions: ["restrained"],
    },
  );
});

Deno.test("damage of a save that is made again each turn belongs to that save", () => {
  assert.deepEqual(
    saveOf(
      "It must make a DC 14 Constitution saving throw at the start of each of the heap's turns or " +
        "take 9 (2d8) cold damage.",
    ).damages,
    [{ dice: "2d8", average: 9, type: "cold" }],
  );
});

Deno.test("who is spat out again falls, who is swallowed does not", () => {
  assert.deepEqual(
    saveOf(
      "Strength Saving Throw: DC 15, one creature. Failure: The fish swallows it. While swallowed, a " +
        "creature has the Blinded and Restrained conditions. If hurt, the fish must regurgitate it, " +
        "and it has the Prone condition. From the corpse it comes out Prone.",
    ).conditions,
    ["blinded", "restrained"],
  );
});

Deno.test("what a worse failure brings is no condition of the first", () => {
  const lead = "It must succeed on a DC 11 Wisdom saving throw or be frightened for 1 minute. ";
  for (
    const more of [
      "If it fails the saving throw by 5 or more, it is also paralyzed.",
      "If it fails by 5 or more, it is also paralyzed.",
      "If its saving throw result is 5 or lower, it is also paralyzed.",
    ]
  ) assert.deepEqual(saveOf(lead + more).conditions, ["frightened"], more);
});

Deno.test("being held by the thing itself is a condition, a mention of those it holds is none", () => {
  assert.deepEqual(
    saveOf("It must succeed on a DC 13 Strength saving throw or be restrained by it.").conditions,
    ["restrained"],
  );
  assert.deepEqual(readEffects("It drags all that are restrained by it."), []);
});

Deno.test("a list of conditions is read whole", () => {
  const found = readEffects("The target is restrained, blinded, and short of breath.");
  assert.deepEqual(found.map((e) => e.condition), ["restrained", "blinded"]);
});

Deno.test("a case in dashes stands beside the damage that always applies", () => {
  const attack = readAttack(tidy(
    "Melee Attack Roll: +5, reach 5 ft. 6 (1d6 + 3) Piercing damage—or 10 (2d6 + 3) Piercing damage " +
      "if the target is Grappled by the chest—plus 2 (1d4) Cold damage.",
  ));
  assert.deepEqual(attack?.damages, [
    { dice: "1d6+3", average: 6, type: "piercing" },
    { dice: "1d4", average: 2, type: "cold" },
  ]);
  assert.deepEqual(attack?.situational, [{
    when: "against one it grapples",
    mode: "instead",
    damages: [{ dice: "2d6+3", average: 10, type: "piercing" }],
  }]);
});
