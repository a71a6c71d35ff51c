import { findBackup, listBackups } from "@/lib/backup/catalogue.ts";
import { recoveryFigures } from "@/lib/backup/drill.ts";
import { missedObjectives, recoveryAt } from "@/lib/backup/objectives.ts";
import type { BackupPlace } from "@/lib/backup/port.ts";
import { backupPlace, drill, pruneBackups, takeBackup } from "@/lib/compose/backups.ts";
import type { Config } from "@/lib/config.ts";
import type { RecoveryMeter } from "@/lib/metrics/port.ts";

const NO_PROGRESS = () => {};

function placeOf(config: Config): BackupPlace {
  const place = backupPlace(config, config.BACKUP_TO ?? "");
  if (typeof place === "string") throw new Error(place);
  return place;
}

/** Takes a backup and removes those that the retention does not keep. */
export async function backUp(config: Config): Promise<string> {
  const place = placeOf(config);
  const { id } = await takeBackup(config, place, NO_PROGRESS);
  const { removed } = await pruneBackups(config, place);
  return `${id} kept, ${removed.length} old ones removed`;
}

/** Restores the newest backup into a scratch store. Throws when that does not work. */
export async function drillNewest(config: Config): Promise<string> {
  const place = placeOf(config);
  const found = await findBackup(place, "latest");
  if (!found.ok) throw new Error(found.message);
  const opening = { place, identities: [], progress: NO_PROGRESS };
  const { ok, said, rtoSeconds } = await drill(config, { ...opening, backup: found.value });
  if (!ok) throw new Error(said);
  return `${found.value.id} ${said}, in ${rtoSeconds} s`;
}

/** Measures how a loss would end now. Throws while an objective is missed. */
export async function watchRecovery(
  config: Config,
  now: number,
  meter: RecoveryMeter | undefined,
): Promise<string> {
  const place = placeOf(config);
  const figures = await recoveryFigures(place, await listBackups(place));
  const recovery = recoveryAt(now, figures.newestBackup, figures.drill);
  const { backupAge, drill: last } = recovery;
  meter?.recovery({ backupAge, rpo: last?.rpoSeconds ?? null, rto: last?.rtoSeconds ?? null });
  const missed = missedObjectives(recovery);
  if (missed.length > 0) throw new Error(missed.join("; "));
  return "the newest backup and the last drill meet their objectives";
}
