import assert from "node:assert/strict";
import { actionLine, readActions, readTraits } from "./homebrew_lines.ts";

const read = (line: string) => readActions(line, "action", [])[0];

Deno.test("an attack is read from this site's words and from a book's", () => {
  const short = read("Spear. +4 to hit, reach 5 ft or range 20/60 ft: 1d6+2 piercing + 1d4 fire.");
  assert.deepEqual(short?.damages, [
    { dice: "1d6+2", average: 5, type: "piercing" },
    { dice: "1d4", average: 2, type: "fire" },
  ]);
  assert.deepEqual([short?.melee, short?.ranged, short?.range], [true, true, {
    normal: 20,
    long: 60,
  }]);
  const book = read(
    "Bite. Melee Weapon Attack: +4 to hit, reach 5 ft., one target. Hit: 7 (2d4 + 2) piercing damage.",
  );
  assert.deepEqual([book?.toHit, book?.damages?.[0]?.dice], [4, "2d4+2"]);
});

Deno.test("a save is read with its area, half damage, condition and recharge", () => {
  const breath = read(
    "Fire Breath (Recharge 5–6). 60 ft cone, DC 21 dex: 18d6 fire, half on a success.",
  );
  assert.deepEqual(breath?.save, { ability: "dex", dc: 21, onSave: "half" });
  assert.deepEqual(breath?.areaShape, { shape: "cone", size: 60 });
  assert.deepEqual(breath?.recharge, { from: 5 });
  const roar = read("Roar (3/day). DC 13 Wisdom: frightened (1 minute, save ends).");
  assert.deepEqual(roar?.effects, [{ condition: "frightened", rounds: 10, saveEnds: true }]);
  assert.equal(roar?.perDay, 3);
});

Deno.test("words without figures stay words, and every line has an id of its own", () => {
  const all = readActions("Hide. It hides.\nHide. Again.\nJust a name", "action", []);
  assert.deepEqual(all.map(({ id, kind }) => [id, kind]), [
    ["hide", "other"],
    ["hide-2", "other"],
    ["just-a-name", "other"],
  ]);
  assert.equal(actionLine(all[0] ?? assert.fail()), "Hide. It hides.");
});

Deno.test("a legendary action costs one unless its line says more", () => {
  const made = readActions("Move. It moves.\nWing (Costs 2). DC 15 dex: prone.", "legendary", []);
  assert.deepEqual(made.map(({ cost }) => cost), [1, 2]);
});

Deno.test("a trait keeps its limit", () => {
  assert.deepEqual(readTraits("Legendary Resistance (3/day). Turns a failed save.", []), [
    { name: "Legendary Resistance", text: "Turns a failed save.", perDay: 3 },
  ]);
});
