import { define } from "@/define.ts";
import { encodeIndex } from "@/lib/bestiary/search_index.ts";
import { addressOf, fresh, tooMany, visitorOf } from "@/lib/http/api.ts";

/** The visitor's own creatures, packed as the index of the built-in ones is. */
export const handler = define.handlers({
  async GET(ctx) {
    const { ownerId } = await visitorOf(ctx);
    const late = await tooMany(ctx, "reads", ownerId ?? addressOf(ctx));
    if (late) return late;
    return fresh(encodeIndex(await ctx.state.services.creatures.homebrew.summaries(ownerId)));
  },
});
