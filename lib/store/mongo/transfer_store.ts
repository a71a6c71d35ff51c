import type { AnyBulkWriteOperation, Collection, Document, FindCursor } from "mongodb";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { Id } from "@/lib/combat/state.ts";
import { MOST_AN_APPEND } from "@/lib/store/entry_check.ts";
import { toJsonText } from "@/lib/store/json_text.ts";
import {
  Connection,
  type ConnectionOptions,
  databaseName,
  type Limits,
} from "@/lib/store/mongo/connection.ts";
import { documentOf } from "@/lib/store/mongo/document_store.ts";
import {
  documentOf as recordDocument,
  type EncounterDocument,
  type LogDocument,
  logDocument,
  type SnapshotDocument,
} from "@/lib/store/mongo/encounter_documents.ts";
import { MongoEncounterStore } from "@/lib/store/mongo/encounter_store.ts";
import { mongoFault } from "@/lib/store/mongo/fault.ts";
import { type EntryDocument, keyValueOf } from "@/lib/store/mongo/kv_store.ts";
import { packText } from "@/lib/store/mongo/packed_text.ts";
import type { StoredDocument } from "@/lib/store/ports/document_store.ts";
import type { EncounterRecord, Snapshot } from "@/lib/store/ports/encounter_store.ts";
import type { KeyValue } from "@/lib/store/ports/kv_store.ts";
import {
  isOwnKey,
  type Section,
  type Stamp,
  type TransferKey,
  type TransferStore,
} from "@/lib/store/ports/transfer_store.ts";
import { canonicalText, compareKeys } from "@/lib/store/transfer/keys.ts";

const FROZEN = ["encounters", "encounter_log", "encounter_snapshots", "documents", "entries"];
/** No document is like that, so that the server refuses every write. */
const REFUSE_ALL: Document = { _id: { $exists: false } };
/** Moving may wait longer than a person. */
const OPERATION_MS = 60_000;
const ACTION = "move the store";
const PAGE = 500;

/** MongoDB as something to move from or to. */
export class MongoTransferStore implements TransferStore {
  readonly title: string;
  readonly #connection: Connection;
  readonly #store: MongoEncounterStore;
  readonly #encounters: Collection<EncounterDocument>;
  readonly #log: Collection<LogDocument>;
  readonly #snapshots: Collection<SnapshotDocument>;
  readonly #documents: Collection<Document>;
  readonly #entries: Collection<EntryDocument>;

  /** @throws {ConfigurationFault} When the address is none. */
  constructor(options: ConnectionOptions) {
    const hosts = /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?([^/?]+)/.exec(options.uri)?.[1] ?? "";
    this.title = `mongodb://${hosts}/${databaseName(options.uri)}`;
    this.#connection = new Connection({ operationMs: OPERATION_MS, ...options });
    const { db } = this.#connection;
    this.#store = new MongoEncounterStore(this.#connection);
    this.#encounters = db.collection("encounters");
    this.#log = db.collection("encounter_log");
    this.#snapshots = db.collection("encounter_snapshots");
    this.#documents = db.collection("documents");
    this.#entries = db.collection("entries");
  }

  readonly encounters: Section<EncounterRecord> = {
    count: () => this.#run((limits) => this.#encounters.countDocuments(THERE, { ...limits })),
    stamps: () => this.#recordStamps(),
    read: (keys) => {
      const ids = keys.map(([id = ""]) => id);
      return this.#store.records({ ...THERE, _id: { $in: ids } }, {});
    },
    write: async (records) => {
      for (const record of records) await this.#record(record);
    },
    remove: async (keys) => {
      const ids = keys.map(([id = ""]) => id);
      const logs = { encounterId: { $in: ids } };
      await this.#run((limits) => this.#encounters.deleteMany({ _id: { $in: ids } }, limits));
      await this.#run((limits) => this.#snapshots.deleteMany(logs, limits));
      await this.#run((limits) => this.#log.deleteMany(logs, limits));
    },
  };

