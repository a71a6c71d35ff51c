/** All attacks at once, again and again, against one server. */
import { setTimeout as sleep } from "node:timers/promises";
import { ATTACKS } from "./attacks.ts";
import type { Noticed } from "./neighbours.ts";
import { startAbused } from "./server.ts";
import { watchFromThread } from "./watch.ts";

/** How long the server gets to let go of what it kept. */
const REST_MS = 20_000;
/** How much more memory than after its warm-up a server may keep. */
const MEMORY_SHARE = 1.2;
const LONGEST_WARM_UP_S = 60;

export interface Soaked {
  readonly noticed: Noticed;
  /** Attacks that were carried out to their end. */
  readonly rounds: number;
  /** Bytes after every attack was carried out once, and at the end. */
  readonly memoryBefore: number;
  readonly memoryAfter: number;
  readonly survived: boolean;
  /** Nothing lost, memory back, and the server serves. */
  readonly held: boolean;
}

/** Attacks for so many seconds; the memory it is measured by is that after the first of each. */
export async function soak(seconds: number): Promise<Soaked> {
  await using server = await startAbused();
  const neighbours = await watchFromThread(server);
  const until = AbortSignal.timeout(seconds * 1_000);
  const { origin, port } = server;
  let rounds = 0;
  let memoryBefore = 0;
  const warmUp = Math.min(LONGEST_WARM_UP_S, seconds / 3) * 1_000;
  const weighing = sleep(warmUp).then(() => memoryBefore = server.memory());
  await Promise.all(ATTACKS.map(async (attack) => {
    while (!until.aborted && server.alive()) {
      const signal = AbortSignal.any([until, AbortSignal.timeout(attack.seconds * 1_000)]);
      await attack.run({ origin, port, server, sent: () => {}, signal }).catch(() => {});
      rounds++;
      // Refused at once, an attack would only measure how fast it is refused.
      await sleep(250);
    }
  }));
  await weighing;
  await sleep(Math.min(REST_MS, seconds * 500));
  const noticed = await neighbours.done();
  const memoryAfter = server.memory();
  const survived = server.alive();
  const held = survived && noticed.lost === 0 && noticed.turns > 0 &&
    memoryAfter <= memoryBefore * MEMORY_SHARE;
  return { noticed, rounds, memoryBefore, memoryAfter, survived, held };
}
