/** The DM's keys and clicks: until they show on the DM's screen, on a bare page, on a phone. */
import type { Page } from "playwright-core";
import { besideBare, percentile, type Row, row } from "@/tasks/bench/row.ts";
import { type BareServer, damageScript, TURN_SCRIPT } from "./bare.ts";
import { notes, watch } from "./paint.ts";
import { type BrowserEncounter, LAPTOP, type Stage } from "./stage.ts";

const WARM = 6;
const RUNS = 40;
/** A mouse button is held as long as a person holds it, in milliseconds. */
const HELD_MS = 60;
/** A phone shows a turn so much later than the DM's screen at most, in milliseconds. */
const PHONE_LATER_MS = 8;

/** Factors of the bare page that the middle and the 95th percentile may take. */
const SIZES = [
  { count: 10, p50: 1.3, p95: 2 },
  { count: 50, p50: 1.3, p95: 2 },
  { count: 200, p50: 1.5, p95: 2 },
] as const;

interface Times {
  readonly dm: number[];
  readonly bare: number[];
}

/** Rests between keys, as a person would, and lets what was caused before come to its end. */
const rest = (page: Page) => page.waitForTimeout(60);

/** Presses a button with the mouse and waits for what it shows. */
async function click(page: Page, selector: string): Promise<number> {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`Cannot click ${selector}: it is not on the page`);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await rest(page);
  await page.mouse.down();
  await page.waitForTimeout(HELD_MS);
  await page.mouse.up();
  const { pressed, painted } = await notes(page);
  return painted - pressed;
}

const TURN = ".row[data-state=now]";

/** Presses `n` again and again, on the DM's page and on the bare one in turns. */
async function turns(dm: Page, bare: Page, phone: Page): Promise<Times & { phone: number[] }> {
  const times: Times & { phone: number[] } = { dm: [], bare: [], phone: [] };
  for (const page of [dm, bare]) await watch(page, TURN);
  await watch(phone, "#now-t, .own-turn h1");
  for (let run = -WARM; run < RUNS; run++) {
    await dm.keyboard.press("n");
    const here = await notes(dm), there = await notes(phone);
    await rest(dm);
    await bare.keyboard.press("n");
    const least = await notes(bare);
    if (run >= 0) {
      times.dm.push(here.painted - here.pressed);
      times.phone.push(there.painted - here.pressed);
      times.bare.push(least.painted - least.pressed);
    }
    await rest(bare);
  }
  return times;
}

/** The same with the mouse. */
async function clicks(dm: Page, bare: Page): Promise<Times> {
  const times: Times = { dm: [], bare: [] };
  for (let run = -WARM; run < RUNS / 2; run++) {
    const here = await click(dm, ".btn-next");
    const least = await click(bare, ".btn-next");
    if (run < 0) continue;
    times.dm.push(here);
    times.bare.push(least);
  }
  return times;
}

const forget = (page: Page) =>
  page.evaluate(() => Object.assign(Reflect.get(globalThis, "benchNotes"), { painted: 0 }));

/** Deals damage to the sixth in the order again and again; the time is that of Enter. */
async function damage(dm: Page, bare: Page): Promise<Times> {
  const times: Times = { dm: [], bare: [] };
  for (const page of [dm, bare]) {
    // A row that is out of sight is not painted.
    await page.evaluate(() => document.querySelector("#order")?.scrollTo({ top: 0 }));
    await watch(page, ".initiative-list > .row:nth-child(6) .hp-now");
  }
  for (let run = -WARM; run < RUNS; run++) {
    // The sixth row with hit points: the digit 6 on the keyboard.
    for (const key of ["6", "d", "3"]) await dm.keyboard.press(key);
    await rest(dm);
    await forget(dm);
    await dm.keyboard.press("Enter");
    const here = await notes(dm);
    await bare.evaluate(() => Reflect.get(globalThis, "open")());
    await rest(bare);
    await forget(bare);
    await bare.keyboard.press("Enter");
    const least = await notes(bare);
    if (run >= 0) {
      times.dm.push(here.painted - here.pressed);
      times.bare.push(least.painted - least.pressed);
    }
    await rest(bare);
  }
  return times;
}

function* pair(
  name: string,
  { dm, bare }: Times,
  factors: { readonly p50: number; readonly p95: number },
): Generator<Row> {
  for (const [part, share] of [["p50", 0.5], ["p95", 0.95]] as const) {
    yield besideBare({
      name: `${name}, ${part}`,
      value: percentile(dm, share),
      bare: percentile(bare, share),
      factor: factors[part],
      unit: "ms",
      runs: dm.length,
    });
  }
}

/** A bare page of the encounter beside it, in a window of its own. */
async function openBare(stage: Stage, address: string): Promise<Page> {
  const page = await (await stage.browser.newContext(LAPTOP)).newPage();
  await page.goto(address);
  return page;
}

/** Brings the bare page to where damage to the sixth is pending. */
async function showPending(page: Page, bare: BareServer, encounter: BrowserEncounter) {
  await page.goto(await bare.add(await encounter.html(encounter.tracker)));
  const rest = await page.locator(".tracker-side").innerHTML();
  const pending = await encounter.html(`${encounter.tracker}?hp=c5&mode=damage`);
  await page.goto(await bare.add(pending, damageScript(rest)));
}

/** From the page being alive to the first key's pane: what comes late must not be missed. */
async function firstKey(stage: Stage): Promise<Row> {
  const times: number[] = [];
  const encounter = await stage.encounter(10);
  for (let run = 0; run < 9; run++) {
    const page = await encounter.openTracker();
    await watch(page, ".tracker-side");
    await page.keyboard.press("d");
    const { pressed, painted } = await notes(page);
    times.push(painted - pressed);
    await page.keyboard.press("Escape");
  }
  await encounter.close();
  const name = "first d after the page is alive, painted";
  return row({ name, value: percentile(times, 0.5), unit: "ms", budget: 50, runs: times.length });
}

export async function* turnRows(stage: Stage, bare: BareServer): AsyncGenerator<Row> {
  for (const { count, ...factors } of SIZES) {
    const encounter = await stage.encounter(count);
    const least = await openBare(
      stage,
      await bare.add(await encounter.html(encounter.tracker), TURN_SCRIPT),
    );
    const screen = await encounter.openTracker(), table = await encounter.openPhone();
    const who = `${count} combatants`;
    const { phone, ...byKey } = await turns(screen, least, table);
    yield* pair(`next turn by key, ${who}`, byKey, factors);
    yield row({
      name: `next turn, ${who}, on a phone, p50`,
      value: percentile(phone, 0.5),
      unit: "ms",
      budget: percentile(byKey.dm, 0.5) + PHONE_LATER_MS,
      runs: phone.length,
    });
    await table.context().close();
    yield* pair(`next turn by click, ${who}`, await clicks(screen, least), factors);
    await screen.reload();
    await screen.locator("[data-alive]").waitFor();
    await showPending(least, bare, encounter);
    yield* pair(`damage, ${who}`, await damage(screen, least), factors);
    await least.context().close();
    await encounter.close();
  }
  yield await firstKey(stage);
}
