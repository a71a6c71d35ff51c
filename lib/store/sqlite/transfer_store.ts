import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { Id } from "@/lib/combat/state.ts";
import { entryText } from "@/lib/store/entry_text.ts";
import { toJsonText } from "@/lib/store/json_text.ts";
import type { StoredDocument } from "@/lib/store/ports/document_store.ts";
import type { EncounterRecord, Snapshot } from "@/lib/store/ports/encounter_store.ts";
import type { KeyValue } from "@/lib/store/ports/kv_store.ts";
import type { Store } from "@/lib/store/ports/store.ts";
import {
  isOwnKey,
  type Section,
  type Stamp,
  type TransferKey,
  type TransferStore,
} from "@/lib/store/ports/transfer_store.ts";
import { Database, type Row } from "@/lib/store/sqlite/database.ts";
import { documentOf } from "@/lib/store/sqlite/document_store.ts";
import { recordOf } from "@/lib/store/sqlite/encounter_rows.ts";
import { keyValueOf } from "@/lib/store/sqlite/kv_store.ts";
import { openStore } from "@/lib/store/sqlite/open.ts";
import { storeFault } from "@/lib/store/sqlite/fault.ts";
import { canonicalText } from "@/lib/store/transfer/keys.ts";

const FROZEN_TABLES = [
  "encounters",
  "encounter_log",
  "encounter_snapshots",
  "documents",
  "entries",
];

/** How long to wait for the app's transactions: nobody waits for this process. */
const BUSY_MS = 5_000;
const PAGE = 500;

const RECORD_COLUMNS = [
  "id",
  "owner_id",
  "name",
  "status",
  "edition",
  "created_at",
  "updated_at",
  "archived_at",
  "deleted_at",
  "version",
  "round",
  "combatants",
  "share_code",
  "code_used_at",
  "ended_at",
];

/** The statement that writes a row over the one with the same key. */
function upsert(table: string, key: readonly string[], columns: readonly string[]): string {
  const rest = columns.filter((column) => !key.includes(column));
  return `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})
    ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${
    rest.map((column) => `${column} = excluded.${column}`).join(", ")
  }`;
}

const UPSERT_RECORD = upsert("encounters", ["id"], RECORD_COLUMNS);
const DOCUMENT_KEY = ["owner_id", "kind", "id"];
const UPSERT_DOCUMENT = upsert(
  "documents",
  DOCUMENT_KEY,
  [...DOCUMENT_KEY, "version", "created_at", "updated_at", "body"],
);
const UPSERT_VALUE = upsert("entries", ["key"], ["key", "version", "value"]);

/** The embedded store as something to move from or to. */
export class SqliteTransferStore implements TransferStore {
  readonly title: string;
  readonly #db: Database;
  readonly #store: Store;

  /** @throws {StoreFault} When the file cannot be opened. */
  constructor(path: string) {
    this.title = path;
    this.#store = openStore({ path });
    this.#db = new Database({ path, busyMs: BUSY_MS });
  }

  readonly encounters: Section<EncounterRecord> = {
    count: () => this.#count("encounters"),
    stamps: () => this.#stamps("encounters", ["id"], (row) => canonicalText(recordOf(row))),
    read: (keys) => this.#read("encounters", ["id"], keys, recordOf),
    write: (records) => this.#write(() => records.forEach((record) => this.#record(record))),
    remove: (keys) => this.#remove("encounters", ["id"], keys),
  };

