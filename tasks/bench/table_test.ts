import assert from "node:assert/strict";
import { besideBare, row } from "./row.ts";
import { benchMarkdown, benchTable, readRows } from "./table.ts";

const FAST = row({ name: "fast", value: 1, unit: "ms", budget: 4, runs: 3 });
const TURN = besideBare({ name: "turn", value: 12, unit: "ms", bare: 10, factor: 1.3, runs: 3 });

Deno.test("the table shows the ratio to the budget and what was missed", () => {
  const slow = row({ name: "slow", value: 1234.5, unit: "ms", budget: 1000, runs: 3 });
  const table = benchTable([FAST, slow]);
  assert.match(table, /fast\s+1 ms\s+–\s+–\s+≤ 4 ms\s+0\.25\s+met/);
  assert.match(table, /slow\s+1,235 ms\s+–\s+–\s+≤ 1,000 ms\s+1\.23\s+MISSED/);
});

Deno.test("a row beside a bare page has its figure, its factor and a budget made of it", () => {
  assert.match(benchTable([TURN]), /turn\s+12 ms\s+10 ms\s+1\.20 ×\s+≤ 13 ms\s+0\.92\s+met/);
});

Deno.test("against an earlier run rows with a bare page compare by their factors", () => {
  const before = [
    { ...FAST, value: 2 },
    { ...TURN, value: 48, bare: 20 },
  ];
  const table = benchTable([FAST, TURN, { ...FAST, name: "other" }], before);
  assert.match(table, /fast .*2 ms\s+0\.50 ×/);
  assert.match(table, /turn .*48 ms\s+0\.50 ×/);
  assert.match(table, /other .*–\s+new/);
  assert.match(benchMarkdown([FAST], before), /\| fast \| 1 ms \| .* \| 2 ms \| 0\.50 × \|$/m);
});

Deno.test("rows are read back from what the task printed, and a file without any is refused", () => {
  assert.deepEqual(readRows(`Building …\n${JSON.stringify(FAST)}\n`), [FAST]);
  assert.throws(() => readRows('{"name":"half"}\n'), TypeError);
});
