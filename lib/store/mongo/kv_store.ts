import type { Collection } from "mongodb";
import { z } from "zod";
import { jsonText, toJsonText } from "@/lib/store/json_text.ts";
import type { KeyValue, KeyValueStore, KvResult } from "@/lib/store/ports/kv_store.ts";
import type { Lease } from "@/lib/store/ports/lease_store.ts";
import type { Connection, Limits } from "@/lib/store/mongo/connection.ts";
import { isDuplicate, MongoFault } from "@/lib/store/mongo/fault.ts";
import type { MongoLeases } from "@/lib/store/mongo/leases.ts";
import { type PackedText, packText, unpackText } from "@/lib/store/mongo/packed_text.ts";

export interface EntryDocument {
  readonly _id: string;
  readonly version: number;
  readonly value: PackedText;
}

const entry = z.object({
  _id: z.string(),
  version: z.number(),
  value: z.unknown().transform((packed): unknown => unpackText(packed)).pipe(jsonText),
}).transform(({ _id: key, ...rest }): KeyValue => ({ key, ...rest }));

export function keyValueOf(found: unknown): KeyValue {
  const parsed = entry.safeParse(found);
  if (!parsed.success) throw new MongoFault("corrupt", "read a value", parsed.error);
  return parsed.data;
}

/** The greatest character: texts that begin with a prefix come before the prefix followed by it. */
const LAST = "\u{10ffff}";

/** Values by key in MongoDB. */
export class MongoKeyValueStore implements KeyValueStore {
  readonly #entries: Collection<EntryDocument>;

  constructor(private readonly connection: Connection, private readonly leases: MongoLeases) {
    this.#entries = connection.db.collection<EntryDocument>("entries");
  }

  async get(key: string): Promise<KeyValue | null> {
    const found = await this.connection.run(
      "read the value",
      (limits) => this.#entries.findOne({ _id: key }, { ...limits }),
    );
    return found === null ? null : keyValueOf(found);
  }

  async put(
    key: string,
    value: unknown,
    expectedVersion: number,
    lease?: Lease,
  ): Promise<KvResult> {
    const action = "save the value";
    const packed = packText(toJsonText(value));
    if (lease !== undefined) {
      // Two documents have to agree: the lease and the value.
      return await this.connection.transact(action, async (limits): Promise<KvResult> => {
        if (!await this.leases.stands(lease, limits)) return { kind: "fenced" };
        const present = await this.#entries.findOne({ _id: key }, { ...limits });
        const version = present?.version ?? 0;
        if (version !== expectedVersion) return { kind: "conflict", version };
        await this.#write(key, packed, expectedVersion, limits);
        return { kind: "saved", version: expectedVersion + 1 };
      });
    }
    const saved = await this.connection.run(action, async (limits) => {
      try {
        return await this.#write(key, packed, expectedVersion, limits);
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    });
    if (saved) return { kind: "saved", version: expectedVersion + 1 };
    return { kind: "conflict", version: (await this.get(key))?.version ?? 0 };
  }

  delete(key: string, expectedVersion: number): Promise<boolean> {
    return this.connection.run("delete the value", async (limits) => {
      const filter = { _id: key, version: expectedVersion };
      return (await this.#entries.deleteOne(filter, { ...limits })).deletedCount === 1;
    });
  }

  async list(prefix: string, limit: number, afterKey?: string): Promise<readonly KeyValue[]> {
    const after = afterKey === undefined ? {} : { $gt: afterKey };
    const found = await this.connection.run("list the values", (limits) =>
      this.#entries.find(
        { _id: { $gte: prefix, $lt: prefix + LAST, ...after } },
        { ...limits, sort: { _id: 1 }, limit, batchSize: limit + 1 },
      ).toArray());
    return found.map(keyValueOf);
  }

  async #write(
    key: string,
    value: PackedText,
    expectedVersion: number,
    limits: Limits,
  ): Promise<boolean> {
    if (expectedVersion === 0) {
      await this.#entries.insertOne({ _id: key, version: 1, value }, { ...limits });
      return true;
    }
    const filter = { _id: key, version: expectedVersion };
    const set = { $set: { version: expectedVersion + 1, value } };
    return (await this.#entries.updateOne(filter, set, { ...limits })).matchedCount === 1;
  }
}
