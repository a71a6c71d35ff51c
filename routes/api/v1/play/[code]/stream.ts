import { define } from "@/define.ts";
import { tableVersion } from "@/lib/contracts/api.ts";
import { addressOf, answer, eventStream, tooMany, visitorOf } from "@/lib/http/api.ts";

/** What players see, as it changes. `Last-Event-ID` (or `?from=`) names the table they have. */
export const handler = define.handlers({
  async GET(ctx) {
    const limited = await tooMany(ctx, "streams", addressOf(ctx));
    if (limited !== undefined) return limited;
    const known = ctx.req.headers.get("last-event-id") ?? ctx.url.searchParams.get("from");
    // An unknown version only means that the whole table is sent.
    const has = tableVersion.safeParse(known).data;
    const who = await visitorOf(ctx);
    const { encounters } = ctx.state.services;
    const stream = await encounters.playStream(who, ctx.params.code ?? "", has);
    return answer(ctx, stream, eventStream);
  },
});
