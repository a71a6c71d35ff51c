import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { Json } from "@/lib/store/ports/json.ts";
import type { Lease, LeaseResult } from "@/lib/store/ports/lease_store.ts";
import {
  ACCEPTED,
  type AppliedMigration,
  type Bookkeeping,
  type Chunk,
  LeaseLost,
  type MigrationStore,
  type Step,
  type Unfinished,
} from "@/lib/store/ports/migration_store.ts";
import { Database } from "@/lib/store/sqlite/database.ts";
import { isBusy, storeFault } from "@/lib/store/sqlite/fault.ts";
import { LEASE_COLUMNS, LeaseTable, NOW_SQL } from "@/lib/store/sqlite/lease_table.ts";
import { read } from "@/lib/store/sqlite/read.ts";

const LOCK = "migrations";

const BOOKKEEPING = `
  CREATE TABLE IF NOT EXISTS schema_migrations (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL, applied_by TEXT NOT NULL, baseline INTEGER NOT NULL,
    schema TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS schema_unfinished (
    one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, checksum TEXT NOT NULL,
    direction TEXT NOT NULL, step INTEGER NOT NULL, resume_from TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS schema_lock (${LEASE_COLUMNS}) STRICT;
`;

const appliedRow = z.object({
  id: z.string(),
  name: z.string(),
  checksum: z.string(),
  applied_at: z.number(),
  duration_ms: z.number(),
  applied_by: z.string(),
  baseline: z.number(),
  schema: z.string(),
}).transform((row): AppliedMigration => ({
  id: row.id,
  name: row.name,
  checksum: row.checksum,
  appliedAt: row.applied_at,
  durationMs: row.duration_ms,
  by: row.applied_by,
  baseline: row.baseline === 1,
  schema: row.schema,
}));

const unfinishedRow = z.object({
  id: z.string(),
  checksum: z.string(),
  direction: z.enum(["up", "down"]),
  step: z.number(),
  resume_from: z.string().transform((text): Json => z.json().parse(JSON.parse(text))),
}).transform((row): Unfinished => ({
  id: row.id,
  checksum: row.checksum,
  direction: row.direction,
  step: row.step,
  from: row.resume_from,
}));

export interface MigrationStoreOptions {
  readonly path: string;
  /** For looking only: nothing is written, not even a new file. */
  readonly readOnly?: boolean;
  /** How long to wait for another process's transaction, in milliseconds. */
  readonly busyMs?: number;
}

/**
 * The migration runner's view of a SQLite file, on a connection of its own. Foreign keys are off
 * while a step runs, so that tables can be rebuilt, and checked before it is kept.
 */
export class SqliteMigrationStore implements MigrationStore<DatabaseSync> {
  readonly #db: Database;
  readonly #locks: LeaseTable;

  /** @throws {StoreFault} When the file cannot be opened. */
  constructor({ path, readOnly = false, busyMs = 5_000 }: MigrationStoreOptions) {
    this.#db = new Database({ path, busyMs, readOnly, foreignKeys: false });
    this.#locks = new LeaseTable(this.#db, "schema_lock");
  }

  applied(): Promise<readonly AppliedMigration[]> {
    return read("read the applied migrations", () => {
      if (!this.#has("schema_migrations")) return [];
      return this.#db.all("SELECT * FROM schema_migrations ORDER BY id")
        .map((row) => appliedRow.parse(row));
    });
  }

  unfinished(): Promise<Unfinished | null> {
    return read("read the unfinished migration", () => {
      if (!this.#has("schema_unfinished")) return null;
      const row = this.#db.get("SELECT * FROM schema_unfinished");
      return row === undefined ? null : unfinishedRow.parse(row);
    });
  }

  fingerprint(): Promise<string> {
    return read("read the schema", () => this.#fingerprint());
  }

  holder(): Promise<Lease | null> {
    return read(
      "read the migration lock",
      () => this.#has("schema_lock") ? this.#locks.holder(LOCK) : null,
    );
  }

  async acquire(owner: string, ttlMs: number): Promise<LeaseResult> {
    try {
      return await this.#write("take the migration lock", () => {
        // Asked first, because changing the schema would wake every other connection's cache.
        if (!this.#has("schema_lock")) this.#db.exec(BOOKKEEPING);
        return this.#locks.acquire(LOCK, owner, ttlMs);
      });
    } catch (error) {
      // A long step keeps the whole file locked: then its migrator is the one to name.
      const by = isBusy(error) ? await this.holder() : null;
      if (by === null) throw error;
      return { kind: "taken", by };
    }
  }

  renew(lease: Lease, ttlMs: number): Promise<Lease | null> {
    return this.#write("renew the migration lock", () => this.#locks.renew(lease, ttlMs));
  }

  async release(lease: Lease): Promise<void> {
    await this.#write("release the migration lock", () => this.#locks.release(lease));
  }

  unlock(): Promise<Lease | null> {
    return this.#write("end the migration lock", () => {
      const holder = this.#has("schema_lock") ? this.#locks.holder(LOCK) : null;
      if (holder !== null) this.#locks.release(holder);
      return holder;
    });
  }

