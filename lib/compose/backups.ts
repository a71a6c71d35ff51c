import { type KeptBackup, listBackups } from "@/lib/backup/catalogue.ts";
import { type Drill, drillBackup } from "@/lib/backup/drill.ts";
import type { Manifest } from "@/lib/backup/manifest.ts";
import type { Opening } from "@/lib/backup/open_part.ts";
import type { BackupPlace } from "@/lib/backup/port.ts";
import { expired, parseRetention } from "@/lib/backup/retention.ts";
import { restoreBackup, type Restored } from "@/lib/backup/restore.ts";
import { runBackup } from "@/lib/backup/run.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import { replay } from "@/lib/combat/evolve.ts";
import { scratchStore, storeSource, storeTarget } from "@/lib/compose/backup_stores.ts";
import { s3AccessOf } from "@/lib/compose/s3_access.ts";
import type { Config } from "@/lib/config.ts";
import type { Result } from "@/lib/errors.ts";
import { BucketPlace } from "@/lib/storage/backup/bucket_place.ts";
import { DirectoryPlace } from "@/lib/storage/backup/directory_place.ts";
import type { Progress } from "@/lib/store/ports/backup.ts";
import type { Store } from "@/lib/store/ports/store.ts";

const DAY_MS = 86_400_000;

/** The place at `address`, or one sentence on why there is none. */
export function backupPlace(config: Config, address: string): BackupPlace | string {
  const [, bucket, prefix = ""] = /^s3:\/\/([^/]+)(?:\/(.*?))?\/?$/.exec(address) ?? [];
  if (bucket === undefined) return new DirectoryPlace(address);
  const access = s3AccessOf(config);
  if (access === undefined) return "Set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY for a bucket";
  return new BucketPlace({
    ...access,
    bucket,
    prefix,
    lockDays: config.BACKUP_LOCK_DAYS,
    now: Date.now,
  });
}

/** Takes a backup of the configured store. @throws {DependencyError} */
export async function takeBackup(
  config: Config,
  place: BackupPlace,
  progress: Progress,
): Promise<Manifest> {
  return await runBackup({
    source: await storeSource(config),
    place,
    release: config.RELEASE,
    recipients: config.BACKUP_RECIPIENTS ?? [],
    now: Date.now,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    progress,
  });
}

export interface RestoreWish extends Opening {
  readonly backup: KeptBackup;
  /** Milliseconds since the epoch. */
  readonly to?: number;
}

/** Puts a backup into the configured store, which must be empty. @throws {DependencyError} */
export async function restoreInto(config: Config, wish: RestoreWish): Promise<Result<Restored>> {
  return await restoreBackup({ ...wish, ...await storeTarget(config) });
}

/** Restores a backup into a scratch store and uses it as the app does. */
export async function drill(config: Config, wish: RestoreWish): Promise<Drill> {
  const scratch = await scratchStore(config);
  try {
    const { target, known } = scratch;
    return await drillBackup({
      ...wish,
      target,
      known,
      now: Date.now,
      use: async () => {
        const { store, ids } = await scratch.open();
        try {
          return await useStore(store, ids);
        } finally {
          await store.close();
        }
      },
    });
  } finally {
    await scratch.remove();
  }
}

/** Folds encounters from their logs, as opening them does. */
async function useStore(store: Store, ids: readonly string[]): Promise<string> {
  await store.ping();
  for (const id of ids) {
    const entries = await store.encounters.entriesAfter(id, 0);
    const record = await store.encounters.find(id);
    const { version } = replay(NOTHING_YET, entries);
    if (record?.version !== version) {
      throw new Error(`encounter ${id} folds to version ${version}, not ${record?.version}`);
    }
  }
  return `restored and used: ${ids.length} encounters fold to their versions`;
}

/** What `prune` found. */
export interface Pruned {
  readonly removed: readonly string[];
  readonly kept: number;
  /** Uploads and files that an interrupted run left. */
  readonly swept: number;
}

/** Removes what the retention does not keep. @throws {DependencyError} */
export async function pruneBackups(config: Config, place: BackupPlace): Promise<Pruned> {
  const retention = parseRetention(config.BACKUP_KEEP);
  if (retention === undefined) throw new RangeError(`BACKUP_KEEP ${config.BACKUP_KEEP}`);
  const all = await listBackups(place);
  const old = expired(all, retention, Date.now());
  for (const { files, id } of old) {
    // The manifest goes first: what is half removed is no backup any more.
    const names = files.map(({ name }) => name).sort((a, b) =>
      Number(b === `${id}/manifest.json`) - Number(a === `${id}/manifest.json`)
    );
    await place.remove(names);
  }
  const swept = await place.sweep(Date.now() - 2 * DAY_MS);
  return { removed: old.map(({ id }) => id), kept: all.length - old.length, swept };
}
