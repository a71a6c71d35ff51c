/** Figures that tetra-cube leaves to be worked out. */
import assert from "node:assert/strict";
import { armourClass } from "./numbers.ts";

Deno.test("heavy armour counts no Dexterity, neither a high one nor a low one", () => {
  assert.deepEqual([-1, 0, 3].map((dex) => armourClass("plate", dex, 0, 0)), [18, 18, 18]);
  assert.deepEqual([-1, 3].map((dex) => armourClass("ring mail", dex, 0, 2)), [16, 16]);
  assert.deepEqual([-1, 3].map((dex) => armourClass("hide", dex, 0, 0)), [11, 14]);
});
