import type { DatabaseSync } from "node:sqlite";

export const description = "Fights: their records, logs and snapshots";

export const up = [{
  mode: "transactional" as const,
  name: "create the tables of fights",
  run(db: DatabaseSync) {
    db.exec(`
      CREATE TABLE encounters (
        id TEXT PRIMARY KEY,
        owner_id TEXT NOT NULL,
        name TEXT NOT NULL,
        status TEXT NOT NULL,
        edition TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        archived_at INTEGER,
        deleted_at INTEGER,
        version INTEGER NOT NULL,
        round INTEGER NOT NULL,
        combatants INTEGER NOT NULL,
        share_code TEXT UNIQUE COLLATE NOCASE
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX encounters_by_owner ON encounters (owner_id, updated_at DESC, id DESC);
      CREATE INDEX encounters_deleted ON encounters (deleted_at) WHERE deleted_at IS NOT NULL;
      CREATE TABLE encounter_log (
        encounter_id TEXT NOT NULL REFERENCES encounters (id) ON DELETE CASCADE,
        version INTEGER NOT NULL,
        command_id TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (encounter_id, version)
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX encounter_log_by_command ON encounter_log (encounter_id, command_id);
      CREATE TABLE encounter_snapshots (
        encounter_id TEXT NOT NULL REFERENCES encounters (id) ON DELETE CASCADE,
        version INTEGER NOT NULL,
        format INTEGER NOT NULL,
        state TEXT NOT NULL,
        PRIMARY KEY (encounter_id, version)
      ) STRICT;
    `);
  },
}];

export const down = [{
  mode: "transactional" as const,
  name: "drop the tables of fights",
  run(db: DatabaseSync) {
    db.exec(`
      DROP TABLE encounter_snapshots;
      DROP TABLE encounter_log;
      DROP TABLE encounters;
    `);
  },
}];
