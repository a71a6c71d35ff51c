import { define } from "@/define.ts";
import { summary } from "@/lib/contracts/summary.ts";
import { answer, jsonNoStore, requireWithinLimit } from "@/lib/http/api.ts";

/** Brings a deleted fight back. */
export const handler = define.handlers({
  async POST(ctx) {
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    const restored = await ctx.state.services.encounters.remove(who, ctx.params.id ?? "", false);
    return answer(ctx, restored, (record) => jsonNoStore(summary(record)));
  },
});
