import { define } from "@/define.ts";
import { summary } from "@/lib/contracts/summary.ts";
import { answer, jsonNoStore, requireWithinLimit } from "@/lib/http/api.ts";

/** A copy of a fight as it was set up. */
export const handler = define.handlers({
  async POST(ctx) {
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    const copied = await ctx.state.services.encounters.duplicate(who, ctx.params.id ?? "");
    return answer(ctx, copied, (record) =>
      jsonNoStore(summary(record), {
        status: 201,
        headers: { location: `/api/v1/encounters/${record.id}` },
      }));
  },
});
