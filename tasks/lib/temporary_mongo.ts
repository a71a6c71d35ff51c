import { MongoClient } from "mongodb";
import { ensureSchema } from "@/lib/store/migrations/ensure_schema.ts";
import type { ConnectionOptions, ObserveCommand } from "@/lib/store/mongo/connection.ts";
import type { MongoMigrationStore } from "@/lib/store/mongo/migration_store.ts";
import { openMongo } from "@/lib/store/mongo/open.ts";
import type { Store } from "@/lib/store/ports/store.ts";
import { MONGO_MIGRATIONS } from "@/migrations/mongo/manifest.ts";
import { anotherDatabase } from "@/tasks/migrate/scratch_mongo.ts";
import { MONGO_URI_VARIABLE, type MongoServer, startMongo } from "@/tasks/lib/mongo_server.ts";

/** A database of its own on a real server, and how to be rid of it. */
export interface TemporaryMongo {
  readonly uri: string;
  readonly store: Store;
  readonly migrations: MongoMigrationStore;
  /** Tells of every answered command from now on. */
  observe(observer: ObserveCommand): void;
  close(): Promise<void>;
}

let own: Promise<MongoServer> | undefined;
let turn = 0;

/** Ends the server that this process started for its databases, if it did. */
export async function endOwnServer(): Promise<void> {
  const server = await own;
  own = undefined;
  await server?.close();
}

/**
 * Address of an empty database: on the server that TEST_MONGODB_URI names, otherwise on one that
 * this process starts; then `endOwnServer` ends it.
 */
export async function emptyDatabase(): Promise<string> {
  const name = `tracker_test_${Deno.pid}_${turn++}_${Math.random().toString(36).slice(2, 8)}`;
  const given = Deno.env.get(MONGO_URI_VARIABLE);
  if (given !== undefined) return anotherDatabase(given, name);
  own ??= startMongo();
  return (await own).uri(name);
}

export async function dropDatabase(uri: string): Promise<void> {
  const client = new MongoClient(uri);
  try {
    await client.db().dropDatabase();
  } finally {
    await client.close();
  }
}

/** Brings a database to this release's schema. */
export async function migrateMongo(migrations: MongoMigrationStore): Promise<void> {
  await ensureSchema(migrations, MONGO_MIGRATIONS, {
    migrate: true,
    owner: crypto.randomUUID(),
  });
}

/** An opened database; with `schema` false without collections and indexes. */
export async function temporaryMongo(
  options: Omit<ConnectionOptions, "uri"> & { readonly schema?: boolean } = {},
): Promise<TemporaryMongo> {
  const uri = await emptyDatabase();
  // A machine that is busy with other tests is no fault of the store.
  const { store, migrations, observe } = await openMongo({
    uri,
    operationMs: 60_000,
    waitMs: 60_000,
    ...options,
  });
  if (options.schema !== false) await migrateMongo(migrations);
  return {
    uri,
    store,
    migrations,
    observe,
    close: async () => {
      await store.close();
      await dropDatabase(uri);
    },
  };
}
