// A player who spoils the game: the DM puts the device out of the fight.
import assert from "node:assert/strict";
import { startApp } from "@/tests/help/app.ts";
import { assertAccessible, newPerson, SCREENS, startBrowser } from "@/tests/help/browser.ts";
import { PageDm } from "@/tests/help/page_dm.ts";
import { trackerPage } from "@/tests/help/tracker_page.ts";

Deno.test("a device that the DM puts out leaves its seat and takes none until it is let in", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page: desk, complaints } = await newPerson(browser);
  const dm = await PageDm.withEncounter(desk, app.origin);
  const code = await dm.share();
  const { page: rude } = await newPerson(browser, SCREENS.phone);
  const { page: polite } = await newPerson(browser, SCREENS.phone);
  const dialog = desk.getByRole("dialog");
  const sitDown = async (page: typeof rude, name: string) => {
    await page.goto(`${app.origin}/play/${code}`);
    await page.getByRole("button", { name }).click();
  };

  await t.step("the share dialog names who sits, and has the button", async () => {
    await sitDown(rude, "Wren Halloway");
    await rude.getByRole("button", { name: "Take damage" }).waitFor();
    await trackerPage(desk).open(`${app.origin}/encounters/${dm.id}`);
    await desk.getByRole("button", { name: /^Share|Players join/ }).first().click();
    await dialog.getByText("1 player").waitFor();
    await dialog.getByRole("button", { name: "Put out" }).waitFor();
    await assertAccessible(desk);
  });

  await t.step("'Put out' frees the seat, and the phone shows it at once", async () => {
    await dialog.getByRole("button", { name: "Put out" }).click();
    await dialog.getByText("Nobody has joined yet").waitFor();
    await dialog.getByText("1 device put out").waitFor();
    await rude.getByRole("heading", { name: "Who are you?" }).waitFor();
    await rude.getByRole("alert").getByText("You have no seat any more").waitFor();
    assert.equal(await rude.getByRole("button", { name: "Take damage" }).count(), 0);
    assert.deepEqual((await dm.state()).seats, {});
  });

  await t.step("the device sits down no more, and is told why", async () => {
    await rude.getByRole("button", { name: "Bram Oakhollow" }).click();
    await rude.getByRole("alert").getByText("Your DM has put this device out of the fight.")
      .waitFor();
    assert.deepEqual((await dm.state()).seats, {});
  });

  await t.step("somebody else takes the seat", async () => {
    await sitDown(polite, "Wren Halloway");
    await polite.getByRole("button", { name: "Take damage" }).waitFor();
    await dialog.getByText("1 player").waitFor();
  });

  await t.step("'Let in again' lets the device sit down", async () => {
    await dialog.getByRole("button", { name: "Let in again" }).click();
    await dialog.getByText("1 device put out").waitFor({ state: "detached" });
    await sitDown(rude, "Bram Oakhollow");
    await rude.getByRole("button", { name: "Take damage" }).waitFor();
    await dialog.getByText("2 players").waitFor();
  });
  assert.deepEqual(complaints, []);
});
