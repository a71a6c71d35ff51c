/** Wrong or missing data in the sources, corrected by hand: what, and why. The audit reads this table too. */
import type { StatBlock } from "../../lib/bestiary/stat_block.ts";

export interface Fix {
  readonly field: string;
  readonly reason: string;
  readonly apply: (block: StatBlock) => StatBlock;
}

export const FIXES: Readonly<Record<string, Fix>> = {};
