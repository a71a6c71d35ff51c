import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { Id, Instant } from "@/lib/combat/state.ts";

/** What a store tells of fights that change, by whichever instance. */
export type StoreChange =
  /** An append, as it stands in the log. */
  | {
    readonly type: "appended";
    readonly encounterId: Id;
    readonly appendedAt: Instant;
    readonly entries: readonly LogEntry[];
  }
  /** Something else of the fight: its code, its owner, its deletion. */
  | { readonly type: "changed"; readonly encounterId: Id }
  /** From now on nothing is missed; before, something may have been. */
  | { readonly type: "begun" }
  /** Changes are not told any more, until it begins again. */
  | { readonly type: "ended" };

/**
 * Tells of changes where the store can. Nothing depends on it: who misses one finds it by looking.
 *
 * @returns ends it; resolves when nothing more is told
 */
export type WatchChanges = (listener: (change: StoreChange) => void) => () => Promise<void>;
