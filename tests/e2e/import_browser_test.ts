import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { startApp } from "../help/app.ts";
import {
  assertAccessible,
  newPerson,
  SCREENS,
  sidewaysOverflow,
  startBrowser,
} from "../help/browser.ts";

const BACKUP = new URL("../fixtures/interchange/improved-initiative-backup.json", import.meta.url);

Deno.test("a person imports a backup, reads the report, confirms, and finds the creatures", async () => {
  await using app = await startApp();
  const browser = await startBrowser();
  try {
    const { page, complaints } = await newPerson(browser);
    await page.goto(`${app.origin}/import`);
    await assertAccessible(page);
    await page.getByLabel("File: choose it or drop it here").setInputFiles(BACKUP.pathname);
    await page.getByRole("button", { name: "Show what is in it" }).click();
    await page.getByRole("heading", {
      name: "Improved Initiative: 2 creatures, 2 parties and 2 fights",
    }).waitFor();
    await page.getByText("spells are not kept here").waitFor();
    await assertAccessible(page);
    await page.getByRole("button", { name: "Import 2 creatures, 2 parties and 2 fights" }).click();
    await page.getByRole("heading", { name: "Imported 2 creatures" }).waitFor();
    await page.getByRole("link", { name: "Open the bestiary" }).click();
    await page.goto(`${app.origin}/bestiary?q=lamp+wisp`);
    await page.getByText("Lamp Wisp").first().waitFor();
    await page.goto(`${app.origin}/encounters`);
    await page.getByText("Bridge at dusk").first().waitFor();

    // The same file again brings nothing.
    await page.goto(`${app.origin}/import`);
    await page.getByLabel("File: choose it or drop it here").setInputFiles(BACKUP.pathname);
    await page.getByRole("button", { name: "Show what is in it" }).click();
    await page.getByRole("heading", { name: "Improved Initiative: nothing new" }).waitFor();
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
  }
});

Deno.test("without script and on a phone, a pasted text is shown and stored by two pages", async () => {
  await using app = await startApp();
  const browser = await startBrowser();
  try {
    const { page } = await newPerson(browser, { ...SCREENS.phone, javaScriptEnabled: false });
    await page.goto(`${app.origin}/import`);
    const text = await Deno.readTextFile(
      new URL("../fixtures/interchange/5etools-2024.json", import.meta.url),
    );
    await page.getByLabel("Or paste its text").fill(text);
    await page.getByRole("button", { name: "Show what is in it" }).click();
    await page.getByRole("heading", { name: "5etools: 1 creature" }).waitFor();
    await page.getByRole("button", { name: "Import 1 creature" }).click();
    await page.getByRole("heading", { name: "Imported 1 creature" }).waitFor();
    await page.goto(`${app.origin}/import`);
    await page.getByLabel("Or paste its text").fill("{ broken");
    await page.getByRole("button", { name: "Show what is in it" }).click();
    await page.getByText("The JSON breaks off before its end").waitFor();
  } finally {
    await browser.close();
  }
});

Deno.test("without script, packed and UTF-16 files are stored as they were shown", async () => {
  const json = await Deno.readTextFile(
    new URL("../fixtures/interchange/5etools-2024.json", import.meta.url),
  );
  const packed = new Response(
    new Blob([json]).stream().pipeThrough(new CompressionStream("gzip")),
  );
  const files = {
    "packed.json.gz": Buffer.from(await packed.arrayBuffer()),
    "wide.json": Buffer.from(`\ufeff${json}`, "utf16le"),
  };
  await using app = await startApp();
  const browser = await startBrowser();
  try {
    for (const [name, buffer] of Object.entries(files)) {
      const { page } = await newPerson(browser, { javaScriptEnabled: false });
      await page.goto(`${app.origin}/import`);
      await page.getByLabel("File: choose it or drop it here").setInputFiles({
        name,
        mimeType: "application/octet-stream",
        buffer,
      });
      await page.getByRole("button", { name: "Show what is in it" }).click();
      await page.getByRole("button", { name: "Import 1 creature" }).click();
      await page.getByRole("heading", { name: "Imported 1 creature" }).waitFor();
    }
  } finally {
    await browser.close();
  }
});

Deno.test("a dropped file is read by the rules that the form says", async () => {
  await using app = await startApp();
  const browser = await startBrowser();
  try {
    const { page } = await newPerson(browser);
    await page.goto(`${app.origin}/import`);
    const rules = page.getByLabel("Rules, where the file does not say");
    await rules.selectOption("2024");
    const asked = page.waitForRequest((request) => request.url().includes("/api/v1/import"));
    const drop = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['{"Name":"Moss Imp","HP":{"Value":9}}'], "imp.json"));
      return transfer;
    });
    await rules.dispatchEvent("drop", { dataTransfer: drop });
    assert.equal(new URL((await asked).url()).searchParams.get("edition"), "2024");
    await page.getByRole("button", { name: "Import 1 creature" }).waitFor();
  } finally {
    await browser.close();
  }
});

Deno.test("the import page fits a phone", async () => {
  await using app = await startApp();
  const browser = await startBrowser();
  try {
    const { page } = await newPerson(browser, SCREENS.phone);
    await page.goto(`${app.origin}/import`);
    assert.equal(await sidewaysOverflow(page), 0);
    await page.goto(`${app.origin}/export`);
    assert.equal(await sidewaysOverflow(page), 0);
    await assertAccessible(page);
  } finally {
    await browser.close();
  }
});
