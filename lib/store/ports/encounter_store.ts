/**
 * Where fights are kept. Every write is one document or one small transaction,
 * nothing here is shaped after a query language, and each adapter passes
 * `encounter_store_contract.ts`.
 */
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState, Id, Instant } from "@/lib/combat/state.ts";
import type { Json } from "@/lib/store/ports/json.ts";

/** Who owns a fight: a guest's id or an account's. */
export type OwnerId = string;

export interface EncounterRecord {
  readonly id: Id;
  readonly ownerId: OwnerId;
  readonly name: string;
  readonly status: EncounterState["status"];
  readonly edition: EncounterState["edition"];
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly archivedAt: Instant | null;
  /** Deleted ones can be restored for 30 days and are then purged. */
  readonly deletedAt: Instant | null;
  /** Version of the newest log entry. */
  readonly version: number;
  readonly round: number;
  readonly combatants: number;
  readonly shareCode: string | null;
  /** When somebody came by the code last, or when it was made; null when that is not known. */
  readonly codeUsedAt: Instant | null;
  /** When the fight ended; null while it has not, and where an earlier release ended it. */
  readonly endedAt: Instant | null;
}

/** What changes of the record with an append, so that lists need no replay. */
export interface RecordUpdate {
  readonly name: string;
  readonly status: EncounterState["status"];
  readonly edition: EncounterState["edition"];
  readonly round: number;
  readonly combatants: number;
  readonly updatedAt: Instant;
}

/** An owner, and when something of theirs changed last. */
export interface OwnerActivity {
  readonly ownerId: OwnerId;
  readonly updatedAt: Instant;
}

export type AppendResult =
  | { readonly kind: "appended"; readonly version: number }
  /** Somebody else appended first: load, decide again. */
  | { readonly kind: "conflict"; readonly version: number }
  /** One of the command ids is there already, at this version. Nothing was written. */
  | { readonly kind: "repeated"; readonly commandId: Id; readonly version: number };

export interface Snapshot {
  readonly version: number;
  readonly state: EncounterState;
  /** What players saw of the turn by then; absent in what earlier releases wrote. */
  readonly turn?: Json;
}

export interface EncounterStore {
  /**
   * Writes the record and its first entries in one step; the record's version is that of the last
   * entry. An id that exists is a conflict (or `repeated`, when one of the commands is in it); a
   * share code that is another fight's is a conflict with version 0.
   */
  create(record: EncounterRecord, entries: readonly LogEntry[]): Promise<AppendResult>;
  find(id: Id): Promise<EncounterRecord | null>;
  /** Those of `ids` that are there, in any order. */
  findAll(ids: readonly Id[]): Promise<readonly EncounterRecord[]>;
  /** By live share code, case-insensitive; revoked codes and those of deleted fights are unknown. */
  findByCode(code: string): Promise<EncounterRecord | null>;
  /**
   * Last changed first. For the next page give `updatedAt` and `id` of the last one as `before` and
   * `beforeId`; without `beforeId`, others that changed in the same millisecond are passed over.
   * "open" and "archived" leave deleted ones out.
   */
  list(
    ownerId: OwnerId,
    filter: {
      readonly which: "open" | "archived" | "deleted";
      readonly limit: number;
      readonly before?: Instant;
      readonly beforeId?: Id;
    },
  ): Promise<readonly EncounterRecord[]>;
  /**
   * Durable when it resolves. All or nothing: `entries` continue at
   * `expectedVersion + 1`, unique by (encounter, version) and (encounter, command id). A command
   * that is there already wins over a conflict; a fight that is not there is a conflict with
   * version 0. `endedAt` of the record becomes `updatedAt` when the status becomes "ended", stays
   * while it is that, and is null otherwise.
   *
   * @throws {RangeError} When versions have gaps, a command id comes twice in `entries`, or they
   * are more than 100.
   */
  append(
    id: Id,
    expectedVersion: number,
    entries: readonly LogEntry[],
    update: RecordUpdate,
  ): Promise<AppendResult>;
  /** Entries after `version`, in order; at most `limit`. */
  entriesAfter(id: Id, version: number, limit?: number): Promise<readonly LogEntry[]>;
  findCommand(id: Id, commandId: Id): Promise<LogEntry | null>;
  /** Newest snapshot at or before `atMost` (absent: the newest). */
  snapshot(id: Id, atMost?: number): Promise<Snapshot | null>;
  /** A cache of replay: may be lost, never wrong. Older ones may be thinned out. */
  saveSnapshot(id: Id, snapshot: Snapshot): Promise<void>;
  setArchived(id: Id, at: Instant | null): Promise<void>;
  setDeleted(id: Id, at: Instant | null): Promise<void>;
  /**
   * Replaces the code; null revokes it. `codeUsedAt` becomes `at`. False when the code is another fight's (a deleted one
   * keeps its code for when it is restored) or the fight is not there.
   */
  setShareCode(id: Id, code: string | null, at: Instant): Promise<boolean>;
  /** Somebody came by the fight's code: `codeUsedAt` becomes `at`, unless it is later already. */
  noteCodeUse(id: Id, at: Instant): Promise<void>;
  /** Owners of fights whose ids begin with `prefix`, in order of ids, from after `after` on. */
  owners(prefix: string, limit: number, after?: OwnerId): Promise<readonly OwnerActivity[]>;
  /** Hands all fights of a guest to an account; returns how many. */
  changeOwner(from: OwnerId, to: OwnerId): Promise<number>;
  /** Bytes that the fight's log takes, about; 0 when it is not there. */
  logBytes(id: Id): Promise<number>;
  /** How many fights an owner has, deleted ones too, and what their logs take together. */
  usage(ownerId: OwnerId): Promise<{ readonly encounters: number; readonly bytes: number }>;
  /** Removes for good, log and snapshots too, what was deleted before `before`; returns how many. */
  purge(before: Instant): Promise<number>;
}
