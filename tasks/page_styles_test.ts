import assert from "node:assert/strict";
import { sectionSheet } from "@/components/ui/section_styles.ts";
import { projectFiles, ROOT } from "@/tasks/lib/files.ts";

/** Frames, and pages that need no more than every page has. */
const PLAIN = /^routes\/(?:.*\/)?(?:_\w+|offline)\.tsx$/;

/** An address that the file's page answers: `routes/play/[code].tsx` to `/play/x`. */
function addressOf(path: string): string {
  return path.replace(/^routes|(?:\/index)?\.tsx$/g, "").replace(/\[[^\]]+\]/g, "x") || "/";
}

Deno.test("every page has the style sheet of its section", async () => {
  const pages = projectFiles().filter((path) =>
    /^routes\/.*\.tsx$/.test(path) && !PLAIN.test(path)
  );
  assert.ok(pages.length > 5);
  for (const path of pages) {
    const sheet = sectionSheet(addressOf(path));
    assert.ok(sheet, `${path} has no style sheet: name it in components/ui/section_styles.ts`);
    assert.ok((await Deno.stat(ROOT + sheet.slice(1))).isFile);
  }
});

Deno.test("the tracker and the pages around it have sheets of their own", () => {
  assert.equal(sectionSheet("/encounters/abc"), "/assets/pages/tracker.css");
  assert.equal(sectionSheet("/encounters"), "/assets/pages/library.css");
  assert.equal(sectionSheet("/encounters/abc/build"), "/assets/pages/library.css");
  assert.equal(sectionSheet("/play/K4TM9R"), "/assets/pages/player.css");
  assert.equal(sectionSheet("/players"), undefined);
});
