/** The DM's keys: until they show on the DM's screen and on a player's phone. */
import type { Page } from "playwright-core";
import { percentile, type Row, row } from "@/tasks/bench/row.ts";
import { notes, watch } from "./paint.ts";
import type { Stage } from "./stage.ts";

const WARM = 6;
const RUNS = 40;

/** Budgets: DM p50 and p95, phone p50 and p95, in milliseconds. */
const SIZES = [
  { count: 10, dm: [6, 10], phone: [15, 40] },
  { count: 50, dm: [6, 10], phone: [15, 40] },
  { count: 200, dm: [8, 12], phone: [20, 40] },
] as const;

/** Rests between keys, as a person would, and lets what was caused before come to its end. */
const rest = (page: Page) => page.waitForTimeout(60);

/** Presses `n` again and again. */
async function turns(dm: Page, phone: Page): Promise<{ dm: number[]; phone: number[] }> {
  const times: { dm: number[]; phone: number[] } = { dm: [], phone: [] };
  await watch(dm, ".row[data-state=now]");
  await watch(phone, "#now-t, .yours h1");
  for (let run = -WARM; run < RUNS; run++) {
    await dm.keyboard.press("n");
    const here = await notes(dm), there = await notes(phone);
    if (run >= 0) {
      times.dm.push(here.painted - here.pressed);
      times.phone.push(there.painted - here.pressed);
    }
    await rest(dm);
  }
  return times;
}

/** Deals damage to the sixth in the order again and again; the time is that of Enter. */
async function damage(dm: Page): Promise<number[]> {
  const times: number[] = [];
  await watch(dm, ".order > .row:nth-child(6) .hp-now");
  for (let run = -WARM; run < RUNS; run++) {
    // The sixth row with hit points: the digit 6 on the keyboard.
    for (const key of ["6", "d", "3"]) await dm.keyboard.press(key);
    await rest(dm);
    await dm.evaluate(() => Object.assign(Reflect.get(globalThis, "benchNotes"), { painted: 0 }));
    await dm.keyboard.press("Enter");
    const { pressed, painted } = await notes(dm);
    if (run >= 0) times.push(painted - pressed);
    await rest(dm);
  }
  return times;
}

function pair(
  name: string,
  samples: readonly number[],
  [p50, p95]: readonly [number, number],
): Row[] {
  const runs = samples.length;
  return [
    row({ name: `${name}, p50`, value: percentile(samples, 0.5), unit: "ms", budget: p50, runs }),
    row({ name: `${name}, p95`, value: percentile(samples, 0.95), unit: "ms", budget: p95, runs }),
  ];
}

export async function* turnRows(stage: Stage): AsyncGenerator<Row> {
  for (const { count, dm, phone } of SIZES) {
    const encounter = await stage.encounter(count);
    const screen = await encounter.openTracker(), table = await encounter.openPhone();
    const times = await turns(screen, table);
    yield* pair(`next turn, ${count} combatants, painted for the DM`, times.dm, dm);
    yield* pair(`next turn, ${count} combatants, painted on a phone`, times.phone, phone);
    await screen.reload();
    await screen.locator("[data-alive]").waitFor();
    yield* pair(`damage, ${count} combatants, painted for the DM`, await damage(screen), dm);
    await table.context().close();
    await encounter.close();
  }
}
