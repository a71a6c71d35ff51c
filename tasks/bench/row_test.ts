import assert from "node:assert/strict";
import { median, percentile, row } from "@/tasks/bench/row.ts";
import { benchTable } from "@/tasks/bench.ts";

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

Deno.test("the table shows the ratio to the budget and what was missed", () => {
  const table = benchTable([
    row({ name: "fast", value: 1, unit: "ms", budget: 4, runs: 3 }),
    row({ name: "slow", value: 1234.5, unit: "ms", budget: 1000, runs: 3 }),
  ]);
  assert.match(table, /fast\s+1 ms\s+≤ 4 ms\s+0\.25\s+met/);
  assert.match(table, /slow\s+1,235 ms\s+≤ 1,000 ms\s+1\.23\s+MISSED/);
});
