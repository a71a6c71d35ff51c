import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { Id, Instant } from "@/lib/combat/state.ts";
import type {
  AppendResult,
  EncounterRecord,
  EncounterStore,
  OwnerActivity,
  OwnerId,
  RecordUpdate,
  Snapshot,
} from "@/lib/store/ports/encounter_store.ts";
import { entryText, snapshotText } from "@/lib/store/entry_text.ts";
import { checkEntries } from "@/lib/store/entry_check.ts";
import { SNAPSHOT_FORMAT } from "@/lib/store/snapshot_format.ts";
import { retainedVersions } from "@/lib/store/snapshot_retention.ts";
import type { Database } from "@/lib/store/sqlite/database.ts";
import { entryOf, recordOf, snapshotOf } from "@/lib/store/sqlite/encounter_rows.ts";
import { ownersIn } from "@/lib/store/sqlite/owners.ts";
import { read } from "@/lib/store/sqlite/read.ts";
import type { Writer } from "@/lib/store/sqlite/writer.ts";

/** Log entries that a purge removes in one transaction. */
const PURGED_AT_A_TIME = 100;

const WHICH = {
  open: "deleted_at IS NULL AND archived_at IS NULL",
  archived: "deleted_at IS NULL AND archived_at IS NOT NULL",
  deleted: "deleted_at IS NOT NULL",
} as const;

function conflict(version: number): AppendResult {
  return { kind: "conflict", version };
}

/** Fights in SQLite: one row a fight, one a log entry, one a snapshot. */
export class SqliteEncounterStore implements EncounterStore {
  constructor(private readonly db: Database, private readonly writer: Writer) {}

