import assert from "node:assert/strict";
import { readAmount } from "./amount.ts";

Deno.test("amounts: numbers, dice with their special rules, types, halves", () => {
  const rows = [
    ["7", 7, null],
    ["28f", 28, "fire"],
    ["28/2", 14, null],
    ["12 b", 12, "bludgeoning"],
    ["2d6+3", "2d6+3", null],
    ["2d6+3 radiant", "2d6+3", "radiant"],
    ["4d6k3", "4d6kh3", null],
    ["3d6! fire", "3d6!", "fire"],
    ["2d6r1", "2d6r1", null],
    ["1d20min10+5", "1d20min10+5", null],
    ["1d4+1d20 adv", "1d4+2d20kh1", null],
  ] as const;
  for (const [text, amount, type] of rows) {
    const read = readAmount(text);
    assert.ok(read.ok, text);
    assert.deepEqual([read.amount, read.type], [amount, type], text);
  }
  for (const text of ["", "x", "2d6/2", "5 cheese", "-3"]) {
    assert.equal(readAmount(text).ok, false, text);
  }
});
