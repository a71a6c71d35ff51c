import assert from "node:assert/strict";
import { rulesIn, testsIn } from "@/tasks/spec.ts";

Deno.test("a rule is a list item that begins with its id", () => {
  assert.deepEqual(rulesIn("- **[HP-1]** one\n  see [HP-9]\n- **[HP-2]** two\n"), ["HP-1", "HP-2"]);
});

Deno.test("a test counts when its name begins with an id", () => {
  const source =
    `Deno.test("[HP-1] heals", f);\ntest("[UNDO-1] folds", f);\nDeno.test("no id", f);`;
  assert.deepEqual(testsIn(source), [
    { id: "HP-1", name: "[HP-1] heals" },
    { id: "UNDO-1", name: "[UNDO-1] folds" },
  ]);
});
