import { combatBlockOf } from "@/lib/bestiary/combat_block.ts";
import { bySlug } from "@/lib/bestiary/library.ts";
import type { CombatBlock } from "@/lib/combat/block.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";

/** The figures of a built-in creature as a fight takes them, by its slug ("goblin-2014"). */
export async function creatureForFight(slug: string): Promise<Result<CombatBlock>> {
  const block = await bySlug(slug);
  return block === undefined
    ? refuse("NOT_FOUND", "There is no creature of that name. Search for it.")
    : ok(combatBlockOf(block));
}
