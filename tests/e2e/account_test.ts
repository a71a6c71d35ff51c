// A guest's fight becomes an account's, on two devices, with a passkey and with codes.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { TOTP } from "otpauth";
import { PASSWORD } from "@/tests/help/account.ts";
import { startApp } from "@/tests/help/app.ts";
import { assertAccessible, newPerson, SCREENS, startBrowser } from "@/tests/help/browser.ts";

/** An authenticator inside the browser, unlocked by its owner. */
async function addAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function openLetter(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/dev/mail`);
  await page.getByRole("link", { name: "Open the link" }).first().click();
}

Deno.test("guest, fight, account, passkey, second device, revocation, codes", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page, complaints } = await newPerson(browser);
  await addAuthenticator(page);
  const email = "mara@example.org";
  let encounter = "";

  await t.step("one press starts a fight without an account", async () => {
    await page.goto(app.origin);
    await page.getByRole("button", { name: "Start a fight" }).click();
    await page.waitForURL(/\/build$/);
    await page.keyboard.type("3 wolf");
    await page.getByText(/adds 3/).waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("3 × Wolf added.").waitFor();
    encounter = new URL(page.url()).pathname.replace(/\/build$/, "");
  });

  await t.step("the account keeps it", async () => {
    await page.goto(`${app.origin}/sign-up`);
    await page.getByText("move into it").waitFor();
    await assertAccessible(page);
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Make the account" }).click();
    await page.getByRole("heading", { name: "Look into your mail" }).waitFor();
    await openLetter(page, app.origin);
    await page.getByRole("button", { name: "Finish" }).click();
    await page.waitForURL(/\/encounters$/);
    await page.goto(app.origin + encounter);
    await page.getByText("Wolf").first().waitFor();
  });

  await t.step("a passkey is added", async () => {
    await page.goto(`${app.origin}/account/security`);
    await page.getByLabel("Name of the new passkey").fill("Laptop");
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByText("The passkey is added.").waitFor();
    await page.locator(".passkey-list", { hasText: "Laptop" }).waitFor();
    await assertAccessible(page);
  });

  await t.step("signing out clears what the browser kept of fights", async () => {
    await page.goto(app.origin + encounter);
    const kept = () =>
      page.evaluate(async () => ({
        databases: (await indexedDB.databases()).map(({ name }) => name),
        caches: await caches.keys(),
        workers: (await navigator.serviceWorker.getRegistrations()).length,
      }));
    await page.waitForFunction(async () => {
      const { active } = await navigator.serviceWorker.getRegistration() ?? {};
      return active != null && (await caches.keys()).length > 0;
    });
    assert.ok((await kept()).databases.includes("encounter-tracker"));
    await page.goto(`${app.origin}/account`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("You are signed out.").waitFor();
    assert.deepEqual(await kept(), { databases: [], caches: [], workers: 0 });
  });

  await t.step("the passkey signs in, without a password", async () => {
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.waitForURL(/\/encounters$/);
    await page.goto(app.origin + encounter);
    await page.getByText("Wolf").first().waitFor();
  });

  const phone = (await newPerson(browser, SCREENS.phone)).page;
  await t.step("the phone signs in with the password and has the same fight", async () => {
    await phone.goto(`${app.origin}/sign-in?to=${encounter}`);
    await phone.getByLabel("E-mail").fill(email);
    await phone.getByLabel("Password").fill(PASSWORD);
    await phone.getByRole("button", { name: "Sign in", exact: true }).click();
    await phone.waitForURL(new RegExp(`${encounter}$`));
    await phone.waitForSelector(".tracker[data-alive]");
  });

  await t.step("the laptop signs the phone out: its open fight closes within 5 s", async () => {
    await page.goto(`${app.origin}/account/sessions`);
    await assertAccessible(page);
    assert.equal(await page.locator(".session-list > li").count(), 2);
    const closed = phone.waitForResponse(
      (response) => response.url().includes("/stream") && response.status() === 404,
      { timeout: 5_000 },
    );
    await page.getByRole("button", { name: "Sign every other device out" }).click();
    await page.getByText("Every other device is signed out.").waitFor();
    await closed;
    await phone.goto(`${app.origin}/account`);
    await phone.waitForURL(/\/sign-in\?to=/);
  });

  let secret = "";
  let usedCode = "";
  await t.step("codes of an app are set up, with recovery codes", async () => {
    await page.goto(`${app.origin}/account/codes`);
    await assertAccessible(page);
    secret = (await page.locator(".secret").innerText()).replaceAll(" ", "");
    await page.getByLabel("The code that it shows now").fill("000000");
    await page.getByRole("button", { name: "Turn codes on" }).click();
    await page.getByText("does not fit").waitFor();
    usedCode = new TOTP({ secret }).generate();
    await page.getByLabel("The code that it shows now").fill(usedCode);
    await page.getByRole("button", { name: "Turn codes on" }).click();
    await page.getByRole("heading", { name: "Recovery codes" }).waitFor();
    assert.equal(await page.locator(".recovery li").count(), 10);
    await assertAccessible(page);
  });

  await t.step("a code passes once; a recovery code signs in, once", async () => {
    const recovery = await page.locator(".recovery li").first().innerText();
    const enter = async (code: string) => {
      await phone.goto(`${app.origin}/sign-in`);
      await phone.getByLabel("E-mail").fill(email);
      await phone.getByLabel("Password").fill(PASSWORD);
      await phone.getByRole("button", { name: "Sign in", exact: true }).click();
      await phone.getByLabel("Code of your authenticator app").fill(code);
      await phone.getByRole("button", { name: "Sign in", exact: true }).click();
    };
    // The code that turned them on is used up.
    await enter(usedCode);
    await phone.getByText("does not fit").waitFor();
    await enter(recovery);
    await phone.waitForURL(/\/encounters$/);
    await phone.context().clearCookies();
    await enter(recovery);
    await phone.getByText("does not fit").waitFor();
    const own = complaints.filter((line) => !line.startsWith("Failed to load resource"));
    assert.deepEqual(own, []);
  });
});
