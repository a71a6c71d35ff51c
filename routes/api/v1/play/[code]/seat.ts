import { define } from "@/define.ts";
import { claimBody } from "@/lib/contracts/api.ts";
import { addressOf, jsonNoStore, noContent, refused, tooMany, visitorOf } from "@/lib/http/api.ts";
import { readJson } from "@/lib/http/body.ts";
import { playAnswer } from "@/lib/http/player_answer.ts";

/** Sitting down as a character, and standing up. */
export const handler = define.handlers({
  async POST(ctx) {
    const { encounters } = ctx.state.services;
    const who = await visitorOf(ctx);
    const late = await tooMany(ctx, "proposals", who.seatIds.at(-1) ?? addressOf(ctx));
    if (late) return late;
    const body = await readJson(ctx.req, claimBody, { maxBytes: 4096 });
    if (!body.ok) return refused(ctx, body);
    const claimed = await encounters.claim(who, ctx.params.code ?? "", body.value);
    return await playAnswer(ctx, claimed, async ({ seatIds, opened }) => {
      const cookie = await encounters.visitors.seatCookie(seatIds);
      return jsonNoStore(opened, { status: 201, headers: { "set-cookie": cookie } });
    });
  },

  async DELETE(ctx) {
    const who = await visitorOf(ctx);
    const late = await tooMany(ctx, "proposals", who.seatIds.at(-1) ?? addressOf(ctx));
    if (late) return late;
    const released = await ctx.state.services.encounters.release(who, ctx.params.code ?? "");
    return await playAnswer(ctx, released, noContent);
  },
});
