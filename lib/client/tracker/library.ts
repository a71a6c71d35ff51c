/** Creatures to add: the search runs here, on an index that is loaded when it is first needed. */
import type { CombatBlock } from "@/lib/combat/block.ts";
import type { Edition } from "@/lib/combat/vocabulary.ts";

export interface FoundCreature {
  readonly slug: string;
  readonly name: string;
  readonly note: string;
}

export interface Library {
  /** The best few for what is typed, those of `edition` only. */
  find(text: string, edition: Edition): Promise<readonly FoundCreature[]>;
  /** The figures of one; null when they cannot be had now. */
  block(slug: string): Promise<CombatBlock | null>;
}
