import assert from "node:assert/strict";
import { type Browser, chromium, type Page } from "playwright-core";
import { findBrowser } from "../../../tasks/find_browser.ts";
import { TestApp } from "./testing.ts";

const HYDRATION = {
  "main.ts": `import { App, csp, staticFiles } from "fresh";
export const app = new App().use(staticFiles()).use(csp({ useNonce: true })).fsRoutes();
`,
  "islands/Good.tsx": `import { useEffect, useId, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
export default function Good({ children, name }: { children?: ComponentChildren; name: string }) {
  const [n, setN] = useState(0), id = useId();
  useEffect(() => void document.documentElement.classList.add("live-" + name), []);
  return (
    <section aria-expanded={n > 0}>
      <button type="button" id={name} onClick={() => setN(n + 1)}>{name} {n}</button>
      <label for={id}>field</label><input id={id} />
      {n % 2 === 0 ? <div class="slot">{children}</div> : null}
    </section>
  );
}
`,
  "islands/Bad.tsx": `export default function Bad({ where }: { where: string }) {
  if (where === "browser" && typeof document !== "undefined") throw new Error("bad in browser");
  return <p class="bad">from the server</p>;
}
`,
  "islands/Late.tsx": `import { useState } from "preact/hooks";
export default function Late() {
  const [n, setN] = useState(0);
  if (n > 0) throw new Error("bad later");
  return <button type="button" id="late" onClick={() => setN(1)}>late</button>;
}
`,
  "routes/index.tsx": `import Good from "../islands/Good.tsx";
import Bad from "../islands/Bad.tsx";
import Late from "../islands/Late.tsx";
export default () => (
  <main>
    <Bad where="browser" />
    <Good name="one"><em>kept</em><Good name="inner" /></Good>
    <Late />
    <p>between</p>
    <Good name="two" />
  </main>
);
`,
};

/** Serve a built application on a free port and open its first page. */
async function open(
  app: TestApp,
  use: (page: Page, logged: string[]) => Promise<void>,
): Promise<void> {
  const fetch = await app.build();
  const options = { port: 0, hostname: "127.0.0.1", onListen() {} };
  const server = Deno.serve(options, (req, info) => fetch(req, info));
  const executablePath = findBrowser();
  assert.ok(executablePath, "a Chromium is needed");
  const browser: Browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage(), logged: string[] = [];
    page.on("console", (m) => m.type() === "error" && logged.push(m.text()));
    page.on("pageerror", (e) => logged.push("uncaught: " + e.message));
    await page.addInitScript(() => {
      Reflect.set(globalThis, "moved", 0);
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const shift = entry as PerformanceEntry & { value: number };
          Reflect.set(globalThis, "moved", Reflect.get(globalThis, "moved") + shift.value);
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(`http://127.0.0.1:${server.addr.port}/`);
    await use(page, logged);
  } finally {
    await browser.close();
    await server.shutdown();
  }
}

Deno.test({
  name: "hydration: in place, without a shift, each island for itself",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    using app = new TestApp(HYDRATION);
    await open(app, async (page, logged) => {
      await page.locator("html.live-one.live-two.live-inner").waitFor();
      assert.equal(await page.evaluate(() => Reflect.get(globalThis, "moved")), 0);

      // an island that throws while hydrating stays as the server sent it, and is named
      assert.equal(await page.textContent(".bad"), "from the server");
      assert.match(logged.join("\n"), /Island "Bad" failed/);
      assert.ok(!logged.some((line) => line.startsWith("uncaught")), logged.join("\n"));

      // children from the server, with an island in them, close and open again
      await page.click("#inner");
      assert.equal(await page.textContent("#inner"), "inner 1");
      await page.click("#one");
      assert.equal(await page.locator("em").count(), 0);
      await page.click("#one");
      assert.equal(await page.textContent("em"), "kept");
      await page.click("#inner");
      assert.equal(await page.textContent("#inner"), "inner 1");

      const ids = await page.locator("input").evaluateAll((all) => all.map((e) => e.id));
      assert.equal(new Set(ids).size, ids.length, "ids differ between islands");
      assert.equal(
        await page.locator("label").evaluateAll((all) =>
          all.filter((e) => document.getElementById((e as HTMLLabelElement).htmlFor)).length
        ),
        ids.length,
      );

      // one that throws later goes, and the others live on
      await page.click("#late");
      await page.click("#two");
      assert.equal(await page.textContent("#two"), "two 1");
      assert.match(logged.join("\n"), /Island "Late" failed/);
      assert.ok(!logged.some((line) => /Content Security Policy/i.test(line)), logged.join("\n"));
    });
  },
});
