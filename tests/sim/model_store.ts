import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { Id, Instant } from "@/lib/combat/state.ts";
import { checkEntries } from "@/lib/store/entry_check.ts";
import type {
  AppendResult,
  EncounterRecord,
  EncounterStore,
  OwnerActivity,
  OwnerId,
  RecordUpdate,
  Snapshot,
} from "@/lib/store/ports/encounter_store.ts";

export interface KeptFight {
  record: EncounterRecord;
  readonly entries: LogEntry[];
  readonly snapshots: Map<number, Snapshot>;
}

/** What the contract of the fights' store says, in the plainest form: the model of the simulation. */
export class ModelStore implements EncounterStore {
  readonly kept = new Map<Id, KeptFight>();

  create(record: EncounterRecord, entries: readonly LogEntry[]): Promise<AppendResult> {
    return settle(() => {
      refuseGaps(0, entries);
      if (record.version !== entries.length) throw new RangeError("Another version than entries");
      const there = this.kept.get(record.id);
      if (there !== undefined) return repeated(there, entries) ?? conflict(there.record.version);
      if (this.#codeTaken(record.shareCode, record.id)) return conflict(0);
      this.kept.set(record.id, { record, entries: [...entries], snapshots: new Map() });
      return { kind: "appended", version: record.version };
    });
  }

  find(id: Id): Promise<EncounterRecord | null> {
    return settle(() => this.kept.get(id)?.record ?? null);
  }

  findAll(ids: readonly Id[]): Promise<readonly EncounterRecord[]> {
    return settle(() => this.#records().filter(({ id }) => ids.includes(id)));
  }

  findByCode(code: string): Promise<EncounterRecord | null> {
    return settle(() =>
      this.#records().find(({ shareCode, deletedAt }) =>
        sameCode(shareCode, code) && deletedAt === null
      ) ?? null
    );
  }

  list(
    ownerId: OwnerId,
    { which, limit, before, beforeId = "" }: Parameters<EncounterStore["list"]>[1],
  ): Promise<readonly EncounterRecord[]> {
    return settle(() =>
      this.#records()
        .filter((record) => record.ownerId === ownerId && whichOf(record) === which)
        .filter(({ updatedAt, id }) =>
          before === undefined || updatedAt < before || (updatedAt === before && id < beforeId)
        )
        .sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1))
        .slice(0, limit)
    );
  }

  append(
    id: Id,
    expectedVersion: number,
    entries: readonly LogEntry[],
    update: RecordUpdate,
  ): Promise<AppendResult> {
    return settle(() => {
      refuseGaps(expectedVersion, entries);
      const there = this.kept.get(id);
      if (there === undefined) return conflict(0);
      const before = repeated(there, entries);
      if (before !== undefined) return before;
      const { version, status, endedAt } = there.record;
      if (version !== expectedVersion) return conflict(version);
      there.entries.push(...entries);
      const ended = status === "ended" ? endedAt : update.updatedAt;
      there.record = {
        ...there.record,
        ...update,
        version: version + entries.length,
        endedAt: update.status === "ended" ? ended : null,
      };
      return { kind: "appended", version: there.record.version };
    });
  }

  entriesAfter(id: Id, version: number, limit?: number): Promise<readonly LogEntry[]> {
    return settle(() =>
      (this.kept.get(id)?.entries ?? []).filter((entry) => entry.version > version)
        .slice(0, limit)
    );
  }

  findCommand(id: Id, commandId: Id): Promise<LogEntry | null> {
    return settle(() =>
      this.kept.get(id)?.entries.find((entry) => entry.commandId === commandId) ?? null
    );
  }

  snapshot(id: Id, atMost: number = Infinity): Promise<Snapshot | null> {
    return settle(() => {
      const versions = [...this.kept.get(id)?.snapshots.keys() ?? []].filter((v) => v <= atMost);
      return this.kept.get(id)?.snapshots.get(Math.max(...versions)) ?? null;
    });
  }

  saveSnapshot(id: Id, snapshot: Snapshot): Promise<void> {
    return settle(() => {
      const there = this.kept.get(id);
      if (there === undefined || there.record.version < snapshot.version) return;
      there.snapshots.set(snapshot.version, snapshot);
    });
  }

  setArchived(id: Id, at: Instant | null): Promise<void> {
    return settle(() => void this.#change(id, { archivedAt: at }));
  }

  setDeleted(id: Id, at: Instant | null): Promise<void> {
    return settle(() => void this.#change(id, { deletedAt: at }));
  }

  setShareCode(id: Id, code: string | null, at: Instant): Promise<boolean> {
    return settle(() =>
      !this.#codeTaken(code, id) && this.#change(id, { shareCode: code, codeUsedAt: at })
    );
  }

  noteCodeUse(id: Id, at: Instant): Promise<void> {
    return settle(() => {
      const used = this.kept.get(id)?.record.codeUsedAt ?? 0;
      this.#change(id, { codeUsedAt: Math.max(used, at) });
    });
  }

  logBytes(id: Id): Promise<number> {
    return settle(() => this.#bytesOf(id));
  }

  usage(ownerId: OwnerId): Promise<{ encounters: number; bytes: number }> {
    return settle(() => {
      const theirs = this.#records().filter((record) => record.ownerId === ownerId);
      const bytes = theirs.reduce((sum, { id }) => sum + this.#bytesOf(id), 0);
      return { encounters: theirs.length, bytes };
    });
  }

  #bytesOf(id: Id): number {
    const entries = this.kept.get(id)?.entries ?? [];
    return entries.reduce((sum, entry) => sum + JSON.stringify(entry).length, 0);
  }

  owners(prefix: string, limit: number, after: OwnerId = ""): Promise<readonly OwnerActivity[]> {
    return settle(() => {
      const newest = new Map<OwnerId, Instant>();
      for (const { ownerId, updatedAt } of this.#records()) {
        if (!ownerId.startsWith(prefix) || ownerId <= after) continue;
        newest.set(ownerId, Math.max(updatedAt, newest.get(ownerId) ?? 0));
      }
      return [...newest].map(([ownerId, updatedAt]) => ({ ownerId, updatedAt }))
        .sort((a, b) => a.ownerId < b.ownerId ? -1 : 1).slice(0, limit);
    });
  }

  changeOwner(from: OwnerId, to: OwnerId): Promise<number> {
    return settle(() => {
      const theirs = this.#records().filter(({ ownerId }) => ownerId === from);
      for (const { id } of theirs) this.#change(id, { ownerId: to });
      return theirs.length;
    });
  }

  purge(before: Instant): Promise<number> {
    return settle(() => {
      const old = this.#records().filter(({ deletedAt }) =>
        deletedAt !== null && deletedAt < before
      );
      for (const { id } of old) this.kept.delete(id);
      return old.length;
    });
  }

  #records(): EncounterRecord[] {
    return [...this.kept.values()].map(({ record }) => record);
  }

  #codeTaken(code: string | null, exceptBy: Id): boolean {
    return code !== null &&
      this.#records().some(({ shareCode, id }) => id !== exceptBy && sameCode(shareCode, code));
  }

  #change(id: Id, change: Partial<EncounterRecord>): boolean {
    const there = this.kept.get(id);
    if (there !== undefined) there.record = { ...there.record, ...change };
    return there !== undefined;
  }
}

function settle<T>(work: () => T): Promise<T> {
  try {
    return Promise.resolve(work());
  } catch (error) {
    return Promise.reject(error);
  }
}

function conflict(version: number): AppendResult {
  return { kind: "conflict", version };
}

function repeated(there: KeptFight, entries: readonly LogEntry[]): AppendResult | undefined {
  for (const { commandId } of entries) {
    const first = there.entries.find((entry) => entry.commandId === commandId);
    if (first !== undefined) return { kind: "repeated", commandId, version: first.version };
  }
  return undefined;
}

function refuseGaps(after: number, entries: readonly LogEntry[]): void {
  const problem = checkEntries(after, entries);
  if (problem !== undefined) throw new RangeError(problem);
}

function sameCode(a: string | null, b: string): boolean {
  return a !== null && a.toLowerCase() === b.toLowerCase();
}

function whichOf({ deletedAt, archivedAt }: EncounterRecord): "open" | "archived" | "deleted" {
  return deletedAt !== null ? "deleted" : archivedAt === null ? "open" : "archived";
}
