import { existsSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Instant } from "@/lib/combat/state.ts";
import type { Migration } from "@/lib/store/ports/migration_store.ts";
import { ensureSchema } from "@/lib/store/migrations/ensure_schema.ts";
import type { Rewound, SnapshotTarget, StoreFacts } from "@/lib/store/ports/backup.ts";
import { storeFault } from "@/lib/store/sqlite/fault.ts";
import { openMigrationStore } from "@/lib/store/sqlite/open.ts";
import { rewindDatabase } from "@/lib/store/sqlite/rewind.ts";
import { fileFacts, SQLITE_PART } from "@/lib/store/sqlite/snapshot.ts";

/** SQLite's own files beside a database: one left from an earlier database would be read into it. */
const BESIDE = ["", "-wal", "-shm", "-journal"];

/** Puts a snapshot where no database is, under another name until all of it is there and checked. */
export class SqliteTarget implements SnapshotTarget {
  readonly store = "sqlite" as const;
  readonly #staged: string;

  constructor(
    /** Where the database is to be. */
    readonly path: string,
    readonly migrations: readonly Migration<DatabaseSync>[],
  ) {
    this.#staged = `${path}.restoring`;
  }

  inTheWay(): Promise<string | undefined> {
    const there = BESIDE.map((suffix) => this.path + suffix).find((path) => existsSync(path));
    return Promise.resolve(
      there === undefined ? undefined : `${there} is there: stop the app and move it away`,
    );
  }

  async write(part: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    if (part !== SQLITE_PART) throw new RangeError(`an embedded store has no part ${part}`);
    try {
      await mkdir(dirname(this.path), { recursive: true });
      // What a killed restore left behind.
      await this.abandon();
      const file = await open(this.#staged, "wx", 0o600);
      try {
        for await (const piece of bytes) {
          for (let at = 0; at < piece.length;) at += (await file.write(piece, at)).bytesWritten;
        }
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      throw storeFault("restore the store", error);
    }
  }

  facts(): Promise<StoreFacts> {
    return this.#work("check the restored store", () => fileFacts(this.#staged));
  }

  rewind(to: Instant): Promise<Rewound> {
    return this.#work("go back in the restored store", () => {
      const db = new DatabaseSync(this.#staged);
      try {
        return rewindDatabase(db, to);
      } finally {
        db.close();
      }
    });
  }

  forget(owners: readonly string[]): Promise<number> {
    return this.#work("delete from the restored store", () => {
      const db = new DatabaseSync(this.#staged, { enableForeignKeyConstraints: true });
      try {
        return forgetOwners(db, owners);
      } finally {
        db.close();
      }
    });
  }

  async migrate(): Promise<readonly string[]> {
    const store = openMigrationStore({ path: this.#staged });
    try {
      const owner = `restore ${crypto.randomUUID()}`;
      const carried = await ensureSchema(store, this.migrations, { migrate: true, owner });
      return carried.map(({ id, name }) => `${id}_${name}`);
    } finally {
      store.close();
    }
  }

  async commit(): Promise<void> {
    try {
      // Folds a log of SQLite's own, which migrating made, into the file.
      const db = new DatabaseSync(this.#staged);
      db.exec("PRAGMA journal_mode = DELETE");
      db.close();
      const file = await open(this.#staged, "r+");
      await file.sync();
      await file.close();
      const there = await this.inTheWay();
      if (there !== undefined) throw new Error(there);
      await rename(this.#staged, this.path);
      const folder = await open(dirname(this.path), "r");
      await folder.sync();
      await folder.close();
    } catch (error) {
      throw storeFault("put the restored store in place", error);
    }
  }

  async abandon(): Promise<void> {
    for (const suffix of BESIDE) await rm(this.#staged + suffix, { force: true });
  }

  async #work<T>(action: string, work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw storeFault(action, error);
    }
  }
}

/** Removes everything of these owners, whichever tables this schema keeps it in. */
function forgetOwners(db: DatabaseSync, owners: readonly string[]): number {
  const tables = db.prepare(
    `SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
     WHERE m.type = 'table' AND c.name = 'owner_id'`,
  ).all().map((row) => String(row["name"]));
  let removed = 0;
  db.exec("BEGIN IMMEDIATE");
  for (const table of tables) {
    const remove = db.prepare(`DELETE FROM "${table}" WHERE owner_id = ?`);
    for (const owner of owners) removed += Number(remove.run(owner).changes);
  }
  db.exec("COMMIT");
  return removed;
}
