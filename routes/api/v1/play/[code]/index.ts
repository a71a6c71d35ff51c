import { define } from "@/define.ts";
import { jsonNoStore, refused, visitorOf } from "@/lib/http/api.ts";
import { placesHeader } from "@/lib/http/player_answer.ts";

/** What a player or a table display sees of the fight with this code. */
export const handler = define.handlers({
  async GET(ctx) {
    const who = await visitorOf(ctx);
    const joined = await ctx.state.services.encounters.play(who, ctx.params.code ?? "");
    if (!joined.ok) return refused(ctx, joined);
    const { opened, places } = joined.value;
    return jsonNoStore(opened, { headers: await placesHeader(ctx, places) });
  },
});
