import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "@/lib/config.ts";
import type { SnapshotSource, SnapshotTarget } from "@/lib/store/ports/backup.ts";
import type { Store } from "@/lib/store/ports/store.ts";
import { openStore, storePath } from "@/lib/store/sqlite/open.ts";
import { SqliteTarget } from "@/lib/store/sqlite/restore.ts";
import { newestEncounters, scratchFolder, SqliteSource } from "@/lib/store/sqlite/snapshot.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";

/** So many encounters a drill folds from their logs. */
const DRILLED_ENCOUNTERS = 1_000;

/** What a backup is put into, and the migrations that this release has for it. */
export interface RestoreTarget {
  readonly target: SnapshotTarget;
  readonly known: readonly string[];
}

/** A store to try a backup in. */
export interface ScratchStore extends RestoreTarget {
  /** The restored store, and some of its encounters. */
  open(): Promise<{ readonly store: Store; readonly ids: readonly string[] }>;
  remove(): Promise<void>;
}

const idsOf = (migrations: readonly { readonly id: string }[]) => migrations.map(({ id }) => id);

/** What the store of this configuration is backed up from. */
export async function storeSource(config: Config): Promise<SnapshotSource> {
  const { MONGODB_URI: uri, DATA_DIR } = config;
  if (uri === undefined) {
    return new SqliteSource({ path: storePath(DATA_DIR), scratch: tmpdir(), now: Date.now });
  }
  const { MongoSource } = await import("@/lib/store/mongo/backup_source.ts");
  return new MongoSource({ uri, now: Date.now });
}

/** The store of this configuration as something to restore into. */
export async function storeTarget(config: Config): Promise<RestoreTarget> {
  const { MONGODB_URI: uri, DATA_DIR } = config;
  return uri === undefined
    ? { target: new SqliteTarget(storePath(DATA_DIR), MIGRATIONS), known: idsOf(MIGRATIONS) }
    : await mongoTarget(uri);
}

async function mongoTarget(uri: string): Promise<RestoreTarget> {
  const { MongoTarget } = await import("@/lib/store/mongo/backup_target.ts");
  const { MONGO_MIGRATIONS } = await import("@/migrations/mongo/manifest.ts");
  return { target: new MongoTarget(uri, MONGO_MIGRATIONS), known: idsOf(MONGO_MIGRATIONS) };
}

/** A store beside that of this configuration: a file, or a database of the same server. */
export async function scratchStore(config: Config): Promise<ScratchStore> {
  const { MONGODB_URI: uri } = config;
  if (uri !== undefined) return await scratchDatabase(uri);
  const folder = await scratchFolder(tmpdir());
  const path = join(folder, "tracker.sqlite");
  return {
    target: new SqliteTarget(path, MIGRATIONS),
    known: idsOf(MIGRATIONS),
    open: () => {
      const ids = newestEncounters(path, DRILLED_ENCOUNTERS);
      return Promise.resolve({ store: openStore({ path }), ids });
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function scratchDatabase(uri: string): Promise<ScratchStore> {
  // By hand: an address may name several hosts, which is no address for URL.
  const scratch = uri.replace(
    /^(mongodb(?:\+srv)?:\/\/[^/]+\/[^?]*)/,
    `$1_drill_${crypto.randomUUID().slice(0, 8)}`,
  );
  const { openMongo } = await import("@/lib/store/mongo/open.ts");
  const { MongoTransferStore } = await import("@/lib/store/mongo/transfer_store.ts");
  return {
    ...await mongoTarget(scratch),
    open: async () => {
      const { store } = await openMongo({ uri: scratch });
      const all = new MongoTransferStore({ uri: scratch });
      try {
        const ids: string[] = [];
        for await (const page of all.encounters.stamps()) {
          ids.push(...page.map(({ key: [id = ""] }) => id));
          if (ids.length >= DRILLED_ENCOUNTERS) break;
        }
        return { store, ids: ids.slice(0, DRILLED_ENCOUNTERS) };
      } finally {
        await all.close();
      }
    },
    remove: async () => {
      const { MongoTarget } = await import("@/lib/store/mongo/backup_target.ts");
      await new MongoTarget(scratch, []).abandon();
    },
  };
}
