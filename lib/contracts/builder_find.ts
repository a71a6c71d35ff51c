/** What the builder's search shows, and what its last form came to. */
import type { FindQuery } from "@/lib/creatures/find_query.ts";
import type { Summary } from "@/lib/creatures/stat_block.ts";

export interface BuilderFind {
  readonly query: FindQuery;
  /** Only what still fits the budget. */
  readonly fits: boolean;
  /** Only the visitor's own. */
  readonly mine: boolean;
  /** Typed before the name: "6 gob". */
  readonly count: number;
  /** What of the query is a name. */
  readonly name: string;
  readonly hits: readonly Summary[];
  readonly total: number;
}

/** What the last form came to. */
export interface BuilderToast {
  readonly say: string;
  readonly bad: boolean;
  /** Names what its undo takes back; "" offers none. */
  readonly undo: string;
}
