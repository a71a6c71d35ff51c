import { z } from "zod";
import type { OwnerActivity, OwnerId } from "@/lib/store/ports/encounter_store.ts";
import type { Database } from "@/lib/store/sqlite/database.ts";

const row = z.object({ owner_id: z.string(), updated_at: z.number() });

export interface OwnerPage {
  readonly prefix: string;
  readonly limit: number;
  readonly after: OwnerId | undefined;
}

/** A page of the owners in a table. It follows the table's index, so that a page costs a page. */
export function ownersIn(
  db: Database,
  table: "encounters" | "documents",
  { prefix, limit, after = "" }: OwnerPage,
): readonly OwnerActivity[] {
  return db.all(
    `SELECT owner_id, max(updated_at) AS updated_at FROM ${table}
     WHERE owner_id >= ? AND owner_id > ? AND substr(owner_id, 1, ?) = ?
     GROUP BY owner_id ORDER BY owner_id LIMIT ?`,
    prefix,
    after,
    prefix.length,
    prefix,
    limit,
  ).map((one) => {
    const { owner_id, updated_at } = row.parse(one);
    return { ownerId: owner_id, updatedAt: updated_at };
  });
}
