import assert from "node:assert/strict";
import { projectFiles } from "@/tasks/lib/files.ts";
import { fileOf, SCENES } from "@/tasks/screenshots/scenes.ts";

/** Modules of pages; the frame of all of them is no page. */
const PAGES = projectFiles("routes/").filter((path) =>
  path.endsWith(".tsx") && path !== "routes/_app.tsx"
);

Deno.test("every page has a picture, and no picture is of a page that is gone", () => {
  assert.ok(PAGES.length > 10);
  const pictured = new Set(SCENES.map(({ route }) => route));
  assert.deepEqual(PAGES.filter((path) => !pictured.has(path)), []);
  assert.deepEqual([...pictured].filter((path) => !PAGES.includes(path)), []);
});

Deno.test("the folder holds what the task writes, no more and no less", () => {
  const wanted = SCENES.flatMap((scene) =>
    (scene.screens ?? ["desktop", "phone"] as const).flatMap((screen) =>
      (["dark", "light"] as const).map((theme) =>
        `docs/screenshots/${fileOf(scene, screen, theme)}`
      )
    )
  );
  assert.equal(new Set(wanted).size, wanted.length);
  assert.deepEqual(projectFiles("docs/screenshots/"), wanted.toSorted());
});
