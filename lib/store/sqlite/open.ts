import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { Database } from "@/lib/store/sqlite/database.ts";
import { SqliteDocumentStore } from "@/lib/store/sqlite/document_store.ts";
import { SqliteEncounterStore } from "@/lib/store/sqlite/encounter_store.ts";
import { storeFault } from "@/lib/store/sqlite/fault.ts";
import { SqliteKeyValueStore, SqliteLeaseStore } from "@/lib/store/sqlite/kv_store.ts";
import { SqliteMigrationStore } from "@/lib/store/sqlite/migration_store.ts";
import { Writer, type WriterOptions } from "@/lib/store/sqlite/writer.ts";
import { saveBundle } from "@/lib/store/sqlite/save_bundle.ts";
import type { Store } from "@/lib/store/ports/store.ts";

/** The embedded store's file in `DATA_DIR`. */
export function storePath(dataDir: string): string {
  return join(dataDir, "tracker.sqlite");
}

export interface StoreOptions extends WriterOptions {
  readonly path: string;
}

/**
 * Opens the embedded store. Its schema must be there: see `ensureSchema`.
 *
 * @throws {StoreFault} When the file cannot be opened or is no database.
 */
export function openStore({ path, ...writing }: StoreOptions): Store {
  makeFolder(path);
  const db = new Database({ path });
  const writer = new Writer(db, writing);
  const encounters = new SqliteEncounterStore(db, writer);
  const documents = new SqliteDocumentStore(db, writer);
  return {
    encounters,
    documents,
    saveBundle: (bundle) => saveBundle(writer, documents, encounters, bundle),
    values: new SqliteKeyValueStore(db, writer),
    leases: new SqliteLeaseStore(db, writer),
    ping: () => probe(db, writer),
    close: async () => {
      await writer.close();
      db.close();
    },
  };
}

/** A write that failed so recently is believed: what the probe writes may fit where others do not. */
const FRESH_MS = 4_000;

/** Keeps a value and looks whether others could keep theirs. */
async function probe(db: Database, writer: Writer): Promise<void> {
  const fault = writer.lastFault(FRESH_MS);
  if (fault !== undefined) throw fault;
  await writer.write("reach the store", () => {
    db.run(
      `INSERT INTO entries (key, version, value) VALUES ('probe', 1, json_array(?))
       ON CONFLICT DO UPDATE SET version = version + 1, value = excluded.value`,
      Date.now(),
    );
  });
}

/**
 * The migration runner's view of the same file.
 *
 * @param options.readOnly only look: a file that is not there is not made
 * @throws {StoreFault} When the file cannot be opened or is no database.
 */
export function openMigrationStore(
  options: { readonly path: string; readonly readOnly?: boolean; readonly busyMs?: number },
): SqliteMigrationStore {
  if (options.readOnly !== true) makeFolder(options.path);
  else if (!existsSync(options.path)) return new SqliteMigrationStore({ path: ":memory:" });
  return new SqliteMigrationStore(options);
}

/**
 * Makes the folder and an empty file that only this user reads, and takes an earlier release's
 * files from everybody else. SQLite gives what it puts beside the file the same rights.
 */
function makeFolder(path: string): void {
  if (path === ":memory:") return;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw storeFault("make the store's folder", error);
  }
  try {
    closeSync(openSync(path, "a", 0o600));
  } catch {
    // What is wrong with it is told by whoever opens it as a database.
  }
  for (const file of [path, `${path}-wal`, `${path}-shm`]) closeToOthers(file);
}

function closeToOthers(file: string): void {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
  if ((mode & 0o077) === 0) return;
  try {
    chmodSync(file, 0o600);
  } catch {
    // Another user's file: whether it can be used shows when it is opened.
  }
}