  advance(
    lease: Lease,
    step: Step<DatabaseSync>,
    from: Json,
    after: (chunk: Chunk) => Bookkeeping,
  ): Promise<Chunk> {
    return this.#underLease(lease, `carry out "${step.name}"`, () => {
      const chunk = this.#carryOut(step, from);
      this.#checkForeignKeys();
      this.#record(after(chunk));
      return chunk;
    });
  }

  adopt(
    lease: Lease,
    migrations: readonly Omit<AppliedMigration, "appliedAt" | "schema">[],
  ): Promise<void> {
    return this.#underLease(lease, "write the baseline down", () => {
      for (const migration of migrations) this.#record({ kind: "applied", migration });
    });
  }

  accept(lease: Lease): Promise<void> {
    return this.#underLease(lease, "accept the schema", () => {
      this.#db.run(
        "UPDATE schema_migrations SET schema = ? WHERE id = (SELECT max(id) FROM schema_migrations)",
        ACCEPTED + this.#fingerprint(),
      );
    });
  }

  restart(lease: Lease): Promise<void> {
    return this.#underLease(lease, "start the migration over", () => {
      this.#db.run("DELETE FROM schema_unfinished");
    });
  }

  close(): void {
    this.#db.close();
  }

  #has(table: string): boolean {
    return this.#db.get(
      "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?",
      table,
    ) !== undefined;
  }

  #write<T>(action: string, work: () => T): Promise<T> {
    return read(action, () => this.#db.transaction(work));
  }

  /** SQLite's write lock is held from before the check until the commit, so nobody gets between. */
  #underLease<T>(lease: Lease, action: string, work: () => T): Promise<T> {
    try {
      return Promise.resolve(this.#db.transaction(() => {
        if (!this.#locks.stands(lease)) {
          throw new LeaseLost(`Cannot ${action}: another migrator has taken the lock`);
        }
        return work();
      }));
    } catch (error) {
      return Promise.reject(error instanceof LeaseLost ? error : storeFault(action, error));
    }
  }

  #carryOut(step: Step<DatabaseSync>, from: Json): Chunk {
    const answer = step.mode === "resumable"
      ? step.run(this.#db.handle, from)
      : step.run(this.#db.handle) ?? { next: null };
    if (answer instanceof Promise) {
      throw new TypeError(`"${step.name}" is asynchronous, which a step of SQLite cannot be`);
    }
    return answer;
  }

  #checkForeignKeys(): void {
    const [broken] = this.#db.handle.prepare("PRAGMA foreign_key_check").all();
    if (broken !== undefined) {
      throw new Error(
        `rows of ${broken["table"]} point to rows of ${broken["parent"]} ` +
          "that are not there",
      );
    }
  }

  #record(entry: Bookkeeping): void {
    this.#db.run("DELETE FROM schema_unfinished");
    if (entry.kind === "unfinished") {
      const { id, checksum, direction, step, from } = entry.at;
      this.#db.run(
        `INSERT INTO schema_unfinished (one, id, checksum, direction, step, resume_from)
         VALUES (1, ?, ?, ?, ?, ?)`,
        id,
        checksum,
        direction,
        step,
        JSON.stringify(from),
      );
    } else if (entry.kind === "reverted") {
      this.#db.run("DELETE FROM schema_migrations WHERE id = ?", entry.id);
    } else {
      const { id, name, checksum, durationMs, by, baseline } = entry.migration;
      this.#db.run(
        `INSERT INTO schema_migrations
           (id, name, checksum, applied_at, duration_ms, applied_by, baseline, schema)
         VALUES (?, ?, ?, ${NOW_SQL}, ?, ?, ?, ?)`,
        id,
        name,
        checksum,
        durationMs,
        by,
        baseline ? 1 : 0,
        this.#fingerprint(),
      );
    }
  }

  #fingerprint(): string {
    const parts = this.#db.handle.prepare(
      `SELECT type, name, tbl_name, sql FROM sqlite_schema
       WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~' AND tbl_name NOT LIKE 'schema~_%' ESCAPE '~'
       ORDER BY type, name`,
    ).all().map(({ type, name, tbl_name, sql }) =>
      [type, name, tbl_name, String(sql).replace(/\s+/g, " ")].join("|")
    );
    return createHash("sha256").update(parts.join("\n")).digest("hex");
  }
}
