import type { DatabaseSync } from "node:sqlite";

export const description = "Small values by key, and leases, for the product's own housekeeping";

export const up = [{
  mode: "transactional" as const,
  name: "create the tables of entries and leases",
  run(db: DatabaseSync) {
    db.exec(`
      CREATE TABLE entries (
        key TEXT PRIMARY KEY,
        version INTEGER NOT NULL,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE leases (
        name TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        fence INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
      ) STRICT;
    `);
  },
}];

export const down = [{
  mode: "transactional" as const,
  name: "drop the tables of entries and leases",
  run(db: DatabaseSync) {
    db.exec("DROP TABLE leases; DROP TABLE entries");
  },
}];
