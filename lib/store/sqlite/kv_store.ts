import { z } from "zod";
import type { KeyValue, KeyValueStore, KvResult } from "@/lib/store/ports/kv_store.ts";
import type { Lease, LeaseResult, LeaseStore } from "@/lib/store/ports/lease_store.ts";
import type { Database, Row } from "@/lib/store/sqlite/database.ts";
import { StoreFault } from "@/lib/store/sqlite/fault.ts";
import { jsonText, toJsonText } from "@/lib/store/json_text.ts";
import { LeaseTable } from "@/lib/store/sqlite/lease_table.ts";
import { read } from "@/lib/store/sqlite/read.ts";
import type { Writer } from "@/lib/store/sqlite/writer.ts";

const LEASES = "leases";

const entryRow = z.object({ key: z.string(), version: z.number(), value: jsonText });

export function keyValueOf(row: Row): KeyValue {
  const parsed = entryRow.safeParse(row);
  if (!parsed.success) throw new StoreFault("corrupt", "read a value", parsed.error);
  return parsed.data;
}

/** Values by key in SQLite. */
export class SqliteKeyValueStore implements KeyValueStore {
  readonly #leases: LeaseTable;

  constructor(private readonly db: Database, private readonly writer: Writer) {
    this.#leases = new LeaseTable(db, LEASES);
  }

  get(key: string): Promise<KeyValue | null> {
    return read("read the value", () => {
      const row = this.db.get("SELECT * FROM entries WHERE key = ?", key);
      return row === undefined ? null : keyValueOf(row);
    });
  }

  put(key: string, value: unknown, expectedVersion: number, lease?: Lease): Promise<KvResult> {
    return this.writer.write("save the value", (): KvResult => {
      if (lease !== undefined && !this.#leases.stands(lease)) return { kind: "fenced" };
      const row = this.db.get("SELECT version FROM entries WHERE key = ?", key);
      const present = Number(row?.["version"] ?? 0);
      if (present !== expectedVersion) return { kind: "conflict", version: present };
      this.db.run(
        `INSERT INTO entries (key, version, value) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET version = excluded.version, value = excluded.value`,
        key,
        present + 1,
        toJsonText(value),
      );
      return { kind: "saved", version: present + 1 };
    });
  }

  delete(key: string, expectedVersion: number): Promise<boolean> {
    return this.writer.write("delete the value", () => {
      const sql = "DELETE FROM entries WHERE key = ? AND version = ?";
      return this.db.run(sql, key, expectedVersion) === 1;
    });
  }

  list(prefix: string, limit: number, afterKey = ""): Promise<readonly KeyValue[]> {
    return read("list the values", () =>
      this.db.all(
        `SELECT * FROM entries WHERE key >= ? AND key > ? AND substr(key, 1, ?) = ?
         ORDER BY key LIMIT ?`,
        prefix,
        afterKey,
        // SQLite counts characters, JavaScript halves of some of them.
        [...prefix].length,
        prefix,
        limit,
      ).map(keyValueOf));
  }
}

/** Leases in SQLite, on the clock of its machine. */
export class SqliteLeaseStore implements LeaseStore {
  readonly #leases: LeaseTable;

  constructor(db: Database, private readonly writer: Writer) {
    this.#leases = new LeaseTable(db, LEASES);
  }

  acquire(name: string, owner: string, ttlMs: number): Promise<LeaseResult> {
    return this.writer.write("take the lease", () => this.#leases.acquire(name, owner, ttlMs));
  }

  renew(lease: Lease, ttlMs: number): Promise<Lease | null> {
    return this.writer.write("renew the lease", () => this.#leases.renew(lease, ttlMs));
  }

  release(lease: Lease): Promise<boolean> {
    return this.writer.write("give the lease back", () => this.#leases.release(lease));
  }

  holder(name: string): Promise<Lease | null> {
    return read("read the lease", () => this.#leases.holder(name));
  }
}
