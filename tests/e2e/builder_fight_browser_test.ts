import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { startApp } from "@/tests/help/app.ts";
import { newPerson, SCREENS, startBrowser } from "@/tests/help/browser.ts";

/** A new fight in the builder. */
async function toBuilder(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/encounters`);
  await page.getByRole("button", { name: "Start a fight" }).click();
  await page.waitForURL(/\/build$/);
}

const saved = (page: Page) => page.getByText("Saved", { exact: true }).waitFor();
const lineNames = (page: Page) => page.locator(".builder-line .name").allTextContents();

Deno.test("a DM builds a fight", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();

  await t.step("hard for five of level 3 in a forest, swaps one and starts it", async () => {
    const { page, complaints } = await newPerson(browser);
    await toBuilder(page, app.origin);
    await page.getByLabel("Characters").fill("5");
    await page.getByLabel("Level", { exact: true }).fill("3");
    await page.getByRole("button", { name: "Rate it" }).click();
    await page.getByText("2014, 0 adjusted XP").waitFor();
    await page.locator("summary", { hasText: "Suggest" }).click();
    await page.getByLabel("Difficulty").selectOption("hard");
    await page.locator("#wish-e").selectOption("forest");
    await page.getByRole("button", { name: "Make a fight" }).click();
    await page.getByText("A new mixture stands ready.").waitFor();
    assert.equal(await page.locator(".difficulty-head b").first().textContent(), "Hard");

    const before = await lineNames(page);
    assert.ok(before.length > 0);
    await page.getByRole("button", { name: `Reroll ${before[0]}` }).click();
    await page.getByText(`${before[0]} rerolled.`).waitFor();
    assert.ok(!(await lineNames(page)).includes(before[0] ?? ""));
    assert.equal(await page.locator(".difficulty-head b").first().textContent(), "Hard");

    await page.getByRole("button", { name: "Start the fight" }).click();
    await page.waitForURL(/\/encounters\/[^/]+$/);
    await page.locator(".initiative-list .row").first().waitFor();
    assert.deepEqual(complaints, []);
  });

  await t.step("by keyboard: six goblins, one ogre by arrows, undone with u", async () => {
    const { page } = await newPerson(browser);
    await toBuilder(page, app.origin);
    await page.getByLabel("Find a creature").focus();
    await page.keyboard.type("6 gob");
    await page.getByText(/best match first; adds 6/).waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("6 × Goblin added.").waitFor();
    assert.match(await page.locator(".builder-line").textContent() ?? "", /6Goblin/);
    await page.getByLabel("Find a creature").fill("ogre");
    await page.locator("[data-hit]").nth(1).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.getByText("Ogre added.").waitFor();
    await page.locator("#in-t").focus();
    await page.keyboard.press("u");
    await page.getByText("Undone.").waitFor();
    assert.deepEqual(await lineNames(page), ["Goblin"]);
    await page.keyboard.press("a");
    await page.keyboard.type("2 Thug 32hp");
    await page.keyboard.press("Enter");
    await page.getByText("Thug added.").waitFor();
    assert.deepEqual(await lineNames(page), ["Goblin", "Thug"]);
  });

  await t.step("drags a line, and the buttons do the same", async () => {
    const { page } = await newPerson(browser);
    await toBuilder(page, app.origin);
    for (const name of ["ogre", "wolf"]) {
      await page.getByLabel("Find a creature").fill(name);
      await page.getByRole("button", { name: new RegExp(`^Add ${name}$`, "i") }).click();
      await page.locator(".builder-line", { hasText: new RegExp(name, "i") }).waitFor();
    }
    await saved(page);
    const grip = await page.locator("[data-grip]").nth(1).boundingBox();
    const first = await page.locator(".builder-line").first().boundingBox();
    assert.ok(grip && first);
    await page.mouse.move(grip.x + 5, grip.y + 10);
    await page.mouse.down();
    await page.mouse.move(first.x + 20, first.y + 2, { steps: 4 });
    await page.mouse.up();
    await page.locator(".builder-line").first().getByText("Wolf").waitFor();
    await page.getByRole("button", { name: "Move Wolf down" }).click();
    await page.locator(".builder-line").first().getByText("Ogre").waitFor();
  });

  await t.step("on a phone with a finger", async () => {
    const { page } = await newPerson(browser, SCREENS.phone);
    await toBuilder(page, app.origin);
    await page.getByLabel("Find a creature").fill("3 wolf");
    await page.getByRole("button", { name: "Add 3 × Wolf" }).tap();
    await page.getByRole("button", { name: "One Wolf more" }).tap();
    await page.locator(".count-buttons > span", { hasText: "4" }).waitFor();
    await page.getByRole("button", { name: "Hide Wolf from players" }).tap();
    await page.getByRole("button", { name: "Reveal Wolf" }).waitFor();
  });

  await t.step("without scripts: searches, adds, removes, suggests and starts", async () => {
    const { page } = await newPerson(browser, { ...SCREENS.laptop, javaScriptEnabled: false });
    await toBuilder(page, app.origin);
    await page.getByLabel("Find a creature").fill("6 gob");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("button", { name: "Add 6 × Goblin", exact: true }).click();
    assert.match(await page.locator(".toast").textContent() ?? "", /6 × Goblin added\./);
    await page.getByRole("button", { name: "One Goblin less" }).click();
    assert.equal(await page.locator(".count-buttons > span").textContent(), "5");
    await page.getByRole("button", { name: "Remove Goblin" }).click();
    assert.equal(await page.locator(".builder-line").count(), 0);
    await page.getByRole("button", { name: "Undo" }).click();
    assert.equal(await page.locator(".builder-line").count(), 1);
    await page.getByRole("button", { name: "Start the fight" }).click();
    assert.match(page.url(), /\/encounters\/[^/]+$/);
  });

  await t.step("is told when the line is cut, and nothing is lost when it is back", async () => {
    const { page } = await newPerson(browser);
    await toBuilder(page, app.origin);
    await page.getByLabel("Find a creature").fill("ogre");
    await page.getByRole("button", { name: "Add Ogre", exact: true }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "Add Ogre", exact: true }).click();
    await page.getByText(/^No connection\./).waitFor();
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Add Ogre", exact: true }).click();
    await saved(page);
    assert.deepEqual(await lineNames(page), ["Ogre"]);
  });
});
