/** Browsers that keep nothing: everything works with a line, and the page says what it cannot do. */
import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import { type RunningApp, startApp } from "@/tests/help/app.ts";
import { assertAccessible, newPerson, SCREENS, startBrowser } from "@/tests/help/browser.ts";
import { PageDm } from "@/tests/help/page_dm.ts";
import { trackerPage } from "@/tests/help/tracker_page.ts";

/** As a browser does in which a person forbids sites to keep anything. */
async function refuseAll(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage", "caches", "BroadcastChannel"]) {
      Object.defineProperty(globalThis, name, { get: refuse });
    }
    Object.defineProperty(navigator, "serviceWorker", { get: refuse });
    indexedDB.open = refuse;
  });
}

/** As a browser does whose database never answers. */
async function hang(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (name) {
      return new Proxy(open.call(this, `${name}, unheard`), {
        get: (request, property) =>
          property === "addEventListener" ? () => {} : Reflect.get(request, property),
        set: () => true,
      });
    };
  });
}

/** The DM plays a turn, and the server has it. */
async function playTurn(page: Page, app: RunningApp, dm: PageDm): Promise<void> {
  const tracker = trackerPage(page);
  await tracker.open(`${app.origin}/encounters/${dm.id}`);
  await tracker.press("1", "d", "9", "Enter", "n");
  await tracker.untilHp("ogre", 50);
  await tracker.untilNow("wren");
  await page.getByText("Saved", { exact: true }).waitFor();
  assert.equal((await dm.state()).combatants["ogre"]?.hp?.current, 50);
}

Deno.test("a browser that keeps nothing plays the fight and says so", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page, complaints } = await newPerson(browser);
  await refuseAll(page.context());
  const dm = await PageDm.withEncounter(page, app.origin);
  const note = page.locator(".storage-note");

  await t.step("the DM's tracker", async () => {
    await playTurn(page, app, dm);
    await note.waitFor();
    assert.match(await note.innerText(), /keeps nothing for the time without a connection/);
    await assertAccessible(page);
    await note.getByRole("button", { name: "Close" }).click();
    await note.waitFor({ state: "detached" });
    await trackerPage(page).press("n", "n");
    await trackerPage(page).untilNow("bram");
  });

  await t.step("a player's phone and the table's screen", async () => {
    const phone = await newPerson(browser, SCREENS.phone);
    await refuseAll(phone.page.context());
    const code = await dm.share();
    await phone.page.goto(`${app.origin}/play/${code}`);
    await phone.page.getByRole("button", { name: "Bram Oakhollow" }).click();
    await phone.page.getByRole("heading", { name: "Your turn" }).waitFor();
    await phone.page.locator(".storage-note").waitFor();
    await phone.page.getByRole("button", { name: "Done, end my turn" }).click();
    await phone.page.getByText("with your DM").waitFor();
    await assertAccessible(phone.page);
    await phone.page.goto(`${app.origin}/play/${code}?display=table`);
    await phone.page.locator(".storage-note").waitFor();
    assert.deepEqual(phone.complaints, []);
  });

  await t.step("every other page", async () => {
    for (const path of ["/", "/encounters", "/bestiary", "/import", "/parties", "/join"]) {
      await page.goto(app.origin + path);
      await page.waitForLoadState("networkidle");
    }
    await page.goto(`${app.origin}/encounters/${dm.id}/build`);
    await page.waitForLoadState("networkidle");
  });
  assert.deepEqual(complaints, []);
});

Deno.test("a database that never answers holds no turn up", async () => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page, complaints } = await newPerson(browser);
  await hang(page.context());
  const dm = await PageDm.withEncounter(page, app.origin);
  await playTurn(page, app, dm);
  await page.reload();
  await trackerPage(page).untilNow("wren");
  assert.deepEqual(complaints, []);
});

Deno.test("a device without room plays the fight and says so", async () => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page, complaints } = await newPerson(browser);
  const dm = await PageDm.withEncounter(page, app.origin);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: app.origin, quotaSize: 1 });
  await playTurn(page, app, dm);
  await page.locator(".storage-note", { hasText: "This device is full" }).waitFor();
  assert.deepEqual(complaints, []);
});

Deno.test("a browser that keeps no cookies says so, and takes no seat that it would lose", async () => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page } = await newPerson(browser);
  const { page: desk } = await newPerson(browser);
  const dm = await PageDm.withEncounter(desk, app.origin);
  const code = await dm.share();
  // What a browser that refuses cookies sends: none, whatever it was given before.
  const forget = () => page.context().clearCookies();

  await page.goto(`${app.origin}/play/${code}`);
  await forget();
  await page.getByRole("button", { name: "Wren Halloway" }).click();
  await page.getByText("This browser keeps no cookies for this site").waitFor();
  assert.deepEqual((await dm.state()).seats, {});
  await page.getByRole("link", { name: "Only watch" }).click();
  await page.getByRole("heading", { name: "Ogre" }).waitFor();

  await forget();
  const answer = await page.goto(`${app.origin}/encounters/${dm.id}`);
  assert.equal(answer?.status(), 404);
  await page.getByText("If it keeps no cookies, allow them").waitFor();
  await page.goto(`${app.origin}/encounters/${dm.id}/build`);
  await page.getByText("If it keeps no cookies, allow them").waitFor();
});
