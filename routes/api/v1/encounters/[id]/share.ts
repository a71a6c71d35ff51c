import { define } from "@/define.ts";

import { answer, jsonNoStore, requireWithinLimit } from "@/lib/http/api.ts";

/** The code by which players join: a new one, or none. */
export const handler = define.handlers({
  async POST(ctx) {
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    const renewed = await ctx.state.services.encounters.renewCode(who, ctx.params.id ?? "");
    return answer(ctx, renewed, (code) => jsonNoStore(code, { status: 201 }));
  },

  async DELETE(ctx) {
    const who = await requireWithinLimit(ctx, "writes");
    if (who instanceof Response) return who;
    const revoked = await ctx.state.services.encounters.revokeCode(who, ctx.params.id ?? "");
    return answer(ctx, revoked, (code) => jsonNoStore(code));
  },
});
