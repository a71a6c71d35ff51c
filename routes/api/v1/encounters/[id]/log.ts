import { define } from "@/define.ts";
import { logQuery } from "@/lib/contracts/api.ts";
import { answer, jsonNoStore, readQuery, refused, requireWithinLimit } from "@/lib/http/api.ts";

/** The log by pages, oldest first. */
export const handler = define.handlers({
  async GET(ctx) {
    const query = readQuery(ctx, logQuery);
    if (!query.ok) return refused(ctx, query);
    const who = await requireWithinLimit(ctx, "reads");
    if (who instanceof Response) return who;
    const page = await ctx.state.services.encounters.log(who, ctx.params.id ?? "", query.value);
    return answer(ctx, page, (log) => jsonNoStore(log));
  },
});
