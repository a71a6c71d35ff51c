import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { startApp } from "@/tests/help/app.ts";
import { assertAccessible, newPerson, SCREENS, startBrowser } from "@/tests/help/browser.ts";
import { ADD_OGRE_AND_TWO, PageDm } from "@/tests/help/page_dm.ts";

/** Fails unless a part is on the screen with all of it, and nothing lies over it. */
async function wholly(part: Locator): Promise<void> {
  await part.click({ trial: true });
  const cut = await part.evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const corners = [[left + 2, top + 2], [right - 2, bottom - 2]] as const;
    return corners.some(([x, y]) => !element.contains(document.elementFromPoint(x, y)));
  });
  assert.equal(cut, false, "something hides a part of it");
}

Deno.test("what is asked of a player stays in sight, whoever has the turn", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page: desk } = await newPerson(browser);
  const dm = await PageDm.withEncounter(desk, app.origin, [
    ADD_OGRE_AND_TWO,
    { type: "SetInitiative", id: "wren", value: 25 },
    { type: "StartCombat" },
  ]);
  const code = await dm.share();
  const { page, complaints } = await newPerson(browser, SCREENS.phone);
  await page.goto(`${app.origin}/join?code=${code}`);
  await page.getByRole("button", { name: "Wren Halloway" }).click();
  await page.getByRole("heading", { name: "Your turn" }).waitFor();
  const total = page.getByLabel("Total you rolled");
  const done = page.getByRole("button", { name: "Done, end my turn" });

  await t.step("a save in one's own turn is in sight beside the turn", async () => {
    await dm.does({
      type: "StartArea",
      areaId: "blast",
      targetIds: ["wren"],
      damage: [{ amount: 10, type: "fire" }],
      save: { ability: "dex", dc: 15, onSave: "half" },
      label: "Blast",
    });
    await total.waitFor();
    for (const [width, height] of [[844, 390], [360, 740], [390, 844]] as const) {
      await page.setViewportSize({ width, height });
      for (const part of [total, done]) await wholly(part);
    }
    await assertAccessible(page);
  });

  await t.step("a total that was typed before the turn ended is kept", async () => {
    await total.fill("17");
    await dm.does({ type: "NextTurn" });
    await page.getByRole("heading", { name: "Your turn" }).waitFor({ state: "detached" });
    assert.equal(await total.inputValue(), "17");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText("Save: 17").waitFor();
  });

  await t.step("the end of a turn is sent once, and says so", async () => {
    do await dm.does({ type: "NextTurn" }); while ((await dm.state()).activeId !== "wren");
    await done.click();
    const sent = page.getByRole("button", { name: "Sent to your DM" });
    await sent.waitFor();
    assert.ok(await sent.isDisabled());
    const { proposals } = await dm.state();
    assert.equal(proposals.filter(({ body }) => body.kind === "end-turn").length, 1);
    await dm.does({ type: "NextTurn" });
    assert.ok((await dm.state()).proposals.every(({ body }) => body.kind !== "end-turn"));
  });

  await t.step("who is down has a turn too, and is told of it", async () => {
    await dm.does({ type: "ApplyDamage", targets: [{ id: "wren" }], damage: [{ amount: 67 }] });
    do await dm.does({ type: "NextTurn" }); while ((await dm.state()).activeId !== "wren");
    await page.getByText("Your turn", { exact: true }).waitFor();
    assert.equal(await done.count(), 0, "the death save comes first");
    await page.getByLabel("Number on your d20").fill("12");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText("Death save: 12").waitFor();
    const { proposals } = await dm.state();
    await dm.does({ type: "AcceptProposal", proposalId: proposals.at(-1)?.id ?? "" });
    await done.waitFor();
  });

  assert.deepEqual(complaints, []);
});
