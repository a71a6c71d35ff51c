/** How many of the newest snapshots are all kept: most undo steps reach back no further. */
const KEEP_NEWEST = 4;
/** Versions between two snapshots that a fight of the usual size keeps: see `SNAPSHOT_EVERY`. */
const SPACING = 200;
/** What older snapshots of one fight may take, in bytes. */
const BUDGET = 16 * 1024 * 1024;
/** So many older ones are kept however large they are. */
const LEAST = 10;

/**
 * Which snapshot versions may go. The newest stay. Of older ones the first in each stretch of 200
 * versions stays, so that any version is made again from one that is at most two stretches before
 * it, however far back; where that would take more than the budget the stretches are twice as long,
 * or four times.
 *
 * @param bytesEach What one takes, about: the newest.
 */
export function retainedVersions(
  versions: readonly number[],
  bytesEach: number,
): readonly number[] {
  const sorted = versions.toSorted((a, b) => b - a);
  const older = sorted.slice(KEEP_NEWEST);
  const most = Math.max(LEAST, Math.floor(BUDGET / Math.max(1, bytesEach)));
  let kept = firstOfEach(older, SPACING);
  for (let spacing = 2 * SPACING; kept.size > most; spacing *= 2) {
    kept = firstOfEach(older, spacing);
  }
  return older.filter((version) => !kept.has(version));
}

/** The first version in each stretch of `spacing`; `sorted` is newest first. */
function firstOfEach(sorted: readonly number[], spacing: number): ReadonlySet<number> {
  const first = new Map<number, number>();
  for (const version of sorted) first.set(Math.floor(version / spacing), version);
  return new Set(first.values());
}
