/** Many at once, few bytes, and a line that was cut. */
import { median, type Row, row } from "@/tasks/bench/row.ts";
import { notes, watch } from "./paint.ts";
import type { Stage } from "./stage.ts";

const CUT_MS = 5_000;

/** What a phone receives for one next turn, bytes of the stream's body. */
async function turnBytes(stage: Stage): Promise<Row> {
  const encounter = await stage.encounter(50);
  const phone = await encounter.openPhone();
  const session = await phone.context().newCDPSession(phone);
  await session.send("Network.enable");
  const sizes: number[] = [];
  let sum = 0;
  session.on("Network.dataReceived", ({ dataLength }) => sum += dataLength);
  for (let run = 0; run < 12; run++) {
    sum = 0;
    await encounter.send({ type: "NextTurn" });
    await phone.waitForTimeout(250);
    sizes.push(sum);
  }
  await phone.context().close();
  await encounter.close();
  const name = "one next turn to one phone, 50 combatants";
  return row({ name, value: median(sizes), unit: "B", budget: 200, runs: sizes.length });
}

/** 200 creatures typed in four lines of a list, until the last row stands on the screen. */
async function adding(stage: Stage): Promise<Row> {
  const times: number[] = [];
  for (let run = 0; run < 5; run++) {
    const encounter = await stage.encounter(10);
    const dm = await encounter.openTracker();
    await watch(dm, ".initiative-list > li:nth-last-child(2)");
    const from = await dm.evaluate(() => performance.timeOrigin + performance.now());
    const combatants = Array.from({ length: 200 }, (_, index) => ({
      id: `rat${index}`,
      kind: "monster" as const,
      name: `Rat ${index}`,
      side: "foe" as const,
      ac: 10,
      hp: { max: 3 },
    }));
    await encounter.send({ type: "AddCombatants", combatants });
    const { painted } = await notes(dm);
    times.push(painted - from);
    await encounter.close();
  }
  const name = "adding 200 combatants to a started fight, on screen";
  return row({ name, value: median(times), unit: "ms", budget: 300, runs: times.length });
}

/** A phone without a line for five seconds: from the line's return until it shows what it missed. */
async function cut(stage: Stage): Promise<Row> {
  const encounter = await stage.encounter(10);
  const phone = await encounter.openPhone();
  await watch(phone, "#now-t, .own-turn h1");
  const times: number[] = [];
  for (let run = 0; run < 4; run++) {
    await phone.context().setOffline(true);
    await phone.waitForTimeout(CUT_MS / 2);
    await encounter.send({ type: "NextTurn" }, { type: "NextTurn" }, { type: "NextTurn" });
    await phone.waitForTimeout(CUT_MS / 2);
    const from = await phone.evaluate(() => performance.timeOrigin + performance.now());
    await phone.context().setOffline(false);
    const { painted } = await notes(phone);
    times.push(painted - from);
    await phone.waitForTimeout(500);
  }
  await phone.context().close();
  await encounter.close();
  const name = "phone cut off for 5 s: caught up after the line is back";
  return row({ name, value: median(times), unit: "ms", budget: 300, runs: times.length });
}

export async function* wireRows(stage: Stage): AsyncGenerator<Row> {
  yield await turnBytes(stage);
  yield await adding(stage);
  yield await cut(stage);
}
