import type { DatabaseSync } from "node:sqlite";
import type { Migration, Step } from "@/lib/store/ports/migration_store.ts";

/** Rows that the resumable step makes, and how many at once. */
export const ROWS = 10;
const PIECE = 4;

function sql(text: string): Step<DatabaseSync> {
  return { mode: "transactional", name: text, run: (db) => db.exec(text) };
}

function piecewise(name: string, each: (id: number) => string): Step<DatabaseSync> {
  return {
    mode: "resumable",
    name,
    run: (db, from) => {
      const start = typeof from === "number" ? from : 0;
      const end = Math.min(ROWS, start + PIECE);
      for (let id = start; id < end; id++) db.exec(each(id));
      return { next: end < ROWS ? end : null, done: end, total: ROWS };
    },
  };
}

/** Small, but with every kind of step, in both directions. A row made twice would be an error. */
export const TOY_MIGRATIONS: readonly Migration<DatabaseSync>[] = [
  {
    id: "20260101120000",
    name: "make_rows",
    checksum: "one",
    description: "A table and rows in pieces",
    up: [
      sql("CREATE TABLE t (id INTEGER PRIMARY KEY, twice INTEGER) STRICT"),
      piecewise("make rows", (id) => `INSERT INTO t (id) VALUES (${id})`),
    ],
    down: [
      piecewise("remove rows", (id) => `DELETE FROM t WHERE id = ${id}`),
      sql("DROP TABLE t"),
    ],
  },
  {
    id: "20260101120001",
    name: "double_rows",
    checksum: "two",
    description: "Twice the id beside it",
    up: [
      sql("UPDATE t SET twice = coalesce(twice, 0) + 2 * id"),
      sql("CREATE INDEX t2 ON t (twice)"),
    ],
    down: [sql("DROP INDEX t2"), sql("UPDATE t SET twice = NULL")],
  },
];
