import { z } from "zod";
import type { KeptBackup } from "@/lib/backup/catalogue.ts";
import type { BackupPlace } from "@/lib/backup/port.ts";
import { restoreBackup, type RestoreParts } from "@/lib/backup/restore.ts";
import { momentOf } from "@/lib/backup/retention.ts";
import { bytesOf, textOf } from "@/lib/backup/streams.ts";
import type { Instant } from "@/lib/combat/state.ts";

const FOLDER = "drills";
const NAME = /^drills\/(\d{15})\.json$/;

const drillSchema = z.object({
  at: z.number(),
  backup: z.string(),
  ok: z.boolean(),
  /** Age of the newest backup then: what would have been lost. */
  rpoSeconds: z.number(),
  /** From the first byte read to a store that answers. */
  rtoSeconds: z.number(),
  /** One sentence. */
  said: z.string(),
});

/** How a restore went that was done to see whether it works. */
export type Drill = z.infer<typeof drillSchema>;

export interface DrillParts extends RestoreParts {
  readonly now: () => Instant;
  /** Uses the restored store as the app does; one sentence, or a fault. */
  readonly use: () => Promise<string>;
}

/** Restores a backup into a scratch store, uses it, and keeps the result beside the backups. */
export async function drillBackup(given: DrillParts): Promise<Drill> {
  const begun = given.now();
  const outcome = await attempt(given);
  const ended = given.now();
  const drill: Drill = {
    at: begun,
    backup: given.backup.id,
    rpoSeconds: Math.max(0, Math.round((begun - momentOf(given.backup.id)) / 1_000)),
    rtoSeconds: Math.round((ended - begun) / 1_000),
    ...outcome,
  };
  const name = `${FOLDER}/${String(begun).padStart(15, "0")}.json`;
  await given.place.write(name, bytesOf(JSON.stringify(drill)));
  return drill;
}

async function attempt(given: DrillParts): Promise<{ ok: boolean; said: string }> {
  try {
    const restored = await restoreBackup(given);
    return restored.ok
      ? { ok: true, said: await given.use() }
      : { ok: false, said: restored.message };
  } catch (error) {
    return { ok: false, said: error instanceof Error ? error.message : String(error) };
  }
}

/** The newest drill of a place; null before the first. */
export async function lastDrill(place: BackupPlace): Promise<Drill | null> {
  const names = (await place.list()).map(({ name }) => name).filter((name) => NAME.test(name));
  const newest = names.sort().at(-1);
  if (newest === undefined) return null;
  return drillSchema.parse(JSON.parse(await textOf(place.read(newest), 10_000)));
}

/** How well a disaster would end now. */
export interface RecoveryFigures {
  /** When the newest complete backup was taken; null without any. */
  readonly newestBackup: Instant | null;
  readonly drill: Drill | null;
}

export async function recoveryFigures(
  place: BackupPlace,
  all: readonly KeptBackup[],
): Promise<RecoveryFigures> {
  const newest = all.find(({ state }) => state === "complete");
  return {
    newestBackup: newest === undefined ? null : momentOf(newest.id),
    drill: await lastDrill(place),
  };
}