  readonly documents: Section<StoredDocument> = {
    count: () => this.#count("documents"),
    stamps: () =>
      this.#stamps(
        "documents",
        DOCUMENT_KEY,
        (row) => `${row["version"]}/${row["updated_at"]}`,
      ),
    read: (keys) => this.#read("documents", DOCUMENT_KEY, keys, documentOf),
    write: (documents) =>
      this.#write(() => {
        for (const document of documents) {
          const { ownerId, kind, id, version, createdAt, updatedAt, body } = document;
          const text = toJsonText(body);
          this.#db.run(UPSERT_DOCUMENT, ownerId, kind, id, version, createdAt, updatedAt, text);
        }
      }),
    remove: (keys) => this.#remove("documents", DOCUMENT_KEY, keys),
  };

  readonly values: Section<KeyValue> = {
    count: async () =>
      (await this.#all("SELECT key FROM entries"))
        .filter(({ key }) => !isOwnKey(String(key))).length,
    stamps: () => this.#valueStamps(),
    read: (keys) => this.#read("entries", ["key"], keys, keyValueOf),
    write: (values) =>
      this.#write(() => {
        for (const { key, version, value } of values) {
          this.#db.run(UPSERT_VALUE, key, version, toJsonText(value));
        }
      }),
    remove: (keys) => this.#remove("entries", ["key"], keys),
  };

  entriesAfter(id: Id, version: number, limit: number): Promise<readonly LogEntry[]> {
    return this.#store.encounters.entriesAfter(id, version, limit);
  }

  writeLog(record: EncounterRecord, entries: readonly LogEntry[]): Promise<void> {
    const base = record.version - entries.length;
    return this.#write(() => {
      this.#record(record);
      this.#db.run(
        "DELETE FROM encounter_log WHERE encounter_id = ? AND version > ?",
        record.id,
        base,
      );
      let bytes = 0;
      for (const entry of entries) {
        const text = entryText(entry);
        bytes += text.length;
        this.#db.run(
          "INSERT INTO encounter_log (encounter_id, version, command_id, body) VALUES (?, ?, ?, ?)",
          record.id,
          entry.version,
          entry.commandId,
          text,
        );
      }
      this.#db.run(
        "UPDATE encounters SET log_bytes = log_bytes + ? WHERE id = ?",
        bytes,
        record.id,
      );
    });
  }

  snapshot(id: Id): Promise<Snapshot | null> {
    return this.#store.encounters.snapshot(id);
  }

  saveSnapshot(id: Id, snapshot: Snapshot): Promise<void> {
    return this.#store.encounters.saveSnapshot(id, snapshot);
  }

  freeze(): Promise<void> {
    return this.#write(() => {
      for (const [table, event, name] of triggers()) {
        this.#db.exec(
          `CREATE TRIGGER IF NOT EXISTS ${name} BEFORE ${event} ON ${table}
           BEGIN SELECT RAISE(ABORT, 'the store is being moved'); END`,
        );
      }
    });
  }

  thaw(): Promise<void> {
    return this.#write(() => {
      for (const [, , name] of triggers()) this.#db.exec(`DROP TRIGGER IF EXISTS ${name}`);
    });
  }

  async close(): Promise<void> {
    await this.#store.close();
    this.#db.close();
  }

  async #count(table: string): Promise<number> {
    const [row] = await this.#all(`SELECT count(*) AS n FROM ${table}`);
    return Number(row?.["n"]);
  }

  async *#valueStamps(): AsyncGenerator<readonly Stamp[]> {
    const stampOf = (row: Row) => `${row["version"]}/${canonicalText(keyValueOf(row).value)}`;
    for await (const page of this.#stamps("entries", ["key"], stampOf)) {
      yield page.filter(({ key: [key = ""] }) => !isOwnKey(key));
    }
  }

  async *#stamps(
    table: string,
    key: readonly string[],
    stampOf: (row: Row) => string,
  ): AsyncGenerator<readonly Stamp[]> {
    const columns = key.join(", ");
    const later = `WHERE (${columns}) > (${key.map(() => "?").join(", ")})`;
    for (let after: TransferKey | null = null;;) {
      const rows: readonly Row[] = await this.#all(
        `SELECT * FROM ${table} ${after === null ? "" : later} ORDER BY ${columns} LIMIT ?`,
        ...after ?? [],
        PAGE,
      );
      const page = rows.map((row) => ({
        key: key.map((column) => String(row[column])),
        stamp: stampOf(row),
      }));
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      after = last.key;
    }
  }

  async #read<Item>(
    table: string,
    key: readonly string[],
    keys: readonly TransferKey[],
    itemOf: (row: Row) => Item,
  ): Promise<Item[]> {
    const sql = `SELECT * FROM ${table} WHERE ${
      key.map((column) => `${column} = ?`).join(" AND ")
    }`;
    const items: Item[] = [];
    for (const parts of keys) items.push(...(await this.#all(sql, ...parts)).map(itemOf));
    return items;
  }

  #remove(table: string, key: readonly string[], keys: readonly TransferKey[]): Promise<void> {
    return this.#write(() => {
      const where = key.map((column) => `${column} = ?`).join(" AND ");
      for (const parts of keys) this.#db.run(`DELETE FROM ${table} WHERE ${where}`, ...parts);
    });
  }

  #record(record: EncounterRecord): void {
    // Codes may have changed hands since the last pass; whose this was is copied in its turn.
    if (record.shareCode !== null) {
      this.#db.run(
        "UPDATE encounters SET share_code = NULL WHERE share_code = ? AND id <> ?",
        record.shareCode,
        record.id,
      );
    }
    this.#db.run(
      UPSERT_RECORD,
      record.id,
      record.ownerId,
      record.name,
      record.status,
      record.edition,
      record.createdAt,
      record.updatedAt,
      record.archivedAt,
      record.deletedAt,
      record.version,
      record.round,
      record.combatants,
      record.shareCode,
      record.codeUsedAt,
      record.endedAt,
    );
  }

  #all(sql: string, ...values: (string | number)[]): Promise<readonly Row[]> {
    return this.#settled(() => this.#db.all(sql, ...values));
  }

  #write(work: () => void): Promise<void> {
    return this.#settled(() => this.#db.transaction(work));
  }

  #settled<T>(work: () => T): Promise<T> {
    try {
      return Promise.resolve(work());
    } catch (error) {
      return Promise.reject(storeFault("move the store", error));
    }
  }
}

function triggers(): (readonly [table: string, event: string, name: string])[] {
  return FROZEN_TABLES.flatMap((table) =>
    ["INSERT", "UPDATE", "DELETE"].map((event) =>
      [table, event, `frozen_${table}_${event.toLowerCase()}`] as const
    )
  );
}
