// Dice. See SPEC.md.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  averageOf,
  criticalDice,
  type DiceExpression,
  maximumOf,
  parseDice,
  rollDice,
} from "./dice.ts";
import { isSeed, seededSource } from "./random.ts";
import { propertyRuns } from "@/tests/help/property.ts";

const SEED = "0123456789abcdef0123456789abcdef";

function read(text: string): DiceExpression {
  const dice = parseDice(text);
  assert.ok(dice.ok, text);
  return dice;
}

Deno.test("[DICE-1] numbers and dice joined by plus and minus", () => {
  const table = [
    ["2d6+3", "2d6+3", 5, 15],
    ["7", "7", 7, 7],
    ["-2", "-2", -2, -2],
    ["+1d4", "1d4", 1, 4],
    ["d20 − 1d4", "1d20-1d4", -3, 19],
    ["1D8 + 2d6 - 1", "1d8+2d6-1", 2, 19],
  ] as const;
  for (const [text, normal, least, most] of table) {
    const dice = read(text);
    assert.equal(dice.text, normal);
    assert.equal(maximumOf(dice), most, text);
    const { total } = rollDice(dice, seededSource(SEED));
    assert.ok(total >= least && total <= most);
    assert.deepEqual(read(dice.text), dice);
  }
  assert.deepEqual(["2d6+3", "1d8", "4d6kh3"].map((text) => averageOf(read(text))), [10, 4, 10]);
});

Deno.test("[DICE-2] advantage rolls the single first die twice", () => {
  assert.equal(read("1d20+5 adv").text, "2d20kh1+5");
  assert.equal(read("d20 disadvantage").text, "2d20kl1");
  const roll = rollDice(read("d20+2adv"), seededSource(SEED));
  assert.equal(roll.dice.length, 2);
  assert.equal(roll.total, Math.max(...roll.dice.map(({ value }) => value)) + 2);
  assert.equal(parseDice("2d6 adv").ok, false);
});

Deno.test("[DICE-3] the highest or lowest are kept", () => {
  const roll = rollDice(read("4d6kh3"), seededSource(SEED));
  const values = roll.dice.map(({ value }) => value).sort((a, b) => b - a);
  assert.equal(roll.total, values.slice(0, 3).reduce((sum, value) => sum + value, 0));
  assert.equal(roll.dice.filter(({ kept }) => kept).length, 3);
  assert.equal(read("4d6dl1").text, "4d6kh3");
  assert.equal(read("2d20kl").text, "2d20kl1");
});

Deno.test("[DICE-4] percentile dice", () => {
  assert.equal(read("d%").text, "1d100");
  assert.equal(read("percentile").text, "1d100");
});

Deno.test("[DICE-5] limits, and no text makes it throw", () => {
  for (
    const text of [
      "",
      "d",
      "0d6",
      "401d6",
      "1d1",
      "1d1001",
      "2d6+",
      "abc",
      "1d6kh2",
      "1d6kh0",
      "9".repeat(40),
      "1d6".repeat(60),
      "1e5",
      "NaN",
      "1d6 1d6",
      "__proto__",
    ]
  ) assert.equal(parseDice(text).ok, false, text);
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9dkhl%+ -]{0,20}$/)), (text) => {
      const dice = parseDice(text);
      if (dice.ok) assert.ok(Number.isSafeInteger(rollDice(dice, seededSource(SEED)).total));
    }),
    propertyRuns("any text as dice", 2_000),
  );
});

Deno.test("[DICE-6] a critical hit doubles dice and not modifiers", () => {
  assert.equal(criticalDice(read("2d6+1d4+3")).text, "4d6+2d4+3");
  assert.equal(criticalDice(read("5")).text, "5");
});

Deno.test("[DICE-7] the same seed rolls the same, every face alike", () => {
  const roll = (seed: string) => rollDice(read("20d20"), seededSource(seed)).total;
  assert.equal(roll(SEED), roll(SEED));
  assert.notEqual(roll(SEED), roll(SEED.replace("0", "1")));
  const source = seededSource(SEED);
  const counts = new Map<number, number>();
  for (let i = 0; i < 60_000; i++) {
    const value = source.die(6);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  assert.deepEqual([...counts.keys()].sort(), [1, 2, 3, 4, 5, 6]);
  for (const count of counts.values()) assert.ok(Math.abs(count - 10_000) < 500, String(count));
  assert.deepEqual([isSeed(SEED), isSeed("xyz"), isSeed(7)], [true, false, false]);
});

function rolled(text: string, faces: readonly number[]) {
  const dice = parseDice(text);
  assert.ok(dice.ok, text);
  const left = [...faces];
  const roll = rollDice(dice, { die: () => left.shift() ?? assert.fail("too many dice") });
  assert.deepEqual(left, [], "every face was rolled");
  return roll;
}

Deno.test("[DICE-3] k alone keeps the highest", () => {
  assert.equal(rolled("4d6k3", [1, 5, 6, 2]).total, 13);
});

Deno.test("[DICE-2] advantage goes to the only d20, wherever it stands", () => {
  const roll = rolled("1d4+1d20+2 adv", [3, 4, 17]);
  assert.deepEqual([roll.total, roll.text], [22, "1d4+2d20kh1+2"]);
  assert.equal(parseDice("2d20+1d4 adv").ok, false);
});

Deno.test("[DICE-8] dice at their highest face bring more, within a bound", () => {
  assert.equal(rolled("3d6!", [6, 6, 2, 1, 6, 3]).total, 24);
  assert.equal(rolled("1d2!", Array.from({ length: 21 }, () => 2)).total, 42);
});

Deno.test("[DICE-9] low dice are rolled once more, and the second counts", () => {
  const roll = rolled("2d6r1", [1, 1, 4]);
  assert.deepEqual([roll.total, roll.dice.map(({ kept }) => kept)], [5, [false, true, true]]);
  assert.equal(parseDice("1d6r6").ok, false);
});

Deno.test("[DICE-10] a minimum and a maximum for each die", () => {
  assert.equal(rolled("1d20min10+3", [4]).total, 13);
  assert.equal(rolled("2d6max4", [6, 2]).total, 6);
  for (const text of ["1d6min7", "1d6max0", "1d6min5max4"]) {
    assert.equal(parseDice(text).ok, false, text);
  }
  const all = parseDice("4d6!r1min2max5kh3-1d8!");
  assert.ok(all.ok);
  assert.deepEqual(parseDice(all.text), all);
});
