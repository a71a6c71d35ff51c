// Somebody who has never been here starts a fight, with nothing but a keyboard and a phone beside.
import assert from "node:assert/strict";
import { startApp } from "@/tests/help/app.ts";
import { assertAccessible, newPerson, SCREENS, startBrowser } from "@/tests/help/browser.ts";

Deno.test("a stranger builds, runs and ends a first fight, led from page to page", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page, complaints } = await newPerson(browser);

  await t.step("one press leads to the builder, which listens at once", async () => {
    await page.goto(app.origin);
    await page.getByRole("button", { name: "Start a fight" }).click();
    await page.waitForURL(/\/build$/);
    await page.keyboard.type("3 wolf");
    await page.getByText(/adds 3/).waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("3 × Wolf added.").waitFor();
  });

  await t.step("names are enough for a party, and the rulers show", async () => {
    await page.getByLabel(/^Names, one to a line/).fill("Kestrel 28hp ac17\nOrsolya");
    await page.getByLabel("Their level").fill("3");
    await page.getByRole("button", { name: "Add them" }).click();
    await page.getByText("2 joined. They are kept under Parties.").waitFor();
    await page.getByText("2 at level 3").waitFor();
    assert.equal(await page.locator(".difficulty-head").count(), 2);
    await assertAccessible(page);
  });

  await t.step("the fight begins", async () => {
    await page.getByRole("button", { name: "Start the fight" }).click();
    await page.waitForSelector(".tracker[data-alive]");
    await page.locator("#round-t", { hasText: "Round 1" }).waitFor();
    assert.equal(await page.locator(".initiative-list > .row").count(), 3);
  });

  await t.step("the sheet to join has a code to read and a picture to scan", async () => {
    await page.keyboard.press("s");
    await page.getByRole("button", { name: "Make a code" }).click();
    const picture = page.getByRole("img", { name: "QR code of the link to join" });
    await picture.waitFor();
    // Cameras need black on white, whatever the theme is.
    const paper = await picture.evaluate((svg) => getComputedStyle(svg).backgroundColor);
    assert.equal(paper, "rgb(255, 255, 255)");
    assert.match(await page.locator(".share-code").innerText(), /^[0-9A-Z]{8}$/);
    await assertAccessible(page);
    await page.keyboard.press("Escape");
  });

  await t.step("its end leads to the recap", async () => {
    await page.keyboard.press(":");
    // The sheet is fetched when it is first asked for; fast fingers lose nothing.
    await page.keyboard.type("end the");
    await page.locator(".palette [data-on]", { hasText: "End the fight" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: /See the recap/ }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("n");
    await page.getByText("The fight is over.").first().waitFor();
    await assertAccessible(page);
    await page.getByRole("link", { name: /See the recap/ }).click();
    await page.waitForURL(/\/summary$/);
    assert.ok(await page.getByRole("heading", { name: "Damage" }).isVisible());
    assert.deepEqual(complaints, []);
  });

  await t.step("on a phone an empty fight leads to the builder", async () => {
    const phone = (await newPerson(browser, SCREENS.phone)).page;
    await phone.goto(app.origin);
    await phone.getByRole("button", { name: "Start a fight" }).tap();
    await phone.waitForURL(/\/build$/);
    await phone.goto(phone.url().replace(/\/build$/, ""));
    await phone.getByRole("link", { name: /Build the fight/ }).tap();
    await phone.waitForURL(/\/build$/);
  });
});
