import assert from "node:assert/strict";
import { startApp } from "@/tests/help/app.ts";
import { newPerson, startBrowser } from "@/tests/help/browser.ts";
import { makeEncounter } from "@/tests/help/encounter.ts";
import { trackerPage } from "@/tests/help/tracker_page.ts";

Deno.test("a DM runs a fight with the keyboard alone", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page, complaints } = await newPerson(browser);
  const { url } = await makeEncounter(page.context(), app.origin);
  const tracker = trackerPage(page);
  await tracker.open(url);
  const keys: Record<string, number> = {};

  await t.step("n is the next turn, p the one before", async () => {
    keys.nextTurn = await tracker.press("n");
    await tracker.untilNow("lair");
    await tracker.press("p");
    await tracker.untilNow("kestrel");
    await tracker.press("n", "n", "n");
    await tracker.untilNow("dragon");
  });

  await t.step("7 damage to one is four keys, told before it is done", async () => {
    await tracker.press("1", "d", "7");
    await page.getByText("88 to 81").waitFor();
    await page.getByRole("button", { name: "Deal 7 to Kestrel Vane" }).waitFor();
    await tracker.press("Enter");
    keys.damage = 4;
    await tracker.untilHp("kestrel", 81);
    assert.equal(await page.evaluate(() => document.activeElement?.id), "order");
  });

  await t.step("12 healing is five keys, and never above the maximum", async () => {
    keys.heal = await tracker.press("1", "h", "1", "2", "Enter");
    await tracker.untilHp("kestrel", 88);
  });

  await t.step("28 fire with saves on the whole party is eleven keys", async () => {
    keys.area = await tracker.press("Shift+X", "f", ..."28f d15", "Enter");
    await page.getByRole("heading", { name: "Fire area" }).waitFor();
    assert.equal(await page.locator(".hit").count(), 4);
    while (await page.locator(".hit-out .btn").count() > 0) {
      await page.locator(".hit-out .btn").first().click();
    }
    await page.getByRole("button", { name: "Apply to 4" }).waitFor();
    keys.area += await tracker.press("Enter");
    await page.getByText("No pending action").waitFor();
    assert.notEqual(await tracker.hp("bram"), "121");
  });

  await t.step("a breath from its line spends its recharge", async () => {
    await tracker.press("b", "4", "Enter");
    await page.getByRole("heading", { name: "Fire Breath" }).waitFor();
    await page.getByText("Recharge 5–6, spent now").waitFor();
    await tracker.press("Escape", "Escape");
    await page.getByRole("button", { name: "Take up Fire Breath" }).waitFor();
    await tracker.press("u");
    await page.getByText("Recharge 5–6, spent now").waitFor({ state: "detached" });
  });

  await t.step("a condition for three rounds is eight keys", async () => {
    keys.condition = await tracker.press("1", "e", ..."fri", "Enter", "3", "Enter");
    await page.locator('.row[data-id="kestrel"]').getByText("Frightened").waitFor();
    await page.locator('.row[data-id="kestrel"]').getByText("3 rounds").waitFor();
  });

  await t.step("reveal is two keys", async () => {
    keys.reveal = await tracker.press("6", "v");
    await page.locator('.row[data-id="cultists"]:not([data-hidden])').waitFor();
  });

  await t.step("a group's digit twice opens it, Delete defeats a member", async () => {
    await tracker.press("4", "4", "2", "Delete");
    await page.getByText("Goblin 2 defeated.").waitFor();
    await page.locator('.row[data-id="goblins"]').getByText("5 of 6").waitFor();
  });

  await t.step("undo is one key, redo one with Shift", async () => {
    keys.undo = await tracker.press("u");
    await page.locator('.row[data-id="goblins"]').getByText("6 of 6").waitFor();
    await tracker.press("Shift+U");
    await page.locator('.row[data-id="goblins"]').getByText("5 of 6").waitFor();
  });

  await t.step("concentration asks by itself and is answered with two keys", async () => {
    await tracker.press("2", "c", ..."Bless 10", "Enter");
    await tracker.press("2", "d", "9", "Enter");
    await page.getByText("keeps Bless?").waitFor();
    const before = await page.locator(".prompt").count();
    while (
      await page.locator(".prompt[data-answering]", { hasText: "keeps Bless" }).count() === 0
    ) {
      await tracker.press("o");
    }
    keys.concentration = 1 + await tracker.press("1");
    await page.waitForFunction(
      (count) => document.querySelectorAll(".prompt").length < count,
      before,
    );
  });

  await t.step("6 goblins more are seven keys", async () => {
    keys.add = await tracker.press("a");
    await page.locator("#add-text").waitFor();
    keys.add += await tracker.press(..."6 gob");
    await page.locator(".creature-list [data-on]").getByText("Goblin").waitFor();
    keys.add += await tracker.press("Enter");
    await page.getByText("6 × Goblin added.").waitFor();
  });

  await t.step("the sheet of keys opens with ? and gives the focus back", async () => {
    await page.locator("#order").focus();
    await tracker.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await tracker.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.waitForFunction(() => document.activeElement?.id === "order");
  });

  await t.step("every command is found by name", async () => {
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "All commands" }).waitFor();
    await tracker.press(..."stop the cl", "Enter");
    await page.getByRole("button", { name: "Start the clock" }).waitFor();
  });

  await t.step("the counts of the design are reached", () => {
    assert.deepEqual(keys, {
      nextTurn: 1,
      damage: 4,
      heal: 5,
      area: 11,
      condition: 8,
      reveal: 2,
      undo: 1,
      concentration: 2,
      add: 7,
    });
  });
  assert.deepEqual(complaints, []);
});
