import { isDuplicate } from "@/lib/store/mongo/fault.ts";

/** Tries until somebody's document is there. Each lost race leaves one, so the second finds it. */
const TRIES = 5;

/**
 * Makes or changes one document with `upsert`. Of several that make the same one at the same moment
 * one is first; the others are told of a duplicate, or of nothing that was found or made, and each
 * of these tries again.
 *
 * @param attempt the operation: what it found or made, or null when it says neither
 * @throws The driver's last error, or an error that says that nothing came of any try.
 */
export async function upsertAgain<T>(attempt: () => Promise<T | null>): Promise<T> {
  let last: unknown = new Error(`an upsert came to nothing ${TRIES} times`);
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      const result = await attempt();
      if (result !== null) return result;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      last = error;
    }
  }
  throw last;
}

/** What an upserting update did, as `upsertAgain` asks: null when it neither found nor made one. */
export function madeOrFound<T extends { matchedCount: number; upsertedCount: number }>(
  result: T,
): T | null {
  return result.matchedCount + result.upsertedCount > 0 ? result : null;
}
