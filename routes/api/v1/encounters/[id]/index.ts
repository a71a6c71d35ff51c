import { define } from "@/define.ts";
import { summary } from "@/lib/contracts/summary.ts";
import { admitted, answer, fresh } from "@/lib/http/api.ts";

/** One fight with its state and newest log entries; deleting it. */
export const handler = define.handlers({
  async GET(ctx) {
    const who = await admitted(ctx, "reads");
    if (who instanceof Response) return who;
    const opened = await ctx.state.services.encounters.open(who, ctx.params.id ?? "");
    return answer(
      ctx,
      opened,
      ({ record, state, log }) => fresh({ ...summary(record), state, log }),
    );
  },

  async DELETE(ctx) {
    const who = await admitted(ctx, "writes");
    if (who instanceof Response) return who;
    const removed = await ctx.state.services.encounters.remove(who, ctx.params.id ?? "", true);
    return answer(ctx, removed, (record) => fresh(summary(record)));
  },
});
