// A campaign in browsers: an invitation by link, two DMs on one fight, a viewer, and the end of it.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { batch, FOES, PARTY } from "@/tests/api/encounters.ts";
import { signUp } from "@/tests/help/account.ts";
import { startApp } from "@/tests/help/app.ts";
import { assertAccessible, newPerson, startBrowser } from "@/tests/help/browser.ts";
import { HttpPerson } from "@/tests/help/person.ts";

/** Opens a page that is signed in to a new account. */
async function account(page: Page, origin: string, email: string): Promise<HttpPerson> {
  const person = new HttpPerson(origin);
  await signUp(person, email);
  await page.context().addCookies(
    [...person.cookies].map(([name, value]) => ({ name, value, url: origin })),
  );
  return person;
}

async function invite(owner: Page, role: string): Promise<string> {
  await owner.getByLabel("Role of who comes by the link").selectOption({ label: role });
  await owner.getByRole("button", { name: "Make a link" }).click();
  const link = await owner.getByLabel("Send this link to one person").inputValue();
  assert.match(link, /\/invitations\?key=[\w-]{43}$/);
  return link;
}

async function join(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await assertAccessible(page);
  await page.getByLabel("Your name in the campaign").fill(name);
  await page.getByRole("button", { name: "Join the campaign" }).click();
  await page.waitForURL(/\/campaigns\/[^/]+$/);
}

Deno.test("invite a co-DM and a viewer, both edit, revoke while the stream is open", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const mara = (await newPerson(browser)).page;
  const orsolya = (await newPerson(browser)).page;
  const kim = (await newPerson(browser)).page;
  const owner = await account(mara, app.origin, "mara@example.org");
  await account(orsolya, app.origin, "orsolya@example.org");
  await account(kim, app.origin, "kim@example.org");
  const made = await owner.send("POST", "/api/v1/encounters", { name: "Ember", edition: "2014" });
  const { id } = await made.json();
  const commands = batch(PARTY, FOES, { type: "StartCombat" });
  await owner.send("POST", `/api/v1/encounters/${id}/commands`, commands);
  const fight = `${app.origin}/encounters/${id}`;

  await t.step("the owner makes a campaign, puts the fight in and invites", async () => {
    await mara.goto(`${app.origin}/campaigns`);
    await assertAccessible(mara);
    await mara.getByLabel("Name", { exact: true }).fill("Saltmarsh");
    await mara.getByLabel("Your name in it").fill("Mara");
    await mara.getByRole("button", { name: "Make the campaign" }).click();
    await mara.getByRole("button", { name: "Put the fight in" }).click();
    await mara.getByText("It is in the campaign now.").waitFor();
    const link = await invite(mara, "Co-DM");
    await assertAccessible(mara);
    await join(orsolya, link, "Orsolya");
    await join(kim, await invite(mara, "Viewer"), "Kim");
    await kim.goto(link);
    await kim.getByText("does not work any more").waitFor();
  });

  await t.step("both run it: each sees the other's turn, and the log names the co-DM", async () => {
    await mara.goto(fight);
    await orsolya.goto(fight);
    await kim.goto(fight);
    for (const page of [mara, orsolya, kim]) await page.waitForSelector(".tracker[data-alive]");
    const said = mara.locator(".log").getByText("Orsolya: ");
    assert.equal(await said.count(), 0);
    await orsolya.keyboard.press("n");
    await said.first().waitFor();
    const lines = await orsolya.locator(".log > li").count();
    await mara.keyboard.press("n");
    await orsolya.locator(".log > li").nth(lines).waitFor();
  });

  await t.step("the viewer's screen follows and has no controls", async () => {
    await kim.getByText("You watch. Mara runs this fight.").waitFor();
    await kim.locator(".log").getByText("Orsolya: ").first().waitFor();
    assert.equal(await kim.locator(".turn-bar").isVisible(), false);
    const sent: string[] = [];
    kim.on("request", (request) => {
      if (request.method() === "POST") sent.push(request.url());
    });
    for (const key of ["n", "d", "u", "k"]) await kim.keyboard.press(key);
    await assertAccessible(kim);
    assert.deepEqual(sent, []);
  });

  await t.step("the owner takes the co-DM out: their open fight closes within 5 s", async () => {
    const closed = orsolya.waitForResponse(
      (response) => response.url().includes("/stream") && response.status() === 404,
      { timeout: 5_000 },
    );
    await mara.goto(`${app.origin}/campaigns`);
    await mara.getByRole("link", { name: "Saltmarsh" }).click();
    await mara.getByRole("button", { name: "Take out Orsolya" }).click();
    await mara.getByText("They are out.").waitFor();
    await closed;
    assert.equal((await orsolya.goto(fight))?.status(), 404);
    assert.equal((await kim.goto(fight))?.status(), 200, "the viewer goes on");
  });
});
