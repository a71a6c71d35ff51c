/**
 * What moving a store to another kind of store asks of each: everything that is kept, in the order
 * of keys and exactly as it is. Leases end by themselves and are not moved.
 */
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { Id } from "@/lib/combat/state.ts";
import type { StoredDocument } from "./document_store.ts";
import type { EncounterRecord, Snapshot } from "./encounter_store.ts";
import type { KeyValue } from "./kv_store.ts";

/** A key of a section: its parts, compared one after the other by their UTF-8 bytes. */
export type TransferKey = readonly string[];

/** A key with a text that differs whenever what is kept under it differs. */
export interface Stamp {
  readonly key: TransferKey;
  readonly stamp: string;
}

/** Things of one kind. */
export interface Section<Item> {
  count(): Promise<number>;
  /** All keys in order, some at a time. What is written meanwhile may be left out. */
  stamps(): AsyncIterable<readonly Stamp[]>;
  /** What is kept under these keys; what is gone is left out. */
  read(keys: readonly TransferKey[]): Promise<readonly Item[]>;
  /** Writes exactly these, versions and times too. Of documents none may be there. */
  write(items: readonly Item[]): Promise<void>;
  remove(keys: readonly TransferKey[]): Promise<void>;
}

export interface TransferStore {
  /** For people: a path, or a host and a database. */
  readonly title: string;
  /** Records of fights by id. Removing one removes its log and snapshots. */
  readonly encounters: Section<EncounterRecord>;
  readonly documents: Section<StoredDocument>;
  readonly values: Section<KeyValue>;
  entriesAfter(id: Id, version: number, limit: number): Promise<readonly LogEntry[]>;
  /**
   * Writes a part of a log and the record that it leads to, whose version is that of the last
   * entry. What is there after the version before the first of them is replaced.
   */
  writeLog(record: EncounterRecord, entries: readonly LogEntry[]): Promise<void>;
  snapshot(id: Id): Promise<Snapshot | null>;
  saveSnapshot(id: Id, snapshot: Snapshot): Promise<void>;
  /** Refuses every later write of fights, documents and values, of every process. */
  freeze(): Promise<void>;
  /** Takes `freeze` back. */
  thaw(): Promise<void>;
  close(): Promise<void>;
}

/** Keys of values that belong to the place and not to what is kept there. */
export function isOwnKey(key: string): boolean {
  return key === "probe" || key.startsWith("transfer/");
}
