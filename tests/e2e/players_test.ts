import assert from "node:assert/strict";
import type { Command } from "@/lib/combat/commands.ts";
import { startApp } from "@/tests/help/app.ts";
import {
  assertAccessible,
  newPerson,
  SCREENS,
  sidewaysOverflow,
  startBrowser,
} from "@/tests/help/browser.ts";
import { ADD_OGRE_AND_TWO, PageDm } from "@/tests/help/page_dm.ts";

const SETUP: readonly Command[] = [
  ADD_OGRE_AND_TWO,
  { type: "SetInitiative", id: "ogre", value: 20 },
  { type: "SetInitiative", id: "lurker", value: 17 },
  { type: "SetInitiative", id: "wren", value: 15 },
  { type: "SetInitiative", id: "bram", value: 5 },
  { type: "StartCombat" },
];

Deno.test("a player at the table", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page: desk } = await newPerson(browser);
  const dm = await PageDm.withEncounter(desk, app.origin, SETUP);
  const code = await dm.share();
  const { page, complaints } = await newPerson(browser, SCREENS.phone);

  await t.step("types the code, sits down as a character and sees the order", async () => {
    await page.goto(`${app.origin}/join?code=${code.toLowerCase()}`);
    await page.getByRole("heading", { name: "Who are you?" }).waitFor();
    await page.getByRole("button", { name: "Wren Halloway" }).click();
    await page.getByRole("heading", { name: "Ogre" }).waitFor();
    assert.ok(await page.getByText("You are next").isVisible());
    assert.equal(await page.getByText("Lurker").count(), 0);
    assert.match(await page.title(), /^Ogre now/);
  });

  await t.step("sees the turn come without touching the phone", async () => {
    await dm.does({ type: "NextTurn" });
    await dm.does({ type: "NextTurn" });
    await page.getByRole("heading", { name: "Your turn" }).waitFor();
    await page.waitForFunction(() => document.title === "Your turn, Wren Halloway");
  });

  await t.step("sends damage, which the DM accepts", async () => {
    await page.getByRole("button", { name: "Take damage" }).click();
    await page.getByRole("button", { name: "1", exact: true }).click();
    await page.getByRole("button", { name: "2", exact: true }).click();
    await page.getByRole("button", { name: "Send 12 damage to your DM" }).click();
    await page.getByText("with your DM").waitFor();
    const { proposals } = await dm.state();
    assert.partialDeepStrictEqual(proposals[0]?.body, { kind: "damage", amount: 12 });
    await dm.does({ type: "AcceptProposal", proposalId: proposals[0]?.id ?? "" });
    await page.locator(".action-bar .hp-now", { hasText: "55" }).waitFor();
  });

  await t.step("ends the turn", async () => {
    await page.getByRole("button", { name: "Done, end my turn" }).click();
    await page.getByText("with your DM").waitFor();
    const { proposals } = await dm.state();
    await dm.does({ type: "AcceptProposal", proposalId: proposals[0]?.id ?? "" });
    await page.getByRole("heading", { name: "Bram Oakhollow" }).waitFor();
  });

  await t.step("is down, and rolls the death save on the phone", async () => {
    await dm.does({
      type: "ApplyDamage",
      targets: [{ id: "wren" }],
      damage: [{ amount: 60, type: "fire" }],
    });
    await page.getByRole("heading", { name: /is down/ }).waitFor();
    // Her turn of this round is over: the save is asked for in the next one.
    do await dm.does({ type: "NextTurn" }); while ((await dm.state()).activeId !== "wren");
    await page.getByRole("button", { name: "Roll the death save" }).click();
    await page.getByText(/^Death save: \d+ with your DM$/).waitFor();
    assert.equal(await page.getByRole("button", { name: "Roll the death save" }).count(), 0);
    const { proposals } = await dm.state();
    await dm.does({ type: "AcceptProposal", proposalId: proposals[0]?.id ?? "" });
    await page.waitForFunction(() => document.querySelector("[data-on], .action-bar .hp-now"));
  });

  for (const colorScheme of ["dark", "light"] as const) {
    await t.step(`finds every page usable when it is ${colorScheme}`, async () => {
      for (const path of [`/play/${code}`, `/play/${code}?watch`, "/play/QQQQQQ", "/join"]) {
        const guest = await newPerson(browser, { ...SCREENS.phone, colorScheme });
        await guest.page.goto(app.origin + path);
        await assertAccessible(guest.page);
        assert.equal(await sidewaysOverflow(guest.page), 0);
        await guest.page.context().close();
      }
    });
  }

  await t.step("shows the table on a TV, without a control", async () => {
    const tv = await newPerson(browser, { viewport: { width: 1920, height: 1080 } });
    await tv.page.goto(`${app.origin}/play/${code}?display=table`);
    await assertAccessible(tv.page);
    assert.equal(await tv.page.getByRole("button").count(), 0);
    assert.deepEqual(tv.complaints, []);
  });

  await t.step("meets no complaint of the browser on the way", () => {
    assert.deepEqual(complaints, []);
  });
});
