import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { startApp } from "@/tests/help/app.ts";
import { newPerson, SCREENS, startBrowser } from "@/tests/help/browser.ts";

/** How many pages a PDF has: each is an object of this type. */
function pagesOf(pdf: Uint8Array): number {
  return new TextDecoder("latin1").decode(pdf).match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}

Deno.test("a reader of the bestiary", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();

  await t.step("reads a stat block: no script, under 15 KB, with a preview for links", async () => {
    const { page, complaints } = await newPerson(browser);
    const scripts: string[] = [];
    page.on(
      "request",
      (request) => request.resourceType() === "script" && scripts.push(request.url()),
    );
    const response = await page.goto(`${app.origin}/bestiary/adult-red-dragon-2014`);
    const html = await response?.body();
    assert.ok(html && gzipSync(html).length < 15_000);
    assert.deepEqual([scripts, complaints], [[], []]);
    const preview = page.locator('meta[property="og:title"]');
    assert.equal(await preview.getAttribute("content"), "Adult Red Dragon (2014)");
    await page.getByRole("link", { name: "2024 version" }).click();
    assert.match(page.url(), /adult-red-dragon-2024$/);
  });

  await t.step("prints a dragon on one page of A4", async () => {
    const { page } = await newPerson(browser);
    for (const slug of ["adult-red-dragon-2014", "adult-red-dragon-2024", "goblin-2014"]) {
      await page.goto(`${app.origin}/bestiary/${slug}`);
      assert.equal(pagesOf(await page.pdf({ format: "A4" })), 1, slug);
    }
    await page.emulateMedia({ media: "print" });
    assert.equal(
      await page.getByRole("button", { name: "Start a fight with it" }).isVisible(),
      false,
    );
    assert.ok(await page.getByText("System Reference Document").first().isVisible());
  });

  await t.step("searches as one types, with typos, facets and arrows", async () => {
    const { page } = await newPerson(browser);
    const index: string[] = [];
    page.on(
      "request",
      (request) => /search_index/.test(request.url()) && index.push(request.url()),
    );
    await page.goto(`${app.origin}/bestiary`);
    assert.deepEqual(index, []);
    await page.getByLabel("Find a creature").pressSequentially("adlt red drgon");
    await page.locator(".creature-link", { hasText: "Adult Red Dragon" }).first().waitFor();
    await page.waitForURL(/q=adlt/);
    await page.getByLabel("Edition").selectOption("2024");
    await page.getByText(/^\d+ found/).waitFor();
    assert.ok(
      (await page.locator(".creature-list > li > .label").allTextContents()).every((content) =>
        content === "SRD 5.2"
      ),
    );
    await page.getByLabel("Find a creature").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/bestiary\/[a-z-]+-2024$/);
  });

  await t.step("searches without scripts by the same form", async () => {
    const { page } = await newPerson(browser, { ...SCREENS.laptop, javaScriptEnabled: false });
    await page.goto(`${app.origin}/bestiary`);
    await page.getByLabel("Find a creature").fill("swamp");
    await page.getByLabel("CR from").selectOption("5");
    await page.getByRole("button", { name: "Search" }).click();
    assert.match(await page.getByRole("status").textContent() ?? "", /found|of/);
    assert.ok(await page.locator(".creature-link").count() > 0);
    await page.goto(`${app.origin}/bestiary?q=zzzzzzzz`);
    assert.ok(await page.getByText("No creature is like that").isVisible());
    await page.goto(`${app.origin}/bestiary`);
    await page.getByRole("link", { name: "More" }).click();
    assert.ok(await page.getByText("Page 2 of 14").isVisible());
  });

  await t.step(
    "copies a creature, is told what is wrong, keeps it, finds it, deletes it",
    async () => {
      const { page } = await newPerson(browser);
      await page.goto(`${app.origin}/bestiary/ogre-2014`);
      await page.getByRole("link", { name: "Copy and change" }).click();
      await page.getByLabel("Name").fill("Bridge Ogre");
      await page.getByLabel("Hit points in per cent").fill("200");
      await page.getByRole("button", { name: "Scale hit points" }).click();
      assert.equal(await page.getByLabel("Hit points", { exact: true }).inputValue(), "119");
      await page.getByLabel("Armour class").fill("thick");
      await page.getByRole("button", { name: "Keep the creature" }).last().click();
      assert.ok(await page.getByText("Write a whole number.").isVisible());
      await page.getByLabel("Armour class").fill("13");
      await page.getByRole("button", { name: "Keep the creature" }).last().click();
      await page.waitForURL(/bridge-ogre-2014-/);
      assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "Bridge Ogre");

      await page.goto(`${app.origin}/bestiary`);
      await page.getByLabel("Find a creature").fill("bridge");
      await page.locator(".creature-link", { hasText: "Bridge Ogre" }).click();
      await page.getByRole("link", { name: "Change", exact: true }).click();
      await page.getByLabel("Name").fill("Ford Ogre");
      await page.getByRole("button", { name: "Keep the creature" }).last().click();
      await page.getByRole("heading", { name: "Ford Ogre" }).waitFor();

      await page.getByRole("button", { name: "Start a fight with it" }).click();
      await page.waitForURL(/\/build/);
      assert.deepEqual(await page.locator(".builder-line .name").allTextContents(), ["Ford Ogre"]);

      await page.goBack();
      await page.getByRole("button", { name: "Delete" }).click();
      await page.getByText("Ford Ogre deleted.").waitFor();
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByRole("heading", { name: "Ford Ogre" }).waitFor();
    },
  );

  await t.step("sees only public creatures of others", async () => {
    const one = await newPerson(browser);
    await one.page.goto(`${app.origin}/bestiary/new?from=wolf-2014`);
    await one.page.getByLabel("Name").fill("Secret Wolf");
    await one.page.getByRole("button", { name: "Keep the creature" }).last().click();
    await one.page.waitForURL(/secret-wolf/);
    const other = await newPerson(browser);
    const response = await other.page.goto(one.page.url());
    assert.equal(response?.status(), 404);
    const edit = await other.page.goto(`${one.page.url()}/edit`);
    assert.equal(edit?.status(), 404);
  });
});