  create(record: EncounterRecord, entries: readonly LogEntry[]): Promise<AppendResult> {
    return this.#checked(0, entries, () =>
      this.writer.write("create the fight", () => {
        if (record.version !== entries.length) {
          throw new RangeError("Cannot create a fight: its version is not that of its last entry");
        }
        const present = this.#version(record.id);
        if (present !== undefined) return this.#repeated(record.id, entries) ?? conflict(present);
        if (record.shareCode !== null && this.#codeTaken(record.shareCode, record.id)) {
          return conflict(0);
        }
        this.insertNow(record, entries);
        return { kind: "appended", version: record.version };
      }));
  }

  /** Whether a fight has this id. Only within a transaction of the writer. */
  isTaken(id: Id): boolean {
    return this.#version(id) !== undefined;
  }

  /** Writes a new fight whose id is free. Only within a transaction of the writer. */
  insertNow(record: EncounterRecord, entries: readonly LogEntry[]): void {
    this.#insertRecord(record);
    this.#insertEntries(record.id, entries);
  }

  find(id: Id): Promise<EncounterRecord | null> {
    return read("find the fight", () => {
      const row = this.db.get("SELECT * FROM encounters WHERE id = ?", id);
      return row === undefined ? null : recordOf(row);
    });
  }

  findAll(ids: readonly Id[]): Promise<readonly EncounterRecord[]> {
    return read("find the fights", () =>
      this.db.all(
        "SELECT * FROM encounters WHERE id IN (SELECT value FROM json_each(?))",
        JSON.stringify(ids),
      ).map(recordOf));
  }

  findByCode(code: string): Promise<EncounterRecord | null> {
    return read("find the fight by its code", () => {
      const row = this.db.get(
        "SELECT * FROM encounters WHERE share_code = ? AND deleted_at IS NULL",
        code,
      );
      return row === undefined ? null : recordOf(row);
    });
  }

  list(
    ownerId: OwnerId,
    { which, limit, before, beforeId }: Parameters<EncounterStore["list"]>[1],
  ): Promise<readonly EncounterRecord[]> {
    return read("list the fights", () =>
      this.db.all(
        `SELECT * FROM encounters WHERE owner_id = ? AND ${WHICH[which]}
           AND (updated_at, id) < (?, ?) ORDER BY updated_at DESC, id DESC LIMIT ?`,
        ownerId,
        before ?? Number.MAX_SAFE_INTEGER,
        beforeId ?? "",
        limit,
      ).map(recordOf));
  }

  append(
    id: Id,
    expectedVersion: number,
    entries: readonly LogEntry[],
    update: RecordUpdate,
  ): Promise<AppendResult> {
    return this.#checked(
      expectedVersion,
      entries,
      () =>
        this.writer.write("append to the log", () => {
          const repeated = this.#repeated(id, entries);
          if (repeated !== undefined) return repeated;
          const version = expectedVersion + entries.length;
          if (!this.#moveRecord(id, expectedVersion, version, update)) {
            return conflict(this.#version(id) ?? 0);
          }
          this.#insertEntries(id, entries);
          return { kind: "appended", version };
        }),
    );
  }

  entriesAfter(id: Id, version: number, limit?: number): Promise<readonly LogEntry[]> {
    return read("read the log", () =>
      this.db.all(
        `SELECT version, command_id, body FROM encounter_log
         WHERE encounter_id = ? AND version > ? ORDER BY version LIMIT ?`,
        id,
        version,
        limit ?? -1,
      ).map(entryOf));
  }

  findCommand(id: Id, commandId: Id): Promise<LogEntry | null> {
    return read("find the command", () => {
      const row = this.db.get(
        `SELECT version, command_id, body FROM encounter_log
         WHERE encounter_id = ? AND command_id = ?`,
        id,
        commandId,
      );
      return row === undefined ? null : entryOf(row);
    });
  }

  snapshot(id: Id, atMost: number = Number.MAX_SAFE_INTEGER): Promise<Snapshot | null> {
    return read("read the snapshot", () => {
      for (let limit = atMost;;) {
        const row = this.db.get(
          `SELECT version, state FROM encounter_snapshots
           WHERE encounter_id = ? AND version <= ? AND format = ?
           ORDER BY version DESC LIMIT 1`,
          id,
          limit,
          SNAPSHOT_FORMAT,
        );
        if (row === undefined) return null;
        const snapshot = snapshotOf(row);
        if (snapshot !== null) return snapshot;
        limit = Number(row["version"]) - 1;
      }
    });
  }

  saveSnapshot(id: Id, snapshot: Snapshot): Promise<void> {
    // Before the transaction: a large fight's text takes as long to make as to write.
    const { version } = snapshot;
    const text = snapshotText(snapshot);
    return this.writer.write("save the snapshot", () => {
      // Only of what is in the log: a snapshot that ran ahead of it would be a lie.
      if ((this.#version(id) ?? -1) < version) return;
      this.db.run(
        `INSERT INTO encounter_snapshots (encounter_id, version, format, state)
         VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET format = excluded.format, state = excluded.state`,
        id,
        version,
        SNAPSHOT_FORMAT,
        text,
      );
      this.#thinSnapshots(id, text.length);
    });
  }

  setArchived(id: Id, at: Instant | null): Promise<void> {
    return this.writer.write("archive the fight", () => {
      this.db.run("UPDATE encounters SET archived_at = ? WHERE id = ?", at, id);
    });
  }

  setDeleted(id: Id, at: Instant | null): Promise<void> {
    return this.writer.write("delete the fight", () => {
      this.db.run("UPDATE encounters SET deleted_at = ? WHERE id = ?", at, id);
    });
  }

  setShareCode(id: Id, code: string | null, at: Instant): Promise<boolean> {
    return this.writer.write("set the share code", () => {
      if (code !== null && this.#codeTaken(code, id)) return false;
      return this.db.run(
        "UPDATE encounters SET share_code = ?, code_used_at = ? WHERE id = ?",
        code,
        at,
        id,
      ) === 1;
    });
  }

  noteCodeUse(id: Id, at: Instant): Promise<void> {
    return this.writer.write("note the use of the code", () => {
      this.db.run(
        "UPDATE encounters SET code_used_at = max(coalesce(code_used_at, 0), ?) WHERE id = ?",
        at,
        id,
      );
    });
  }

  owners(prefix: string, limit: number, after?: OwnerId): Promise<readonly OwnerActivity[]> {
    return read("list owners", () => ownersIn(this.db, "encounters", { prefix, limit, after }));
  }

  changeOwner(from: OwnerId, to: OwnerId): Promise<number> {
    return this.writer.write(
      "hand the fights over",
      () => this.db.run("UPDATE encounters SET owner_id = ? WHERE owner_id = ?", to, from),
    );
  }

  logBytes(id: Id): Promise<number> {
    return read("weigh the log", () => {
      const row = this.db.get("SELECT log_bytes FROM encounters WHERE id = ?", id);
      return Number(row?.["log_bytes"] ?? 0);
    });
  }

  usage(ownerId: OwnerId): Promise<{ encounters: number; bytes: number }> {
    return read("weigh the owner's fights", () => {
      const row = this.db.get(
        `SELECT count(*) AS encounters, coalesce(sum(log_bytes), 0) AS bytes
         FROM encounters WHERE owner_id = ?`,
        ownerId,
      );
      return { encounters: Number(row?.["encounters"]), bytes: Number(row?.["bytes"]) };
    });
  }

  async purge(before: Instant): Promise<number> {
    const action = "purge deleted fights";
    for (let purged = 0;; purged++) {
      // Without an owner it is there for nobody, so that nothing of it can be restored half-way; a
      // purge that ends here is finished by the next.
      const id = await this.writer.write(action, () => {
        const found = this.db.get("SELECT id FROM encounters WHERE deleted_at < ? LIMIT 1", before);
        if (found === undefined) return undefined;
        const id = String(found["id"]);
        this.db.run("UPDATE encounters SET owner_id = '', share_code = NULL WHERE id = ?", id);
        return id;
      });
      if (id === undefined) return purged;
      // A few entries a transaction: a log may be long, and others want to write in between.
      for (let removed = 1; removed > 0;) {
        removed = await this.writer.write(action, () =>
          this.db.run(
            `DELETE FROM encounter_log WHERE encounter_id = ? AND version IN
               (SELECT version FROM encounter_log WHERE encounter_id = ? LIMIT ?)`,
            id,
            id,
            PURGED_AT_A_TIME,
          ));
      }
      await this.writer.write(action, () => {
        this.db.run("DELETE FROM encounters WHERE id = ?", id);
      });
    }
  }

  #checked(
    after: number,
    entries: readonly LogEntry[],
    write: () => Promise<AppendResult>,
  ): Promise<AppendResult> {
    const problem = checkEntries(after, entries);
    return problem === undefined ? write() : Promise.reject(new RangeError(problem));
  }

  #version(id: Id): number | undefined {
    const row = this.db.get("SELECT version FROM encounters WHERE id = ?", id);
    return row === undefined ? undefined : Number(row["version"]);
  }

  #codeTaken(code: string, exceptBy: Id): boolean {
    const row = this.db.get("SELECT id FROM encounters WHERE share_code = ?", code);
    return row !== undefined && row["id"] !== exceptBy;
  }

  #repeated(id: Id, entries: readonly LogEntry[]): AppendResult | undefined {
    for (const { commandId } of entries) {
      const row = this.db.get(
        "SELECT version FROM encounter_log WHERE encounter_id = ? AND command_id = ?",
        id,
        commandId,
      );
      if (row !== undefined) {
        return { kind: "repeated", commandId, version: Number(row["version"]) };
      }
    }
    return undefined;
  }

  #insertRecord(record: EncounterRecord): void {
    this.db.run(
      `INSERT INTO encounters (id, owner_id, name, status, edition, created_at, updated_at,
         archived_at, deleted_at, version, round, combatants, share_code, code_used_at, ended_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      record.id,
      record.ownerId,
      record.name,
      record.status,
      record.edition,
      record.createdAt,
      record.updatedAt,
      record.archivedAt,
      record.deletedAt,
      record.version,
      record.round,
      record.combatants,
      record.shareCode,
      record.codeUsedAt,
      record.endedAt,
    );
  }

  /** The record's version is the lock: only who saw the newest one moves it on. */
  #moveRecord(id: Id, from: number, to: number, update: RecordUpdate): boolean {
    return this.db.run(
      `UPDATE encounters SET version = ?, name = ?, status = ?, edition = ?, round = ?,
         combatants = ?, updated_at = ?,
         ended_at = CASE WHEN ? = 'ended' THEN CASE WHEN status = 'ended' THEN ended_at ELSE ? END END
       WHERE id = ? AND version = ?`,
      to,
      update.name,
      update.status,
      update.edition,
      update.round,
      update.combatants,
      update.updatedAt,
      update.status,
      update.updatedAt,
      id,
      from,
    ) === 1;
  }

  #insertEntries(id: Id, entries: readonly LogEntry[]): void {
    let bytes = 0;
    for (const entry of entries) {
      const text = entryText(entry);
      bytes += text.length;
      this.db.run(
        "INSERT INTO encounter_log (encounter_id, version, command_id, body) VALUES (?, ?, ?, ?)",
        id,
        entry.version,
        entry.commandId,
        text,
      );
    }
    this.db.run("UPDATE encounters SET log_bytes = log_bytes + ? WHERE id = ?", bytes, id);
  }

  #thinSnapshots(id: Id, bytesEach: number): void {
    this.db.run(
      "DELETE FROM encounter_snapshots WHERE encounter_id = ? AND format <> ?",
      id,
      SNAPSHOT_FORMAT,
    );
    const rows = this.db.all("SELECT version FROM encounter_snapshots WHERE encounter_id = ?", id);
    const versions = rows.map((row) => Number(row["version"]));
    for (const version of retainedVersions(versions, bytesEach)) {
      this.db.run(
        "DELETE FROM encounter_snapshots WHERE encounter_id = ? AND version = ?",
        id,
        version,
      );
    }
  }
}
