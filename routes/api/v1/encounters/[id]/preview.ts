import { define } from "@/define.ts";

import { admitted, answer, fresh } from "@/lib/http/api.ts";

/** What players see, for the DM who wants to look. */
export const handler = define.handlers({
  async GET(ctx) {
    const who = await admitted(ctx, "reads");
    if (who instanceof Response) return who;
    const opened = await ctx.state.services.encounters.preview(who, ctx.params.id ?? "");
    return answer(ctx, opened, (view) => fresh(view));
  },
});
