import { define } from "@/define.ts";
import { pictureRequest } from "@/lib/contracts/picture.ts";
import { answer, jsonNoStore, ownerFor, refused, requireWithinLimit } from "@/lib/http/api.ts";
import { readJson } from "@/lib/http/body.ts";

/** The visitor's pictures, and the way in for a new one. */
export const handler = define.handlers({
  async GET(ctx) {
    const who = await requireWithinLimit(ctx, "reads");
    if (who instanceof Response) return who;
    const { pictures } = await ctx.state.services.appServices();
    if (who.ownerId === null) return jsonNoStore(await pictures.list(""));
    return jsonNoStore(await pictures.list(who.ownerId));
  },

  async POST(ctx) {
    const body = await readJson(ctx.req, pictureRequest, { maxBytes: 1024 });
    if (!body.ok) return refused(ctx, body);
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    const { ownerId, headers } = await ownerFor(ctx, who);
    const { pictures } = await ctx.state.services.appServices();
    const ticket = await pictures.request(ownerId, body.value);
    return answer(ctx, ticket, (value) => jsonNoStore(value, { status: 201, headers }));
  },
});
