import type { Collection } from "mongodb";
import { z } from "zod";
import type { Lease, LeaseResult, LeaseStore } from "@/lib/store/ports/lease_store.ts";
import type { Connection, Limits } from "@/lib/store/mongo/connection.ts";
import { upsertAgain } from "@/lib/store/mongo/upsert.ts";

interface LeaseDocument {
  readonly _id: string;
  readonly owner: string;
  readonly fence: number;
  /** Milliseconds on the server's clock; 0 once released. */
  readonly expiresAt: number;
  /** Which attempt took it, so that an attempt knows whether it was the one. */
  readonly claim: string;
  /** Writes that hang on the lease change it, so that nobody takes it between check and write. */
  readonly writes?: number;
}

const lease = z.object({
  _id: z.string(),
  owner: z.string(),
  fence: z.number(),
  expiresAt: z.number(),
}).transform(({ _id: name, ...rest }): Lease => ({ name, ...rest }));

/** The server's clock in an expression: milliseconds since the epoch. */
export const NOW = { $toLong: "$$NOW" };
const LATER = (ms: number) => ({ $toDouble: { $add: [NOW, ms] } });

/** Leases in one collection, on the server's clock. A released one stays: its fence goes on. */
export class MongoLeases implements LeaseStore {
  readonly #leases: Collection<LeaseDocument>;

  constructor(private readonly connection: Connection, collection: string) {
    this.#leases = connection.db.collection<LeaseDocument>(collection);
  }

  async acquire(name: string, owner: string, ttlMs: number): Promise<LeaseResult> {
    const claim = crypto.randomUUID();
    const free = { $lte: [{ $ifNull: ["$expiresAt", 0] }, NOW] };
    const whenFree = (value: unknown, field: string) => ({ $cond: [free, value, field] });
    const take = [{
      $set: {
        owner: whenFree({ $literal: owner }, "$owner"),
        claim: whenFree({ $literal: claim }, "$claim"),
        fence: whenFree({ $add: [{ $ifNull: ["$fence", 0] }, 1] }, "$fence"),
        expiresAt: whenFree(LATER(ttlMs), "$expiresAt"),
      },
    }];
    // A repetition after it took the lease finds its own claim, and changes nothing.
    const found = await this.connection.run(
      "take the lease",
      (limits) =>
        upsertAgain(() =>
          this.#leases.findOneAndUpdate(
            { _id: name },
            take,
            { ...limits, upsert: true, returnDocument: "after" },
          )
        ),
    );
    const held = lease.parse(found);
    return found.claim === claim ? { kind: "held", lease: held } : { kind: "taken", by: held };
  }

  async renew({ name, fence }: Lease, ttlMs: number): Promise<Lease | null> {
    const found = await this.connection.run(
      "renew the lease",
      (limits) =>
        this.#leases.findOneAndUpdate(
          { _id: name, fence, expiresAt: { $gt: 0 } },
          [{ $set: { expiresAt: LATER(ttlMs) } }],
          { ...limits, returnDocument: "after" },
        ),
    );
    return found === null ? null : lease.parse(found);
  }

  async release({ name, fence }: Lease): Promise<boolean> {
    const { modifiedCount } = await this.connection.run(
      "give the lease back",
      (limits) =>
        this.#leases.updateOne(
          { _id: name, fence, expiresAt: { $gt: 0 } },
          { $set: { expiresAt: 0 } },
          { ...limits },
        ),
    );
    return modifiedCount === 1;
  }

  async holder(name: string): Promise<Lease | null> {
    const found = await this.connection.run("read the lease", (limits) =>
      this.#leases.findOne(
        { _id: name, $expr: { $gt: ["$expiresAt", NOW] } },
        { ...limits },
      ));
    return found === null ? null : lease.parse(found);
  }

  /**
   * Whether nobody has taken or ended the lease since, within a transaction: until that ends,
   * nobody can. It may have run out: as long as nobody else took it, its holder may write.
   */
  async stands({ name, fence }: Lease, limits: Limits): Promise<boolean> {
    const { matchedCount } = await this.#leases.updateOne(
      { _id: name, fence, expiresAt: { $gt: 0 } },
      { $inc: { writes: 1 } },
      { ...limits },
    );
    return matchedCount === 1;
  }
}
