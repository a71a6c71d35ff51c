import type { DatabaseSync } from "node:sqlite";
import type { Config } from "@/lib/config.ts";
import { migrate } from "@/lib/store/migrations/migrate.ts";
import type { Migration, MigrationStore } from "@/lib/store/ports/migration_store.ts";
import { openMigrationStore, storePath } from "@/lib/store/sqlite/open.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";
import {
  FOLDER,
  manifestDifferences,
  type MigrationFile,
  migrationFiles,
  MONGO_FOLDER,
} from "@/tasks/migrate/manifest.ts";

/** One database with the migrations of its kind. */
export interface Database<Db> {
  readonly store: MigrationStore<Db>;
  readonly migrations: readonly Migration<Db>[];
  /** Fingerprint of the schema that these migrations make of an empty database. */
  readonly schemaOf: (migrations: readonly Migration<Db>[]) => Promise<string>;
  /** What differs between the list and the files. */
  readonly differences: () => readonly string[];
}

interface Wanted {
  /** A file, or an address of MongoDB; absent: the one of the configuration. */
  readonly database?: string;
  /** Whether anything may be written. */
  readonly writes: boolean;
}

type Work<T> = <Db>(database: Database<Db>) => Promise<T>;

/**
 * Opens the database that is meant, lets `work` use it and closes it.
 *
 * @throws {ConfigurationFault} When only another configuration helps.
 * @throws {DependencyError} When it cannot be opened.
 */
export async function withDatabase<T>(config: Config, wanted: Wanted, work: Work<T>): Promise<T> {
  const place = wanted.database ?? config.MONGODB_URI ?? storePath(config.DATA_DIR);
  return /^mongodb(\+srv)?:/.test(place)
    ? await onMongo(place, work)
    : await onFile(place, wanted.writes, work);
}

async function onFile<T>(path: string, writes: boolean, work: Work<T>): Promise<T> {
  const store = openMigrationStore({ path, readOnly: !writes });
  try {
    return await work({
      store,
      migrations: MIGRATIONS,
      schemaOf: schemaOfFile,
      differences: () => fileDifferences(MIGRATIONS, FOLDER),
    });
  } finally {
    store.close();
  }
}

async function schemaOfFile(migrations: readonly Migration<DatabaseSync>[]): Promise<string> {
  const scratch = openMigrationStore({ path: ":memory:" });
  try {
    await migrate(scratch, migrations, { direction: "up", owner: "scratch" });
    return await scratch.fingerprint();
  } finally {
    scratch.close();
  }
}

/** Building an index of a large collection takes its time, and nobody waits for an answer. */
const MIGRATION_MS = 30 * 60_000;

async function onMongo<T>(uri: string, work: Work<T>): Promise<T> {
  const { openMongo } = await import("@/lib/store/mongo/open.ts");
  const { scratchMongo } = await import("@/tasks/migrate/scratch_mongo.ts");
  const { MONGO_MIGRATIONS } = await import("@/migrations/mongo/manifest.ts");
  const { store, migrations } = await openMongo({ uri, operationMs: MIGRATION_MS });
  try {
    return await work({
      store: migrations,
      migrations: MONGO_MIGRATIONS,
      schemaOf: (some) =>
        scratchMongo(uri, async (scratch) => {
          await migrate(scratch, some, { direction: "up", owner: "scratch" });
          return await scratch.fingerprint();
        }),
      differences: () => fileDifferences(MONGO_MIGRATIONS, MONGO_FOLDER),
    });
  } finally {
    await store.close();
  }
}

/** Files against manifest; nothing to compare where only the built server is. */
function fileDifferences(
  manifest: readonly Pick<MigrationFile, "id" | "name" | "checksum">[],
  folder: string,
): readonly string[] {
  try {
    return manifestDifferences(manifest, migrationFiles(folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
