/** Figures of the release before the limits, measured once by the same attacks. */
import { z } from "zod";
import type { AttackResult } from "./attack.ts";

const FILE = new URL("./before.json", import.meta.url);

const figures = z.record(
  z.string(),
  z.object({
    stallMs: z.number(),
    turnP99: z.number(),
    peakMemory: z.number(),
    diskGrowth: z.number(),
    lost: z.number(),
    survived: z.boolean(),
  }),
);
/** By the attack's name; an attack that was not measured then is absent. */
export type Before = z.output<typeof figures>;

export async function readBefore(): Promise<Before> {
  return figures.parse(JSON.parse(await Deno.readTextFile(FILE)));
}

/** Adds results to the file. */
export async function writeBefore(results: readonly AttackResult[]): Promise<void> {
  const all = { ...await readBefore() };
  for (const { attack, noticed, peakMemory, diskGrowth, survived } of results) {
    const { livezMax: stallMs, turnP99, lost } = noticed;
    all[attack] = { stallMs, turnP99, peakMemory, diskGrowth, lost, survived };
  }
  await Deno.writeTextFile(FILE, `${JSON.stringify(all, null, 2)}\n`);
}
