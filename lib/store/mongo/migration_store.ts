import { createHash } from "node:crypto";
import type { ClientSession, Collection, Db, Document } from "mongodb";
import { z } from "zod";
import type { Json } from "@/lib/store/ports/json.ts";
import { jsonText } from "@/lib/store/json_text.ts";
import type { Lease, LeaseResult } from "@/lib/store/ports/lease_store.ts";
import {
  ACCEPTED,
  type AppliedMigration,
  type Bookkeeping,
  type Chunk,
  LeaseLost,
  type MigrationStore,
  type Step,
  type Unfinished,
} from "@/lib/store/ports/migration_store.ts";
import type { Connection, Limits } from "@/lib/store/mongo/connection.ts";
import { isDuplicate, mongoFault } from "@/lib/store/mongo/fault.ts";
import { MongoLeases, NOW } from "@/lib/store/mongo/leases.ts";

const LOCK = "migrations";
const BOOKKEEPING = ["schema_lock", "schema_migrations", "schema_unfinished"] as const;

/**
 * What a step is given. What it does with `session` is kept or undone together with the
 * bookkeeping. Collections, indexes and validators are changed without it, as MongoDB demands, and
 * so that doing it again does no harm.
 */
export interface MongoHandle {
  readonly db: Db;
  readonly session: ClientSession;
}

interface AppliedDocument extends Omit<AppliedMigration, "id"> {
  readonly _id: string;
}

interface UnfinishedDocument extends Omit<Unfinished, "from"> {
  readonly _id: "one";
  readonly resumeFrom: string;
}

const applied = z.object({
  _id: z.string(),
  name: z.string(),
  checksum: z.string(),
  appliedAt: z.number(),
  durationMs: z.number(),
  by: z.string(),
  baseline: z.boolean(),
  schema: z.string(),
}).transform(({ _id: id, ...rest }): AppliedMigration => ({ id, ...rest }));

const unfinished = z.object({
  id: z.string(),
  checksum: z.string(),
  direction: z.enum(["up", "down"]),
  step: z.number(),
  resumeFrom: jsonText,
}).transform(({ resumeFrom: from, ...rest }): Unfinished => ({ ...rest, from }));

/** The migration runner's view of a MongoDB database. */
export class MongoMigrationStore implements MigrationStore<MongoHandle> {
  readonly #locks: MongoLeases;
  readonly #applied: Collection<AppliedDocument>;
  readonly #unfinished: Collection<UnfinishedDocument>;

  constructor(private readonly connection: Connection) {
    const { db } = connection;
    this.#locks = new MongoLeases(connection, "schema_lock");
    this.#applied = db.collection<AppliedDocument>("schema_migrations");
    this.#unfinished = db.collection<UnfinishedDocument>("schema_unfinished");
  }

  async applied(): Promise<readonly AppliedMigration[]> {
    const found = await this.connection.run(
      "read the applied migrations",
      (limits) => this.#applied.find({}, { ...limits, sort: { _id: 1 } }).toArray(),
    );
    return found.map((id) => applied.parse(id));
  }

  async unfinished(): Promise<Unfinished | null> {
    const found = await this.connection.run(
      "read the unfinished migration",
      (limits) => this.#unfinished.findOne({ _id: "one" }, { ...limits }),
    );
    return found === null ? null : unfinished.parse(found);
  }

  fingerprint(): Promise<string> {
    return this.connection.run("read the schema", async (limits) => {
      const { db } = this.connection;
      const parts: Document[] = [];
      for (const { name, options } of await listed(db, limits)) {
        const indexes = await db.collection(name).listIndexes({ ...limits }).toArray();
        parts.push({
          name,
          validator: options["validator"] ?? null,
          indexes: indexes.map(indexOf),
        });
      }
      return createHash("sha256").update(canonical(parts)).digest("hex");
    });
  }

  holder(): Promise<Lease | null> {
    return this.#locks.holder(LOCK);
  }

  async acquire(owner: string, ttlMs: number): Promise<LeaseResult> {
    // Before the first transaction, which must find its collections there.
    await this.connection.run("make the migrations' bookkeeping", async (limits) => {
      const there = new Set((await this.connection.db.listCollections(
        {},
        { ...limits, nameOnly: true },
      ).toArray()).map(({ name }) => name));
      for (const name of BOOKKEEPING) {
        if (!there.has(name)) {
          await this.connection.db.createCollection(name).catch(ignoreExisting);
        }
      }
    });
    return await this.#locks.acquire(LOCK, owner, ttlMs);
  }

  renew(lease: Lease, ttlMs: number): Promise<Lease | null> {
    return this.#locks.renew(lease, ttlMs);
  }

  async release(lease: Lease): Promise<void> {
    await this.#locks.release(lease);
  }

  async unlock(): Promise<Lease | null> {
    const holder = await this.holder();
    if (holder !== null) await this.#locks.release(holder);
    return holder;
  }

