import { define } from "@/define.ts";
import { summary } from "@/lib/contracts/summary.ts";
import { addressOf, answer, fresh, tooMany, visitorOf } from "@/lib/http/api.ts";

/** One fight with its state and newest log entries; deleting it. */
export const handler = define.handlers({
  async GET(ctx) {
    const who = await visitorOf(ctx);
    const late = await tooMany(ctx, "reads", who.ownerId ?? addressOf(ctx));
    if (late) return late;
    const opened = await ctx.state.services.encounters.open(who, ctx.params.id ?? "");
    return answer(
      ctx,
      opened,
      ({ record, state, log }) => fresh({ ...summary(record), state, log }),
    );
  },

  async DELETE(ctx) {
    const who = await visitorOf(ctx);
    const late = await tooMany(ctx, "writes", who.ownerId ?? addressOf(ctx));
    if (late) return late;
    const removed = await ctx.state.services.encounters.remove(who, ctx.params.id ?? "", true);
    return answer(ctx, removed, (record) => fresh(summary(record)));
  },
});
