import { define } from "@/define.ts";

import { addressOf, answer, fresh, tooMany, visitorOf } from "@/lib/http/api.ts";

/** What players see, for the DM who wants to look. */
export const handler = define.handlers({
  async GET(ctx) {
    const who = await visitorOf(ctx);
    const late = await tooMany(ctx, "reads", who.ownerId ?? addressOf(ctx));
    if (late) return late;
    const opened = await ctx.state.services.encounters.preview(who, ctx.params.id ?? "");
    return answer(ctx, opened, (view) => fresh(view));
  },
});
