import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { findBrowser } from "../../../tasks/find_browser.ts";
import { TemporaryApp } from "../../../tasks/lib/temporary_app.ts";

const COUNTER = `import { useState } from "preact/hooks";
export default function Counter() {
  const [n, setN] = useState(0);
  return <button type="button" onClick={() => setN(n + 1)}>count {n}</button>;
}
`;

const BOX = `export default function Box() {
  return <b>old</b>;
}
`;

Deno.test({
  name: "development: islands are replaced with their state, server code reloads the page",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    using app = new TemporaryApp({
      "islands/Counter.tsx": COUNTER,
      "components/Box.tsx": BOX,
      "islands/Boxed.tsx": `import Box from "../components/Box.tsx";
export default function Boxed() {
  return <p id="boxed"><Box /></p>;
}
`,
      "routes/both.tsx": `import Box from "../components/Box.tsx";
import Boxed from "../islands/Boxed.tsx";
export default () => <main><p id="plain"><Box /></p><Boxed /></main>;
`,
      "lib/words.ts": `export const WORDS = "first words";\n`,
      "routes/index.tsx": `import Counter from "../islands/Counter.tsx";
import { WORDS } from "../lib/words.ts";
export default function Home() {
  return <main><h1>{WORDS}</h1><input id="kept" /><Counter /></main>;
}
`,
      "routes/broken.tsx": `export default function Broken() {
  const list: string[] = [];

  throw new RangeError("out of eggs: " + list.length);
}
`,
    });
    const { server, origin } = await app.dev();
    const executablePath = findBrowser();
    assert.ok(executablePath, "a Chromium is needed");
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    try {
      const page = await browser.newPage();
      await page.goto(origin, { waitUntil: "networkidle" });
      await page.locator("button").click();
      await page.getByText("count 1").waitFor();
      await page.fill("#kept", "typed");

      await page.evaluate(() => Reflect.set(globalThis, "stayed", true));
      app.write("islands/Counter.tsx", COUNTER.replace("count {n}", "clicks {n}"));
      await page.getByText("clicks 1").waitFor({ timeout: 5000 });
      assert.equal(await page.evaluate(() => Reflect.get(globalThis, "stayed")), true);
      assert.equal(await page.inputValue("#kept"), "typed");

      app.write("lib/words.ts", `export const WORDS = "second words";\n`);
      await page.getByText("second words").waitFor({ timeout: 5000 });
      assert.equal(await page.evaluate(() => Reflect.get(globalThis, "stayed")), undefined);

      // a component that an island shows and the page too
      await page.goto(origin + "/both", { waitUntil: "networkidle" });
      app.write("components/Box.tsx", BOX.replace("old", "new"));
      await page.locator("#boxed", { hasText: "new" }).waitFor({ timeout: 5000 });
      await page.locator("#plain", { hasText: "new" }).waitFor({ timeout: 5000 });

      await page.goto(origin + "/broken");
      const overlay = page.locator("vite-error-overlay");
      await overlay.waitFor({ timeout: 5000 });
      const text = await overlay.evaluate((el) => el.shadowRoot?.textContent ?? "");
      assert.match(text, /out of eggs: 0/);
      assert.match(text, /routes\/broken\.tsx:4/);
    } finally {
      await browser.close();
      await server.close();
    }
  },
});
