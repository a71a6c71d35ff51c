/** Foreign words and numbers as the rules have them. */
import assert from "node:assert/strict";
import { crIn } from "./words.ts";

Deno.test("a challenge rating may be a part of one, with a point or a comma", () => {
  assert.deepEqual([".5", "0,25", "0.125", "1/4", "½"].map(crIn), [0.5, 0.25, 0.125, 0.25, 0.5]);
  assert.deepEqual(["CR.5", "17 (18,000 XP)", "5 (1,800 XP)", "10"].map(crIn), [5, 17, 5, 10]);
  assert.equal(crIn("0,3"), undefined);
});