  readonly documents: Section<StoredDocument> = {
    count: () => this.#run((limits) => this.#documents.countDocuments({}, { ...limits })),
    stamps: () =>
      this.#pages(
        this.#documents.find({}, {
          sort: { ownerId: 1, kind: 1, id: 1 },
          projection: { _id: 0, ownerId: 1, kind: 1, id: 1, version: 1, updatedAt: 1 },
        }),
        ({ ownerId, kind, id, version, updatedAt }) => ({
          key: [String(ownerId), String(kind), String(id)],
          stamp: `${version}/${updatedAt}`,
        }),
      ),
    read: async (keys) => {
      const found: StoredDocument[] = [];
      for (const { ownerId, kind, ids } of groupsOf(keys)) {
        const [first, last] = [ids[0] ?? "", ids.at(-1) ?? ""];
        const range = { ownerId, kind, id: { $gte: first, $lte: last } };
        const all = await this.#run((limits) =>
          this.#documents.find(range, { ...limits, batchSize: PAGE + 1 }).toArray()
        );
        const wanted = new Set(ids);
        found.push(...all.map(documentOf).filter(({ id }) => wanted.has(id)));
      }
      return found;
    },
    write: async (documents) => {
      const fresh = documents.map(({ body, ...rest }) => ({
        ...rest,
        body: packText(toJsonText(body)),
      }));
      await this.#run((limits) => this.#documents.insertMany(fresh, limits));
    },
    remove: async (keys) => {
      for (const { ownerId, kind, ids } of groupsOf(keys)) {
        const gone = { ownerId, kind, id: { $in: ids } };
        await this.#run((limits) => this.#documents.deleteMany(gone, limits));
      }
    },
  };

  readonly values: Section<KeyValue> = {
    count: async () => {
      const keys = await this.#run((limits) =>
        this.#entries.find({}, { ...limits, projection: { _id: 1 } }).toArray()
      );
      return keys.filter(({ _id: key }) => !isOwnKey(key)).length;
    },
    stamps: () => {
      const cursor = this.#entries.find({}, { sort: { _id: 1 } });
      return this.#pages(cursor, (found) => {
        const { key, version, value } = keyValueOf(found);
        return isOwnKey(key)
          ? undefined
          : { key: [key], stamp: `${version}/${canonicalText(value)}` };
      });
    },
    read: async (keys) => {
      const ids = keys.map(([key = ""]) => key);
      const found = await this.#run((limits) =>
        this.#entries.find({ _id: { $in: ids } }, { ...limits }).toArray()
      );
      return found.map(keyValueOf);
    },
    write: async (values) => {
      const operations = values.map((
        { key, version, value },
      ): AnyBulkWriteOperation<EntryDocument> => ({
        replaceOne: {
          filter: { _id: key },
          replacement: { version, value: packText(toJsonText(value)) },
          upsert: true,
        },
      }));
      await this.#run((limits) => this.#entries.bulkWrite(operations, { ...limits }));
    },
    remove: async (keys) => {
      const ids = keys.map(([key = ""]) => key);
      await this.#run((limits) => this.#entries.deleteMany({ _id: { $in: ids } }, limits));
    },
  };

  entriesAfter(id: Id, version: number, limit: number): Promise<readonly LogEntry[]> {
    return this.#store.entriesAfter(id, version, limit);
  }

  async writeLog(record: EncounterRecord, entries: readonly LogEntry[]): Promise<void> {
    const base = record.version - entries.length;
    // What a copy that was ended here left: its parts may have been shorter.
    const left = { encounterId: record.id, version: { $gt: base } };
    await this.#run((limits) => this.#log.deleteMany(left, limits));
    const documents: LogDocument[] = [];
    for (let start = 0; start < entries.length; start += MOST_AN_APPEND) {
      const part = entries.slice(start, start + MOST_AN_APPEND);
      documents.push(logDocument(record.id, part, record));
    }
    if (documents.length > 0) {
      await this.#run((limits) => this.#log.insertMany(documents, limits));
    }
    // The record last: a log without it is nobody's and is written again.
    await this.#record(record);
  }

  snapshot(id: Id): Promise<Snapshot | null> {
    return this.#store.snapshot(id);
  }

  saveSnapshot(id: Id, snapshot: Snapshot): Promise<void> {
    return this.#store.saveSnapshot(id, snapshot);
  }

  /** Deletions are the one write that a validator does not see; the app deletes nothing of a fight. */
  async freeze(): Promise<void> {
    const { db } = this.#connection;
    const saved = db.collection<{ _id: string; validator: string }>("schema_frozen");
    for (const collMod of FROZEN) {
      const [info] = await db.listCollections({ name: collMod }, { nameOnly: false }).toArray();
      const options = info !== undefined && "options" in info ? info.options : undefined;
      const validator = JSON.stringify(options?.["validator"] ?? {});
      if (validator === JSON.stringify(REFUSE_ALL)) continue;
      await this.#run((limits) =>
        saved.replaceOne({ _id: collMod }, { validator }, { ...limits, upsert: true })
      );
      await this.#run((limits) => db.command({ collMod, validator: REFUSE_ALL }, limits));
    }
  }

  async thaw(): Promise<void> {
    const { db } = this.#connection;
    const saved = db.collection<{ _id: string; validator: string }>("schema_frozen");
    const all = await this.#run((limits) => saved.find({}, { ...limits }).toArray());
    for (const { _id: collMod, validator } of all) {
      await this.#run((limits) =>
        db.command({ collMod, validator: JSON.parse(validator) }, limits)
      );
      await this.#run((limits) => saved.deleteOne({ _id: collMod }, limits));
    }
  }

  /** Resolves when every record has followed its log as far as reading it has shown. */
  settle(): Promise<void> {
    return this.#store.settle();
  }

  async close(): Promise<void> {
    await this.#store.settle();
    await this.#connection.close();
  }

  async *#recordStamps(): AsyncGenerator<readonly Stamp[]> {
    let last: string | undefined;
    for (;;) {
      const after = last === undefined ? {} : { _id: { $gt: last } };
      const page = { sort: { _id: 1 }, limit: PAGE };
      const records = await this.#store.records({ ...THERE, ...after }, page);
      last = records.at(-1)?.id;
      if (last === undefined) return;
      yield records.map((record) => ({ key: [record.id], stamp: canonicalText(record) }));
    }
  }

  /** One cursor from the first to the last: every page anew would be sorted anew. */
  async *#pages<T>(
    cursor: FindCursor<T>,
    stampOf: (found: T) => Stamp | undefined,
  ): AsyncGenerator<readonly Stamp[]> {
    cursor.batchSize(PAGE);
    let page: Stamp[] = [];
    try {
      for await (const found of cursor) {
        const stamp = stampOf(found);
        if (stamp !== undefined) page.push(stamp);
        if (page.length < PAGE) continue;
        yield page;
        page = [];
      }
    } catch (error) {
      throw mongoFault(ACTION, error);
    } finally {
      await cursor.close();
    }
    if (page.length > 0) yield page;
  }

  async #record(record: EncounterRecord): Promise<void> {
    const { _id, ...rest } = recordDocument(record);
    // Codes may have changed hands since the last pass; whose this was is copied in its turn.
    if (rest.codeKey !== undefined) {
      const others = { codeKey: rest.codeKey, _id: { $ne: _id } };
      const drop = { $unset: { codeKey: "", shareCode: "" } } as const;
      await this.#run((limits) => this.#encounters.updateMany(others, drop, limits));
    }
    await this.#run((limits) =>
      this.#encounters.replaceOne({ _id }, rest, { ...limits, upsert: true })
    );
  }

  #run<T>(work: (limits: Limits) => Promise<T>): Promise<T> {
    return this.#connection.run(ACTION, work);
  }
}

const THERE = { ownerId: { $exists: true } };

/**
 * Keys of a page by owner and kind, in the server's order: whoever reads what lies between the
 * first and the last reads little else, and a range costs a part of what a list of ids does.
 */
function groupsOf(keys: readonly TransferKey[]) {
  const groups = new Map<string, { ownerId: string; kind: string; ids: string[] }>();
  for (const [ownerId = "", kind = "", id = ""] of keys.toSorted(compareKeys)) {
    const name = JSON.stringify([ownerId, kind]);
    const group = groups.get(name) ?? { ownerId, kind, ids: [] };
    group.ids.push(id);
    groups.set(name, group);
  }
  return groups.values();
}
