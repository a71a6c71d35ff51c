import { BSON, type Db, MongoClient } from "mongodb";
import { z } from "zod";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import { replay } from "@/lib/combat/evolve.ts";
import type { Instant } from "@/lib/combat/state.ts";
import { APPLIED, BACKUP_CLIENT, LINES, SCHEMA_PART } from "@/lib/store/mongo/backup_source.ts";
import { databaseName } from "@/lib/store/mongo/connection.ts";
import { mongoFault } from "@/lib/store/mongo/fault.ts";
import { type MongoHandle } from "@/lib/store/mongo/migration_store.ts";
import { openMongo } from "@/lib/store/mongo/open.ts";
import { MongoTransferStore } from "@/lib/store/mongo/transfer_store.ts";
import type { Rewound, SnapshotTarget, StoreFacts } from "@/lib/store/ports/backup.ts";
import type { Migration } from "@/lib/store/ports/migration_store.ts";
import { ensureSchema } from "@/lib/store/migrations/ensure_schema.ts";

const BATCH = 500;
const ALL = 1_000_000_000;

const described = z.array(z.object({
  name: z.string(),
  options: z.record(z.string(), z.unknown()),
  indexes: z.array(z.looseObject({ name: z.string(), key: z.record(z.string(), z.number()) })),
}));

/**
 * Puts a snapshot into an empty MongoDB database. Which migrations it has is written last: an app
 * that starts before finds a schema that it does not know and refuses.
 */
export class MongoTarget implements SnapshotTarget {
  readonly store = "mongodb" as const;
  readonly #client: MongoClient;
  readonly #db: Db;
  #schema: z.infer<typeof described> = [];
  #applied: BSON.Document[] = [];

  constructor(readonly uri: string, readonly migrations: readonly Migration<MongoHandle>[]) {
    this.#client = new MongoClient(uri, BACKUP_CLIENT);
    this.#db = this.#client.db(databaseName(uri));
  }

