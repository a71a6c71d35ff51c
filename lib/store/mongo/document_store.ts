import type { AnyBulkWriteOperation, Collection, Filter } from "mongodb";
import { z } from "zod";
import type { Json } from "@/lib/store/ports/json.ts";
import {
  DOCUMENT_KINDS,
  type DocumentKey,
  type DocumentKind,
  type DocumentStore,
  type DocumentWrite,
  type PutResult,
  type StoredDocument,
} from "@/lib/store/ports/document_store.ts";
import { jsonText, toJsonText } from "@/lib/store/json_text.ts";
import type { Connection, Limits } from "@/lib/store/mongo/connection.ts";
import { isDuplicate, MongoFault } from "@/lib/store/mongo/fault.ts";
import { type PackedText, packText, unpackText } from "@/lib/store/mongo/packed_text.ts";
import { ownersIn } from "@/lib/store/mongo/owners.ts";
import type { OwnerActivity, OwnerId } from "@/lib/store/ports/encounter_store.ts";

interface DocumentDocument extends DocumentKey {
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly body: PackedText;
}

const stored = z.object({
  ownerId: z.string(),
  kind: z.enum(DOCUMENT_KINDS),
  id: z.string(),
  version: z.number(),
  createdAt: z.number(),
  updatedAt: z.number(),
  body: z.unknown().transform((packed): unknown => unpackText(packed)).pipe(jsonText),
});

export function documentOf(found: unknown): StoredDocument<Json> {
  const parsed = stored.safeParse(found);
  if (!parsed.success) throw new MongoFault("corrupt", "read a document", parsed.error);
  return parsed.data;
}

/** Writes to one document of a batch, as one. */
interface Planned {
  readonly key: DocumentKey;
  readonly createdAt: number;
  /** Version that the first of them expects, and that the last of them leaves. */
  readonly expected: number;
  version: number;
  updatedAt: number;
  body: PackedText;
}

type Conflict = PutResult & { kind: "conflict" };

/** Thrown within a transaction to undo it. */
class Undo extends Error {
  constructor(readonly conflict: Conflict) {
    super("conflict");
  }
}

function keyOf({ ownerId, kind, id }: DocumentKey): DocumentKey {
  return { ownerId, kind, id };
}

function nameOf({ ownerId, kind, id }: DocumentKey): string {
  return JSON.stringify([ownerId, kind, id]);
}

/** Documents in MongoDB, one each. */
export class MongoDocumentStore implements DocumentStore {
  readonly #documents: Collection<DocumentDocument>;

  constructor(private readonly connection: Connection) {
    this.#documents = connection.db.collection<DocumentDocument>("documents");
  }

