import assert from "node:assert/strict";
import { encounterForm, encounterQuery, formCommand } from "./encounter_form.ts";

const read = (fields: Record<string, string>) => formCommand(encounterForm.parse(fields));

Deno.test("the turn's buttons are commands", () => {
  assert.deepEqual(read({ do: "next" }), { type: "NextTurn" });
  assert.deepEqual(read({ do: "undo" }), { type: "Undo" });
});

Deno.test("damage carries its targets, amount and type", () => {
  assert.deepEqual(read({ do: "damage", at: "a b", amount: "7", type: "fire" }), {
    type: "ApplyDamage",
    targets: [{ id: "a" }, { id: "b" }],
    damage: [{ amount: 7, type: "fire" }],
  });
  assert.deepEqual(read({ do: "damage", at: "a", amount: "2d6+3", type: "" }), {
    type: "ApplyDamage",
    targets: [{ id: "a" }],
    damage: [{ amount: "2d6+3" }],
  });
});

Deno.test("a form without target or amount says what is missing", () => {
  const missing = read({ do: "heal", amount: "7" });
  assert.ok("ok" in missing && /Choose a target/.test(missing.message));
  const wordy = read({ do: "heal", at: "a", amount: "twelve" });
  assert.ok("ok" in wordy && /Write a number or dice/.test(wordy.message));
});

Deno.test("an address that makes no sense shows the plain page", () => {
  assert.deepEqual(encounterQuery.parse({ look: "__proto__", pane: "cellar" }), {});
  assert.deepEqual(encounterQuery.parse({ hp: "bram" }), { hp: "bram" });
});
