import { z } from "zod";
import {
  DOCUMENT_KINDS,
  type DocumentKey,
  type DocumentKind,
  type DocumentStore,
  type DocumentWrite,
  type PutResult,
  type StoredDocument,
} from "@/lib/store/ports/document_store.ts";
import type { OwnerActivity, OwnerId } from "@/lib/store/ports/encounter_store.ts";
import type { Database, Row } from "@/lib/store/sqlite/database.ts";
import { StoreFault } from "@/lib/store/sqlite/fault.ts";
import { jsonText, toJsonText } from "@/lib/store/json_text.ts";
import { ownersIn } from "@/lib/store/sqlite/owners.ts";
import { read } from "@/lib/store/sqlite/read.ts";
import type { Writer } from "@/lib/store/sqlite/writer.ts";

const documentRow = z.object({
  owner_id: z.string(),
  kind: z.enum(DOCUMENT_KINDS),
  id: z.string(),
  version: z.number(),
  created_at: z.number(),
  updated_at: z.number(),
  body: jsonText,
}).transform((row): StoredDocument => ({
  ownerId: row.owner_id,
  kind: row.kind,
  id: row.id,
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  body: row.body,
}));

export function documentOf(row: Row): StoredDocument {
  const parsed = documentRow.safeParse(row);
  if (!parsed.success) throw new StoreFault("corrupt", "read a document", parsed.error);
  return parsed.data;
}

/** Documents in SQLite, one row each. */
export class SqliteDocumentStore implements DocumentStore {
  constructor(private readonly db: Database, private readonly writer: Writer) {}

  put(write: DocumentWrite): Promise<PutResult> {
    return this.writer.write("save the document", () => this.#put(write));
  }

  putMany(writes: readonly DocumentWrite[]): Promise<PutResult> {
    return this.writer.write("save the documents", (): PutResult => {
      // All are looked at before the first is written, so that a conflict leaves nothing behind.
      const conflict = this.conflictIn(writes);
      if (conflict !== undefined) return conflict;
      this.writeAll(writes);
      return { kind: "saved", version: writes.length };
    });
  }

  /** The first conflict among writes. Only within a transaction of the writer. */
  conflictIn(writes: readonly DocumentWrite[]): PutResult & { kind: "conflict" } | undefined {
    const planned = new Map<string, number>();
    for (const write of writes) {
      const name = JSON.stringify([write.ownerId, write.kind, write.id]);
      const version = planned.get(name) ?? this.#version(write);
      if (version !== write.expectedVersion) return { kind: "conflict", id: write.id, version };
      planned.set(name, version + 1);
    }
    return undefined;
  }

  /** Writes what `conflictIn` found in order. Only within a transaction of the writer. */
  writeAll(writes: readonly DocumentWrite[]): void {
    for (const write of writes) this.#put(write);
  }

  get({ ownerId, kind, id }: DocumentKey): Promise<StoredDocument | null> {
    return read("read the document", () => {
      const row = this.db.get(
        "SELECT * FROM documents WHERE owner_id = ? AND kind = ? AND id = ?",
        ownerId,
        kind,
        id,
      );
      return row === undefined ? null : documentOf(row);
    });
  }

  list(
    ownerId: OwnerId,
    kind: DocumentKind,
    { limit, after }: Parameters<DocumentStore["list"]>[2],
  ): Promise<readonly StoredDocument[]> {
    return read("list the documents", () =>
      this.db.all(
        `SELECT * FROM documents WHERE owner_id = ? AND kind = ? AND (updated_at, id) < (?, ?)
         ORDER BY updated_at DESC, id DESC LIMIT ?`,
        ownerId,
        kind,
        after?.updatedAt ?? Number.MAX_SAFE_INTEGER,
        after?.id ?? "",
        limit,
      ).map(documentOf));
  }

  count(ownerId: OwnerId, kind: DocumentKind): Promise<number> {
    return read("count the documents", () => {
      const sql = "SELECT count(*) AS n FROM documents WHERE owner_id = ? AND kind = ?";
      return Number(this.db.get(sql, ownerId, kind)?.["n"]);
    });
  }

  delete({ ownerId, kind, id }: DocumentKey, expectedVersion?: number): Promise<boolean> {
    return this.writer.write("delete the document", () =>
      this.db.run(
        `DELETE FROM documents WHERE owner_id = ? AND kind = ? AND id = ?
           AND version = coalesce(?, version)`,
        ownerId,
        kind,
        id,
        expectedVersion ?? null,
      ) === 1);
  }

  owners(prefix: string, limit: number, after?: OwnerId): Promise<readonly OwnerActivity[]> {
    return read("list owners", () => ownersIn(this.db, "documents", { prefix, limit, after }));
  }

  changeOwner(from: OwnerId, to: OwnerId): Promise<number> {
    return this.writer.write(
      "hand the documents over",
      () => this.db.run("UPDATE OR IGNORE documents SET owner_id = ? WHERE owner_id = ?", to, from),
    );
  }

  deleteAll(ownerId: OwnerId): Promise<number> {
    return this.writer.write(
      "delete the owner's documents",
      () => this.db.run("DELETE FROM documents WHERE owner_id = ?", ownerId),
    );
  }

  #version({ ownerId, kind, id }: DocumentKey): number {
    const row = this.db.get(
      "SELECT version FROM documents WHERE owner_id = ? AND kind = ? AND id = ?",
      ownerId,
      kind,
      id,
    );
    return Number(row?.["version"] ?? 0);
  }

  #put(write: DocumentWrite): PutResult {
    const { ownerId, kind, id, body, at, expectedVersion } = write;
    const present = this.#version(write);
    if (present !== expectedVersion) return { kind: "conflict", id, version: present };
    const version = present + 1;
    if (present === 0) {
      this.db.run(
        `INSERT INTO documents (owner_id, kind, id, version, created_at, updated_at, body)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        ownerId,
        kind,
        id,
        version,
        at,
        at,
        toJsonText(body),
      );
    } else {
      this.db.run(
        `UPDATE documents SET version = ?, updated_at = ?, body = ?
         WHERE owner_id = ? AND kind = ? AND id = ?`,
        version,
        at,
        toJsonText(body),
        ownerId,
        kind,
        id,
      );
    }
    return { kind: "saved", version };
  }
}
