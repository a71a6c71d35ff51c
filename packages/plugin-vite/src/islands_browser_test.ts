import assert from "node:assert/strict";
import { type Browser, chromium, type Page } from "playwright-core";
import { findBrowser } from "../../../tasks/find_browser.ts";
import { TemporaryApp } from "../../../tasks/lib/temporary_app.ts";

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
  "islands/Wrap.tsx": `import type { ComponentChildren } from "preact";
export default function Wrap(props: { children: ComponentChildren; when: Date }) {
  if (typeof document !== "undefined") throw new Error("bad around others");
  return <div class="wrap">{props.children}</div>;
}
`,
  "islands/Inner.tsx": `import { useState } from "preact/hooks";
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
export default function Inner(
  { children, count, own }: { children?: ComponentChildren; count: Signal<number>; own: unknown },
) {
  const [n, setN] = useState(0);
  const act = () => {
    setN(n + 1);
    count.value++;
  };
  return (
    <div>
      <button type="button" class="inner" data-own={JSON.stringify(own)} onClick={act}>
        inner {n} of {count}
      </button>
      {children}
    </div>
  );
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

const AROUND = {
  ...HYDRATION,
  "routes/index.tsx": `import { signal } from "@preact/signals";
import Inner from "../islands/Inner.tsx";
import Wrap from "../islands/Wrap.tsx";
export default function Page() {
  const count = signal(5), own = { $: "u" };
  return (
    <main>
      <Wrap when={new Date(0)}>
        <Inner count={count} own={own}><Inner count={count} own={own} /></Inner>
      </Wrap>
    </main>
  );
}
`,
};

const FORM = `<form>
  <input id="off" disabled /><input id="box" type="checkbox" checked /><p id="gone" hidden>x</p>
  <details open><summary>s</summary></details><input id="fixed" readonly />
  <select><option value="a">a</option><option value="b" selected>b</option></select>
  <p id="still" draggable="false" translate="no">y</p>
</form>`;

const SLOTS = {
  ...HYDRATION,
  "islands/Fold.tsx": `import { useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
export default function Fold(props: { children: ComponentChildren; open: boolean; id: string }) {
  const [open, setOpen] = useState(props.open);
  return (
    <section>
      <button type="button" id={props.id} onClick={() => setOpen(!open)}>fold</button>
      {open ? props.children : null}
    </section>
  );
}
`,
  "routes/index.tsx": `import Fold from "../islands/Fold.tsx";
export default () => (
  <main><Fold id="open" open>${FORM}</Fold><Fold id="shut" open={false}>${FORM}</Fold></main>
);
`,
  "routes/lost.tsx": `import Fold from "../islands/Fold.tsx";
import Good from "../islands/Good.tsx";
export default () => <Fold id="open" open><Good name="lost" /></Fold>;
`,
};

/** Serve a built application on a free port and open its first page. */
async function open(
  app: TemporaryApp,
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
    using app = new TemporaryApp(HYDRATION);
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

Deno.test({
  name: "hydration: islands in the children of one that fails live without it",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    using app = new TemporaryApp(AROUND);
    await open(app, async (page, logged) => {
      const inner = page.locator(".wrap button.inner");
      await page.waitForLoadState("networkidle");
      await inner.nth(0).click();
      await page.locator(".inner", { hasText: "inner 1 of 6" }).waitFor({ timeout: 5000 });
      await inner.nth(1).click();
      const texts = ["inner 1 of 7", "inner 1 of 7"];
      assert.deepEqual(await inner.evaluateAll((all) => all.map((e) => e.textContent)), texts);
      assert.equal(await inner.nth(0).getAttribute("data-own"), '{"$":"u"}');
      const failed = logged.flatMap((line) => /^Island "\w+"/.exec(line) ?? []);
      assert.deepEqual(failed, ['Island "Wrap"']);
    });
  },
});

Deno.test({
  name: "hydration: children shown later are as the server wrote them",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    using app = new TemporaryApp(SLOTS);
    await open(app, async (page) => {
      const state = () =>
        page.locator("form").evaluate((form) => {
          const is = (selector: string, name: string): unknown =>
            Reflect.get(form.querySelector(selector) ?? {}, name);
          return [
            is("#off", "disabled"),
            is("#box", "checked"),
            is("#gone", "hidden"),
            is("details", "open"),
            is("#fixed", "readOnly"),
            is("select", "value"),
            is("#still", "draggable"),
            is("#still", "translate"),
          ];
        });
      const written = [true, true, true, true, true, "b", false, false];
      assert.deepEqual(await state(), written);
      await page.waitForLoadState("networkidle");
      await page.click("#open");
      assert.equal(await page.locator("form").count(), 0);
      await page.click("#open");
      assert.deepEqual(await state(), written, "shown again");
      await page.click("#open");
      await page.click("#shut");
      assert.deepEqual(await state(), written, "shown for the first time");

      // an island whose module does not come stays as the server sent it
      await page.route(/\/Good-/, (route) => route.abort());
      await page.goto(new URL("/lost", page.url()).href, { waitUntil: "networkidle" });
      await page.click("#open");
      assert.equal(await page.locator("#lost").count(), 0);
      await page.click("#open");
      assert.equal(await page.textContent("#lost"), "lost 0");
    });
  },
});
