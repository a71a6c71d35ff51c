import process from "node:process";
import type { Config } from "@/lib/config.ts";
import type { Log } from "@/lib/log.ts";
import { ensureSchema, schemaDifference } from "@/lib/store/migrations/ensure_schema.ts";
import type { Carried } from "@/lib/store/migrations/migrate.ts";
import { openMigrationStore, openStore, storePath } from "@/lib/store/sqlite/open.ts";
import type { Store } from "@/lib/store/ports/store.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";

/** The parts of the store that watching it needs. */
export type WatchedStore = Pick<Store, "values" | "leases" | "ping" | "close">;

/** The store and what is known about its schema. */
export interface ComposedStore<S extends WatchedStore = Store> {
  readonly store: S;
  /** The migrations that this process carried out to bring the schema up to date. */
  readonly migrated: readonly Carried[];
  /** Looks again: after a repair or a migration the instance goes on without a restart. */
  schema(): Promise<{ missing: readonly string[]; unknown: readonly string[] }>;
}

/**
 * SQLite in `DATA_DIR`. On one's own machine its schema is brought up to date by the way; elsewhere
 * that is `deno task migrate`'s business.
 *
 * @throws {SchemaMismatch} When the schema is not this release's.
 * @throws {DependencyError} When the file cannot be opened.
 */
export async function composeStore(config: Config, log: Log): Promise<ComposedStore> {
  const migrated = await bringUpToDate(config, log);
  const path = storePath(config.DATA_DIR);
  return { store: openStore({ path }), schema: () => lookAtSchema(path), migrated };
}

/**
 * The same store for whoever watches it. Never throws: a store that cannot be opened, or whose
 * schema is not this release's, is what they have to tell people.
 */
export async function composeWatchedStore(
  config: Config,
  log: Log,
): Promise<ComposedStore<WatchedStore>> {
  const path = storePath(config.DATA_DIR);
  const schema = () => lookAtSchema(path);
  let migrated: readonly Carried[] = [];
  try {
    migrated = await bringUpToDate(config, log);
  } catch (error) {
    log.warn("the store is not ready", { error: messageOf(error) });
  }
  try {
    return { store: openStore({ path }), schema, migrated };
  } catch (error) {
    return { store: absentStore(error), schema, migrated };
  }
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

async function bringUpToDate(config: Config, log: Log): Promise<readonly Carried[]> {
  const migrations = openMigrationStore({ path: storePath(config.DATA_DIR) });
  try {
    return await ensureSchema(migrations, MIGRATIONS, {
      migrate: config.APP_ENV === "development" || config.APP_ENV === "test",
      owner: `app ${process.pid} ${crypto.randomUUID()}`,
      progress: ({ id, name, step }) => log.debug("migrating", { id, name, step }),
    });
  } finally {
    migrations.close();
  }
}

async function lookAtSchema(path: string) {
  const looking = openMigrationStore({ path, readOnly: true, busyMs: 25 });
  try {
    return await schemaDifference(looking, MIGRATIONS);
  } finally {
    looking.close();
  }
}
