import assert from "node:assert/strict";
import { startApp } from "@/tests/help/app.ts";
import {
  assertAccessible,
  newPerson,
  SCREENS,
  sidewaysOverflow,
  startBrowser,
} from "@/tests/help/browser.ts";

Deno.test("a visitor", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();

  await t.step("sees the landing page, which loads no script and breaks no policy", async () => {
    const { page, complaints } = await newPerson(browser);
    const scripts: string[] = [];
    page.on(
      "request",
      (request) => request.resourceType() === "script" && scripts.push(request.url()),
    );
    await page.goto(app.origin);
    assert.equal(await page.title(), "Encounter Tracker: run the fight, not the tool");
    assert.ok(await page.getByRole("button", { name: "Start a fight" }).isVisible());
    await page.evaluate(() => document.fonts.ready);
    assert.ok(await page.evaluate(() => document.fonts.check("700 16px Faustina")));
    assert.deepEqual(scripts, []);
    assert.deepEqual(complaints, []);
  });

  for (const colorScheme of ["dark", "light"] as const) {
    for (const [screen, options] of Object.entries(SCREENS)) {
      await t.step(`can use every page on a ${screen} that is ${colorScheme}`, async () => {
        const { page } = await newPerson(browser, { ...options, colorScheme });
        for (const path of ["/", "/no-such-page"]) {
          await page.goto(app.origin + path);
          await assertAccessible(page);
          assert.equal(await sidewaysOverflow(page), 0);
        }
      });
    }
  }

  await t.step("reads it on the narrowest screen without scrolling sideways", async () => {
    const { page } = await newPerson(browser, { viewport: { width: 320, height: 640 } });
    await page.goto(app.origin);
    assert.equal(await sidewaysOverflow(page), 0);
  });

  await t.step("chooses a theme, which the next page has from its first byte", async () => {
    const { page } = await newPerson(browser, { ...SCREENS.laptop, colorScheme: "dark" });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.goto(app.origin);
    const dark = await background();
    await page.getByRole("button", { name: "Light" }).click();
    assert.equal(page.url(), `${app.origin}/`);
    assert.notEqual(await background(), dark);
    const pressed = page.getByRole("button", { name: "Light", pressed: true });
    assert.ok(await pressed.isVisible());
    const response = await page.reload();
    assert.match(await response?.text() ?? "", /<html[^>]* data-theme="light"/);
    await page.getByRole("button", { name: "System" }).click();
    assert.equal(await background(), dark);
  });

  await t.step("who is lost is told so, with the request id of the answer", async () => {
    const { page } = await newPerson(browser);
    const response = await page.goto(`${app.origin}/no-such-page`);
    assert.equal(response?.status(), 404);
    const id = response?.headers()["x-request-id"] ?? "";
    assert.ok(await page.getByText(id).isVisible());
    await page.getByRole("link", { name: "Go to the start" }).click();
    assert.equal(page.url(), `${app.origin}/`);
  });

  await t.step("skips to the content with the keyboard", async () => {
    const { page } = await newPerson(browser);
    await page.goto(app.origin);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
  });
});
