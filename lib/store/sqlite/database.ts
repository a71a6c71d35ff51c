import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { isBusy, storeFault } from "@/lib/store/sqlite/fault.ts";

export type Row = Readonly<Record<string, unknown>>;

export interface DatabaseOptions {
  /** Path of the database file; made when it is not there. */
  readonly path: string;
  /** How long one try waits for another process's lock. It blocks this process, so keep it short. */
  readonly busyMs?: number;
  readonly foreignKeys?: boolean;
  readonly readOnly?: boolean;
}

/** One connection with its prepared statements, each prepared once. */
export class Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** @throws {StoreFault} When the file cannot be opened or is no database. */
  constructor(readonly options: DatabaseOptions) {
    this.#db = openFile(options);
  }

  /** The driver's own handle, for migrations. */
  get handle(): DatabaseSync {
    return this.#db;
  }

  all(sql: string, ...values: SQLInputValue[]): readonly Row[] {
    return this.#prepared(sql).all(...values);
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepared(sql).get(...values);
  }

  /** Runs a writing statement; answers how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }

  /**
   * Runs `work` in one write transaction: all of it is kept, or nothing. The lock is taken at the
   * start, so that a transaction never fails half-way because of another writer.
   */
  transaction<T>(work: () => T): T {
    this.#prepared("BEGIN IMMEDIATE").run();
    try {
      const value = work();
      this.#prepared("COMMIT").run();
      return value;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.#db.isOpen) this.#db.close();
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** SQLite has rolled back by itself after some faults; a second failure must not hide the first. */
  #rollBack(): void {
    if (!this.#db.isOpen || !this.#db.isTransaction) return;
    try {
      this.#db.exec("ROLLBACK");
    } catch {
      // The connection is as broken as the first error says, which is the one to report.
    }
  }
}

/** Longest wait for another process that switches the same new file to WAL. */
const OPEN_MS = 5_000;

function openFile({ path, busyMs = 25, foreignKeys = true, readOnly = false }: DatabaseOptions) {
  const deadline = Date.now() + OPEN_MS;
  for (;;) {
    let db: DatabaseSync | undefined;
    try {
      db = new DatabaseSync(path, { readOnly, enableForeignKeyConstraints: foreignKeys });
      db.exec(`PRAGMA busy_timeout = ${busyMs}`);
      if (!readOnly) db.exec("PRAGMA journal_mode = WAL");
      // Every commit reaches the disk before it is acknowledged: it survives loss of power.
      db.exec("PRAGMA synchronous = FULL; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY");
      return db;
    } catch (error) {
      if (db?.isOpen) db.close();
      // Switching to WAL needs the file alone for a moment and does not wait by itself.
      if (isBusy(error) && Date.now() < deadline) continue;
      throw storeFault("open the store", error);
    }
  }
}
