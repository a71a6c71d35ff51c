import process from "node:process";
import type { Config } from "@/lib/config.ts";
import type { Log } from "@/lib/log.ts";
import { ensureSchema, schemaDifference } from "@/lib/store/ensure_schema.ts";
import { openMigrationStore, openStore, storePath } from "@/lib/store/sqlite/open.ts";
import type { Store } from "@/lib/store/store_port.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";

/** The store and what is known about its schema. */
export interface ComposedStore {
  readonly store: Store;
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
  const schema = async () => {
    const looking = openMigrationStore({ path, readOnly: true, busyMs: 25 });
    try {
      return await schemaDifference(looking, MIGRATIONS);
    } finally {
      looking.close();
    }
  };
  return { store: openStore({ path }), schema };
}
