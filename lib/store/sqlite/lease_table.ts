import { z } from "zod";
import type { Lease, LeaseResult } from "@/lib/store/ports/lease_store.ts";
import type { Database } from "@/lib/store/sqlite/database.ts";

/** The store's clock in SQL: milliseconds since the epoch. */
export const NOW_SQL = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

const leaseRow = z.object({
  name: z.string(),
  owner: z.string(),
  fence: z.number(),
  expires_at: z.number(),
}).transform((row): Lease => ({
  name: row.name,
  owner: row.owner,
  fence: row.fence,
  expiresAt: row.expires_at,
}));

const COLUMNS = "name, owner, fence, expires_at";

/** The columns that a table of leases has. */
export const LEASE_COLUMNS =
  "name TEXT PRIMARY KEY, owner TEXT NOT NULL, fence INTEGER NOT NULL, expires_at INTEGER NOT NULL";

/**
 * Leases in one table. Nothing here opens a transaction: the caller decides what belongs together
 * with the check of a lease. A released lease's row stays, so that its fence keeps growing.
 */
export class LeaseTable {
  constructor(private readonly db: Database, private readonly table: string) {}

  acquire(name: string, owner: string, ttlMs: number): LeaseResult {
    const row = this.db.get(
      `INSERT INTO ${this.table} (${COLUMNS}) VALUES (?, ?, 1, ${NOW_SQL} + ?)
       ON CONFLICT DO UPDATE SET
         owner = excluded.owner, fence = fence + 1, expires_at = excluded.expires_at
         WHERE expires_at <= ${NOW_SQL}
       RETURNING ${COLUMNS}`,
      name,
      owner,
      ttlMs,
    );
    if (row !== undefined) return { kind: "held", lease: leaseRow.parse(row) };
    const taken = this.db.get(`SELECT ${COLUMNS} FROM ${this.table} WHERE name = ?`, name);
    return { kind: "taken", by: leaseRow.parse(taken) };
  }

  renew({ name, fence }: Lease, ttlMs: number): Lease | null {
    const row = this.db.get(
      `UPDATE ${this.table} SET expires_at = ${NOW_SQL} + ?
       WHERE name = ? AND fence = ? AND expires_at > 0 RETURNING ${COLUMNS}`,
      ttlMs,
      name,
      fence,
    );
    return row === undefined ? null : leaseRow.parse(row);
  }

  release({ name, fence }: Lease): boolean {
    return this.db.run(
      `UPDATE ${this.table} SET expires_at = 0 WHERE name = ? AND fence = ? AND expires_at > 0`,
      name,
      fence,
    ) === 1;
  }

  holder(name: string): Lease | null {
    const row = this.db.get(
      `SELECT ${COLUMNS} FROM ${this.table} WHERE name = ? AND expires_at > ${NOW_SQL}`,
      name,
    );
    return row === undefined ? null : leaseRow.parse(row);
  }

  /**
   * Whether nobody has taken or ended the lease since. It may have run out: as long as nobody else
   * took it, what its holder writes in the same transaction as this check is in order.
   */
  stands({ name, fence }: Lease): boolean {
    return this.db.get(
      `SELECT 1 FROM ${this.table} WHERE name = ? AND fence = ? AND expires_at > 0`,
      name,
      fence,
    ) !== undefined;
  }
}
