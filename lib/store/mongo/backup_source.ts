import { BSON, type ClientSession, type Db, MongoClient, type MongoClientOptions } from "mongodb";
import { databaseName } from "@/lib/store/mongo/connection.ts";
import { mongoFault } from "@/lib/store/mongo/fault.ts";
import { probe, probeVersion } from "@/lib/store/mongo/probe.ts";
import type { Progress, Snapshot, SnapshotSource } from "@/lib/store/ports/backup.ts";

/** The part that says how collections are made; it comes first. */
export const SCHEMA_PART = "schema.json";
/** Behind a collection's name: documents line by line, in MongoDB's canonical extended JSON. */
export const LINES = ".jsonl";
export const APPLIED = "schema_migrations";

/** What belongs to the running instances and not to what is kept. */
const LEFT_OUT = new Set(["leases", "schema_lock", "schema_frozen"]);
const LINES_A_PIECE = 256 * 1024;
const BATCH = 500;

/** A snapshot takes longer than what a person waits for, and nobody waits for a dead server. */
export const BACKUP_CLIENT: MongoClientOptions = {
  appName: "encounter-tracker-backup",
  maxPoolSize: 4,
  serverSelectionTimeoutMS: 5_000,
  connectTimeoutMS: 5_000,
  socketTimeoutMS: 120_000,
  writeConcern: { w: "majority", journal: true },
  readPreference: "primary",
};

interface Described {
  readonly name: string;
  readonly options: BSON.Document;
  readonly indexes: readonly BSON.Document[];
}

/** Snapshots of a MongoDB database, read at one moment while the app runs. */
export class MongoSource implements SnapshotSource {
  constructor(readonly options: { readonly uri: string; readonly now: () => number }) {}

  async open(progress: Progress): Promise<Snapshot> {
    const { uri, now } = this.options;
    const client = new MongoClient(uri, BACKUP_CLIENT);
    const close = async (session?: ClientSession) => {
      if (session?.inTransaction()) await session.abortTransaction().catch(() => {});
      await session?.endSession().catch(() => {});
      await client.close();
    };
    try {
      const db = client.db(databaseName(uri));
      const described = await describe(db);
      const { session, consistency } = await sessionOf(client, db);
      const takenAt = now();
      // The first read fixes the moment of the snapshot.
      const applied = await db.collection<{ _id: string }>(APPLIED)
        .find({}, { session, sort: { _id: 1 } }).toArray();
      const counts: Record<string, number> = {};
      return {
        store: "mongodb",
        consistency,
        takenAt,
        schema: applied.map(({ _id }) => _id),
        counts,
        parts: [
          { name: SCHEMA_PART, size: null, bytes: () => text(JSON.stringify(described)) },
          ...described.map(({ name }) => ({
            name: `${name}${LINES}`,
            size: null,
            bytes: () => lines(db, session, name, counts, progress),
          })),
        ],
        close: () => close(session),
      };
    } catch (error) {
      await close();
      throw mongoFault("back up the database", error);
    }
  }
}

/** Collections with what they are made with, by name. */
async function describe(db: Db): Promise<readonly Described[]> {
  const found: Described[] = [];
  for (const info of await db.listCollections({}, { nameOnly: false }).toArray()) {
    const { name } = info;
    if (name.startsWith("system.") || LEFT_OUT.has(name) || info.type === "view") continue;
    const indexes = (await db.collection(name).listIndexes().toArray())
      .filter((index) => index["name"] !== "_id_")
      .map(({ v: _version, ns: _space, ...index }) => index);
    const options = "options" in info ? info.options ?? {} : {};
    const { validator, validationLevel, validationAction } = options;
    found.push({
      name,
      options: Object.fromEntries(
        Object.entries({ validator, validationLevel, validationAction })
          .filter(([, value]) => value !== undefined),
      ),
      indexes,
    });
  }
  return found.sort((a, b) => a.name < b.name ? -1 : 1);
}

/**
 * A snapshot session where it is one: some servers take the wish and read on. Else a transaction
 * with snapshot reads, which a server ends after a minute or so; a longer dump fails then.
 */
async function sessionOf(client: MongoClient, db: Db) {
  const session = client.startSession({ snapshot: true });
  if (await holdsStill(session, db).catch(() => false)) {
    return { session, consistency: "a snapshot session" };
  }
  await session.endSession();
  const other = client.startSession();
  other.startTransaction({ readConcern: { level: "snapshot" } });
  return { session: other, consistency: "one transaction with snapshot reads" };
}

/** Whether a later write stays unseen. The probe's own document is the one written. */
async function holdsStill(session: ClientSession, db: Db): Promise<boolean> {
  const before = await probeVersion(db, session);
  await probe(db);
  return await probeVersion(db, session) === before;
}

async function* text(value: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(value);
}

async function* lines(
  db: Db,
  session: ClientSession,
  name: string,
  counts: Record<string, number>,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let [piece, count] = ["", 0];
  try {
    const cursor = db.collection(name).find({}, { session, batchSize: BATCH });
    for await (const document of cursor) {
      piece += `${BSON.EJSON.stringify(document, { relaxed: false })}\n`;
      count++;
      if (piece.length < LINES_A_PIECE) continue;
      yield encoder.encode(piece);
      piece = "";
      progress(`${name}, ${count} documents`, count, null);
    }
  } catch (error) {
    throw mongoFault(`read ${name}`, error);
  }
  if (piece !== "") yield encoder.encode(piece);
  counts[name] = count;
}
