// Instances die one after the other under many tables: nothing acknowledged is lost, and every
// screen comes back into step. `deno task fleet` does the same with more of everything, for longer.
import assert from "node:assert/strict";
import { killStorm } from "@/tests/help/kill_storm.ts";

Deno.test("instances are killed under many tables; nothing is lost, all come back in step", async () => {
  const result = await killStorm({
    ...{ instances: 3, tables: 12, screens: 10, everyMs: 800 },
    ...{ seconds: 15, killEverySeconds: 4 },
  });
  assert.deepEqual(result.wrong, []);
  assert.ok(result.kills >= 3, `${result.kills} kills`);
  assert.equal(result.screens, 120);
  assert.ok(result.acknowledged > 50, `${result.acknowledged} commands`);
});
