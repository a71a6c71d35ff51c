import { define } from "@/define.ts";
import { claimBody } from "@/lib/contracts/api.ts";
import {
  addressOf,
  answer,
  jsonNoStore,
  noContent,
  refused,
  tooMany,
  visitorOf,
} from "@/lib/http/api.ts";
import { readJson } from "@/lib/http/body.ts";
import { placesHeader } from "@/lib/http/player_answer.ts";

/** Sitting down as a character, and standing up. */
export const handler = define.handlers({
  async POST(ctx) {
    const { encounters } = ctx.state.services;
    const who = await visitorOf(ctx);
    const limited = await tooMany(ctx, "proposals", who.seatIds.at(-1) ?? addressOf(ctx));
    if (limited) return limited;
    const body = await readJson(ctx.req, claimBody, { maxBytes: 4096 });
    if (!body.ok) return refused(ctx, body);
    const claimed = await encounters.claim(who, ctx.params.code ?? "", body.value);
    if (!claimed.ok) return refused(ctx, claimed);
    const { opened, places } = claimed.value;
    return jsonNoStore(opened, { status: 201, headers: await placesHeader(ctx, places) });
  },

  async DELETE(ctx) {
    const who = await visitorOf(ctx);
    const limited = await tooMany(ctx, "proposals", who.seatIds.at(-1) ?? addressOf(ctx));
    if (limited) return limited;
    const released = await ctx.state.services.encounters.release(who, ctx.params.code ?? "");
    return answer(ctx, released, noContent);
  },
});
