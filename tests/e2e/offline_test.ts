import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { startApp } from "@/tests/help/app.ts";
import { assertAccessible, newPerson, SCREENS, startBrowser } from "@/tests/help/browser.ts";
import { PageDm } from "@/tests/help/page_dm.ts";
import { trackerPage } from "@/tests/help/tracker_page.ts";

/** Waits until the worker keeps this page. */
async function untilKept(page: Page): Promise<void> {
  const kept = () =>
    page.evaluate(async (address) => {
      const { active } = await navigator.serviceWorker.getRegistration() ?? {};
      const pages = await caches.open("pages-1");
      return active?.state === "activated" && await pages.match(address) !== undefined;
    }, page.url());
  for (let tries = 0; !await kept(); tries++) {
    assert.ok(tries < 100, "The page was not kept within 20 seconds");
    await page.waitForTimeout(200);
  }
}

Deno.test("an evening without a connection", async (t) => {
  const app = await startApp();
  await using browser = await startBrowser();
  const { page } = await newPerson(browser);
  const dm = await PageDm.withEncounter(page, app.origin);
  const tracker = trackerPage(page);
  const note = page.locator(".kept-note");

  await t.step("the site can be installed", async () => {
    await page.goto(`${app.origin}/encounters/${dm.id}`);
    const { name, icons, display } = await page.evaluate(async () => {
      const link = document.querySelector<HTMLLinkElement>("link[rel=manifest]");
      return await (await fetch(link?.href ?? "")).json();
    });
    assert.equal(name, "Encounter Tracker");
    assert.equal(display, "standalone");
    for (const { src, sizes } of icons) {
      const [width] = await page.evaluate(async (url) => {
        const image = new Image();
        image.src = url;
        await image.decode();
        return [image.naturalWidth];
      }, String(src));
      if (sizes !== "any") assert.equal(`${width}x${width}`, sizes);
    }
  });

  await t.step("the worker keeps the open fight", async () => {
    await untilKept(page);
    const answer = await fetch(`${app.origin}/sw.js`);
    assert.match(answer.headers.get("cache-control") ?? "", /no-cache/);
    await answer.body?.cancel();
  });

  const phone = (await newPerson(browser, SCREENS.phone)).page;
  await t.step("the worker keeps a player's view too", async () => {
    await phone.goto(`${app.origin}/play/${await dm.share()}?watch`);
    await phone.getByRole("heading", { name: "Ogre" }).waitFor();
    await untilKept(phone);
  });

  await t.step("a reload with the server gone shows all that was saved, and says so", async () => {
    await tracker.press("1", "d", "1", "1", "Enter", "n", "n", "n");
    await tracker.untilHp("ogre", 48);
    // Not by this page: another device's, as the server has it.
    await dm.does({ type: "ApplyDamage", targets: [{ id: "wren" }], damage: [{ amount: 7 }] });
    await tracker.untilHp("wren", 60);
    await page.getByText("Saved", { exact: true }).waitFor();
    await phone.getByRole("heading", { name: "Bram Oakhollow" }).waitFor();
    await app.kill();
    await page.reload();
    await note.waitFor();
    assert.match(await note.innerText(), /No connection to the server.*as it was today at \d/);
    await page.getByText("No connection. Keep playing", { exact: true }).first().waitFor();
    await tracker.untilHp("ogre", 48);
    await tracker.untilHp("wren", 60);
    await tracker.untilNow("bram");
    await page.reload();
    await tracker.untilNow("bram");
    assert.equal(await tracker.hp("ogre"), "48");
    // The line on top takes its place from the tracker: nothing of it lies below the edge.
    const below = () => document.documentElement.scrollHeight - innerHeight;
    assert.equal(await page.evaluate(below), 0);
    await assertAccessible(page);
  });

  await t.step("a player's phone shows the last that it knew, and says so", async () => {
    await phone.reload();
    await phone.getByRole("heading", { name: "Bram Oakhollow" }).waitFor();
    assert.match(await phone.locator(".kept-note").innerText(), /as it was today at \d/);
    assert.equal(await phone.getByText("Lurker").count(), 0);
    await assertAccessible(phone);
  });

  await t.step("the API never answers from what was kept", async () => {
    const answered = await page.evaluate(
      (path) => fetch(path).then(() => true, () => false),
      `/api/v1/encounters/${dm.id}`,
    );
    assert.equal(answered, false);
  });

  await t.step("what is done meanwhile waits, also through another reload", async () => {
    await page.getByRole("button", { name: /^Next turn/ }).click();
    await page.getByText("1 change waits").first().waitFor();
    await page.reload();
    await page.getByText("1 change waits").first().waitFor();
  });

  await t.step("a page that was never open says what to do", async () => {
    const other = await page.context().newPage();
    await other.goto(`${app.origin}/join`);
    await other.getByRole("heading", { name: "No connection" }).waitFor();
    await other.close();
  });

  await t.step("the server is back: all is sent and the note goes", async () => {
    const port = new URL(app.origin).port;
    await using again = await startApp({ dataDir: app.dataDir, env: { PORT: port } });
    await page.getByText("Saved").first().waitFor();
    assert.equal(again.origin, app.origin);
    await note.waitFor({ state: "detached" });
    assert.equal((await dm.state()).activeId, "ogre");
    await page.reload();
    await page.getByText("Saved").first().waitFor();
    assert.equal(await note.count(), 0);
    await phone.getByRole("heading", { name: "Ogre" }).waitFor();
    await phone.locator(".kept-note").waitFor({ state: "detached" });
  });
  await Deno.remove(app.dataDir, { recursive: true });
});
