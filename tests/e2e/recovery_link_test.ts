// A guest keeps their fights: a second device, a browser that forgot everything, a link revoked.
import assert from "node:assert/strict";
import { startApp } from "@/tests/help/app.ts";
import {
  assertAccessible,
  newPerson,
  SCREENS,
  sidewaysOverflow,
  startBrowser,
} from "@/tests/help/browser.ts";
import { PageDm } from "@/tests/help/page_dm.ts";
import { trackerPage } from "@/tests/help/tracker_page.ts";

Deno.test("a guest's link opens their fights on a second device, until it is revoked", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page, complaints } = await newPerson(browser);
  const dm = await PageDm.withEncounter(page, app.origin);
  const second = await newPerson(browser, SCREENS.phone);
  let link = "";

  await t.step("the list of fights leads to the link, which is shown once", async () => {
    await page.goto(`${app.origin}/encounters`);
    await page.getByRole("link", { name: "Keep these fights" }).click();
    await page.getByRole("button", { name: "Make the link" }).click();
    link = await page.getByLabel("Your link").inputValue();
    assert.match(link, /\/recovery\/open\?key=[\w-]{44}$/);
    await page.getByRole("img", { name: /QR code/ }).waitFor();
    await assertAccessible(page);
    await page.getByRole("button", { name: "Copy" }).waitFor();
    await page.getByRole("link", { name: "I have kept it" }).click();
    await page.getByText("You made a link just now. Nobody has opened it yet.").waitFor();
    await assertAccessible(page);
    assert.ok(!(await page.content()).includes(link.slice(-22)));
  });

  await t.step("opening it takes a press, and adds what the second device has", async () => {
    const own = await PageDm.withEncounter(second.page, app.origin);
    await second.page.goto(link);
    await second.page.getByText("This link opens 1 fight in this browser").waitFor();
    await second.page.getByText("This browser has 1 fight of its own").waitFor();
    await assertAccessible(second.page);
    assert.ok(await sidewaysOverflow(second.page) <= 0);
    await second.page.getByRole("button", { name: "Open them in this browser" }).click();
    await second.page.waitForURL(/\/encounters$/);
    await second.page.locator(".list > li").nth(1).waitFor();
    assert.notEqual(own.id, dm.id);
  });

  await t.step("both devices run the same fight live", async () => {
    const [laptop, phone] = [trackerPage(page), trackerPage(second.page)];
    await laptop.open(`${app.origin}/encounters/${dm.id}`);
    await phone.open(`${app.origin}/encounters/${dm.id}`);
    await laptop.press("1", "d", "9", "Enter");
    await phone.untilHp("ogre", 50);
    await second.page.getByRole("button", { name: /^Next turn/ }).first().click();
    await laptop.untilNow("wren");
  });

  await t.step("a browser that forgot everything has the fights back", async () => {
    await page.context().clearCookies();
    await page.goto(`${app.origin}/encounters`);
    await page.getByText("No fights yet").waitFor();
    await page.goto(link);
    await page.getByRole("button", { name: "Open them in this browser" }).click();
    await page.locator(".list > li").nth(1).waitFor();
    await page.goto(link);
    await page.getByText("This browser has the fights of this link already").waitFor();
  });

  await t.step("the second device revokes it: a third one opens nothing", async () => {
    await second.page.goto(`${app.origin}/recovery`);
    await second.page.getByText(/It was opened just now/).waitFor();
    await second.page.getByRole("button", { name: "Revoke the link" }).click();
    await second.page.getByText("The link is revoked. It opens nothing more.").waitFor();
    await second.page.getByRole("button", { name: "Make the link" }).waitFor();
    const third = await newPerson(browser);
    const answer = await third.page.goto(link);
    assert.equal(answer?.status(), 404);
    await third.page.getByText("This link does not work any more").waitFor();
    await assertAccessible(third.page);
    assert.deepEqual(await third.page.context().cookies(), []);
  });
  assert.deepEqual([...complaints, ...second.complaints], []);
});

Deno.test("a recovery link works without scripts, and an account takes the fights over", async () => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page } = await newPerson(browser);
  await PageDm.withEncounter(page, app.origin);
  const plain = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const form = await plain.newPage();
  await form.goto(`${app.origin}/recovery`);
  await form.getByRole("button", { name: "Make the link" }).click();
  const link = await form.getByLabel("Your link").inputValue();
  const other = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await other.goto(link);
  await other.getByRole("button", { name: "Open them in this browser" }).click();
  await other.locator(".list > li").first().waitFor();

  const email = "mara@example.org";
  await page.goto(`${app.origin}/sign-up`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill("a long walk along the causeway");
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.goto(`${app.origin}/dev/mail`);
  await page.getByRole("link", { name: "Open the link" }).first().click();
  await page.getByRole("button", { name: "Finish" }).click();
  await page.waitForURL(/\/encounters$/);
  await page.locator(".list > li").first().waitFor();
  assert.equal(await page.getByRole("link", { name: "Keep these fights" }).count(), 0);
  await other.goto(link);
  await other.getByText("This link does not work any more").waitFor();
  await other.goto(`${app.origin}/encounters`);
  await other.getByText("No fights yet").waitFor();
});