  async advance(
    lease: Lease,
    step: Step<MongoHandle>,
    from: Json,
    after: (chunk: Chunk) => Bookkeeping,
  ): Promise<Chunk> {
    const action = `carry out "${step.name}"`;
    await this.#refuseLost(lease, action);
    let chunk: Chunk = { next: null };
    await this.#transact(action, async (limits) => {
      const handle = { db: this.connection.db, session: limits.session };
      // The step first: a transaction begins with its first operation, so that the building of an
      // index may take longer than a transaction lives.
      chunk = step.mode === "resumable"
        ? await step.run(handle, from)
        : await step.run(handle) ?? { next: null };
      const entry = after(chunk);
      const schema = entry.kind === "applied" ? await this.fingerprint() : "";
      await this.#fence(lease, action, limits);
      await this.#record(entry, schema, limits);
    });
    return chunk;
  }

  async adopt(
    lease: Lease,
    migrations: readonly Omit<AppliedMigration, "appliedAt" | "schema">[],
  ): Promise<void> {
    const action = "write the baseline down";
    const schema = await this.fingerprint();
    await this.#transact(action, async (limits) => {
      await this.#fence(lease, action, limits);
      for (const migration of migrations) {
        await this.#record({ kind: "applied", migration }, schema, limits);
      }
    });
  }

  async accept(lease: Lease): Promise<void> {
    const action = "accept the schema";
    const schema = ACCEPTED + await this.fingerprint();
    await this.#transact(action, async (limits) => {
      await this.#fence(lease, action, limits);
      const newest = await this.#applied.findOne({}, { ...limits, sort: { _id: -1 } });
      if (newest !== null) {
        await this.#applied.updateOne({ _id: newest._id }, { $set: { schema } }, { ...limits });
      }
    });
  }

  async restart(lease: Lease): Promise<void> {
    const action = "start the migration over";
    await this.#transact(action, async (limits) => {
      await this.#fence(lease, action, limits);
      await this.#unfinished.deleteMany({}, { ...limits });
    });
  }

  /** The connection is closed by whoever opened it. */
  close(): void {}

  /** Steps are given what the driver has: their own errors keep their words. */
  async #transact(
    action: string,
    work: (limits: Limits & { session: ClientSession }) => Promise<void>,
  ): Promise<void> {
    try {
      await this.connection.transact(action, async ({ session, signal }) => {
        if (session === undefined) throw new TypeError("a transaction has a session");
        await work({ session, signal });
      });
    } catch (error) {
      if (error instanceof Error && error.cause instanceof LeaseLost) throw error.cause;
      throw mongoFault(action, error);
    }
  }

  async #refuseLost({ name, fence }: Lease, action: string): Promise<void> {
    const held = await this.connection.run(
      action,
      (limits) =>
        this.connection.db.collection<{ _id: string }>("schema_lock").findOne(
          { _id: name, fence, expiresAt: { $gt: 0 } },
          { ...limits },
        ),
    );
    if (held === null) throw lost(action);
  }

  async #fence(lease: Lease, action: string, limits: Limits): Promise<void> {
    if (!await this.#locks.stands(lease, limits)) throw lost(action);
  }

  async #record(entry: Bookkeeping, schema: string, limits: Limits): Promise<void> {
    await this.#unfinished.deleteMany({}, { ...limits });
    if (entry.kind === "unfinished") {
      const { from, ...rest } = entry.at;
      const document = { _id: "one" as const, ...rest, resumeFrom: JSON.stringify(from) };
      await this.#unfinished.insertOne(document, { ...limits });
    } else if (entry.kind === "reverted") {
      await this.#applied.deleteOne({ _id: entry.id }, { ...limits });
    } else {
      const { id, ...rest } = entry.migration;
      await this.#applied.insertOne({ _id: id, ...rest, appliedAt: 0, schema }, { ...limits });
      const now = [{ $set: { appliedAt: { $toDouble: NOW } } }];
      await this.#applied.updateOne({ _id: id }, now, { ...limits });
    }
  }
}

function lost(action: string): LeaseLost {
  return new LeaseLost(`Cannot ${action}: another migrator has taken the lock`);
}

function ignoreExisting(error: unknown): void {
  const exists = error instanceof Error && "codeName" in error &&
    error.codeName === "NamespaceExists";
  if (!exists && !isDuplicate(error)) throw error;
}

async function listed(db: Db, limits: Limits) {
  const all = await db.listCollections({}, { ...limits, nameOnly: false }).toArray();
  return all.filter(({ name }) => !name.startsWith("schema_") && !name.startsWith("system."))
    .map(({ name, ...rest }) => ({
      name,
      options: "options" in rest && rest.options !== undefined ? rest.options : {},
    }))
    .sort((a, b) => a.name < b.name ? -1 : 1);
}

/** What makes an index what it is, without what servers add of their own. */
function indexOf({ name, key, unique, partialFilterExpression, collation }: Document) {
  return {
    name,
    key: Object.entries(key),
    unique: unique === true,
    partial: partialFilterExpression ?? null,
    collation: collation?.locale ?? null,
  };
}

/** JSON with keys in order, so that equal values are equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, inner: unknown) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1))
        : inner,
  );
}
