import { define } from "@/define.ts";
import { summary } from "@/lib/contracts/summary.ts";
import { answer, jsonNoStore, requireWithinLimit } from "@/lib/http/api.ts";

/** One fight with its state and newest log entries; deleting it. */
export const handler = define.handlers({
  async GET(ctx) {
    const who = await requireWithinLimit(ctx, "reads");
    if (who instanceof Response) return who;
    const opened = await ctx.state.services.encounters.open(who, ctx.params.id ?? "");
    return answer(
      ctx,
      opened,
      ({ record, state, log }) => jsonNoStore({ ...summary(record), state, log }),
    );
  },

  async DELETE(ctx) {
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    const removed = await ctx.state.services.encounters.remove(who, ctx.params.id ?? "", true);
    return answer(ctx, removed, (record) => jsonNoStore(summary(record)));
  },
});
