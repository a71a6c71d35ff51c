import assert from "node:assert/strict";
import { raceMigrators } from "@/tasks/lib/race_migrators.ts";

// `deno task bench store` runs fifty of these.
Deno.test("twenty migrators at once apply each migration once, and losers say one line", async () => {
  for (let race = 0; race < 3; race++) {
    const { codes, problem } = await raceMigrators(20);
    assert.equal(problem, undefined);
    assert.equal(codes.length, 20);
    assert.ok(codes.includes(0));
  }
});
