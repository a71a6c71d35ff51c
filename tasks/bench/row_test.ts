import assert from "node:assert/strict";
import { median, percentile, row } from "@/tasks/bench/row.ts";

Deno.test("a row is ok at its budget and not beyond it, in either direction", () => {
  const base = { name: "x", unit: "ms", runs: 1 };
  assert.equal(row({ ...base, value: 5, budget: 5 }).ok, true);
  assert.equal(row({ ...base, value: 5.1, budget: 5 }).ok, false);
  assert.equal(row({ ...base, value: 5, budget: 5, better: "higher" }).ok, true);
  assert.equal(row({ ...base, value: 4.9, budget: 5, better: "higher" }).ok, false);
});

Deno.test("percentiles are taken by nearest rank and need a sample", () => {
  const samples = [5, 1, 4, 2, 3];
  assert.equal(median(samples), 3);
  assert.equal(percentile(samples, 0.95), 5);
  assert.equal(percentile(samples, 0), 1);
  assert.throws(() => median([]), RangeError);
});
