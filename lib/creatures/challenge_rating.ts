/** Challenge rating: its values, how it is written, its XP and proficiency bonus (the same in both editions). */

/** [CR, XP, proficiency bonus]; CR 0 counts 10 XP when the creature can do harm, else 0. */
const TABLE: readonly (readonly [number, number, number])[] = [
  [0, 10, 2],
  [0.125, 25, 2],
  [0.25, 50, 2],
  [0.5, 100, 2],
  [1, 200, 2],
  [2, 450, 2],
  [3, 700, 2],
  [4, 1100, 2],
  [5, 1800, 3],
  [6, 2300, 3],
  [7, 2900, 3],
  [8, 3900, 3],
  [9, 5000, 4],
  [10, 5900, 4],
  [11, 7200, 4],
  [12, 8400, 4],
  [13, 10000, 5],
  [14, 11500, 5],
  [15, 13000, 5],
  [16, 15000, 5],
  [17, 18000, 6],
  [18, 20000, 6],
  [19, 22000, 6],
  [20, 25000, 6],
  [21, 33000, 7],
  [22, 41000, 7],
  [23, 50000, 7],
  [24, 62000, 7],
  [25, 75000, 8],
  [26, 90000, 8],
  [27, 105000, 8],
  [28, 120000, 8],
  [29, 135000, 9],
  [30, 155000, 9],
];

/** Every challenge rating there is, ascending. */
export const CHALLENGE_RATINGS: readonly number[] = TABLE.map(([cr]) => cr);

const ROWS = new Map(TABLE.map((row) => [row[0], row]));

function rowOf(cr: number): readonly [number, number, number] {
  const row = ROWS.get(cr);
  if (!row) throw new RangeError(`Cannot use CR ${cr}: it is not a challenge rating`);
  return row;
}

/** XP of a creature of this CR. Throws RangeError for a number that is no CR. */
export const xpOfCr = (cr: number): number => rowOf(cr)[1];

/** Proficiency bonus of a creature of this CR. Throws RangeError for a number that is no CR. */
export const proficiencyBonusOf = (cr: number): number => rowOf(cr)[2];

/** "1/4" for 0.25; whole numbers as they are. */
export function crText(cr: number): string {
  if (cr === 0.125) return "1/8";
  if (cr === 0.25) return "1/4";
  if (cr === 0.5) return "1/2";
  return String(cr);
}

/** 0.25 for "1/4", "0.250" or "0.25". Throws RangeError when the text is no challenge rating. */
export function crValue(text: string): number {
  const fraction = /^\s*1\/([248])\s*$/.exec(text);
  const value = fraction ? 1 / Number(fraction[1]) : Number(text.trim() || Number.NaN);
  return rowOf(value)[0];
}
