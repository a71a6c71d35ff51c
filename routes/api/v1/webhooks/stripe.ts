import { define } from "@/define.ts";
import { refuse } from "@/lib/errors.ts";
import { readText } from "@/lib/http/body.ts";
import { problem } from "@/lib/http/problem.ts";

const MAX_BYTES = 256 * 1_024;

/** Stripe's events. Answered with 2xx only when the event is kept for good. */
export const handler = define.handlers({
  async POST(ctx) {
    const { requestId } = ctx.state;
    const { paid } = await ctx.state.services.billing();
    if (paid === null) return problem(refuse("NOT_FOUND", "There is nothing here."), requestId);
    const body = await readText(ctx.req, { maxBytes: MAX_BYTES });
    if (!body.ok) return problem(body, requestId);
    const signature = ctx.req.headers.get("stripe-signature") ?? "";
    const taken = await paid.inbox.webhook(body.value, signature);
    if (!taken.ok) return problem(taken, requestId);
    return Response.json({ received: taken.value }, { headers: { "cache-control": "no-store" } });
  },
});
