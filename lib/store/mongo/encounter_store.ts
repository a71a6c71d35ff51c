import type { Collection, Document } from "mongodb";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { Id, Instant } from "@/lib/combat/state.ts";
import { checkEntries, MOST_AN_APPEND } from "@/lib/store/entry_check.ts";
import type { Connection, Limits } from "@/lib/store/mongo/connection.ts";
import {
  documentOf,
  type EncounterDocument,
  entriesOf,
  type LogDocument,
  logDocument,
  movedBy,
  movedOf,
  type Newest,
  recordOf,
  type SnapshotDocument,
} from "@/lib/store/mongo/encounter_documents.ts";
import { isDuplicate } from "@/lib/store/mongo/fault.ts";
import { ownersIn } from "@/lib/store/mongo/owners.ts";
import { RecordFollower } from "@/lib/store/mongo/record_follower.ts";
import { Snapshots } from "@/lib/store/mongo/snapshots.ts";
import type {
  AppendResult,
  EncounterRecord,
  EncounterStore,
  OwnerActivity,
  OwnerId,
  RecordUpdate,
  Snapshot,
} from "@/lib/store/ports/encounter_store.ts";

const WHICH = {
  open: { deletedAt: null, archivedAt: null },
  archived: { deletedAt: null, archivedAt: { $ne: null } },
  deleted: { deletedAt: { $ne: null } },
} as const;

/** Fights whose newest version this process remembers, so that an append need not ask for it. */
const REMEMBERED = 10_000;

/** A fight that is there: one that is being purged has no owner any more. */
function live(id: Id) {
  return { _id: id, ownerId: { $exists: true } };
}

function conflict(version: number): AppendResult {
  return { kind: "conflict", version };
}

/**
 * Fights in MongoDB. The log is the truth: an append is the insertion of one document, whose unique
 * indexes let one of several writers win. The fight's own document follows it for lists.
 */
export class MongoEncounterStore implements EncounterStore {
  readonly #encounters: Collection<EncounterDocument>;
  readonly #log: Collection<LogDocument>;
  readonly #snapshots: Snapshots;
  readonly #follower: RecordFollower;
  /** Newest append of a fight, as far as this process has seen it. */
  readonly #seen = new Map<Id, Newest>();

  constructor(private readonly connection: Connection) {
    const { db } = connection;
    this.#encounters = db.collection<EncounterDocument>("encounters");
    this.#log = db.collection<LogDocument>("encounter_log");
    const snapshots = db.collection<SnapshotDocument>("encounter_snapshots");
    this.#snapshots = new Snapshots(connection, snapshots);
    this.#follower = new RecordFollower(connection, this.#encounters, this.#log);
  }

  async create(record: EncounterRecord, entries: readonly LogEntry[]): Promise<AppendResult> {
    refuseGaps(0, entries);
    if (record.version !== entries.length) {
      throw new RangeError("Cannot create a fight: its version is not that of its last entry");
    }
    try {
      await this.connection.transact(
        "create the fight",
        (limits) => this.insert(record, entries, limits),
      );
    } catch (error) {
      if (!(error instanceof Error) || !isDuplicate(error.cause)) throw error;
      const present = await this.find(record.id);
      // Another fight has its share code.
      if (present === null) return conflict(0);
      return await this.#repeated(record.id, entries) ?? conflict(present.version);
    }
    this.#remember(record.id, { version: record.version, record });
    return { kind: "appended", version: record.version };
  }

  /** Writes a new fight within a transaction. */
  async insert(
    record: EncounterRecord,
    entries: readonly LogEntry[],
    limits: Limits,
  ): Promise<void> {
    await this.#encounters.insertOne(documentOf(record), { ...limits });
    const documents: LogDocument[] = [];
    for (let start = 0; start < entries.length; start += MOST_AN_APPEND) {
      const part = entries.slice(start, start + MOST_AN_APPEND);
      documents.push(logDocument(record.id, part, record));
    }
    if (documents.length > 0) await this.#log.insertMany(documents, { ...limits });
  }

  async find(id: Id): Promise<EncounterRecord | null> {
    const [found = null] = await this.#records("find the fight", [{ $match: live(id) }]);
    return found;
  }

  findAll(ids: readonly Id[]): Promise<readonly EncounterRecord[]> {
    const there = { _id: { $in: [...ids] }, ownerId: { $exists: true } };
    return this.#records("find the fights", [{ $match: there }]);
  }

