import { define } from "@/define.ts";
import { refuse } from "@/lib/errors.ts";
import { answer, jsonNoStore, refused, requireWithinLimit } from "@/lib/http/api.ts";

/** The file was sent: look at it, keep it. Asked again, the answer is the same. */
export const handler = define.handlers({
  async POST(ctx) {
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    if (who.ownerId === null) {
      return refused(ctx, refuse("NOT_FOUND", "This picture is not there: choose it again."));
    }
    const { pictures } = await ctx.state.services.appServices();
    return answer(ctx, await pictures.finish(who.ownerId, ctx.params.picture ?? ""), jsonNoStore);
  },
});
