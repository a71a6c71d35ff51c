// The DM's tracker in a real Chromium: from a key to painted pixels, loading, and what it weighs.
import { gzipSync } from "node:zlib";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { percentile, type Row, row } from "@/tasks/bench/row.ts";
import { findBrowser } from "@/tasks/find_browser.ts";
import { startApp } from "@/tests/help/app.ts";
import { causeway, crowd, makeFight } from "@/tests/help/fight.ts";

/** Frames as fast as they are done: the work is measured, not the wait for the screen's next one. */
const FLAGS = ["--no-sandbox", "--disable-gpu-vsync", "--disable-frame-rate-limit"];
const PRESSES = 60;
const SIZES = [10, 50, 200] as const;
const P50 = { 10: 6, 50: 6, 200: 8 } as const;
const P95 = { 10: 10, 50: 10, 200: 12 } as const;

interface Load {
  readonly fcp: number;
  readonly lcp: number;
  readonly cls: number;
  readonly tbt: number;
  readonly alive: number;
}

/** Milliseconds from each key's event to the frame that shows what it did. */
async function keyToPaint(page: Page, press: (at: number) => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { times });
    const channel = new MessageChannel();
    let began = 0;
    channel.port1.onmessage = () => times.push(performance.now() - began);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "n" && event.key !== "Enter") return;
      began = event.timeStamp;
      // The message comes right after the frame that the next animation callback belongs to.
      requestAnimationFrame(() => channel.port2.postMessage(0));
    }, { capture: true });
  });
  for (let at = 0; at < PRESSES; at++) {
    await press(at);
    await page.waitForTimeout(25);
  }
  const times: unknown = await page.evaluate(() => Reflect.get(globalThis, "times"));
  // The first ones run code for the first time.
  return Array.isArray(times) ? times.map(Number).slice(5) : [];
}

async function open(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForSelector(".fight[data-alive]");
  return page;
}

async function* inputRows(browser: Browser, origin: string): AsyncGenerator<Row> {
  for (const size of SIZES) {
    await using context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const { url } = await makeFight(context, origin, crowd(size));
    const page = await open(context, url);
    const turns = await keyToPaint(page, () => page.keyboard.press("n"));
    const hits = await keyToPaint(page, async () => {
      for (const key of ["2", "d", "1", "Enter"]) await page.keyboard.press(key);
    });
    for (const [what, times] of [["next turn", turns], ["damage", hits]] as const) {
      const name = `DM: ${what}, input to painted, ${size} combatants`;
      const runs = times.length;
      yield row({
        name: `${name}, p50`,
        value: percentile(times, 0.5),
        unit: "ms",
        budget: P50[size],
        runs,
      });
      yield row({
        name: `${name}, p95`,
        value: percentile(times, 0.95),
        unit: "ms",
        budget: P95[size],
        runs,
      });
    }
  }
}

/** Loads the page once and reads what the browser timed. */
async function load(context: BrowserContext, url: string, slow: boolean): Promise<Load> {
  const page = await context.newPage();
  const tools = await context.newCDPSession(page);
  if (slow) {
    await tools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await tools.send("Network.enable");
    await tools.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 150,
      downloadThroughput: 1_600_000 / 8,
      uploadThroughput: 750_000 / 8,
    });
  }
  await page.addInitScript(() => {
    const seen = { lcp: 0, cls: 0, tbt: 0, alive: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.lcp = entry.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.cls += Number(Reflect.get(entry, "value"));
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.tbt += Math.max(0, entry.duration - 50);
    }).observe({ type: "longtask", buffered: true });
    const watch = new MutationObserver(() => {
      if (document.querySelector(".fight[data-alive]") !== null && seen.alive === 0) {
        seen.alive = performance.now();
      }
    });
    watch.observe(document, { subtree: true, childList: true, attributes: true });
  });
  await page.goto(url);
  await page.waitForSelector(".fight[data-alive]");
  await page.waitForTimeout(600);
  const timed = await page.evaluate(() => ({
    ...Reflect.get(globalThis, "seen"),
    fcp: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  }));
  await page.close();
  return timed;
}

async function* loadRows(browser: Browser, origin: string): AsyncGenerator<Row> {
  for (const slow of [false, true]) {
    const loads: Load[] = [];
    for (let run = 0; run < 5; run++) {
      // A new person each time: nothing is in a cache.
      await using context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const { url } = await makeFight(context, origin, causeway());
      loads.push(await load(context, url, slow));
    }
    const middle = (key: keyof Load) => percentile(loads.map((one) => one[key]), 0.5);
    const name = (what: string) => `DM's tracker, ${what}${slow ? ", throttled" : ""}`;
    const runs = loads.length;
    yield row({
      name: name("FCP"),
      value: middle("fcp"),
      unit: "ms",
      budget: slow ? 1_000 : 150,
      runs,
    });
    yield row({
      name: name("LCP"),
      value: middle("lcp"),
      unit: "ms",
      budget: slow ? 1_000 : 250,
      runs,
    });
    yield row({
      name: name("interactive"),
      value: middle("alive"),
      unit: "ms",
      budget: slow ? 1_000 : 250,
      runs,
    });
    yield row({ name: name("CLS"), value: middle("cls"), unit: "", budget: 0.01, runs });
    yield row({
      name: name("total blocking time"),
      value: middle("tbt"),
      unit: "ms",
      budget: slow ? 200 : 50,
      runs,
    });
  }
}

/** What a first visit brings over the wire, every body gzipped. */
async function* weightRows(browser: Browser, origin: string): AsyncGenerator<Row> {
  await using context = await browser.newContext();
  const { url } = await makeFight(context, origin, causeway());
  const page = await context.newPage();
  const bodies: Promise<{ js: boolean; size: number }>[] = [];
  page.on("response", (response) => {
    const type = response.headers()["content-type"] ?? "";
    if (type.includes("event-stream")) return;
    const packed = /woff2|png/.test(type);
    bodies.push(
      response.body().then((body) => ({
        js: type.includes("javascript"),
        size: packed ? body.length : gzipSync(body, { level: 9 }).length,
      })),
    );
  });
  await page.goto(url);
  await page.waitForSelector(".fight[data-alive]");
  await page.waitForTimeout(1_500);
  const sizes = await Promise.all(bodies);
  const kilobytes = (list: typeof sizes) => list.reduce((sum, { size }) => sum + size, 0) / 1_000;
  const name = "DM's tracker, first load";
  yield row({
    name: `${name}, all bytes gzip`,
    value: kilobytes(sizes),
    unit: "kB",
    budget: 100,
    runs: 1,
  });
  const js = kilobytes(sizes.filter((one) => one.js));
  yield row({ name: `${name}, JS gzip`, value: js, unit: "kB", budget: 45, runs: 1 });
}

export async function* rows(): AsyncGenerator<Row> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error("Cannot find a Chromium: set CHROME_PATH");
  await using app = await startApp();
  await using browser = await chromium.launch({ executablePath, args: FLAGS });
  yield* inputRows(browser, app.origin);
  yield* loadRows(browser, app.origin);
  yield* weightRows(browser, app.origin);
}
