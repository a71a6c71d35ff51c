import { z } from "zod";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import { entryBodyFrom, snapshotFrom } from "@/lib/store/entry_text.ts";
import type { EncounterRecord, Snapshot } from "@/lib/store/ports/encounter_store.ts";
import type { Row } from "@/lib/store/sqlite/database.ts";
import { StoreFault } from "@/lib/store/sqlite/fault.ts";

const recordRow = z.object({
  id: z.string(),
  owner_id: z.string(),
  name: z.string(),
  status: z.enum(["building", "running", "ended"]),
  edition: z.enum(["2014", "2024"]),
  created_at: z.number(),
  updated_at: z.number(),
  archived_at: z.number().nullable(),
  deleted_at: z.number().nullable(),
  version: z.number(),
  round: z.number(),
  combatants: z.number(),
  share_code: z.string().nullable(),
  code_used_at: z.number().nullable(),
  ended_at: z.number().nullable(),
}).transform((row): EncounterRecord => ({
  id: row.id,
  ownerId: row.owner_id,
  name: row.name,
  status: row.status,
  edition: row.edition,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  archivedAt: row.archived_at,
  deletedAt: row.deleted_at,
  version: row.version,
  round: row.round,
  combatants: row.combatants,
  shareCode: row.share_code,
  codeUsedAt: row.code_used_at,
  endedAt: row.ended_at,
}));

const keyRow = z.object({ version: z.number(), command_id: z.string(), body: z.string() });

function damaged(what: string, cause: unknown): StoreFault {
  return new StoreFault("corrupt", `read ${what}`, cause);
}

/** @throws {StoreFault} When the row is not one that this adapter writes. */
export function recordOf(row: Row): EncounterRecord {
  const parsed = recordRow.safeParse(row);
  if (!parsed.success) throw damaged("the fight", parsed.error);
  return parsed.data;
}

/** @throws {StoreFault} When the row is not one that this adapter writes. */
export function entryOf(row: Row): LogEntry {
  const key = keyRow.safeParse(row);
  if (!key.success) throw damaged("the log", key.error);
  const body = entryBodyFrom(key.data.body);
  if (body === undefined) {
    throw damaged("the log", new Error(`entry ${key.data.version} has another form`));
  }
  return { version: key.data.version, commandId: key.data.command_id, ...body };
}

/** A snapshot is a cache: one that cannot be read is passed over, not reported. */
export function snapshotOf(row: Row): Snapshot | null {
  const { version, state: text } = row;
  return typeof text === "string" ? snapshotFrom(text, version) ?? null : null;
}
