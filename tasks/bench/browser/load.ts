/** What a first visit costs: bytes, paint, shift, blocked time, until the page is alive. */
import type { BrowserContextOptions, CDPSession, Page } from "playwright-core";
import { median, type Row, row } from "@/tasks/bench/row.ts";
import { type BrowserEncounter, LAPTOP, PHONE, type Stage } from "./stage.ts";

/** A slow phone: 1.6 Mbit/s, 150 ms, a quarter of this machine's speed. */
const SLOW = { latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 } as const;

interface Visit {
  readonly fcp: number;
  readonly lcp: number;
  readonly cls: number;
  readonly blocked: number;
  /** When the page began to listen, which its last part to come alive does. */
  readonly alive: number;
  readonly bytes: number;
  readonly scriptBytes: number;
}

/** Notes what the browser tells about a page from its very start. */
async function observe(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { fcp: 0, lcp: 0, cls: 0, blocked: 0, alive: 0 };
    Object.assign(globalThis, { benchVisit: seen });
    const take = (type: string, each: (entry: PerformanceEntry) => void) =>
      new PerformanceObserver((list) => list.getEntries().forEach(each))
        .observe({ type, buffered: true });
    take("paint", ({ name, startTime }) => {
      if (name === "first-contentful-paint") seen.fcp = startTime;
    });
    take("largest-contentful-paint", ({ startTime }) => seen.lcp = startTime);
    take("layout-shift", (entry) => seen.cls += Number(Reflect.get(entry, "value")));
    take("longtask", ({ duration }) => seen.blocked += Math.max(0, duration - 50));
    const { fetch } = globalThis;
    globalThis.fetch = (target, init) => {
      if (String(target).endsWith("/stream")) seen.alive ||= performance.now();
      return fetch(target, init);
    };
  });
}

/** Counts all bytes that come in, headers included. */
function count(session: CDPSession): { bytes: number; scripts: number } {
  const sum = { bytes: 0, scripts: 0 };
  const scripts = new Set<string>();
  session.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    sum.bytes += encodedDataLength;
    if (scripts.has(requestId)) sum.scripts += encodedDataLength;
  });
  return sum;
}

async function visit(
  stage: Stage,
  encounter: BrowserEncounter,
  url: string,
  options: BrowserContextOptions,
  slow: boolean,
): Promise<Visit> {
  const context = await stage.browser.newContext(options);
  try {
    await context.addCookies(await encounter.context.cookies());
    const page = await context.newPage();
    await observe(page);
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    if (slow) {
      await session.send("Network.emulateNetworkConditions", { offline: false, ...SLOW });
      await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    }
    const sum = count(session);
    await page.goto(url, { waitUntil: "load" });
    await page.waitForFunction(() => Reflect.get(globalThis, "benchVisit").alive > 0);
    await page.waitForTimeout(slow ? 1_500 : 800);
    const seen: Omit<Visit, "bytes" | "scriptBytes"> = await page.evaluate(() =>
      Reflect.get(globalThis, "benchVisit")
    );
    return { ...seen, bytes: sum.bytes, scriptBytes: sum.scripts };
  } finally {
    await context.close();
  }
}

interface Target {
  readonly name: string;
  readonly url: (encounter: BrowserEncounter) => string;
  readonly options: BrowserContextOptions;
  readonly alive: number;
  readonly kB: number;
  readonly scriptKB: number;
}

const TARGETS: readonly Target[] = [
  {
    name: "DM's tracker",
    url: (encounter) => encounter.tracker,
    options: LAPTOP,
    alive: 1_000,
    kB: 100,
    scriptKB: 45,
  },
  {
    name: "player's page",
    url: (encounter) => `${encounter.play}?watch`,
    options: PHONE,
    alive: 700,
    kB: 60,
    scriptKB: 15,
  },
];

const RUNS = { plain: 9, slow: 5 } as const;

export async function* loadRows(stage: Stage): AsyncGenerator<Row> {
  const encounter = await stage.encounter(10);
  for (const { name, url, options, alive, kB, scriptKB } of TARGETS) {
    for (const slow of [false, true]) {
      const visits: Visit[] = [];
      const runs = slow ? RUNS.slow : RUNS.plain;
      for (let run = -1; run < runs; run++) {
        const one = await visit(stage, encounter, url(encounter), options, slow);
        if (run >= 0) visits.push(one);
      }
      const figure = (key: keyof Visit) => median(visits.map((one) => one[key]));
      const how = slow ? `${name} throttled` : name;
      const ms = (what: string, key: keyof Visit, budget: number) =>
        row({ name: `${how}: ${what}`, value: figure(key), unit: "ms", budget, runs });
      yield ms("first contentful paint", "fcp", slow ? 700 : 150);
      yield ms("largest contentful paint", "lcp", slow ? 1_000 : 250);
      yield ms("interactive", "alive", slow ? alive : 300);
      yield ms("blocked time", "blocked", slow ? 200 : 50);
      yield row({
        name: `${how}: layout shift`,
        value: figure("cls"),
        unit: "",
        budget: 0.01,
        runs,
      });
      if (slow) continue;
      const bytes = (what: string, key: keyof Visit, budget: number) =>
        row({ name: `${how}: ${what}`, value: figure(key) / 1_000, unit: "kB", budget, runs });
      yield bytes("first load, all bytes", "bytes", kB);
      yield bytes("first load, scripts", "scriptBytes", scriptKB);
    }
  }
  yield await scriptless(encounter);
  await encounter.close();
}

/** Pages without islands bring no script at all. */
async function scriptless(encounter: BrowserEncounter): Promise<Row> {
  let scripts = 0;
  for (const path of ["/", "/join", "/offline"]) {
    const html = await encounter.page.evaluate(
      async (url) => await (await fetch(url)).text(),
      path,
    );
    scripts += html.match(/<script/g)?.length ?? 0;
  }
  const name = "scripts on pages without islands";
  return row({ name, value: scripts, unit: "", budget: 0, runs: 3 });
}
