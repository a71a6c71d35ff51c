/** What a backup is made from and put back into. Every store gives its snapshot as streams. */
import type { Instant } from "@/lib/combat/state.ts";

/** One stream of a snapshot: a database file, or one collection line by line. */
export interface SnapshotPart {
  /** Small letters, digits, dots and dashes; unique within a snapshot. */
  readonly name: string;
  /** Size in bytes where it is known before it was read. */
  readonly size: number | null;
  bytes(): AsyncIterable<Uint8Array>;
}

/** Everything that a store held at one moment. */
export interface Snapshot {
  readonly store: "sqlite" | "mongodb";
  /** What makes its parts one moment's, in a sentence. */
  readonly consistency: string;
  readonly takenAt: Instant;
  /** Migrations that the store had then, oldest first. */
  readonly schema: readonly string[];
  /** Rows or documents by table or collection. */
  readonly counts: Readonly<Record<string, number>>;
  readonly parts: readonly SnapshotPart[];
  /** Removes what was made for it. */
  close(): Promise<void>;
}

/** Work that takes long says how far it is: bytes, and of how many where that is known. */
export type Progress = (step: string, done: number, total: number | null) => void;

export interface SnapshotSource {
  /** @throws {DependencyError} When the store cannot be read. */
  open(progress: Progress): Promise<Snapshot>;
}

/** What a restored store says of itself, to be compared with the snapshot. */
export interface StoreFacts {
  readonly schema: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  /** What the store's own check finds wrong; empty when nothing is. */
  readonly damage: readonly string[];
}

/** What going back to an earlier moment changed. */
export interface Rewound {
  /** Encounters that lost their newest entries, and how many entries these were. */
  readonly encounters: number;
  readonly entries: number;
  /** Encounters that did not exist yet. */
  readonly removed: number;
}

/** An empty store that a snapshot is put into. Nobody sees any of it before `commit`. */
export interface SnapshotTarget {
  readonly store: Snapshot["store"];
  /** One sentence on what is there already; undefined when it is empty. */
  inTheWay(): Promise<string | undefined>;
  /** Takes one part. @throws {DependencyError} When it cannot. */
  write(part: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Call it after all parts. */
  facts(): Promise<StoreFacts>;
  /** Takes back every entry of every encounter's log that is later than `to`. */
  rewind(to: Instant): Promise<Rewound>;
  /** Removes everything of these owners; returns how much that was. */
  forget(owners: readonly string[]): Promise<number>;
  /** Carries out the migrations that this release has and the snapshot has not; their names. */
  migrate(): Promise<readonly string[]>;
  /** Makes it the store. */
  commit(): Promise<void>;
  /** Leaves it as empty as it was. */
  abandon(): Promise<void>;
}
