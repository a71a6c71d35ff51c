// An error in a page reaches the developers: scrubbed, in the log, with a request id.
import assert from "node:assert/strict";
import { startApp } from "@/tests/help/app.ts";
import { newPerson, startBrowser } from "@/tests/help/browser.ts";

Deno.test("what breaks in a DM's browser is in the server's log, at most five times", async () => {
  await using app = await startApp();
  const browser = await startBrowser();
  try {
    const { page } = await newPerson(browser);
    await page.goto(app.origin);
    await page.getByRole("button", { name: "Start a fight" }).click();
    await page.waitForURL(/\/build$/);
    await page.goto(page.url().replace(/\/build$/, ""));
    // The island has come to life when it listens to the console.
    await page.waitForFunction(() => !String(console.error).includes("native code"));
    await page.evaluate(() => {
      for (let i = 0; i < 20; i++) {
        setTimeout(() => {
          throw new Error(`planted for ann@example.org, number ${i}`);
        });
      }
      console.error('Island "Tracker" failed:', new Error("never sent: five are enough"));
    });
    const reports = () => app.lines.filter((line) => line.includes('"browser error"'));
    for (let i = 0; i < 100 && reports().length < 5; i++) await page.waitForTimeout(50);
    await page.waitForTimeout(300);
    assert.equal(reports().length, 5);
    assert.ok(reports().every((line) => !line.includes("ann@example.org")));
    assert.ok(reports().some((line) => line.includes('"island":"Tracker"')));
    assert.ok(reports().every((line) => typeof JSON.parse(line).requestId === "string"));
  } finally {
    await browser.close();
  }
});
