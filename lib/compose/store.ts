import process from "node:process";
import type { Config } from "@/lib/config.ts";
import type { Log } from "@/lib/log.ts";
import {
  type EnsureOptions,
  ensureSchema,
  schemaDifference,
} from "@/lib/store/migrations/ensure_schema.ts";
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
  /** Tells of every command that the driver sends, where a network lies between. */
  observe?(observer: (command: string, ok: boolean, ms: number) => void): void;
}

/** One kind of store: how it is opened and how its schema is looked at. */
export interface Engine {
  open(): Promise<Pick<ComposedStore, "store" | "observe">>;
  bringUpToDate(options: EnsureOptions): Promise<readonly Carried[]>;
  schema: ComposedStore["schema"];
}

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
      const looking = openMigrationStore({ path, readOnly: true, busyMs: 25 });
      try {
        return await schemaDifference(looking, MIGRATIONS);
      } finally {
        looking.close();
      }
    },
  };
}
