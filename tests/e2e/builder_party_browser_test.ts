import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { startApp } from "@/tests/help/app.ts";
import {
  assertAccessible,
  newPerson,
  SCREENS,
  sidewaysOverflow,
  startBrowser,
} from "@/tests/help/browser.ts";

async function newParty(page: Page, origin: string, level: string): Promise<string> {
  await page.goto(`${origin}/parties`);
  await page.locator("#party-name").fill("The Causeway Four");
  await page.getByLabel("Characters").selectOption(level);
  await page.getByRole("button", { name: "Make the party" }).click();
  await page.waitForURL(/\/parties\/[0-9a-f-]+$/);
  return page.url();
}

const hitPoints = (page: Page, name: string) =>
  page.getByLabel(`Hit points of ${name}`, { exact: true });

Deno.test("a party", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();

  await t.step("is made, hurt, rests, is deleted and comes back, all without scripts", async () => {
    const { page } = await newPerson(browser, { ...SCREENS.laptop, javaScriptEnabled: false });
    const address = await newParty(page, app.origin, "5");
    await hitPoints(page, "Bram").fill("4");
    await page.getByRole("button", { name: "Keep hit points" }).click();
    await page.getByLabel("d10 of Bram").selectOption("2");
    await page.getByRole("button", { name: "Short rest" }).click();
    assert.match(
      await page.locator(".toast").textContent() ?? "",
      /Short rest taken\. Bram \+\d+\./,
    );
    assert.ok(await page.getByText("3/5 d10").isVisible());
    await page.getByRole("button", { name: "Undo" }).click();
    assert.equal(await hitPoints(page, "Bram").inputValue(), "4");
    await page.getByRole("button", { name: "Long rest" }).click();
    assert.equal(await hitPoints(page, "Bram").inputValue(), "44");
    await page.getByLabel("Name", { exact: true }).last().fill("Ash");
    await page.getByLabel("Class and level").fill("Bard 5");
    await page.getByLabel("AC", { exact: true }).fill("14");
    await page.getByLabel("HP", { exact: true }).fill("33");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    assert.ok(await page.getByText("5 at level 5").isVisible());
    await page.getByRole("button", { name: "Delete" }).click();
    assert.ok(await page.getByText("The Causeway Four deleted.").isVisible());
    await page.getByRole("button", { name: "Undo" }).click();
    assert.equal(page.url(), address);
  });

  await t.step("has characters with a sheet of their own", async () => {
    const { page } = await newPerson(browser);
    await newParty(page, app.origin, "3");
    await page.getByRole("link", { name: "Wren" }).click();
    await page.getByLabel("Class and level").fill("Wizard");
    await page.getByRole("button", { name: "Keep the character" }).click();
    assert.ok(await page.getByText("Write class and level: Fighter 3, Wizard 2.").isVisible());
    await page.getByLabel("Class and level").fill("Wizard 2, Fighter 1");
    await page.getByLabel("Poisoned").check();
    await page.getByRole("button", { name: "Keep the character" }).click();
    await page.getByText("Wren kept.").waitFor();
    assert.ok(await page.getByText("Wizard 2, Fighter 1").isVisible());
    assert.ok(await page.getByRole("cell", { name: "Poisoned" }).isVisible());
  });

  await t.step("goes through a fight and comes back as the fight left it", async () => {
    const { page, complaints } = await newPerson(browser);
    const party = await newParty(page, app.origin, "3");
    await page.getByRole("button", { name: "Build a fight for them" }).click();
    await page.waitForURL(/\/build$/);
    const encounter = page.url().replace(/\/build$/, "");
    await page.getByLabel("Find a creature").fill("2 ogre");
    await page.getByRole("button", { name: "Add 2 × Ogre", exact: true }).click();
    await page.getByText("2 × Ogre added.").waitFor();
    await page.getByRole("button", { name: "Start the fight" }).click();
    await page.waitForURL(encounter);
    await page.waitForSelector(".tracker[data-alive]");
    const bram = page.locator(".initiative-list .row", { hasText: "Bram" });
    const target = await bram.locator(".row-mark").innerText();
    for (const key of [target.trim(), "d", "9", "Enter"]) await page.keyboard.press(key);
    await bram.locator(".hp-now", { hasText: /^19$/ }).waitFor();
    await page.getByText("Saved").first().waitFor();
    await page.goto(`${encounter}/summary`);
    assert.ok(await page.getByRole("heading", { name: "Damage" }).isVisible());
    assert.match(await page.getByLabel("The recap as text").inputValue(), /Damage taken: Bram 9/);
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByRole("button", { name: "Keep them so" }).click();
    await page.getByText("The Causeway Four is up to date.").waitFor();
    await page.goto(party);
    assert.equal(await hitPoints(page, "Bram").inputValue(), "19");
    assert.deepEqual(complaints, []);
  });

  for (const colorScheme of ["dark", "light"] as const) {
    await t.step(`every page around the fight is accessible in ${colorScheme}`, async () => {
      const { page } = await newPerson(browser, { ...SCREENS.laptop, colorScheme });
      const party = await newParty(page, app.origin, "3");
      const sheet = await page.getByRole("link", { name: "Bram" }).getAttribute("href");
      await page.getByRole("button", { name: "Build a fight for them" }).click();
      await page.waitForURL(/\/build$/);
      const build = page.url();
      await page.getByLabel("Find a creature").fill("6 gob");
      await page.getByRole("button", { name: "Add 6 × Goblin", exact: true }).click();
      await page.getByText("6 × Goblin added.").waitFor();
      await page.getByRole("button", { name: "Add a wave" }).click();
      await page.getByText("Wave 2").first().waitFor();
      const paths = [
        build,
        build.replace("/build", "/summary"),
        party,
        `${app.origin}${sheet}`,
        ...[
          "/parties",
          "/bestiary",
          "/bestiary/adult-red-dragon-2014",
          "/bestiary/lich-2024",
          "/bestiary/new",
          "/bestiary?q=zzzz",
        ].map((path) => app.origin + path),
      ];
      for (const path of paths) {
        await page.goto(path);
        await page.evaluate(() => {
          for (const element of document.querySelectorAll("details")) element.open = true;
        });
        await assertAccessible(page);
        await page.setViewportSize({ width: 360, height: 740 });
        assert.equal(await sidewaysOverflow(page), 0, path);
        await page.setViewportSize(SCREENS.laptop.viewport);
      }
    });
  }
});
