import { setTimeout as sleep } from "node:timers/promises";
import { type Crowd, type CrowdOptions, startCrowd } from "@/tests/help/crowd.ts";
import { type Fleet, startFleet } from "@/tests/help/fleet.ts";

export interface StormOptions extends CrowdOptions {
  readonly instances: number;
  readonly seconds: number;
  readonly killEverySeconds: number;
}

export interface StormResult {
  readonly kills: number;
  readonly screens: number;
  readonly acknowledged: number;
  readonly repeated: number;
  /** After each kill, milliseconds until every screen was in step. */
  readonly inStepMs: readonly number[];
  readonly wrong: readonly string[];
}

const LONGEST_MS = 30_000;

/** Plays many tables on a fleet of which one instance after the other is killed. */
export async function killStorm(
  options: StormOptions,
  say: (line: string) => void = () => {},
): Promise<StormResult> {
  const fleet = await startFleet(options.instances);
  try {
    const crowd = await startCrowd(fleet.origin, options);
    say(`${options.tables} fights, ${crowd.screens} streams on ${options.instances} instances`);
    await inStep(crowd, LONGEST_MS);
    const inStepMs: number[] = [];
    const end = performance.now() + options.seconds * 1_000;
    for (let kill = 0; performance.now() < end; kill++) {
      const began = performance.now();
      inStepMs.push(await killOne(fleet, crowd, kill % options.instances));
      say(`kill ${kill + 1}: in step after ${Math.round(inStepMs.at(-1) ?? 0)} ms`);
      await sleep(Math.max(0, options.killEverySeconds * 1_000 - (performance.now() - began)));
    }
    const { acknowledged, repeated, screens } = crowd;
    const wrong = await crowd.finish();
    return { kills: inStepMs.length, screens, acknowledged, repeated, inStepMs, wrong };
  } finally {
    await fleet.close();
  }
}

/** Kills an instance and starts another in its place; answers when every screen was in step. */
async function killOne(fleet: Fleet, crowd: Crowd, index: number): Promise<number> {
  const killed = performance.now();
  await fleet.kill(index);
  const restarted = fleet.restart(index);
  await inStep(crowd, LONGEST_MS);
  const took = performance.now() - killed;
  await restarted;
  return took;
}

async function inStep(crowd: Crowd, mostMs: number): Promise<void> {
  const start = performance.now();
  // Streams of the dead notice it within a moment of theirs.
  await sleep(100);
  for (let behind = crowd.behind(); behind > 0; behind = crowd.behind()) {
    if (performance.now() - start > mostMs) throw new Error(`${behind} screens are not in step`);
    await sleep(50);
  }
}
