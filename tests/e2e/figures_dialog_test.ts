import assert from "node:assert/strict";
import { startApp } from "@/tests/help/app.ts";
import { assertAccessible, newPerson, startBrowser } from "@/tests/help/browser.ts";
import { ADD_OGRE_AND_TWO, PageDm } from "@/tests/help/page_dm.ts";

Deno.test("the DM sets a creature's figures by hand", async () => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page, complaints } = await newPerson(browser);
  const dm = await PageDm.withEncounter(page, app.origin, [
    ADD_OGRE_AND_TWO,
    { type: "SetInitiative", id: "ogre", value: 25 },
    { type: "StartCombat" },
  ]);
  await page.goto(`${app.origin}/encounters/${dm.id}`);
  await page.waitForSelector(".tracker[data-alive]");
  await page.getByRole("button", { name: "More for Ogre" }).click();
  await page.getByRole("button", { name: "Figures and notes" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Grum the Ogre");
  await page.getByLabel("Now", { exact: true }).fill("17");
  await page.getByLabel("AC", { exact: true }).fill("13");
  await page.getByLabel("Notes, for your eyes only").fill("hates goats");
  await assertAccessible(page);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("heading", { name: "Grum the Ogre" }).waitFor();
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  const ogre = await page.waitForFunction(async (path) => {
    const { state } = await (await fetch(path)).json();
    return state.combatants.ogre.notes === "hates goats" && state.combatants.ogre;
  }, `/api/v1/encounters/${dm.id}`).then((handle) => handle.jsonValue());
  assert.deepEqual([ogre.name, ogre.hp.current, ogre.ac], ["Grum the Ogre", 17, 13]);
  assert.deepEqual(complaints, []);
});
