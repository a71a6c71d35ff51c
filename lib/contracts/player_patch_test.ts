import assert from "node:assert/strict";
import fc from "fast-check";
import { diff, patched } from "./player_patch.ts";
import { propertyRuns } from "@/tests/help/property.ts";

const value = fc.letrec((tie) => ({
  leaf: fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.array(fc.integer(), { maxLength: 3 })),
  node: fc.dictionary(
    fc.stringMatching(/^[a-d]$/),
    fc.oneof({ maxDepth: 3 }, tie("leaf"), tie("node")),
  ),
})).node;

Deno.test("a patch turns the one view into the other", () => {
  fc.assert(
    fc.property(value, value, (before, after) => {
      const change = diff<object>(before as object, after as object);
      const wire = change === undefined ? undefined : JSON.parse(JSON.stringify(change));
      const result = wire === undefined ? before : patched<object>(before as object, wire);
      assert.deepEqual(JSON.parse(JSON.stringify(result)), JSON.parse(JSON.stringify(after)));
    }),
    propertyRuns("a patch turns one view into the other"),
  );
});

Deno.test("equal views have no patch", () => {
  assert.equal(diff({ a: { b: [1, 2] } }, { a: { b: [1, 2] } }), undefined);
});

Deno.test("a patch names only what changed and says what is gone", () => {
  const before: Record<string, unknown> = { active: "a", rows: { a: { hp: 3 }, b: { hp: 4 } } };
  const after = { active: "b", rows: { b: { hp: 4 } } };
  assert.deepEqual(diff(before, after), { active: "b", rows: { a: null } });
});

Deno.test("what did not change is shared, not copied", () => {
  const before = { rows: { a: { hp: 1 }, b: { hp: 2 } } };
  const after = patched(before, { rows: { a: { hp: 0 } } });
  assert.equal(after.rows.b, before.rows.b);
});
