import type { EnsureOptions } from "@/lib/store/migrations/ensure_schema.ts";
import type { Carried } from "@/lib/store/migrations/migrate.ts";
import type { WatchChanges } from "@/lib/store/ports/store_changes.ts";
import type { Store } from "@/lib/store/ports/store.ts";

/** The parts of the store that watching it needs. */
export type WatchedStore = Pick<Store, "values" | "leases" | "ping" | "close">;

/** The store and what is known about its schema. */
export interface ComposedStore<S extends WatchedStore = Store> {
  readonly store: S;
  /** The migrations that this process carried out to bring the schema up to date. */
  readonly migrated: readonly Carried[];
  /** Looks again: after a repair or a migration the instance goes on without a restart. */
  schema(): Promise<{ missing: readonly string[]; unknown: readonly string[] }>;
  /** Tells of every command that the driver sends, where a network lies between. */
  observe?(observer: (command: string, ok: boolean, ms: number) => void): void;
  /** Tells of changes by other instances too, where others may use the same store. */
  readonly watch?: WatchChanges;
}

/** One kind of store: how it is opened and how its schema is looked at. */
export interface Engine {
  open(): Promise<Pick<ComposedStore, "store" | "observe" | "watch">>;
  bringUpToDate(options: EnsureOptions): Promise<readonly Carried[]>;
  schema: ComposedStore["schema"];
}
