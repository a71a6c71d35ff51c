import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { startApp } from "@/tests/help/app.ts";
import { newPerson, startBrowser } from "@/tests/help/browser.ts";
import { crowd } from "@/tests/help/encounter.ts";
import { PageDm } from "@/tests/help/page_dm.ts";

const TELEVISIONS = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
  { width: 1080, height: 1920 },
];

/** What must be in sight whatever the length: who acts, the round, who follows, the way to join. */
const IN_SIGHT = {
  name: ".table-now h1",
  round: ".table-list h2",
  next: ".seat-row[data-next]",
  second: ".seat-row:nth-of-type(2)",
  picture: ".table-foot .qr",
  code: ".table-foot .code",
};

/** Names of the parts that lie outside the screen, or that another part cuts. */
function cutParts(page: Page): Promise<string[]> {
  return page.evaluate((parts) =>
    Object.entries(parts).flatMap(([name, selector]) => {
      const part = document.querySelector(selector);
      if (part === null) return [`${name} is missing`];
      let { left, top, right, bottom } = part.getBoundingClientRect();
      const whole = (right - left) * (bottom - top);
      for (let box = part.parentElement; box !== null; box = box.parentElement) {
        if (getComputedStyle(box).overflow === "visible") continue;
        const edge = box.getBoundingClientRect();
        [left, top] = [Math.max(left, edge.left), Math.max(top, edge.top)];
        [right, bottom] = [Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
      }
      [left, top] = [Math.max(left, 0), Math.max(top, 0)];
      [right, bottom] = [Math.min(right, innerWidth), Math.min(bottom, innerHeight)];
      const seen = Math.max(0, right - left) * Math.max(0, bottom - top);
      return whole > 0 && seen > whole * 0.97 ? [] : [name];
    }), IN_SIGHT);
}

Deno.test("the table display shows who acts, the round, who follows and the code", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();
  for (const count of [6, 12, 30, 60, 200]) {
    await t.step(`with ${count} rows on every television`, async () => {
      const { page: desk } = await newPerson(browser);
      const dm = await PageDm.withEncounter(desk, app.origin, crowd(count));
      if (count === 30) {
        const name = "The Unspeakable Archduchess Hildegarde-Wilhelmina of the Drowned Causeway";
        await dm.does({ type: "EditCombatant", id: "creature-1", patch: { name } });
      }
      const code = await dm.share();
      const { page } = await newPerson(browser);
      for (const viewport of TELEVISIONS) {
        await page.setViewportSize(viewport);
        await page.goto(`${app.origin}/play/${code}?display=table`);
        await page.locator(".seat-row").first().waitFor();
        const size = `${viewport.width} × ${viewport.height}`;
        assert.deepEqual(await cutParts(page), [], `${count} rows at ${size}`);
        const [high, wide] = await page.evaluate(() => {
          const { scrollHeight, scrollWidth } = document.documentElement;
          return [scrollHeight - innerHeight, scrollWidth - innerWidth];
        });
        assert.deepEqual([high, wide], [0, 0], `nothing to scroll at ${size}`);
      }
      await desk.context().close();
      await page.context().close();
    });
  }
});
