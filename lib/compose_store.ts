import process from "node:process";
import type { Config } from "@/lib/config.ts";
import type { Log } from "@/lib/log.ts";
import { ensureSchema, schemaDifference } from "@/lib/store/ensure_schema.ts";
import { openMigrationStore, openStore, storePath } from "@/lib/store/sqlite/open.ts";
import type { Store } from "@/lib/store/store_port.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";

/** What watching needs of a store: it may be one that nothing can be done with. */
export interface WatchedStore {
  readonly store: Pick<Store, "values" | "ping" | "close">;
  /** Looks again: after a repair or a migration the instance goes on without a restart. */
  schema(): Promise<{ missing: readonly string[]; unknown: readonly string[] }>;
}

/** The store and what is known about its schema. */
export interface ComposedStore extends WatchedStore {
  readonly store: Store;
}

/**
 * SQLite in `DATA_DIR`. On one's own machine its schema is brought up to date by the way; elsewhere
 * that is `deno task migrate`'s business.
 *
 * @throws {SchemaMismatch} When the schema is not this release's.
 * @throws {DependencyError} When the file cannot be opened.
 */
export async function composeStore(config: Config, log: Log): Promise<ComposedStore> {
  const path = storePath(config.DATA_DIR);
  const migrations = openMigrationStore({ path });
  try {
    await ensureSchema(migrations, MIGRATIONS, {
      migrate: config.APP_ENV === "development" || config.APP_ENV === "test",
      owner: `app ${process.pid} ${crypto.randomUUID()}`,
      progress: ({ id, name, step }) => log.debug("migrating", { id, name, step }),
    });
  } finally {
    migrations.close();
  }
  return { store: openStore({ path }), schema: schemaOf(path) };
}

/**
 * The store as it is, for whoever has to tell people what is wrong with it: its schema may be
 * another release's, and a file that cannot be opened fails with every call instead of now.
 */
export function watchStore(config: Pick<Config, "DATA_DIR">): WatchedStore {
  const path = storePath(config.DATA_DIR);
  try {
    return { store: openStore({ path }), schema: schemaOf(path) };
  } catch (error) {
    const fail = () => Promise.reject(error);
    const values = { get: fail, put: fail, delete: fail, list: fail };
    return { store: { values, ping: fail, close: () => Promise.resolve() }, schema: fail };
  }
}

function schemaOf(path: string): WatchedStore["schema"] {
  return async () => {
    const looking = openMigrationStore({ path, readOnly: true, busyMs: 25 });
    try {
      return await schemaDifference(looking, MIGRATIONS);
    } finally {
      looking.close();
    }
  };
}
