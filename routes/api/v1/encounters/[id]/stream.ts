import { define } from "@/define.ts";
import { lastEventVersion } from "@/lib/contracts/api.ts";
import { addressOf, answer, eventStream, refused, tooMany, visitorOf } from "@/lib/http/api.ts";
import { parseInput } from "@/lib/http/body.ts";

/** The log as it grows. `Last-Event-ID` (or `?from=` at first) says which version is known. */
export const handler = define.handlers({
  async GET(ctx) {
    const limited = await tooMany(ctx, "streams", addressOf(ctx));
    if (limited !== undefined) return limited;
    const known = ctx.req.headers.get("last-event-id") ?? ctx.url.searchParams.get("from") ?? "0";
    const from = parseInput(lastEventVersion, known);
    if (!from.ok) return refused(ctx, from);
    const who = await visitorOf(ctx);
    const { encounters } = ctx.state.services;
    return answer(ctx, await encounters.stream(who, ctx.params.id ?? "", from.value), eventStream);
  },
});
