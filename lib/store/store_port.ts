import type { DocumentStore } from "./document_port.ts";
import type { KeyValueStore } from "./kv_port.ts";
import type { LeaseStore } from "./lease_port.ts";
import type { EncounterStore } from "./port.ts";

/** Everything that is kept, of whatever make. */
export interface Store {
  readonly encounters: EncounterStore;
  readonly documents: DocumentStore;
  readonly values: KeyValueStore;
  readonly leases: LeaseStore;
  /**
   * Resolves when the store can be read and written.
   *
   * @throws {DependencyError} When it cannot.
   */
  ping(): Promise<void>;
  /** Finishes what was asked for and lets go. */
  close(): Promise<void>;
}
