import type { DatabaseSync } from "node:sqlite";

export const description = "Documents by owner: parties, characters, stat blocks, templates";

export const up = [{
  mode: "transactional" as const,
  name: "create the table of documents",
  run(db: DatabaseSync) {
    db.exec(`
      CREATE TABLE documents (
        owner_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (owner_id, kind, id)
      ) STRICT;
      CREATE INDEX documents_newest ON documents (owner_id, kind, updated_at DESC, id DESC);
    `);
  },
}];

export const down = [{
  mode: "transactional" as const,
  name: "drop the table of documents",
  run(db: DatabaseSync) {
    db.exec("DROP TABLE documents");
  },
}];
