import assert from "node:assert/strict";
import { projectFiles, ROOT } from "@/tasks/lib/files.ts";

/** Frames, and pages that need no more than every page has. */
const PLAIN = /^routes\/(?:.*\/)?(?:_\w+|offline)\.tsx$/;

Deno.test("every page imports the style sheet of its kind", async () => {
  const pages = projectFiles().filter((path) =>
    /^routes\/.*\.tsx$/.test(path) && !PLAIN.test(path)
  );
  assert.ok(pages.length > 5);
  for (const path of pages) {
    const code = await Deno.readTextFile(ROOT + path);
    assert.match(code, /^import "@\/assets\/pages\/\w+\.css";$/m, `${path} has no style sheet`);
  }
});
