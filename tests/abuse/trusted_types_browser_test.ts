/** Every page and island works where no text becomes a script or markup. */
import assert from "node:assert/strict";
import { startApp } from "@/tests/help/app.ts";
import { newPerson, startBrowser } from "@/tests/help/browser.ts";
import { PageDm } from "@/tests/help/page_dm.ts";

Deno.test("pages under Trusted Types", async (t) => {
  await using app = await startApp();
  await using browser = await startBrowser();
  const { page, complaints } = await newPerson(browser);
  await page.addInitScript(() => {
    const seen: string[] = [];
    Reflect.set(globalThis, "violations", seen);
    document.addEventListener("securitypolicyviolation", (event) => {
      seen.push(
        [event.violatedDirective, event.sourceFile, event.lineNumber, event.sample].join(" "),
      );
    });
  });
  const dm = await PageDm.withEncounter(page, app.origin);
  const code = await dm.share();

  await t.step("each page opens, comes alive and breaks no rule of its policy", async () => {
    const paths = [
      ...["/", "/join", "/offline", "/bestiary", "/bestiary/new", "/import", "/export", "/ops"],
      ...["/parties", "/encounters", `/encounters/${dm.id}`, `/encounters/${dm.id}/build`],
      ...[`/encounters/${dm.id}/summary`, `/play/${code}`, `/play/${code}?display=table`],
    ];
    for (const path of paths) {
      const response = await page.goto(app.origin + path);
      const policy = response?.headers()["content-security-policy"] ?? "";
      assert.match(policy, /require-trusted-types-for 'script'/, path);
      await page.waitForTimeout(300);
      const seen = await page.evaluate(() => Reflect.get(globalThis, "violations"));
      assert.deepEqual(seen, [], path);
    }
    const hit = page.locator('a[href^="/bestiary/"]').first();
    await page.goto(`${app.origin}/bestiary?q=goblin`);
    await hit.click();
    await page.waitForLoadState();
    assert.deepEqual(await page.evaluate(() => Reflect.get(globalThis, "violations")), []);
  });

  await t.step("the page's own worker starts", async () => {
    await page.goto(`${app.origin}/encounters/${dm.id}`);
    await page.waitForFunction(async () =>
      (await navigator.serviceWorker.getRegistration())?.active !== undefined
    );
  });

  await t.step("a text that would become markup or a worker is refused", async () => {
    assert.deepEqual(complaints, []);
    const tries = await page.evaluate(async () => {
      const outcome = async (work: () => unknown) => {
        try {
          await work();
          return "done";
        } catch (error) {
          return error instanceof Error ? error.name : "thrown";
        }
      };
      return [
        await outcome(() => document.body.innerHTML = "<img src=x>"),
        await outcome(() => navigator.serviceWorker.register("/other.js")),
        await outcome(() => new Worker("/other.js")),
      ];
    });
    assert.deepEqual(tries, ["TypeError", "TypeError", "TypeError"]);
  });
});