  async findByCode(code: string): Promise<EncounterRecord | null> {
    const [found = null] = await this.#records("find the fight by its code", [
      { $match: { codeKey: code.toLowerCase(), deletedAt: null, ownerId: { $exists: true } } },
    ]);
    return found;
  }

  async list(
    ownerId: OwnerId,
    { which, limit, before, beforeId = "" }: Parameters<EncounterStore["list"]>[1],
  ): Promise<readonly EncounterRecord[]> {
    await this.#follower.settle();
    const page = before === undefined ? {} : {
      $or: [{ updatedAt: { $lt: before } }, { updatedAt: before, _id: { $lt: beforeId } }],
    };
    return await this.#records("list the fights", [
      { $match: { ownerId, ...WHICH[which], ...page } },
      { $sort: { updatedAt: -1, _id: -1 } },
      { $limit: limit },
    ]);
  }

  async append(
    id: Id,
    expectedVersion: number,
    entries: readonly LogEntry[],
    update: RecordUpdate,
  ): Promise<AppendResult> {
    refuseGaps(expectedVersion, entries);
    if (entries.length === 0) throw new RangeError("Cannot append nothing to the log");
    // A version that nobody has seen may be a gap; who has loaded the fight here has seen it.
    let before = this.#seen.get(id);
    if (before === undefined || before.version < expectedVersion) {
      before = await this.#newest(id);
    }
    // Only where an append ended may another begin: indexes refuse a second one that begins at the
    // same version, not one that begins within another.
    if (before === undefined || before.version !== expectedVersion) {
      return await this.#repeated(id, entries) ?? conflict(before?.version ?? 0);
    }
    const version = expectedVersion + entries.length;
    const document = logDocument(id, entries, movedBy(update, before.record));
    try {
      await this.connection.run(
        "append to the log",
        (limits) => this.#log.insertOne(document, { ...limits }),
      );
    } catch (error) {
      if (!(error instanceof Error) || !isDuplicate(error.cause)) throw error;
      return await this.#repeated(id, entries) ?? conflict((await this.#newest(id))?.version ?? 0);
    }
    const newest = { version, record: document.record };
    this.#remember(id, newest);
    this.#follower.follow(id, newest);
    return { kind: "appended", version };
  }

  async entriesAfter(id: Id, version: number, limit?: number): Promise<readonly LogEntry[]> {
    const most = limit ?? 0;
    // Documents hold many entries each where many were written at once: none is read in vain.
    const range = limit === undefined
      ? { $gt: version }
      : { $gt: version, $lt: version + limit + MOST_AN_APPEND };
    const found = await this.connection.run("read the log", (limits) =>
      this.#log.find(
        { encounterId: id, version: range },
        // One batch: another would be another round trip.
        { ...limits, sort: { version: 1 }, limit: most, batchSize: most === 0 ? 10_000 : most + 1 },
      ).toArray());
    const entries = found.flatMap(entriesOf).filter((entry) => entry.version > version);
    const last = found.at(-1);
    if (last !== undefined) this.#remember(id, last);
    return limit === undefined ? entries : entries.slice(0, limit);
  }

  async findCommand(id: Id, commandId: Id): Promise<LogEntry | null> {
    const found = await this.#withCommands(id, [commandId]);
    return found.find((entry) => entry.commandId === commandId) ?? null;
  }

  snapshot(id: Id, atMost?: number): Promise<Snapshot | null> {
    return this.#snapshots.find(id, atMost);
  }

  async saveSnapshot(id: Id, snapshot: Snapshot): Promise<void> {
    // Only of what is in the log: a snapshot that ran ahead of it would be a lie.
    const known = this.#seen.get(id)?.version ?? 0;
    if (known < snapshot.version) {
      const newest = await this.#newest(id);
      if (newest === undefined || newest.version < snapshot.version) return;
    }
    await this.#snapshots.save(id, snapshot);
  }

  async setArchived(id: Id, at: Instant | null): Promise<void> {
    await this.#change("archive the fight", id, { $set: { archivedAt: at } });
  }

  async setDeleted(id: Id, at: Instant | null): Promise<void> {
    await this.#change("delete the fight", id, { $set: { deletedAt: at } });
  }

  async setShareCode(id: Id, code: string | null, at: Instant): Promise<boolean> {
    const change = code === null
      ? { $set: { codeUsedAt: at }, $unset: { shareCode: "", codeKey: "" } }
      : { $set: { shareCode: code, codeKey: code.toLowerCase(), codeUsedAt: at } };
    try {
      return await this.#change("set the share code", id, change);
    } catch (error) {
      if (error instanceof Error && isDuplicate(error.cause)) return false;
      throw error;
    }
  }

  async noteCodeUse(id: Id, at: Instant): Promise<void> {
    await this.#change("note the use of the code", id, { $max: { codeUsedAt: at } });
  }

  owners(prefix: string, limit: number, after?: OwnerId): Promise<readonly OwnerActivity[]> {
    return ownersIn(this.connection, this.#encounters, { prefix, limit, after });
  }

  async changeOwner(from: OwnerId, to: OwnerId): Promise<number> {
    const { modifiedCount } = await this.connection.run(
      "hand the fights over",
      (limits) =>
        this.#encounters.updateMany({ ownerId: from }, { $set: { ownerId: to } }, { ...limits }),
    );
    return modifiedCount;
  }

  logBytes(id: Id): Promise<number> {
    return this.#bytesOf([id]);
  }

  async usage(ownerId: OwnerId): Promise<{ encounters: number; bytes: number }> {
    const found = await this.connection.run(
      "weigh the owner's fights",
      (limits) =>
        this.#encounters.find({ ownerId }, { ...limits, projection: { _id: 1 } }).toArray(),
    );
    return { encounters: found.length, bytes: await this.#bytesOf(found.map(({ _id }) => _id)) };
  }

  async #bytesOf(ids: readonly Id[]): Promise<number> {
    const pipeline = [
      { $match: { encounterId: { $in: [...ids] } } },
      // Earlier releases did not write down what the entries take; the document takes a little more.
      { $group: { _id: null, bytes: { $sum: { $ifNull: ["$bytes", { $bsonSize: "$$ROOT" }] } } } },
    ];
    const [sum] = await this.connection.run(
      "weigh the logs",
      (limits) => this.#log.aggregate<{ bytes: number }>(pipeline, { ...limits }).toArray(),
    );
    return sum?.bytes ?? 0;
  }

  async purge(before: Instant): Promise<number> {
    const action = "purge deleted fights";
    for (let purged = 0;; purged++) {
      // Without an owner it is there for nobody, so that nothing of it can be restored half-way;
      // a purge that ends here is finished by the next.
      const claimed = await this.connection.run(
        action,
        (limits) =>
          this.#encounters.findOneAndUpdate(
            { deletedAt: { $lt: before } },
            { $unset: { ownerId: "", shareCode: "", codeKey: "" } },
            { ...limits, projection: { _id: 1 } },
          ),
      );
      if (claimed === null) return purged;
      const id = claimed._id;
      await this.#snapshots.removeAll(id);
      await this.connection.run(
        action,
        (limits) => this.#log.deleteMany({ encounterId: id }, { ...limits }),
      );
      this.#seen.delete(id);
      await this.connection.run(
        action,
        (limits) => this.#encounters.deleteOne({ _id: id }, { ...limits }),
      );
    }
  }

  /** Resolves when the records have followed what was appended here. */
  settle(): Promise<void> {
    return this.#follower.settle();
  }

  /** Records of the fights that `match`, for moving the store. */
  records(
    match: Document,
    page: { readonly sort?: Document; readonly limit?: number },
  ): Promise<EncounterRecord[]> {
    return this.#records("read the fights", [
      { $match: match },
      ...page.sort === undefined ? [] : [{ $sort: page.sort }],
      ...page.limit === undefined ? [] : [{ $limit: page.limit }],
    ]);
  }

  /** Fights, each with its newest append, in one round trip. */
  async #records(action: string, stages: Document[]): Promise<EncounterRecord[]> {
    const pipeline = [...stages, {
      $lookup: {
        from: "encounter_log",
        localField: "_id",
        foreignField: "encounterId",
        pipeline: [
          { $sort: { version: -1 } },
          { $limit: 1 },
          { $project: { _id: 0, version: 1, record: 1 } },
        ],
        as: "newest",
      },
    }];
    const found = await this.connection.run(
      action,
      (limits) => this.#encounters.aggregate(pipeline, { ...limits, batchSize: 1_000 }).toArray(),
    );
    return found.map((document) => {
      const { record, ahead } = recordOf(document);
      if (ahead !== undefined) this.#follower.follow(record.id, ahead);
      this.#remember(record.id, { version: record.version, record });
      return record;
    });
  }

  async #change(action: string, id: Id, change: Document): Promise<boolean> {
    const { matchedCount } = await this.connection.run(
      action,
      (limits) => this.#encounters.updateOne(live(id), change, { ...limits }),
    );
    return matchedCount === 1;
  }

  /** The newest append; undefined when there is none. */
  async #newest(id: Id): Promise<Newest | undefined> {
    const newest = await this.connection.run("read the log's end", (limits) =>
      this.#log.findOne(
        { encounterId: id },
        { ...limits, sort: { version: -1 }, projection: { version: 1, record: 1 } },
      ));
    if (newest === null) return undefined;
    this.#remember(id, newest);
    return newest;
  }

  async #repeated(id: Id, entries: readonly LogEntry[]): Promise<AppendResult | undefined> {
    const ids = entries.map(({ commandId }) => commandId);
    const there = await this.#withCommands(id, ids);
    for (const { commandId } of entries) {
      const first = there.find((entry) => entry.commandId === commandId);
      if (first !== undefined) return { kind: "repeated", commandId, version: first.version };
    }
    return undefined;
  }

  async #withCommands(id: Id, commandIds: readonly Id[]): Promise<LogEntry[]> {
    const found = await this.connection.run("find the command", (limits) =>
      this.#log.find(
        { encounterId: id, "entries.commandId": { $in: [...commandIds] } },
        { ...limits },
      ).toArray());
    return found.flatMap(entriesOf);
  }

  #remember(id: Id, { version, record }: Newest): void {
    const known = this.#seen.get(id);
    this.#seen.delete(id);
    const newer = known === undefined || known.version < version;
    this.#seen.set(id, newer ? { version, record: movedOf(record) } : known);
    if (this.#seen.size <= REMEMBERED) return;
    const [oldest] = this.#seen.keys();
    if (oldest !== undefined) this.#seen.delete(oldest);
  }
}

function refuseGaps(after: number, entries: readonly LogEntry[]): void {
  const problem = checkEntries(after, entries);
  if (problem !== undefined) throw new RangeError(problem);
}
