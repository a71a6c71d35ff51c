import { createReadStream, existsSync } from "node:fs";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { backup, DatabaseSync } from "node:sqlite";
import type { Progress, Snapshot, SnapshotSource, StoreFacts } from "@/lib/store/ports/backup.ts";
import { DependencyError } from "@/lib/errors.ts";
import { pacing } from "@/lib/pacing.ts";
import { damageOf } from "@/lib/store/sqlite/check_file.ts";
import { storeFault } from "@/lib/store/sqlite/fault.ts";

/** The one part of an embedded store's snapshot. */
export const SQLITE_PART = "tracker.sqlite";
const PAGES_A_STEP = 2_000;
const SCRATCH = "encounter-tracker-scratch-";

export interface SqliteSourceOptions {
  /** The live database. */
  readonly path: string;
  /** A folder for the copy that is streamed from; as much space as the database takes. */
  readonly scratch: string;
  readonly now: () => number;
}

/** Snapshots of the embedded store, taken beside a running app without stopping it. */
export class SqliteSource implements SnapshotSource {
  constructor(readonly options: SqliteSourceOptions) {}

  async open(progress: Progress): Promise<Snapshot> {
    const { path, scratch, now } = this.options;
    if (!existsSync(path)) {
      const cause = new Error(`${path} is not there`);
      throw new DependencyError("store", `Cannot back up: there is no database at ${path}`, {
        cause,
      });
    }
    const folder = await scratchFolder(scratch);
    try {
      const copy = join(folder, SQLITE_PART);
      const takenAt = now();
      await copyDatabase(path, copy, progress);
      const { schema, counts, damage } = await fileFacts(copy);
      if (damage.length > 0) {
        const cause = new Error(damage.join("; "));
        throw new DependencyError("store", `The database is damaged: ${damage[0]}`, { cause });
      }
      return {
        store: "sqlite",
        consistency: "one read transaction of SQLite",
        takenAt,
        schema,
        counts,
        parts: [{
          name: SQLITE_PART,
          size: (await stat(copy)).size,
          bytes: () => createReadStream(copy, { highWaterMark: 1_048_576 }),
        }],
        close: () => rm(folder, { recursive: true, force: true }),
      };
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw storeFault("back up the store", error);
    }
  }
}

/**
 * Copies a live database. The open read transaction keeps to one moment; without it SQLite begins
 * the copy anew with every write of the app, and does not end while people play.
 */
async function copyDatabase(from: string, to: string, progress: Progress): Promise<void> {
  const db = new DatabaseSync(from, { readOnly: true });
  try {
    const pageSize = Number(db.prepare("PRAGMA page_size").get()?.["page_size"]);
    db.exec("PRAGMA busy_timeout = 5000; BEGIN; SELECT count(*) FROM sqlite_schema");
    await backup(db, to, {
      rate: PAGES_A_STEP,
      progress: ({ totalPages, remainingPages }) =>
        progress("copy", (totalPages - remainingPages) * pageSize, totalPages * pageSize),
    });
  } finally {
    db.close();
  }
}

/** Checks a file of this store's and counts its rows. It is one file afterwards, without a log. */
export async function fileFacts(path: string): Promise<StoreFacts> {
  const db = new DatabaseSync(path);
  try {
    db.exec("PRAGMA journal_mode = DELETE");
    const tables = db.prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'
       ESCAPE '\\' ORDER BY name`,
    ).all().map((row) => String(row["name"]));
    const counts: Record<string, number> = {};
    const pace = pacing();
    for (const name of tables) {
      counts[name] = Number(db.prepare(`SELECT count(*) n FROM "${name}"`).get()?.["n"]);
      // Each takes a moment; others get their turn between two.
      await pace();
    }
    return { schema: schemaOf(db, tables), counts, damage: await damageOf(path) };
  } finally {
    db.close();
  }
}

/** Ids of the encounters in a file that changed last. */
export function newestEncounters(path: string, limit: number): readonly string[] {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return db.prepare("SELECT id FROM encounters ORDER BY updated_at DESC LIMIT ?").all(limit)
      .map((row) => String(row["id"]));
  } finally {
    db.close();
  }
}

function schemaOf(db: DatabaseSync, tables: readonly string[]): readonly string[] {
  if (!tables.includes("schema_migrations")) return [];
  return db.prepare("SELECT id FROM schema_migrations ORDER BY id").all()
    .map((row) => String(row["id"]));
}

/**
 * A folder of this process's own, which only its user can open. Those of processes that were
 * killed are removed by the way: each holds a whole database.
 */
export async function scratchFolder(parent: string): Promise<string> {
  for (const name of await readdir(parent)) {
    const pid = name.startsWith(SCRATCH) ? Number(name.slice(SCRATCH.length).split("-")[0]) : NaN;
    if (!Number.isNaN(pid) && !isRunning(pid)) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
  return await mkdtemp(join(parent, `${SCRATCH}${process.pid}-`));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}
