/** What the collections of fights hold, and how it is read. */
import type { ObjectId } from "mongodb";
import { z } from "zod";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import { entryBodyFrom, entryText } from "@/lib/store/entry_text.ts";
import { MongoFault } from "@/lib/store/mongo/fault.ts";
import { type PackedText, packText, sizeOf, unpackText } from "@/lib/store/mongo/packed_text.ts";
import type { EncounterRecord, RecordUpdate } from "@/lib/store/ports/encounter_store.ts";

/** What moves with every append. */
export interface Moved extends RecordUpdate {
  /** When the fight ended; null while it has not. */
  readonly endedAt: number | null;
}

/** One fight, without its log. What moves with every command follows the log a moment later. */
export interface EncounterDocument extends Moved {
  readonly _id: string;
  /** Absent while the fight is being purged: it is no longer there for anybody. */
  readonly ownerId?: string;
  readonly createdAt: number;
  readonly archivedAt: number | null;
  readonly deletedAt: number | null;
  readonly version: number;
  readonly shareCode?: string;
  /** The code in small letters, by which it is found and unique. */
  readonly codeKey?: string;
  readonly codeUsedAt: number | null;
}

/** What one append wrote (a part of a hundred, when a fight is created): all its entries, or it is not there. */
export interface LogDocument {
  /** No two appends to a fight begin at the same version. */
  readonly _id: { readonly encounterId: string; readonly from: number };
  readonly encounterId: string;
  /** Of its last entry. */
  readonly version: number;
  readonly entries: readonly { readonly commandId: string; readonly body: PackedText }[];
  /** What its entries take, packed; absent in what earlier releases wrote. */
  readonly bytes?: number;
  /** The fight's record after it. */
  readonly record: Moved;
}

export interface SnapshotDocument {
  readonly _id?: ObjectId;
  readonly encounterId: string;
  readonly version: number;
  readonly format: number;
  readonly state: PackedText;
}

const update = z.object({
  name: z.string(),
  status: z.enum(["building", "running", "ended"]),
  edition: z.enum(["2014", "2024"]),
  round: z.number(),
  combatants: z.number(),
  updatedAt: z.number(),
  endedAt: z.number().nullable(),
});

const newest = z.object({ version: z.number(), record: update });

/** The newest append of a fight: its version and the record after it. */
export type Newest = z.infer<typeof newest>;

const record = update.extend({
  _id: z.string(),
  ownerId: z.string(),
  createdAt: z.number(),
  archivedAt: z.number().nullable(),
  deletedAt: z.number().nullable(),
  version: z.number(),
  shareCode: z.string().optional(),
  codeUsedAt: z.number().nullable(),
  newest: z.array(newest),
});

export interface ReadRecord {
  readonly record: EncounterRecord;
  /** What the log is ahead of the document by; undefined when it is not. */
  readonly ahead: Newest | undefined;
}

function damaged(what: string, cause: unknown): MongoFault {
  return new MongoFault("corrupt", `read ${what}`, cause);
}

/**
 * A fight with the newest append beside it, as one record.
 *
 * @throws {MongoFault} When the document is not one that this adapter writes.
 */
export function recordOf(document: unknown): ReadRecord {
  const parsed = record.safeParse(document);
  if (!parsed.success) throw damaged("the fight", parsed.error);
  const { _id: id, shareCode = null, newest: [last], ...rest } = parsed.data;
  const ahead = last !== undefined && last.version > rest.version ? last : undefined;
  const moved = ahead === undefined ? {} : { ...ahead.record, version: ahead.version };
  return { record: { id, shareCode, ...rest, ...moved }, ahead };
}

export function documentOf(
  { id, shareCode, ...rest }: EncounterRecord,
): EncounterDocument {
  const code = shareCode === null ? {} : { shareCode, codeKey: shareCode.toLowerCase() };
  return { _id: id, ...rest, ...code };
}

/** The record's part that moves with every append. */
export function movedOf(
  { name, status, edition, round, combatants, updatedAt, endedAt }: Moved,
): Moved {
  return { name, status, edition, round, combatants, updatedAt, endedAt };
}

/** What an append makes of the record: a fight keeps the time of its end while it is over. */
export function movedBy(update: RecordUpdate, before: Pick<Moved, "status" | "endedAt">): Moved {
  const endedAt = update.status !== "ended"
    ? null
    : before.status === "ended"
    ? before.endedAt
    : update.updatedAt;
  return movedOf({ ...update, endedAt });
}

/** Entries that follow each other, as one document. */
export function logDocument(
  encounterId: string,
  entries: readonly LogEntry[],
  after: Moved,
): LogDocument {
  const from = entries[0]?.version ?? 0;
  const packed = entries.map((entry) => ({
    commandId: entry.commandId,
    body: packText(entryText(entry)),
  }));
  return {
    _id: { encounterId, from },
    encounterId,
    version: from + entries.length - 1,
    entries: packed,
    bytes: packed.reduce((sum, { body }) => sum + sizeOf(body), 0),
    record: movedOf(after),
  };
}

/** @throws {MongoFault} When the document is not one that this adapter writes. */
export function entriesOf({ _id: { from }, entries }: LogDocument): LogEntry[] {
  return entries.map(({ commandId, body }, index) => {
    const version = from + index;
    const text = unpackText(body);
    const read = text === undefined ? undefined : entryBodyFrom(text);
    if (read === undefined) {
      throw damaged("the log", new Error(`entry ${version} has another form`));
    }
    return { version, commandId, ...read };
  });
}
