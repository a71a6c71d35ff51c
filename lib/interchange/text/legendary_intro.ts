/** The sentences that stand before legendary actions and say how many a creature has. Pure. */
import type { Draft } from "@/lib/interchange/draft.ts";

/** Whether an entry among the legendary actions only introduces them. */
export const isIntroduction = (name: string): boolean =>
  name === "" || /^(options|legendary actions?( options)?)$/i.test(name.trim());

/** Takes the count of uses, and of those in a lair, out of an introduction. */
export function readLegendaryUses(text: string, draft: Draft): void {
  const found = /(?:can take )?(\d) legendary actions?(?:[^.]{0,60}?, (\d) in (?:its|the) lair)?/i
    .exec(text) ?? /legendary action uses: (\d)(?: \((\d) in lair\))?/i.exec(text);
  if (found?.[1] !== undefined) draft.legendaryUses = Number(found[1]);
  if (found?.[2] !== undefined) draft.legendaryUsesInLair = Number(found[2]);
}