  async put(write: DocumentWrite): Promise<PutResult> {
    const { at, expectedVersion, id } = write;
    const key = keyOf(write);
    const body = packText(toJsonText(write.body));
    const version = expectedVersion + 1;
    const saved = await this.connection.run("save the document", async (limits) => {
      if (expectedVersion > 0) {
        const set = { $set: { version, updatedAt: at, body } };
        const filter = { ...key, version: expectedVersion };
        return (await this.#documents.updateOne(filter, set, { ...limits })).matchedCount === 1;
      }
      try {
        const fresh = { ...key, version, createdAt: at, updatedAt: at, body };
        await this.#documents.insertOne(fresh, { ...limits });
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    });
    if (saved) return { kind: "saved", version };
    const present = await this.get(key);
    return { kind: "conflict", id, version: present?.version ?? 0 };
  }

  async putMany(writes: readonly DocumentWrite[]): Promise<PutResult> {
    if (writes.length === 0) return { kind: "saved", version: 0 };
    const conflict = await this.inTransaction("save the documents", async (limits) => {
      return await this.writeAll(writes, limits);
    });
    return conflict ?? { kind: "saved", version: writes.length };
  }

  /** Runs `work` in a transaction, which a conflict undoes. */
  async inTransaction(
    action: string,
    work: (limits: Limits) => Promise<Conflict | undefined>,
  ): Promise<Conflict | undefined> {
    let conflict: Conflict | undefined;
    try {
      await this.connection.transact(action, async (limits) => {
        conflict = await work(limits);
        if (conflict !== undefined) throw new Undo(conflict);
      });
    } catch (error) {
      if (conflict === undefined || !(error instanceof Error) || !(error.cause instanceof Undo)) {
        throw error;
      }
    }
    return conflict;
  }

  /** Writes all within a transaction; answers the first conflict, which has to undo it. */
  async writeAll(
    writes: readonly DocumentWrite[],
    limits: Limits,
  ): Promise<Conflict | undefined> {
    const versions = await this.#versions(writes, limits);
    const planned = new Map<string, Planned>();
    for (const write of writes) {
      const name = nameOf(write);
      const earlier = planned.get(name);
      const version = earlier?.version ?? versions.get(name) ?? 0;
      if (version !== write.expectedVersion) return { kind: "conflict", id: write.id, version };
      const body = packText(toJsonText(write.body));
      planned.set(name, {
        key: keyOf(write),
        createdAt: earlier?.createdAt ?? write.at,
        expected: earlier?.expected ?? version,
        version: version + 1,
        updatedAt: write.at,
        body,
      });
    }
    const operations = [...planned.values()].map((
      { key, expected, createdAt, ...fresh },
    ): AnyBulkWriteOperation<DocumentDocument> =>
      expected === 0
        ? { insertOne: { document: { ...key, createdAt, ...fresh } } }
        : { updateOne: { filter: { ...key, version: expected }, update: { $set: fresh } } }
    );
    if (operations.length > 0) await this.#documents.bulkWrite(operations, { ...limits });
    return undefined;
  }

  async get(key: DocumentKey): Promise<StoredDocument | null> {
    const found = await this.connection.run(
      "read the document",
      (limits) => this.#documents.findOne(keyOf(key), { ...limits }),
    );
    return found === null ? null : documentOf(found);
  }

  async list(
    ownerId: OwnerId,
    kind: DocumentKind,
    { limit, after }: Parameters<DocumentStore["list"]>[2],
  ): Promise<readonly StoredDocument[]> {
    const page: Filter<DocumentDocument> = after === undefined ? {} : {
      $or: [
        { updatedAt: { $lt: after.updatedAt } },
        { updatedAt: after.updatedAt, id: { $lt: after.id } },
      ],
    };
    const found = await this.connection.run("list the documents", (limits) =>
      this.#documents.find(
        { ownerId, kind, ...page },
        { ...limits, sort: { updatedAt: -1, id: -1 }, limit, batchSize: limit + 1 },
      ).toArray());
    return found.map(documentOf);
  }

  count(ownerId: OwnerId, kind: DocumentKind): Promise<number> {
    return this.connection.run(
      "count the documents",
      (limits) => this.#documents.countDocuments({ ownerId, kind }, { ...limits }),
    );
  }

  delete(key: DocumentKey, expectedVersion?: number): Promise<boolean> {
    const version = expectedVersion === undefined ? {} : { version: expectedVersion };
    return this.connection.run("delete the document", async (limits) => {
      const filter = { ...keyOf(key), ...version };
      return (await this.#documents.deleteOne(filter, { ...limits })).deletedCount === 1;
    });
  }

  /** One by one: what the account has already stays behind, and a repetition does no harm. */
  owners(prefix: string, limit: number, after?: OwnerId): Promise<readonly OwnerActivity[]> {
    return ownersIn(this.connection, this.#documents, { prefix, limit, after });
  }

  async changeOwner(from: OwnerId, to: OwnerId): Promise<number> {
    const action = "hand the documents over";
    const keys = await this.connection.run(action, (limits) =>
      this.#documents.find(
        { ownerId: from },
        { ...limits, projection: { ownerId: 1, kind: 1, id: 1 } },
      ).toArray());
    let moved = 0;
    for (const key of keys) {
      moved += await this.connection.run(action, async (limits) => {
        const set = { $set: { ownerId: to } };
        try {
          return (await this.#documents.updateOne(keyOf(key), set, { ...limits })).modifiedCount;
        } catch (error) {
          if (isDuplicate(error)) return 0;
          throw error;
        }
      });
    }
    return moved;
  }

  async deleteAll(ownerId: OwnerId): Promise<number> {
    const { deletedCount } = await this.connection.run(
      "delete the owner's documents",
      (limits) => this.#documents.deleteMany({ ownerId }, { ...limits }),
    );
    return deletedCount;
  }

  async #versions(
    keys: readonly DocumentKey[],
    limits: Limits,
  ): Promise<ReadonlyMap<string, number>> {
    const byOwner = new Map<string, { ownerId: OwnerId; kind: DocumentKind; ids: Set<string> }>();
    for (const { ownerId, kind, id } of keys) {
      const name = JSON.stringify([ownerId, kind]);
      const group = byOwner.get(name) ?? { ownerId, kind, ids: new Set() };
      group.ids.add(id);
      byOwner.set(name, group);
    }
    const versions = new Map<string, number>();
    for (const { ownerId, kind, ids } of byOwner.values()) {
      const found = await this.#documents.find(
        { ownerId, kind, id: { $in: [...ids] } },
        { ...limits, projection: { ownerId: 1, kind: 1, id: 1, version: 1 } },
      ).toArray();
      for (const one of found) versions.set(nameOf(one), one.version);
    }
    return versions;
  }
}
