import { define } from "@/define.ts";
import { requireAccount } from "@/lib/http/account_page.ts";
import { requireWithinLimit } from "@/lib/http/api.ts";
import { seeOtherSaying } from "@/lib/http/notice.ts";
import { problem } from "@/lib/http/problem.ts";

/** Leaves a campaign that one has joined. */
export const handler = define.handlers({
  async POST(ctx) {
    const found = await requireAccount(ctx);
    if (found instanceof Response) return found;
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    const { campaigns } = await ctx.state.services.appServices();
    const done = await campaigns.leave(who, ctx.params.id ?? "");
    if (!done.ok) return problem(done, ctx.state.requestId);
    return seeOtherSaying(ctx, "/campaigns", { say: "You left the campaign." });
  },
});
