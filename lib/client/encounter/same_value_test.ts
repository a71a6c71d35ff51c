import assert from "node:assert/strict";
import { sameValue } from "./same_value.ts";

const ENTRY = { version: 3, actor: { kind: "dm" }, events: [{ type: "TurnStarted", ids: ["a"] }] };

Deno.test("values are the same when they would be the same on the wire", () => {
  assert.equal(sameValue(ENTRY, structuredClone(ENTRY)), true);
  assert.equal(sameValue({ ...ENTRY, note: undefined }, ENTRY), true);
  assert.equal(sameValue(ENTRY, { ...ENTRY, note: undefined }), true);
});

Deno.test("another value, a missing one and one more are told", () => {
  const others = [
    { ...ENTRY, version: 4 },
    { ...ENTRY, actor: { kind: "player" } },
    { ...ENTRY, events: [] },
    { ...ENTRY, events: [{ type: "TurnStarted", ids: ["a", "b"] }] },
    { ...ENTRY, note: null },
    { version: 3 },
    null,
  ];
  for (const other of others) {
    assert.equal(sameValue(ENTRY, other), false, JSON.stringify(other));
    assert.equal(sameValue(other, ENTRY), false, JSON.stringify(other));
  }
  assert.equal(sameValue([], {}), false);
});
