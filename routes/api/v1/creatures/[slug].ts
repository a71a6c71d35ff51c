import { define } from "@/define.ts";
import { combatBlockOf } from "@/lib/creatures/combat_block.ts";
import { refuse } from "@/lib/errors.ts";
import { jsonNoStore, refused, requireWithinLimit } from "@/lib/http/api.ts";
import { publicJson } from "@/lib/http/public_json.ts";

/** One creature, as a fight takes it: the visitor's own, or a built-in one. */
export const handler = define.handlers({
  async GET(ctx) {
    const who = await requireWithinLimit(ctx, "reads");
    if (who instanceof Response) return who;
    const { creatures, things } = await ctx.state.services.appServices();
    const slug = ctx.params.slug ?? "";
    const owner = await things.ownerOf(who, "creatures", slug, "creature.view");
    const own = await creatures.homebrew.find(owner, slug);
    if (own !== undefined) return jsonNoStore(combatBlockOf(own));
    const block = await creatures.block(null, slug);
    return block === undefined
      ? refused(ctx, refuse("NOT_FOUND", "There is no creature of that name. Search for it."))
      : publicJson(ctx.req, combatBlockOf(block));
  },
});
