/** How many of the newest snapshots are all kept: most undo steps reach back no further. */
const KEEP_NEWEST = 4;

/**
 * Which snapshot versions may go. The newest stay; of older ones the oldest in each range of
 * doubling distance (≤ 1, 2, 4, 8 … versions back) stays, so that a long fight keeps a handful and
 * any version is rebuilt from one that is at most about as far from it as it is from the end.
 */
export function retainedVersions(versions: readonly number[]): readonly number[] {
  const sorted = versions.toSorted((a, b) => b - a);
  const newest = sorted[0] ?? 0;
  const keptByRange = new Map<number, number>();
  const older = sorted.slice(KEEP_NEWEST);
  for (const version of older) {
    // Later ones are older and take the range over.
    keptByRange.set(Math.floor(Math.log2(Math.max(1, newest - version))), version);
  }
  const kept = new Set(keptByRange.values());
  return older.filter((version) => !kept.has(version));
}
