import { totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";

const MIB = 1024 * 1024;
/** Share of what a process may take that its caches get. */
const SHARE = 0.25;

/** Budgets in bytes of everything that is kept only to be faster. */
export interface CacheBudgets {
  /** Fights in memory. */
  readonly encounters: number;
  /** Short-lived values. */
  readonly values: number;
}

/**
 * The process's total, divided.
 *
 * @param megabytes The total; without it a quarter of the heap or of the machine's memory, whichever
 *   is smaller.
 */
export function cacheBudgets(megabytes?: number): CacheBudgets {
  const there = Math.min(getHeapStatistics().heap_size_limit, totalmem());
  const total = megabytes === undefined ? there * SHARE : megabytes * MIB;
  const values = Math.min(16 * MIB, total / 8);
  return { encounters: Math.floor(total - values), values: Math.floor(values) };
}
