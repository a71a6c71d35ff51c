import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { startApp } from "@/tests/help/app.ts";
import { assertAccessible, newPerson, startBrowser } from "@/tests/help/browser.ts";

const GOBLIN = {
  index: "goblin",
  name: "Goblin",
  actions: [{ name: "Scimitar", desc: "It hacks and slashes." }],
};

/** Runs the operator's task against the store of the running app. */
async function load(dataDir: string): Promise<void> {
  const dir = await Deno.makeTempDir();
  await Deno.writeTextFile(`${dir}/5e-bits-Monsters.json`, JSON.stringify([GOBLIN]));
  const task = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "tasks/srd_import.ts", dir],
    env: { APP_ENV: "test", DATA_DIR: dataDir, NO_COLOR: "1" },
  }).output();
  await Deno.remove(dir, { recursive: true });
  assert.ok(task.success, new TextDecoder().decode(task.stderr));
}

Deno.test("full texts that the operator loads stand on the creature's page and in the tracker", async () => {
  await using app = await startApp();
  await load(app.dataDir);
  await using browser = await startBrowser();
  const { page, complaints } = await newPerson(browser, { javaScriptEnabled: false });
  const words = page.getByText("It hacks and slashes.");
  const shows = async () => {
    assert.equal(await words.isVisible(), false);
    await page.getByText("Full text", { exact: true }).first().click();
    await words.waitFor();
    await page.getByText("This work includes material").waitFor();
  };
  const response = await page.goto(`${app.origin}/bestiary/goblin-2014`);
  const html = await response?.body();
  assert.ok(html && gzipSync(html).length < 15_000);
  await shows();

  await page.getByRole("button", { name: "Start a fight with it" }).click();
  await page.getByRole("button", { name: /^(Start|Begin)/ }).first().click();
  assert.match(page.url(), /\/encounters\/[^/]+$/);
  await page.getByText("Full text", { exact: true }).first().waitFor();
  await shows();

  const { page: scripted } = await newPerson(browser);
  await scripted.goto(`${app.origin}/bestiary/goblin-2014`);
  await assertAccessible(scripted);
  assert.deepEqual(complaints, []);
});
