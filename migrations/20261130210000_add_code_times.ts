import type { DatabaseSync } from "node:sqlite";

export const description = "When a fight's code was used last, and when the fight ended";

export const up = [{
  mode: "transactional" as const,
  name: "add the columns of both times",
  run(db: DatabaseSync) {
    db.exec(`
      ALTER TABLE encounters ADD COLUMN code_used_at INTEGER;
      ALTER TABLE encounters ADD COLUMN ended_at INTEGER;
    `);
  },
}];

export const down = [{
  mode: "transactional" as const,
  name: "drop the columns of both times",
  run(db: DatabaseSync) {
    db.exec(`
      ALTER TABLE encounters DROP COLUMN ended_at;
      ALTER TABLE encounters DROP COLUMN code_used_at;
    `);
  },
}];
