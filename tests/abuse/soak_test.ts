// A short one; `deno task soak` takes ten minutes.
import assert from "node:assert/strict";
import { soakText } from "@/tasks/soak.ts";
import { soak } from "./soak.ts";

Deno.test("all attacks at once lose nothing and leave the server serving", async () => {
  const soaked = await soak(20);
  const said = soakText(soaked);
  assert.ok(soaked.survived, said);
  assert.ok(soaked.rounds >= 4, said);
  assert.ok(soaked.noticed.turns > 0, said);
  assert.equal(soaked.noticed.lost, 0, said);
});
