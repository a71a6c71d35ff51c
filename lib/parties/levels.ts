/** The levels of a party in one line. */

/** "4 at level 13", "3 at level 5, 1 at level 6". */
export function levelsText(levels: readonly number[]): string {
  const counts = new Map<number, number>();
  for (const level of levels) counts.set(level, (counts.get(level) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b)
    .map(([level, count]) => `${count} at level ${level}`).join(", ");
}
