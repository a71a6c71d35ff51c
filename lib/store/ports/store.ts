import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { DocumentStore, DocumentWrite } from "./document_store.ts";
import type { KeyValueStore } from "./kv_store.ts";
import type { LeaseStore } from "./lease_store.ts";
import type { EncounterRecord, EncounterStore } from "./encounter_store.ts";

/** Documents and new fights that belong together, such as an import. */
export interface Bundle {
  readonly documents: readonly DocumentWrite[];
  readonly encounters: readonly {
    readonly record: EncounterRecord;
    readonly entries: readonly LogEntry[];
  }[];
}

export type BundleResult =
  | { readonly kind: "saved" }
  /** A document is at another version, or a fight's id is taken. Nothing was written. */
  | { readonly kind: "conflict"; readonly id: string };

/** Everything that is kept, of whatever make. */
export interface Store {
  readonly encounters: EncounterStore;
  readonly documents: DocumentStore;
  readonly values: KeyValueStore;
  readonly leases: LeaseStore;
  /** Writes all of a bundle in one step, or nothing of it. */
  saveBundle(bundle: Bundle): Promise<BundleResult>;
  /**
   * Resolves when the store can be read and written.
   *
   * @throws {DependencyError} When it cannot.
   */
  ping(): Promise<void>;
  /** Finishes what was asked for and releases it. */
  close(): Promise<void>;
}
