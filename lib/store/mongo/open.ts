import { watchChanges } from "@/lib/store/mongo/change_watcher.ts";
import {
  Connection,
  type ConnectionOptions,
  type ObserveCommand,
} from "@/lib/store/mongo/connection.ts";
import { MongoDocumentStore } from "@/lib/store/mongo/document_store.ts";
import { MongoEncounterStore } from "@/lib/store/mongo/encounter_store.ts";
import { MongoKeyValueStore } from "@/lib/store/mongo/kv_store.ts";
import { MongoLeases } from "@/lib/store/mongo/leases.ts";
import { MongoMigrationStore } from "@/lib/store/mongo/migration_store.ts";
import { probe } from "@/lib/store/mongo/probe.ts";
import { saveBundle } from "@/lib/store/mongo/save_bundle.ts";
import type { WatchChanges } from "@/lib/store/ports/store_changes.ts";
import type { Store } from "@/lib/store/ports/store.ts";

export interface OpenedMongo {
  readonly store: Store;
  /** The migration runner's view of the same database. Closing it leaves the store open. */
  readonly migrations: MongoMigrationStore;
  /** Tells of every answered command of the driver from now on. */
  observe(observer: ObserveCommand): void;
  /** Tells of changes by all instances, where the server has change streams. */
  readonly watch: WatchChanges;
}

/**
 * Opens MongoDB. Its schema must be there: see `ensureSchema`.
 *
 * @throws {ConfigurationFault} When only another configuration helps.
 * @throws {MongoFault} When the database cannot be reached.
 */
export async function openMongo(options: ConnectionOptions): Promise<OpenedMongo> {
  const connection = new Connection(options);
  try {
    await connection.open();
  } catch (error) {
    await connection.close();
    throw error;
  }
  return {
    store: storeOn(connection),
    migrations: new MongoMigrationStore(connection),
    observe: (observer) => connection.observe(observer),
    watch: (listener) => watchChanges(connection.db, listener),
  };
}

function storeOn(connection: Connection): Store {
  const encounters = new MongoEncounterStore(connection);
  const documents = new MongoDocumentStore(connection);
  const leases = new MongoLeases(connection, "leases");
  return {
    encounters,
    documents,
    leases,
    values: new MongoKeyValueStore(connection, leases),
    saveBundle: (bundle) => saveBundle(documents, encounters, bundle),
    ping: () => connection.run("reach the store", (limits) => probe(connection.db, limits)),
    close: async () => {
      await encounters.settle();
      await connection.close();
    },
  };
}
