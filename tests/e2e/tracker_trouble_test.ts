import assert from "node:assert/strict";
import { startApp } from "@/tests/help/app.ts";
import {
  assertAccessible,
  newPerson,
  sidewaysOverflow,
  startBrowser,
} from "@/tests/help/browser.ts";
import { makeEncounter } from "@/tests/help/encounter.ts";
import { trackerPage } from "@/tests/help/tracker_page.ts";

Deno.test("a fight comes through a bad evening", async (t) => {
  await using browser = await startBrowser();
  const dataDir = await Deno.makeTempDir();
  const first = await startApp({ dataDir });
  const port = new URL(first.origin).port;
  const { page } = await newPerson(browser);
  const { url } = await makeEncounter(page.context(), first.origin);
  const tracker = trackerPage(page);
  await tracker.open(url);

  await t.step("a reload in the middle of a turn shows the same turn", async () => {
    await tracker.press("n", "n");
    await tracker.untilNow("orsolya");
    await tracker.press("5", "d", "1", "1", "Enter");
    await tracker.untilHp("bram", 110);
    await page.getByText("Saved", { exact: true }).waitFor();
    await page.reload();
    await page.waitForSelector(".tracker[data-alive]");
    assert.equal(await tracker.now(), "orsolya");
    assert.equal(await tracker.hp("bram"), "110");
  });

  await t.step("a key in the very moment in which the page is left is not lost", async () => {
    const loaded = page.waitForEvent("load");
    await page.evaluate(() => {
      dispatchEvent.call(document, new KeyboardEvent("keydown", { key: "u", bubbles: true }));
      location.reload();
    });
    await loaded;
    await page.waitForSelector(".tracker[data-alive]");
    await tracker.untilHp("bram", 121);
    await tracker.press("5", "d", "1", "1", "Enter");
    await tracker.untilHp("bram", 110);
    await page.getByText("Saved", { exact: true }).waitFor();
  });

  await t.step("an offline minute: play goes on, and everything is sent after it", async () => {
    await page.context().setOffline(true);
    await tracker.press("n", "1", "d", "5", "Enter");
    await tracker.untilHp("kestrel", 83);
    await page.getByText(/No connection. Keep playing/).first().waitFor();
    await page.context().setOffline(false);
    await page.getByText("Saved", { exact: true }).waitFor();
  });

  await t.step("a second device shows the same within a moment", async () => {
    const other = trackerPage(await page.context().newPage());
    await other.open(url);
    assert.equal(await other.hp("kestrel"), "83");
    await other.press("1", "h", "2", "Enter");
    await tracker.untilHp("kestrel", 85);
    await other.page.close();
  });

  await t.step("the server is killed between two clicks: nothing is lost", async () => {
    await tracker.press("7", "d", "4", "Enter");
    await tracker.untilHp("wren", 63);
    await page.getByText("Saved", { exact: true }).waitFor();
    await first.kill();
    await tracker.press("7", "d", "3", "Enter");
    await tracker.untilHp("wren", 60);
    await using second = await startApp({ dataDir, env: { PORT: port } });
    assert.equal(new URL(second.origin).port, port);
    await page.getByText("Saved", { exact: true }).waitFor();
    await page.reload();
    await page.waitForSelector(".tracker[data-alive]");
    assert.equal(await tracker.hp("wren"), "60");
  });
  await Deno.remove(dataDir, { recursive: true });
});

Deno.test("the tracker works without scripts", async () => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const { url } = await makeEncounter(context, app.origin);
  await page.goto(url);
  await page.getByRole("button", { name: "Next turn" }).click();
  await page.locator('.row[data-id="lair"][data-state="now"]').waitFor();
  await page.locator('.row[data-id="wren"] .hp').click();
  await page.locator("#amount").fill("9");
  await page.locator("#amount").press("Enter");
  await page.locator('.row[data-id="wren"]').getByText("58").waitFor();
  await page.locator('.row[data-id="wren"] .hp').click();
  await page.locator("#amount").fill("nine");
  await page.locator("#amount").press("Enter");
  await page.locator(".toast", { hasText: "Write a number or dice" }).waitFor();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await page.locator('.row[data-id="wren"]').getByText("67").first().waitFor();
});

Deno.test("a guest starts, copies, puts away and deletes fights", async () => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page, complaints } = await newPerson(browser);
  await page.goto(`${app.origin}/encounters`);
  await page.getByText("No fights yet").waitFor();
  await assertAccessible(page);
  await page.getByRole("button", { name: "Start a fight" }).click();
  await page.waitForURL(/\/build$/);
  await page.goto(`${app.origin}/encounters`);
  await page.getByLabel("More for New fight").click();
  await page.getByRole("button", { name: "Duplicate" }).click();
  await page.locator(".list > li").nth(1).waitFor();
  await assertAccessible(page);
  await page.locator(".more summary").first().click();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByText("deleted.").waitFor();
  assert.equal(await page.locator(".list > li").count(), 1);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.locator(".list > li").nth(1).waitFor();
  await page.locator(".more summary").first().click();
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await page.getByRole("button", { name: "Archived 1" }).click();
  assert.equal(await page.locator(".list > li").count(), 1);
  assert.deepEqual(complaints, []);
});

Deno.test("the tracker is accessible in both themes and reflows at 200 %", async () => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page } = await newPerson(browser);
  const { url } = await makeEncounter(page.context(), app.origin);
  const tracker = trackerPage(page);
  await tracker.open(url);
  for (const theme of ["dark", "light"]) {
    await page.evaluate((name) => document.documentElement.dataset["theme"] = name, theme);
    await assertAccessible(page);
    await tracker.press("1", "d");
    await assertAccessible(page);
    await tracker.press("Escape", "Escape", "?");
    await page.getByRole("dialog").waitFor();
    await assertAccessible(page);
    await tracker.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  await tracker.press("n");
  const spoken = page.locator('[aria-live="polite"]');
  await page.waitForFunction(() =>
    /Round 1, Lair action’s turn/.test(
      document.querySelector('[aria-live="polite"]')?.textContent ?? "",
    )
  );
  assert.match(await spoken.innerText(), /next/);
  // 200 % zoom of 1280 pixels is a page of 640.
  await page.setViewportSize({ width: 640, height: 400 });
  assert.ok(await sidewaysOverflow(page) <= 0);
});
