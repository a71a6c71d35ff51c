/**
 * The source's own words for a creature's traits and actions, where an operator or a person loaded them
 * (`deno task srd:import`), and their places in a stat block.
 */
import type { CombatBlock } from "@/lib/combat/block.ts";

/** One text of the source, under the name that it has there. */
export interface FullText {
  /** "trait", "action", "bonus action", "reaction", "legendary action", "lair action", or "about". */
  readonly part: string;
  readonly name: string;
  readonly text: string;
}

/** All texts of one creature, with what the licence asks to be shown with them. */
export interface FullTexts {
  readonly entries: readonly FullText[];
  readonly credit: {
    readonly statement: string;
    readonly workUrl: string;
    readonly licenceUrl: string;
  };
}

/** "Fire Breath (Recharge 5–6)." and "fire breath" are the same thing. */
const bare = (name: string): string =>
  name.toLowerCase().replace(/\([^()]*\)/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

const placeOf = (part: string, name: string): string => `${part}\n${bare(name)}`;

/** The full text of one trait or action; undefined where there is none. */
export function fullTextOf(
  texts: FullTexts | undefined,
  part: string,
  name: string,
): string | undefined {
  const place = placeOf(part, name);
  return texts?.entries.find((entry) => placeOf(entry.part, entry.name) === place)?.text;
}

/** Texts for which the block has no trait or action of that name: shown apart, so that none is lost. */
export function otherTexts({ entries }: FullTexts, block: CombatBlock): readonly FullText[] {
  const parts = [
    ["trait", block.traits],
    ["action", block.actions],
    ["bonus action", block.bonusActions],
    ["reaction", block.reactions],
    ["legendary action", block.legendary?.actions],
    ["lair action", block.lair?.actions],
  ] as const;
  const placed = new Set(
    parts.flatMap(([part, all]) => (all ?? []).map(({ name }) => placeOf(part, name))),
  );
  return entries.filter((entry) => !placed.has(placeOf(entry.part, entry.name)));
}
