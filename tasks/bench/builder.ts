// The pages around the fight: bytes of a stat block, searching 5,000 creatures in a real browser.
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { allOf, summaries } from "@/lib/bestiary/srd_data.ts";
import { encodeIndex } from "@/lib/creatures/search_index.ts";
import { EDITIONS } from "@/lib/combat/vocabulary.ts";
import { fiveThousand } from "@/tasks/bench/bestiary.ts";
import { LAPTOP, Stage } from "@/tasks/bench/browser/stage.ts";
import { percentile, type Row, row } from "@/tasks/bench/row.ts";

const TYPED = ["adult red dragon", "undead swamp", "storm giant", "golbin captain"];

/** The longest stat blocks of both editions: the first ones by their figures' length. */
async function longest(count: number): Promise<string[]> {
  const all = (await Promise.all(EDITIONS.map(allOf))).flat();
  return all.map((block) => ({ slug: block.slug, length: JSON.stringify(block).length }))
    .toSorted((a, b) => b.length - a.length).slice(0, count).map(({ slug }) => slug);
}

/** Stat-block pages: the largest of the longest, gzip as a server sends it, and their scripts. */
async function* pageRows(stage: Stage): AsyncGenerator<Row> {
  const slugs = await longest(12);
  let most = 0;
  for (const slug of slugs) {
    const response = await fetch(`${stage.origin}/bestiary/${slug}`);
    most = Math.max(most, gzipSync(new Uint8Array(await response.arrayBuffer())).length);
  }
  yield row({
    name: "stat-block page, HTML gzip, longest of 665",
    value: most / 1000,
    unit: "kB",
    budget: 15,
    runs: slugs.length,
  });
  const page = await (await stage.browser.newContext(LAPTOP)).newPage();
  let scripts = 0;
  page.on("request", (request) => {
    if (request.resourceType() === "script") scripts++;
  });
  await page.goto(`${stage.origin}/bestiary/${slugs[0]}`, { waitUntil: "networkidle" });
  yield row({
    name: "stat-block page, scripts",
    value: scripts,
    unit: "files",
    budget: 0,
    runs: 1,
  });
  await page.context().close();
}

/** The bestiary page with an index of 5,000: the built-in 665 and made-up ones of the visitor's. */
async function searchPage(stage: Stage): Promise<Page> {
  const real = await summaries();
  const known = new Set(real.map(({ slug }) => slug));
  const own = fiveThousand(real).filter(({ slug }) => !known.has(slug));
  const page = await (await stage.browser.newContext(LAPTOP)).newPage();
  await page.route("**/api/v1/creatures", (route) => route.fulfill({ json: encodeIndex(own) }));
  await page.goto(`${stage.origin}/bestiary`, { waitUntil: "networkidle" });
  await page.getByLabel("Find a creature").focus();
  await page.waitForLoadState("networkidle");
  return page;
}

/** One keystroke, by the page's own clock: milliseconds from its event. */
interface BodyDamage {
  /** Until the new results stand in the document: search and drawing. */
  readonly drawn: number;
  /** Until the frame that shows them is done. */
  readonly painted: number;
}

/** Notes strokes in the page from the moment the field hears of one. */
async function watchStrokes(page: Page): Promise<void> {
  await page.evaluate(() => {
    const strokes: { drawn: number; painted: number }[] = [];
    Object.assign(globalThis, { benchStrokes: strokes });
    let heard = 0;
    const frames = new MessageChannel();
    frames.port1.onmessage = () => {
      const last = strokes.at(-1);
      if (last && last.painted === 0) last.painted = performance.now() - heard;
    };
    addEventListener("input", () => heard = performance.now(), { capture: true });
    new MutationObserver(() => {
      if (heard === 0 || performance.now() - heard > 120) return;
      strokes.push({ drawn: performance.now() - heard, painted: 0 });
      // A task that is queued while a frame is drawn runs when that frame is done.
      requestAnimationFrame(() => frames.port2.postMessage(null));
    }).observe(document.querySelector(".search-page") ?? document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
}

/** What a keystroke costs until its results stand there, and until they are painted. */
async function* searchRows(stage: Stage): AsyncGenerator<Row> {
  const page = await searchPage(stage);
  await page.keyboard.type("warm");
  await watchStrokes(page);
  for (const text of TYPED) {
    await page.getByLabel("Find a creature").fill("");
    await page.waitForTimeout(300);
    for (const letter of text) {
      await page.keyboard.press(letter === " " ? "Space" : letter);
      // Longer than the pause after which the counts of the facets follow.
      await page.waitForTimeout(250);
    }
  }
  const strokes = await page.evaluate((): BodyDamage[] => Reflect.get(globalThis, "benchStrokes"));
  const drawn = strokes.map((stroke) => stroke.drawn);
  const painted = strokes.map((stroke) => stroke.painted).filter((candidate) => candidate > 0);
  const what = "search among 5,000 in the browser";
  // The search alone has its 4 ms in the bestiary's rows; here the half of a frame, page and all.
  for (const [share, name, budget] of [[0.5, "p50", 4], [0.95, "p95", 8.3]] as const) {
    const runs = strokes.length;
    const value = percentile(drawn, share);
    yield row({ name: `${what}: found and drawn, ${name}`, value, unit: "ms", budget, runs });
  }
  yield row({
    name: `${what}: painted, p50`,
    value: percentile(painted, 0.5),
    unit: "ms",
    budget: 16.7,
    runs: painted.length,
  });
  await page.context().close();
}

export async function* rows(): AsyncGenerator<Row> {
  await using stage = await Stage.open();
  yield* pageRows(stage);
  yield* searchRows(stage);
}
