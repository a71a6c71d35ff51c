import { define } from "@/define.ts";
import { summary } from "@/lib/contracts/summary.ts";
import { addressOf, answer, fresh, tooMany, visitorOf } from "@/lib/http/api.ts";

/** Brings a deleted fight back. */
export const handler = define.handlers({
  async POST(ctx) {
    const who = await visitorOf(ctx);
    const late = await tooMany(ctx, "writes", who.ownerId ?? addressOf(ctx));
    if (late) return late;
    const restored = await ctx.state.services.encounters.remove(who, ctx.params.id ?? "", false);
    return answer(ctx, restored, (record) => fresh(summary(record)));
  },
});
