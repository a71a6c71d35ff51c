/**
 * What the migration runner asks of a store, and what a migration is. The runner
 * (`migrate.ts`) knows no driver: a store of another kind brings its own adapter
 * and its own migrations.
 */
import type { Json } from "./json.ts";
import type { Lease, LeaseResult } from "./lease_store.ts";

/** What one piece of a resumable step left to do. */
export interface Chunk {
  /** Where to go on; null when the step is finished. */
  readonly next: Json;
  /** For the progress line, in whatever the step counts. */
  readonly done?: number;
  readonly total?: number;
}

/** Carried out in one transaction: all of it is there afterwards, or nothing. */
export interface TransactionalStep<Db> {
  readonly mode: "transactional";
  readonly name: string;
  run(db: Db): void | Promise<void>;
}

/**
 * Carried out piece by piece, `from` null at the start and then the last piece's `next`. A piece
 * may be carried out again after a crash, so it must bear that.
 */
export interface ResumableStep<Db> {
  readonly mode: "resumable";
  readonly name: string;
  run(db: Db, from: Json): Chunk | Promise<Chunk>;
}

export type Step<Db> = TransactionalStep<Db> | ResumableStep<Db>;

export interface Migration<Db> {
  /** 14 digits, the time it was written: 20260101120000. */
  readonly id: string;
  /** The rest of the file's name. */
  readonly name: string;
  /** SHA-256 of the file, in hex, line ends as LF. */
  readonly checksum: string;
  readonly description: string;
  readonly up: readonly Step<Db>[];
  readonly down: readonly Step<Db>[];
}

export interface AppliedMigration {
  readonly id: string;
  readonly name: string;
  readonly checksum: string;
  /** Milliseconds since the epoch, on the store's clock. */
  readonly appliedAt: number;
  readonly durationMs: number;
  /** Owner text of the migrator. */
  readonly by: string;
  /** Declared as done by `baseline`, not carried out. */
  readonly baseline: boolean;
  /** Fingerprint of the schema right after it, behind `ACCEPTED` where a drift was accepted. */
  readonly schema: string;
}

/** Stands before a fingerprint that is not what the migrations make, and was accepted. */
export const ACCEPTED = "accepted:";

export type Direction = "up" | "down";

/** A migration between two of its steps: there after a crash, and while one runs. */
export interface Unfinished {
  readonly id: string;
  readonly checksum: string;
  readonly direction: Direction;
  /** Index of the step to go on with, and where in it. */
  readonly step: number;
  readonly from: Json;
}

/** What to write down together with a piece of work. */
export type Bookkeeping =
  | { readonly kind: "unfinished"; readonly at: Unfinished }
  | {
    readonly kind: "applied";
    readonly migration: Omit<AppliedMigration, "appliedAt" | "schema">;
  }
  | { readonly kind: "reverted"; readonly id: string };

/** Thrown by `advance` and the like when another migrator holds the lock by now. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

export interface MigrationStore<Db> {
  /** Oldest first; empty for a store that has never been migrated. Writes nothing. */
  applied(): Promise<readonly AppliedMigration[]>;
  unfinished(): Promise<Unfinished | null>;
  /** The same text for the same schema, whatever way led there. The bookkeeping is not in it. */
  fingerprint(): Promise<string>;
  holder(): Promise<Lease | null>;
  /** Takes the migration lock; makes the bookkeeping when it is not there yet. */
  acquire(owner: string, ttlMs: number): Promise<LeaseResult>;
  renew(lease: Lease, ttlMs: number): Promise<Lease | null>;
  release(lease: Lease): Promise<void>;
  /** Ends anybody's lock; answers whose it was. */
  unlock(): Promise<Lease | null>;
  /**
   * Carries one piece out and writes down what follows from it, both or nothing, and only while
   * `lease` stands.
   *
   * @throws {LeaseLost} When it does not.
   */
  advance(
    lease: Lease,
    step: Step<Db>,
    from: Json,
    after: (chunk: Chunk) => Bookkeeping,
  ): Promise<Chunk>;
  /** Writes migrations down as applied without carrying them out. */
  adopt(
    lease: Lease,
    migrations: readonly Omit<AppliedMigration, "appliedAt" | "schema">[],
  ): Promise<void>;
  /** Writes the schema as it is now down as the accepted one after the newest migration. */
  accept(lease: Lease): Promise<void>;
  /** Forgets how far an unfinished migration got. */
  restart(lease: Lease): Promise<void>;
  close(): void;
}
