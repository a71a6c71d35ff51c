/** Edit distance with a ceiling, for search that forgives typing. */

/**
 * Edits (insert, delete, replace, swap of neighbours) that turn `typed` into a beginning of `word`, or `max` + 1
 * when it takes more than `max`.
 */
export function prefixDistance(typed: string, word: string, max: number): number {
  const n = typed.length;
  const m = Math.min(word.length, n + max);
  if (n - m > max) return max + 1;
  let twoAgo: number[] = [];
  let before = Array.from({ length: m + 1 }, (_, j) => j);
  for (let i = 1; i <= n; i++) {
    const now = [i];
    let least = i;
    const a = typed.charCodeAt(i - 1);
    for (let j = 1; j <= m; j++) {
      const b = word.charCodeAt(j - 1);
      let d = Math.min(
        at(before, j) + 1,
        at(now, j - 1) + 1,
        at(before, j - 1) + (a === b ? 0 : 1),
      );
      if (i > 1 && j > 1 && a === word.charCodeAt(j - 2) && typed.charCodeAt(i - 2) === b) {
        d = Math.min(d, at(twoAgo, j - 2) + 1);
      }
      now.push(d);
      if (d < least) least = d;
    }
    if (least > max) return max + 1;
    twoAgo = before;
    before = now;
  }
  // the word may go on after what was typed
  let best = max + 1;
  for (let j = Math.max(0, n - max); j <= m; j++) best = Math.min(best, at(before, j));
  return best;
}

const at = (row: readonly number[], i: number): number => row[i] ?? Infinity;

/** How many slips a typed word of this length may hold. */
export const slipsFor = (length: number): number => length < 4 ? 0 : length < 8 ? 1 : 2;