  inTheWay(): Promise<string | undefined> {
    return this.#work("look into the database", async () => {
      for (const name of await this.#names()) {
        if (await this.#db.collection(name).findOne({}, { projection: { _id: 1 } }) === null) {
          continue;
        }
        return `database ${this.#db.databaseName} has documents in ${name}: name an empty one`;
      }
      return undefined;
    });
  }

  async write(part: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    if (part === SCHEMA_PART) return await this.#make(bytes);
    const name = part.slice(0, -LINES.length);
    const documents = this.#db.collection(name);
    for await (const batch of batches(bytes)) {
      if (name === APPLIED) this.#applied.push(...batch);
      else {
        await this.#work(
          `write ${name}`,
          () => documents.insertMany(batch, { ordered: false, bypassDocumentValidation: true }),
        );
      }
    }
  }

  facts(): Promise<StoreFacts> {
    return this.#work("check the restored database", async () => {
      const counts: Record<string, number> = {};
      for (const { name, indexes } of this.#schema) {
        if (indexes.length > 0) {
          await this.#db.collection(name).createIndexes(indexes.map((index) => ({ ...index })));
        }
        counts[name] = await this.#db.collection(name).countDocuments();
      }
      if (APPLIED in counts) counts[APPLIED] = Math.max(counts[APPLIED] ?? 0, this.#applied.length);
      return { schema: this.#applied.map(({ _id }) => String(_id)), counts, damage: [] };
    });
  }

  async rewind(to: Instant): Promise<Rewound> {
    const store = new MongoTransferStore({ uri: this.uri });
    const done = { encounters: 0, entries: 0, removed: 0 };
    try {
      // A record that is behind its log is moved on by whoever reads it: before the log is cut.
      for await (const page of store.encounters.stamps()) {
        await store.encounters.read(page.map(({ key }) => key));
      }
      await store.settle();
      for await (const page of store.encounters.stamps()) {
        for (const record of await store.encounters.read(page.map(({ key }) => key))) {
          const all = await store.entriesAfter(record.id, 0, ALL);
          const kept = all.filter(({ at }) => at <= to);
          const last = kept.at(-1);
          done.entries += all.length - kept.length;
          if (last === undefined) {
            await store.encounters.remove([[record.id]]);
            done.removed++;
          } else if (kept.length < all.length) {
            const { name, status, edition, round, combatants } = replay(NOTHING_YET, kept);
            const combatantCount = Object.keys(combatants).length;
            await this.#db.collection("encounter_snapshots").deleteMany({
              encounterId: record.id,
              version: { $gt: last.version },
            });
            await this.#db.collection("encounter_log").deleteMany({ encounterId: record.id });
            await store.writeLog({
              ...record,
              ...{ name, status, edition, round, combatants: combatantCount },
              version: last.version,
              updatedAt: last.at,
              archivedAt: notLater(record.archivedAt, to),
              deletedAt: notLater(record.deletedAt, to),
            }, kept);
            done.encounters++;
          }
        }
      }
      return done;
    } finally {
      await store.close();
    }
  }

  forget(owners: readonly string[]): Promise<number> {
    return this.#work("delete from the restored database", async () => {
      const theirs = { ownerId: { $in: [...owners] } };
      const ids = (await this.#db.collection("encounters")
        .find(theirs, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id);
      for (const name of ["encounter_log", "encounter_snapshots"]) {
        await this.#db.collection(name).deleteMany({ encounterId: { $in: ids } });
      }
      let removed = 0;
      for (const name of ["encounters", "documents"]) {
        removed += (await this.#db.collection(name).deleteMany(theirs)).deletedCount;
      }
      return removed;
    });
  }

  async migrate(): Promise<readonly string[]> {
    const there = new Set(this.#applied.map(({ _id }) => String(_id)));
    if (this.migrations.every(({ id }) => there.has(id))) return [];
    await this.#sign();
    const { migrations, store } = await openMongo({ uri: this.uri });
    try {
      const owner = `restore ${crypto.randomUUID()}`;
      const carried = await ensureSchema(migrations, this.migrations, { migrate: true, owner });
      return carried.map(({ id, name }) => `${id}_${name}`);
    } finally {
      await store.close();
    }
  }

  async commit(): Promise<void> {
    await this.#sign();
    await this.#client.close();
  }

  async abandon(): Promise<void> {
    await this.#work("empty the database again", async () => {
      for (const name of await this.#names()) await this.#db.dropCollection(name);
    });
    await this.#client.close();
  }

  /** Says which migrations the database has; from then on an app may use it. */
  async #sign(): Promise<void> {
    const applied = this.#applied;
    this.#applied = [];
    if (applied.length === 0) return;
    await this.#work(
      "write the migrations down",
      () => this.#db.collection(APPLIED).insertMany(applied),
    );
  }

  async #make(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    let text = "";
    const decoder = new TextDecoder();
    for await (const piece of bytes) text += decoder.decode(piece, { stream: true });
    this.#schema = described.parse(JSON.parse(text));
    await this.#work("make the collections", async () => {
      for (const name of await this.#names()) await this.#db.dropCollection(name);
      for (const { name, options } of this.#schema) await this.#db.createCollection(name, options);
    });
  }

  async #names(): Promise<readonly string[]> {
    const found = await this.#db.listCollections({}, { nameOnly: true }).toArray();
    return found.map(({ name }) => name).filter((name) => !name.startsWith("system."));
  }

  async #work<T>(action: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw mongoFault(action, error);
    }
  }
}

function notLater(moment: Instant | null, to: Instant): Instant | null {
  return moment !== null && moment > to ? null : moment;
}

/** Documents of a stream of lines, so many at a time. */
async function* batches(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<BSON.Document[]> {
  const decoder = new TextDecoder();
  let [rest, batch]: [string, BSON.Document[]] = ["", []];
  for await (const piece of bytes) {
    const found = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = found.pop() ?? "";
    for (const line of found) {
      batch.push(BSON.EJSON.parse(line, { relaxed: false }));
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
