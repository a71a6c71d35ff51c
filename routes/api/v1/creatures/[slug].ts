import { define } from "@/define.ts";
import { addressOf, answer, tooMany } from "@/lib/http/api.ts";

/** One built-in creature, as a fight takes it. It changes with a release only. */
export const handler = define.handlers({
  async GET(ctx) {
    const late = await tooMany(ctx, "reads", addressOf(ctx));
    if (late) return late;
    const found = await ctx.state.services.encounters.creature(ctx.params.slug ?? "");
    return answer(
      ctx,
      found,
      (block) => Response.json(block, { headers: { "cache-control": "public, max-age=3600" } }),
    );
  },
});
