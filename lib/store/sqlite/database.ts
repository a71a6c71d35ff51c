import { closeSync, existsSync, openSync, unlinkSync } from "node:fs";
import process from "node:process";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { isBusy, storeFault } from "@/lib/store/sqlite/fault.ts";
import { FileIdentity } from "@/lib/store/sqlite/file_identity.ts";

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
  readonly #identity: FileIdentity;

  /** @throws {StoreFault} When the file cannot be opened or is no database. */
  constructor(readonly options: DatabaseOptions) {
    this.#db = openFile(options);
    this.#identity = new FileIdentity(options.path);
  }

  /** The driver's own handle, for migrations. */
  get handle(): DatabaseSync {
    return this.#db;
  }

  all(sql: string, ...values: SQLInputValue[]): readonly Row[] {
    return this.#located(() => this.#prepared(sql).all(...values));
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#located(() => this.#prepared(sql).get(...values));
  }

  /** Runs a writing statement; answers how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return this.#located(() => Number(this.#prepared(sql).run(...values).changes));
  }

  exec(sql: string): void {
    this.#located(() => this.#db.exec(sql));
  }

  /** Runs `work`; an error of the driver says then which file it is about. */
  #located<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw withPath(error, this.options.path);
    }
  }

  /**
   * Runs `work` in one write transaction: all of it is kept, or nothing. The lock is taken at the
   * start, so that a transaction never fails half-way because of another writer. Nothing counts as
   * kept that went into a file which is not at its path any more.
   */
  transaction<T>(work: () => T): T {
    this.#prepared("BEGIN IMMEDIATE").run();
    try {
      const value = work();
      this.#identity.check();
      this.#prepared("COMMIT").run();
      this.#identity.checkCommitted();
      return value;
    } catch (error) {
      this.#rollBack();
      throw withPath(error, this.options.path);
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
      throw storeFault("open the store", withPath(refusal(path) ?? error, path));
    }
  }
}

/** Adds to an error which file it is about; the driver's own do not say. */
function withPath(error: unknown, path: string): unknown {
  return error instanceof Error && !("path" in error) ? Object.assign(error, { path }) : error;
}

/** The system's own reason why a database cannot be opened; SQLite has one word for all of them. */
function refusal(path: string): unknown {
  const attempt = `${path}.attempt-${process.pid}`;
  try {
    if (existsSync(path)) closeSync(openSync(path, "r+"));
    closeSync(openSync(attempt, "wx"));
    unlinkSync(attempt);
    return undefined;
  } catch (error) {
    return Object.assign(error instanceof Error ? error : new Error(String(error)), { path });
  }
}
