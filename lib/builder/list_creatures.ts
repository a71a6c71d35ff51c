/** Brings foes that were planned into the fight: out of a wave, a template or the generator. */
import { combatBlockOf } from "@/lib/creatures/combat_block.ts";
import type { PlannedFoes, TemplateFoes } from "@/lib/contracts/plan.ts";
import { ok, type Result } from "@/lib/errors.ts";
import type { ActionContext } from "./action_context.ts";
import { addCreatureCommands, handMade, lairCommands } from "./add_creatures.ts";

type Wanted = PlannedFoes & Partial<TemplateFoes>;

/** Puts foes into the fight; answers those whose creature is in the bestiary no more. */
export async function addListed<T extends Wanted>(
  context: ActionContext,
  foes: readonly T[],
): Promise<Result<readonly T[]>> {
  const gone: T[] = [];
  for (const foe of foes) {
    const commands = await commandsFor(context, foe);
    if (commands === undefined) {
      gone.push(foe);
      continue;
    }
    const done = await context.send(...commands);
    if (!done.ok) return done;
  }
  return ok(gone);
}

async function commandsFor(context: ActionContext, foe: Wanted) {
  const { slug, name, count, lair = false, hp, ac, initiative } = foe;
  const { hidden = false, nameHidden = false } = foe;
  if (lair) return lairCommands(context.state, { name, hidden, nameHidden }, context.newId);
  if (slug === "") {
    const made = { name, count, side: "foe", hidden, nameHidden, hp, ac, initiative } as const;
    return handMade(made, context.newId);
  }
  const block = await context.block(slug);
  if (block === undefined) return undefined;
  const wanted = { block: combatBlockOf(block), count, hidden, nameHidden, hp, ac, initiative };
  return addCreatureCommands(context.state, wanted, context.newId);
}

/** "…, without Ogre and Wolf: no longer in the bestiary."; the sentence as it is when nobody is gone. */
export function withoutGone(say: string, gone: readonly { readonly name: string }[]): string {
  if (gone.length === 0) return say;
  return `${say.replace(/\.$/, "")}, without ${listed(gone)}: no longer in the bestiary.`;
}

/** "Ogre, Wolf and Elk". */
export function listed(all: readonly { readonly name: string }[]): string {
  const names = [...new Set(all.map(({ name }) => name))];
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${names.join(", ")} and ${last}`;
}
