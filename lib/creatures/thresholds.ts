/** The published difficulty tables of both editions, per character level. */

/**
 * 2014 (Basic Rules): XP thresholds easy, medium, hard, deadly, and the adjusted XP of an adventuring day, for one
 * character of level 1 to 20.
 */
export const THRESHOLDS_2014: readonly (readonly [number, number, number, number, number])[] = [
  [25, 50, 75, 100, 300],
  [50, 100, 150, 200, 600],
  [75, 150, 225, 400, 1200],
  [125, 250, 375, 500, 1700],
  [250, 500, 750, 1100, 3500],
  [300, 600, 900, 1400, 4000],
  [350, 750, 1100, 1700, 5000],
  [450, 900, 1400, 2100, 6000],
  [550, 1100, 1600, 2400, 7500],
  [600, 1200, 1900, 2800, 9000],
  [800, 1600, 2400, 3600, 10500],
  [1000, 2000, 3000, 4500, 11500],
  [1100, 2200, 3400, 5100, 13500],
  [1250, 2500, 3800, 5700, 15000],
  [1400, 2800, 4300, 6400, 18000],
  [1600, 3200, 4800, 7200, 20000],
  [2000, 3900, 5900, 8800, 25000],
  [2100, 4200, 6300, 9500, 27000],
  [2400, 4900, 7300, 10900, 30000],
  [2800, 5700, 8500, 12700, 40000],
];

/** 2024 (SRD 5.2): XP budget low, moderate, high of one character of level 1 to 20. */
export const BUDGETS_2024: readonly (readonly [number, number, number])[] = [
  [50, 75, 100],
  [100, 150, 200],
  [150, 225, 400],
  [250, 375, 500],
  [500, 750, 1100],
  [600, 1000, 1400],
  [750, 1300, 1700],
  [1000, 1700, 2100],
  [1300, 2000, 2600],
  [1600, 2300, 3100],
  [1900, 2900, 4100],
  [2200, 3700, 4700],
  [2600, 4200, 5400],
  [2900, 4900, 6200],
  [3300, 5400, 7800],
  [3800, 6100, 9800],
  [4500, 7200, 11700],
  [5000, 8700, 14200],
  [5500, 10700, 17200],
  [6400, 13200, 22000],
];

/** 2014 multipliers by number of monsters, with one step beyond each end for large and small parties. */
const STEPS = [0.5, 1, 1.5, 2, 2.5, 3, 4, 5] as const;

/**
 * 2014 multiplier for `monsters` against a party of `characters`: ×1, ×1.5 for two, ×2 to six, ×2.5 to ten, ×3 to
 * fourteen, ×4 above; one step up below three characters, one down from six.
 */
export function multiplier2014(monsters: number, characters: number): number {
  if (monsters <= 0) return 1;
  const step = monsters === 1
    ? 1
    : monsters === 2
    ? 2
    : monsters <= 6
    ? 3
    : monsters <= 10
    ? 4
    : monsters <= 14
    ? 5
    : 6;
  const shift = characters < 3 ? 1 : characters >= 6 ? -1 : 0;
  return STEPS[step + shift] ?? 1;
}
