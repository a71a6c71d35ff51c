/** What a first visit costs: bytes, paint, shift, blocked time, until the page is alive. */
import type { BrowserContextOptions, CDPSession, Page } from "playwright-core";
import { besideBare, median, type Row, row } from "@/tasks/bench/row.ts";
import type { BareServer } from "./bare.ts";
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
  /** Of scripts that had come when the page was alive. */
  readonly aliveBytes: number;
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

interface Counted {
  bytes: number;
  scripts: number;
  /** Bytes of scripts that had come when the page asked for its stream. */
  alive: number;
}

/** Counts all bytes that come in, headers included. */
function count(session: CDPSession): Counted {
  const sum = { bytes: 0, scripts: 0, alive: 0 };
  const scripts = new Set<string>();
  session.on("Network.requestWillBeSent", ({ request }) => {
    if (request.url.endsWith("/stream")) sum.alive ||= sum.scripts;
  });
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
  { slow, lives }: { readonly slow: boolean; readonly lives: boolean },
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
    if (lives) await page.waitForFunction(() => Reflect.get(globalThis, "benchVisit").alive > 0);
    await page.waitForTimeout(slow ? 1_500 : 800);
    const seen: Omit<Visit, "bytes" | "scriptBytes" | "aliveBytes"> = await page.evaluate(() =>
      Reflect.get(globalThis, "benchVisit")
    );
    return { ...seen, bytes: sum.bytes, scriptBytes: sum.scripts, aliveBytes: sum.alive };
  } finally {
    await context.close();
  }
}

interface Target {
  readonly name: string;
  readonly url: (encounter: BrowserEncounter) => string;
  readonly options: BrowserContextOptions;
  /** Milliseconds until it is alive, throttled. */
  readonly alive: number;
  /** Thousands of bytes: in all, of scripts, of scripts until it is alive. */
  readonly kB: number;
  readonly scriptKB: number;
  readonly aliveKB: number;
}

const TARGETS: readonly Target[] = [
  {
    name: "DM's tracker",
    url: (encounter) => encounter.tracker,
    options: LAPTOP,
    alive: 1_200,
    kB: 90,
    scriptKB: 75,
    aliveKB: 40,
  },
  {
    name: "player's page",
    url: (encounter) => `${encounter.play}?watch`,
    options: PHONE,
    alive: 800,
    kB: 45,
    scriptKB: 15,
    aliveKB: 15,
  },
];

const RUNS = { plain: 9, slow: 5 } as const;
/** A first paint may take so many times that of a bare page with the same HTML. */
const PAINT_FACTOR = 1.5;

async function* targetRows(
  stage: Stage,
  bare: BareServer,
  encounter: BrowserEncounter,
  { name, url, options, alive, kB, scriptKB, aliveKB }: Target,
): AsyncGenerator<Row> {
  const address = url(encounter);
  const least = await bare.add(await encounter.html(address));
  for (const slow of [false, true]) {
    const visits: Visit[] = [], bareVisits: Visit[] = [];
    const runs = slow ? RUNS.slow : RUNS.plain;
    for (let run = -1; run < runs; run++) {
      const one = await visit(stage, encounter, address, options, { slow, lives: true });
      const twin = await visit(stage, encounter, least, options, { slow, lives: false });
      if (run < 0) continue;
      visits.push(one);
      bareVisits.push(twin);
    }
    const figure = (key: keyof Visit) => median(visits.map((item) => item[key]));
    const how = slow ? `${name} throttled` : name;
    for (const [what, key] of [["first", "fcp"], ["largest", "lcp"]] as const) {
      yield besideBare({
        name: `${how}: ${what} contentful paint`,
        value: figure(key),
        bare: median(bareVisits.map((bareVisit) => bareVisit[key])),
        factor: PAINT_FACTOR,
        unit: "ms",
        runs,
      });
    }
    const plain = (what: string, key: keyof Visit, unit: string, budget: number) =>
      row({ name: `${how}: ${what}`, value: figure(key), unit, budget, runs });
    yield plain("interactive", "alive", "ms", slow ? alive : 300);
    yield plain("blocked time", "blocked", "ms", slow ? 200 : 50);
    yield plain("layout shift", "cls", "", 0.01);
    if (slow) continue;
    const bytes = (what: string, key: keyof Visit, budget: number) =>
      row({ name: `${how}: ${what}`, value: figure(key) / 1_000, unit: "kB", budget, runs });
    yield bytes("first load, all bytes", "bytes", kB);
    yield bytes("first load, scripts", "scriptBytes", scriptKB);
    yield bytes("first load, scripts until alive", "aliveBytes", aliveKB);
  }
}

export async function* loadRows(stage: Stage, bare: BareServer): AsyncGenerator<Row> {
  const encounter = await stage.encounter(10);
  for (const target of TARGETS) yield* targetRows(stage, bare, encounter, target);
  yield await landing(stage, encounter);
  yield await scriptless(encounter);
  await encounter.close();
}

/** The first page of a stranger, which has no script. */
async function landing(stage: Stage, encounter: BrowserEncounter): Promise<Row> {
  const how = { slow: false, lives: false };
  const { bytes } = await visit(stage, encounter, `${stage.origin}/`, LAPTOP, how);
  const name = "landing page: first load, all bytes";
  return row({ name, value: bytes / 1_000, unit: "kB", budget: 30, runs: 1 });
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
