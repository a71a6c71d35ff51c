import assert from "node:assert/strict";
import { type Bug, BUGS, isBug } from "@/tests/sim/bugs.ts";
import { runSchedule } from "@/tests/sim/schedule.ts";

/** Schedules within which each planted bug has to show. */
const ENOUGH = 150;

Deno.test("schedules without a planted bug hold", async () => {
  for (let seed = 1; seed <= 60; seed++) {
    assert.deepEqual((await runSchedule(seed)).wrong, [], `seed ${seed}`);
  }
});

Deno.test("a seed plays again to the same byte", async () => {
  for (const seed of [3, 32, 131]) {
    const [first, again] = [await runSchedule(seed), await runSchedule(seed)];
    assert.ok(first.trace.length > 10);
    assert.equal(first.trace.join("\n"), again.trace.join("\n"));
  }
});

for (const bug of Object.keys(BUGS).filter(isBug)) {
  Deno.test(`a planted bug is found: ${BUGS[bug]}`, async () => {
    assert.ok(await firstSeed(bug) > 0, "no schedule failed");
  });
}

async function firstSeed(bug: Bug): Promise<number> {
  for (let seed = 1; seed <= ENOUGH; seed++) {
    if ((await runSchedule(seed, bug)).wrong.length > 0) return seed;
  }
  return 0;
}
