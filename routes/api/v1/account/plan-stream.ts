import { define } from "@/define.ts";
import { refuse } from "@/lib/errors.ts";
import { addressOf, eventStream, refused, tooMany, visitorOf } from "@/lib/http/api.ts";

/** Says when the plan of whoever asks has changed, so that an open page can show it. */
export const handler = define.handlers({
  async GET(ctx) {
    const limited = await tooMany(ctx, "streams", addressOf(ctx));
    if (limited !== undefined) return limited;
    const { account } = await visitorOf(ctx);
    if (account === undefined) return refused(ctx, refuse("NOT_SIGNED_IN", "Sign in first."));
    const { feed } = await ctx.state.services.billing();
    const { revocations } = ctx.state.services.sessions;
    const alive = async () => !await revocations.isEnded(account.sessionId);
    return eventStream(feed.open(account.id, alive));
  },
});
