import { existsSync } from "node:fs";
import process from "node:process";
import type { Config } from "@/lib/config.ts";
import type { Log } from "@/lib/log.ts";
import {
  type EnsureOptions,
  ensureSchema,
  schemaDifference,
} from "@/lib/store/migrations/ensure_schema.ts";
import type { Carried } from "@/lib/store/migrations/migrate.ts";
import { FileChanged, storeFault } from "@/lib/store/sqlite/fault.ts";
import { openMigrationStore, openStore, storePath } from "@/lib/store/sqlite/open.ts";
import type { ComposedStore, Engine, WatchedStore } from "@/lib/compose/store_engine.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";

/** MongoDB where there is an address of it; else SQLite in `DATA_DIR`. */
async function engineOf(config: Config): Promise<Engine> {
  if (config.MONGODB_URI === undefined) return sqliteEngine(storePath(config.DATA_DIR));
  // Who does without never loads the driver.
  const { mongoEngine } = await import("@/lib/compose/mongo_store.ts");
  return mongoEngine(config.MONGODB_URI);
}

/**
 * The store of this configuration. On one's own machine its schema is brought up to date by the
 * way; elsewhere that is `deno task migrate`'s business.
 *
 * @throws {SchemaMismatch} When the schema is not this release's.
 * @throws {ConfigurationFault} When only another configuration helps.
 * @throws {DependencyError} When the store cannot be opened.
 */
export async function composeStore(config: Config, log: Log): Promise<ComposedStore> {
  const engine = await engineOf(config);
  const migrated = await engine.bringUpToDate(ensureOptions(config, log));
  return { ...await engine.open(), schema: engine.schema, migrated };
}

/**
 * The same store for whoever watches it. Never throws: a store that cannot be opened, or whose
 * schema is not this release's, is what they have to tell people.
 */
export async function composeWatchedStore(
  config: Config,
  log: Log,
): Promise<ComposedStore<WatchedStore>> {
  const engine = await engineOf(config);
  let migrated: readonly Carried[] = [];
  try {
    migrated = await engine.bringUpToDate(ensureOptions(config, log));
  } catch (error) {
    log.warn("the store is not ready", { error: messageOf(error) });
  }
  try {
    return { ...await engine.open(), schema: engine.schema, migrated };
  } catch (error) {
    return { store: absentStore(error), schema: engine.schema, migrated };
  }
}

function ensureOptions(config: Config, log: Log): EnsureOptions {
  return {
    migrate: config.APP_ENV === "development" || config.APP_ENV === "test",
    owner: `app ${process.pid} ${crypto.randomUUID()}`,
    progress: ({ id, name, step }) => log.debug("migrating", { id, name, step }),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A store whose every answer is the fault that kept it from being opened. */
function absentStore(fault: unknown): WatchedStore {
  const fail = () => Promise.reject(fault);
  return {
    values: { get: fail, put: fail, delete: fail, list: fail },
    leases: { acquire: fail, renew: fail, release: fail, holder: fail },
    ping: fail,
    close: () => Promise.resolve(),
  };
}

function sqliteEngine(path: string): Engine {
  return {
    open: () => Promise.resolve({ store: openStore({ path }) }),
    async bringUpToDate(options) {
      const migrations = openMigrationStore({ path });
      try {
        return await ensureSchema(migrations, MIGRATIONS, options);
      } finally {
        migrations.close();
      }
    },
    async schema() {
      // A missing file has no schema either, and it is the file that has to be brought back.
      if (!existsSync(path)) throw storeFault("read the schema", new FileChanged("gone"));
      const looking = openMigrationStore({ path, readOnly: true, busyMs: 25 });
      try {
        return await schemaDifference(looking, MIGRATIONS);
      } finally {
        looking.close();
      }
    },
  };
}
