import { define } from "@/define.ts";
import { encodeIndex } from "@/lib/creatures/search_index.ts";
import { jsonNoStore, requireWithinLimit } from "@/lib/http/api.ts";

/** The visitor's own creatures, packed as the index of the built-in ones is. */
export const handler = define.handlers({
  async GET(ctx) {
    const who = await requireWithinLimit(ctx, "reads");
    if (who instanceof Response) return who;
    const { ownerId } = who;
    const { creatures } = await ctx.state.services.appServices();
    return jsonNoStore(encodeIndex(await creatures.homebrew.summaries(ownerId)));
  },
});
