import assert from "node:assert/strict";
import { cacheBudgets } from "./memory.ts";

const MIB = 1024 * 1024;

Deno.test("the caches' total is what is configured, else below what the process may take", () => {
  const { encounters, values } = cacheBudgets(64);
  assert.equal(encounters + values, 64 * MIB);
  assert.equal(cacheBudgets(1_024).values, 16 * MIB);
  const without = cacheBudgets();
  assert.ok(without.encounters > 0 && without.encounters + without.values < 64 * 1024 * MIB);
});
