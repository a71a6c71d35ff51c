import assert from "node:assert/strict";
import { dotsInRows, totalOf } from "@/tasks/test.ts";

Deno.test("totals are read from the last summary, coloured or not", () => {
  const coloured = "ok | 3 passed | 0 failed (1s)\n\x1b[32mok\x1b[0m | 42 passed | 0 failed";
  assert.deepEqual(totalOf(coloured, 0), { passed: 42, failed: 0 });
  const steps = "FAILED | 7 passed (12 steps) | 2 failed (1 step) (3s)";
  assert.deepEqual(totalOf(steps, 1), { passed: 7, failed: 2 });
});

Deno.test("a run that ends badly without a failed test is a failure", () => {
  assert.deepEqual(totalOf("error: Module not found", 1), { passed: 0, failed: 1 });
  assert.deepEqual(totalOf("ok | 5 passed | 0 failed", 1), { passed: 5, failed: 1 });
});

Deno.test("dots come in rows, whatever stands between them, in whatever pieces", () => {
  let shown = "";
  const show = dotsInRows((text) => shown += text);
  for (const piece of [".\n.", "\n!\nfailed: x\n", ".\n", "\n", "ok | 4 passed\n"]) show(piece);
  assert.equal(shown, "..!\nfailed: x\n.\n\nok | 4 passed\n");
});
