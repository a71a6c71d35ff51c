import { define } from "@/define.ts";
import { pictureChange } from "@/lib/contracts/picture.ts";
import { refuse } from "@/lib/errors.ts";
import { answer, jsonNoStore, noContent, refused, requireWithinLimit } from "@/lib/http/api.ts";
import { readJson } from "@/lib/http/body.ts";

const NOBODY = refuse("NOT_FOUND", "This picture is not there any more: choose it again.");

/** One of the visitor's pictures. */
export const handler = define.handlers({
  async POST(ctx) {
    const body = await readJson(ctx.req, pictureChange, { maxBytes: 4096 });
    if (!body.ok) return refused(ctx, body);
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    if (who.ownerId === null) return refused(ctx, NOBODY);
    const { pictures } = await ctx.state.services.appServices();
    return answer(
      ctx,
      await pictures.change(who.ownerId, ctx.params.picture ?? "", body.value),
      jsonNoStore,
    );
  },

  async DELETE(ctx) {
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    if (who.ownerId === null) return refused(ctx, NOBODY);
    const { pictures } = await ctx.state.services.appServices();
    return answer(ctx, await pictures.remove(who.ownerId, ctx.params.picture ?? ""), noContent);
  },
});
