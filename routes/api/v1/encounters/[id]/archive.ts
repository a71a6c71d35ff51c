import { define } from "@/define.ts";
import { summary } from "@/lib/contracts/summary.ts";
import { answer, jsonNoStore, requireWithinLimit } from "@/lib/http/api.ts";

/** Puts a fight away, or back among the open ones. */
export const handler = define.handlers({
  async POST(ctx) {
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    const archived = await ctx.state.services.encounters.archive(who, ctx.params.id ?? "", true);
    return answer(ctx, archived, (record) => jsonNoStore(summary(record)));
  },

  async DELETE(ctx) {
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    const opened = await ctx.state.services.encounters.archive(who, ctx.params.id ?? "", false);
    return answer(ctx, opened, (record) => jsonNoStore(summary(record)));
  },
});
