// From the free plan through Checkout, an upgrade, a failed payment, the portal and back to free.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { PASSWORD } from "@/tests/help/account.ts";
import { assertAccessible, newPerson, startBrowser } from "@/tests/help/browser.ts";
import { startShop } from "@/tests/help/shop.ts";

const DAY = 86_400;
const EMAIL = "mara@example.org";

async function signUp(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/sign-up`);
  await page.getByLabel("E-mail").fill(EMAIL);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.getByRole("heading", { name: "Look into your mail" }).waitFor();
  await page.goto(`${origin}/dev/mail`);
  await page.getByRole("link", { name: "Open the link" }).first().click();
  await page.getByRole("button", { name: "Finish" }).click();
  await page.waitForURL(/\/encounters$/);
}

Deno.test("free, trial, Checkout, upgrade, failed payment, portal, cancelled, free", async (t) => {
  await using shop = await startShop();
  await using browser = await startBrowser();
  const { page, complaints } = await newPerson(browser);
  const { origin, stripe: { books } } = shop;
  const plan = () => page.goto(`${origin}/account/plan`);
  const planName = (name: string) => page.getByRole("heading", { level: 2, name }).waitFor();
  const start = async () => {
    await page.goto(`${origin}/encounters`);
    await page.getByRole("button", { name: "Start a fight" }).first().click();
  };

  await t.step("the free plan is honest about itself, and full after three fights", async () => {
    await page.goto(origin);
    await page.getByRole("link", { name: "Plans" }).click();
    await page.getByText("Players never pay").waitFor();
    await assertAccessible(page);
    await signUp(page, origin);
    for (let n = 0; n < 3; n++) {
      await start();
      await page.waitForURL(/\/build$/);
    }
    await start();
    await page.getByText("room for 3 fights").waitFor();
    await plan();
    await planName("Free Adventurer");
    await page.getByText("3 of 3").waitFor();
    await assertAccessible(page);
  });

  await t.step("a trial opens Expert without a card", async () => {
    await page.getByRole("button", { name: "Try Expert for 14 days" }).click();
    await planName("Expert Dungeon Master");
    await page.getByText("3 of 50").waitFor();
    await start();
    await page.waitForURL(/\/build$/);
    assert.deepEqual(books.all("customer"), [], "nobody is known to Stripe yet");
  });

  await t.step("who leaves Checkout has paid nothing", async () => {
    await plan();
    await page.getByRole("button", { name: "Choose Seasoned Adventurer, $4.99 a month" }).click();
    await page.getByRole("heading", { name: "Checkout" }).waitFor();
    await page.getByRole("button", { name: "Go back" }).click();
    await page.getByRole("heading", { name: "Nothing was charged" }).waitFor();
    await assertAccessible(page);
  });

  await t.step("a declined card changes nothing, a good one opens the plan", async () => {
    await plan();
    await page.getByRole("button", { name: "Choose Expert Dungeon Master, $9.99 a month" }).click();
    await page.getByRole("button", { name: "Pay with a bad card" }).click();
    await page.getByRole("link", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Pay with a good card" }).click();
    await page.getByText("Everything in it is open now").waitFor();
    await plan();
    await page.getByText("The next payment is due on").waitFor();
  });

  await t.step("the upgrade shows its price before it is charged", async () => {
    await page.getByRole("button", { name: "Choose Master of Dungeons, $19.99 a month" }).click();
    await page.getByRole("heading", { name: "Change to Master of Dungeons" }).waitFor();
    await assertAccessible(page);
    const pay = page.getByRole("button", { name: /^Pay \$/ });
    const shown = /\$(\d+\.\d\d)/.exec(await pay.textContent() ?? "")?.[1];
    await pay.click();
    await planName("Master of Dungeons");
    const charged = Number(books.all("invoice")[0]?.["amount_paid"]) / 100;
    assert.equal(charged.toFixed(2), shown);
    await page.getByRole("link", { name: "Invoices" }).click();
    await page.getByRole("link", { name: "PDF" }).first().waitFor();
    await assertAccessible(page);
  });

  await t.step("a payment fails; an open page hears of it; the portal mends it", async () => {
    await plan();
    await page.locator("[data-alive]").waitFor({ state: "attached" });
    const [sub] = books.subscriptions().filter((one) => one.status === "active");
    assert.ok(sub);
    books.badCards.add(sub.customer);
    // The fake's month passes at once; the app's clock stays, so the grace runs from the invoice.
    books.advance(books.line(sub.id).end);
    await page.getByText("The last payment failed.").waitFor();
    await page.getByRole("button", { name: "Payment" }).click();
    await page.getByRole("button", { name: "Use a good card" }).click();
    await page.getByText("Done: card").waitFor();
    await page.getByRole("link", { name: "Return" }).click();
    await page.getByText("The next payment is due on").waitFor();
  });

  await t.step("cancelled, kept, cancelled again: the paid time is left", async () => {
    await page.getByRole("button", { name: "Cancel the plan" }).click();
    await page.getByText("is cancelled and ends on").waitFor();
    await page.getByRole("button", { name: "Keep Master of Dungeons" }).click();
    await page.getByText("The plan goes on.").waitFor();
    await page.getByRole("button", { name: "Cancel the plan" }).click();
    await planName("Master of Dungeons");
    const [sub] = books.subscriptions().filter((one) => one.status === "active");
    assert.ok(sub);
    books.advance(books.line(sub.id).end + DAY);
    // The trial of Expert still runs by the app's clock, so it is what is left of the plan.
    await planName("Expert Dungeon Master");
  });

  await t.step("back on a smaller plan everything can be read and exported", async () => {
    await page.goto(`${origin}/encounters`);
    assert.equal(await page.getByText("New fight").count() >= 4, true);
    await page.goto(`${origin}/export`);
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Everything" }).first().click();
    const file = await Deno.readTextFile(await (await download).path());
    assert.equal(JSON.parse(file).encounters.length, 4);
    await page.goto(`${origin}/dev/mail`);
    for (const subject of ["A payment failed", "Your plan is cancelled"]) {
      await page.getByRole("heading", { name: subject }).first().waitFor();
    }
  });
  // The page that says that three fights are all is answered with 403.
  assert.deepEqual(complaints.filter((one) => !/403|Transition was/.test(one)), []);
});
