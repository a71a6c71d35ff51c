import type { DatabaseSync } from "node:sqlite";

export const description = "What a fight's log takes";

const FIGHTS_AT_A_TIME = 50;

export const up = [{
  mode: "transactional" as const,
  name: "add the column",
  run(db: DatabaseSync) {
    db.exec("ALTER TABLE encounters ADD COLUMN log_bytes INTEGER NOT NULL DEFAULT 0");
  },
}, {
  mode: "resumable" as const,
  name: "count the logs that are there",
  run(db: DatabaseSync, from: unknown) {
    const after = typeof from === "string" ? from : "";
    const ids = db.prepare("SELECT id FROM encounters WHERE id > ? ORDER BY id LIMIT ?")
      .all(after, FIGHTS_AT_A_TIME).map((row) => String(row["id"]));
    const count = db.prepare(
      `UPDATE encounters SET log_bytes =
         (SELECT coalesce(sum(length(body)), 0) FROM encounter_log WHERE encounter_id = ?)
       WHERE id = ?`,
    );
    for (const id of ids) count.run(id, id);
    return { next: ids.length < FIGHTS_AT_A_TIME ? null : ids.at(-1) ?? null, done: ids.length };
  },
}];

export const down = [{
  mode: "transactional" as const,
  name: "drop the column",
  run(db: DatabaseSync) {
    db.exec("ALTER TABLE encounters DROP COLUMN log_bytes");
  },
}];
