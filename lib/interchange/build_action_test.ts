/** Figures out of the words that home-made creatures use. */
import assert from "node:assert/strict";
import { buildAction, buildTrait, unreadDice } from "./build_action.ts";

const action = (text: string, name = "Hit") =>
  buildAction({ section: "action", name, text }, new Set());
const damages = (text: string) => action(text).damages;
const HIT = "Melee Weapon Attack: +5 to hit, reach 5 ft., one target. Hit: ";

Deno.test("damage without an average has its dice, never a number cut out of them", () => {
  assert.deepEqual(damages("The thing spits: 2d6 acid damage."), [
    { dice: "2d6", average: 7, type: "acid" },
  ]);
  assert.deepEqual(damages(`${HIT}2d6 + 3 slashing damage.`), [
    { dice: "2d6+3", average: 10, type: "slashing" },
  ]);
  assert.deepEqual(damages(`${HIT}2d6 − 1 damage.`), [{ dice: "2d6-1", average: 6 }]);
  assert.deepEqual(damages(`${HIT}10 (2d6+3) slashing damage plus 1d6 fire damage.`), [
    { dice: "2d6+3", average: 10, type: "slashing" },
    { dice: "1d6", average: 3, type: "fire" },
  ]);
  assert.deepEqual(damages("It burns: 1d8+5+3d6 fire damage."), [
    { dice: "1d8+5+3d6", average: 20, type: "fire" },
  ]);
});

Deno.test("a word between the dice and the type is no obstacle", () => {
  for (const words of ["magical slashing", "points of slashing", "extra slashing"]) {
    assert.deepEqual(
      damages(`${HIT}10 (2d6+3) ${words} damage.`),
      [{ dice: "2d6+3", average: 10, type: "slashing" }],
      words,
    );
  }
});

Deno.test("bare dice of a save count, after the save and before it", () => {
  const [rider] = action(
    `${HIT}1d8+3 piercing damage and the target must make a DC 13 Constitution saving throw, ` +
      "taking 4d6 poison damage on a failed save, or half as much on a success.",
  ).riders ?? [];
  assert.deepEqual(rider?.damages, [{ dice: "4d6", average: 14, type: "poison" }]);
  const burst = action(
    "Each creature takes 6d6 fire damage, DC 15 Dexterity saving throw for half.",
  );
  assert.deepEqual([burst.save, burst.damages], [
    { ability: "dex", dc: 15, onSave: "half" },
    [{ dice: "6d6", average: 21, type: "fire" }],
  ]);
  const trait = buildTrait({
    section: "trait",
    name: "Death Burst",
    text: "It explodes. DC 12 Dexterity saving throw or take 2d6 fire damage.",
  });
  assert.deepEqual(trait.damages, [{ dice: "2d6", average: 7, type: "fire" }]);
});

Deno.test("damage of a type that the rules do not know keeps its dice and its word", () => {
  const text = `${HIT}2d6 sonic damage, and it rages for 1d4 rounds.`;
  const [damages, words] = [action(text).damages, action(text).text];
  assert.deepEqual(damages, [{ dice: "2d6", average: 7 }]);
  assert.match(words, /^Sonic damage, and it rages for 1d4 rounds\.$/);
});

Deno.test("damage dice that stay in the words are named", () => {
  const text = "The bell rings: 2d6 sonic damage to all, and it rages for 1d4 rounds.";
  assert.deepEqual(unreadDice(text, action(text)), ["2d6"]);
  const read = `${HIT}2d6 fire damage.`;
  assert.deepEqual(unreadDice(read, action(read)), []);
});
