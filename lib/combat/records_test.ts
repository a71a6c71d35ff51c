import assert from "node:assert/strict";
import fc from "fast-check";
import { addAmounts, copyRecord, reshaped } from "./records.ts";
import { propertyRuns } from "@/tests/help/property.ts";

// `isUsableId` keeps names that objects inherit out of every record.
const keys = fc.string({ minLength: 1 }).filter((key) => !(key in Object.prototype));
const records = fc.dictionary(keys, fc.integer(), { maxKeys: 300, noNullPrototype: true });

Deno.test("a copy holds the same, and writing to it leaves the record alone", () => {
  const copies = fc.property(records, keys, (record, key) => {
    const before = { ...record };
    const first = copyRecord(record);
    assert.deepEqual(first, before);
    const second = copyRecord(first);
    if (Object.hasOwn(second, key)) delete second[key];
    else second[key] = 1;
    reshaped(second);
    assert.deepEqual(copyRecord(second), second);
    assert.deepEqual(first, before);
    assert.deepEqual(record, before);
  });
  fc.assert(copies, propertyRuns("copied records"));
});

Deno.test("amounts add up, new keys start at nothing, inherited ones are not met", () => {
  const sums = { a: 1 };
  const after = addAmounts(sums, [["a", 2], ["b", 3], ["b", 4], ["constructor", 5]]);
  assert.deepEqual(after, { a: 3, b: 7, constructor: 5 });
  assert.deepEqual(sums, { a: 1 });
  assert.deepEqual(addAmounts(after, [["b", 1]]), { a: 3, b: 8, constructor: 5 });
});
