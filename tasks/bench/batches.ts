/**
 * What long batches and undos of one fight cost the others in the same process: how long the event
 * loop is held at a time (processor time), and what undos take. 500 creatures with 50 effects each.
 */
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "@/lib/combat/commands.ts";
import { batch, command, newEncounter } from "@/tests/api/encounters.ts";
import { type Api, openApi, type Person } from "@/tests/api/harness.ts";
import { type Row, row } from "./row.ts";

const CREATURES = 500;
const EFFECTS = 50;
const TURNS = 2_000;
const AT_ONCE = 200;
const HOLD_BUDGET_MS = 50;

interface Held {
  /** The most that was computed between two turns of others, in milliseconds of processor time. */
  readonly longest: number;
  readonly tookMs: number;
  readonly turns: number;
}

/** What this process has computed so far: on a shared machine the clock tells of others, too. */
function workedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** How long others wait for their turn while `work` goes on. */
async function watched(work: () => Promise<unknown>): Promise<Held> {
  const waits: number[] = [];
  let done = false;
  let last = workedMs();
  const looking = (async () => {
    while (!done) {
      await sleep(0);
      const now = workedMs();
      waits.push(now - last);
      last = now;
    }
  })();
  const start = workedMs();
  await work();
  const tookMs = workedMs() - start;
  done = true;
  await looking;
  return { longest: Math.max(...waits), tookMs, turns: waits.length };
}

const times = (count: number, one: Command) => Array.from({ length: count }, () => one);

async function hugeEncounter(dm: Person): Promise<string> {
  const id = await newEncounter(dm);
  const ids = Array.from({ length: CREATURES }, (_, n) => `c${n}`);
  const combatants = ids.map((id, n) => ({
    id,
    kind: "monster" as const,
    name: `Goblin ${n}`,
    hp: { max: 20_000 },
    initiative: n,
  }));
  await command(dm, id, { type: "AddCombatants", combatants });
  for (let n = 0; n < EFFECTS; n++) {
    await command(dm, id, { type: "AddEffect", ids, effect: { name: `Effect ${n}` } });
  }
  await command(dm, id, { type: "StartCombat" });
  return id;
}

async function* measured(api: Api): AsyncGenerator<Row> {
  const dm = api.person();
  const id = await hugeEncounter(dm);
  const path = `/api/v1/encounters/${id}/commands`;
  const send = (commands: readonly Command[]) => {
    const body = batch(...commands);
    return watched(async () => {
      const answer = await dm.send("POST", path, body);
      // Not read: that would be the client's work, on the same thread.
      await answer.body?.cancel();
      if (answer.status !== 200) throw new Error(`The batch was refused: ${answer.status}`);
    });
  };
  const held = (what: string, { longest, turns }: Held): Row[] => [
    row({
      name: `${what}: work between two turns of others`,
      value: longest,
      unit: "ms",
      budget: HOLD_BUDGET_MS,
      runs: turns,
    }),
  ];
  const targets = Array.from({ length: CREATURES }, (_, n) => ({ id: `c${n}` }));
  const hits = times(60, { type: "ApplyDamage", targets, damage: [{ amount: 1 }] });
  yield* held("60 hits of 500 creatures in one batch", await send(hits));
  yield* held(
    "200 rolls of 400d1000 in one batch",
    await send(times(AT_ONCE, {
      type: "RollDice",
      dice: "400d1000",
    })),
  );
  for (let n = 0; n < TURNS; n += AT_ONCE) {
    await command(dm, id, ...times(AT_ONCE, { type: "NextTurn" }));
  }
  const near = await send(times(100, { type: "Undo" }));
  yield* held("100 undos in one batch", near);
  yield row({
    name: "one undo of a hundred, 500 creatures with 50 effects",
    value: near.tookMs / 100,
    unit: "ms",
    budget: 20,
    runs: 100,
  });
  const far = await send([{ type: "Undo", toVersion: EFFECTS + 100 }]);
  yield* held("an undo of 1,800 turns", far);
  yield row({
    name: "an undo of 1,800 turns, 500 creatures with 50 effects",
    value: far.tookMs,
    unit: "ms",
    budget: 1_000,
    runs: 1,
  });
}

export async function* rows(): AsyncGenerator<Row> {
  const api = await openApi();
  try {
    yield* measured(api);
  } finally {
    await api.close();
  }
}
