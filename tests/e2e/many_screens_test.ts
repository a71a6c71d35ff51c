// More screens than one network may have: the page says why it does not follow, and plays on.
import assert from "node:assert/strict";
import { startApp } from "@/tests/help/app.ts";
import { newPerson, SCREENS, startBrowser } from "@/tests/help/browser.ts";
import { PageDm } from "@/tests/help/page_dm.ts";
import { trackerPage } from "@/tests/help/tracker_page.ts";

Deno.test("a screen too many says why, still saves, and follows when there is room", async () => {
  await using app = await startApp({ env: { STREAMS_PER_ADDRESS: "1" } });
  await using browser = await startBrowser();
  const { page } = await newPerson(browser);
  const dm = await PageDm.withEncounter(page, app.origin);
  const code = await dm.share();
  const tracker = trackerPage(page);
  const { page: phone } = await newPerson(browser, SCREENS.phone);
  await phone.goto(`${app.origin}/play/${code}?watch`);
  await phone.getByText("Live", { exact: true }).waitFor();

  await tracker.open(`${app.origin}/encounters/${dm.id}`);
  await page.getByText("Too many screens are open in your network.").first().waitFor();
  await tracker.press("1", "d", "9", "Enter");
  await tracker.untilHp("ogre", 50);
  await phone.getByRole("heading", { name: "Ogre" }).waitFor();
  assert.equal((await dm.state()).combatants["ogre"]?.hp?.current, 50);

  const { page: second } = await newPerson(browser, SCREENS.phone);
  await second.goto(`${app.origin}/play/${code}?watch`);
  await second.getByText("Too many screens are open in your network.").waitFor();
  await page.close();
  await phone.close();
  await second.getByText("Live", { exact: true }).waitFor();
  await second.getByText("Too many screens").waitFor({ state: "detached" });
});
