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
