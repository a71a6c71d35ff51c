import { define } from "@/define.ts";

import { answer, jsonNoStore, requireWithinLimit } from "@/lib/http/api.ts";

/** What players see, for the DM who wants to look. */
export const handler = define.handlers({
  async GET(ctx) {
    const who = await requireWithinLimit(ctx, "reads");
    if (who instanceof Response) return who;
    const opened = await ctx.state.services.encounters.preview(who, ctx.params.id ?? "");
    return answer(ctx, opened, (view) => jsonNoStore(view));
  },
});
