import assert from "node:assert/strict";
import { clockText, plural, signed } from "./text.ts";

Deno.test("a count names one or many", () => {
  assert.deepEqual([plural(1, "round"), plural(0, "round"), plural(2, "wolf", "wolves")], [
    "1 round",
    "0 rounds",
    "2 wolves",
  ]);
});

Deno.test("a bonus has its sign, a penalty a true minus", () => {
  assert.deepEqual([signed(2), signed(0), signed(-1)], ["+2", "+0", "−1"]);
});

Deno.test("time is minutes and seconds, hours only when there are some, never below zero", () => {
  assert.deepEqual([48_900, 725_000, 3_850_000, -5].map(clockText), [
    "0:48",
    "12:05",
    "1:04:10",
    "0:00",
  ]);
});
