import assert from "node:assert/strict";
import { checkEngine, problemsIn } from "@/tasks/check_engine.ts";

Deno.test("the engine is pure and needs only the language's own library", async () => {
  assert.deepEqual(await checkEngine(), []);
});

Deno.test("clock, chance, waiting and foreign imports are found", () => {
  assert.equal(problemsIn(`const x = Math.random();`, 0).length, 1);
  assert.equal(problemsIn(`const x = Date.now();`, 0).length, 1);
  assert.equal(problemsIn(`export async function f() {}`, 0).length, 1);
  assert.equal(problemsIn(`import { z } from "zod";`, 0).length, 1);
  assert.equal(problemsIn(`import { x } from "../errors.ts";`, 0).length, 1);
  assert.deepEqual(problemsIn(`import { x } from "../state.ts"; // Date`, 1), [
    "Date: time comes with the command",
  ]);
  assert.deepEqual(problemsIn(`// Math.random\nimport { x } from "../state.ts";`, 1), []);
});
