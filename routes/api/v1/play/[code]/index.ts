import { define } from "@/define.ts";
import { jsonNoStore, visitorOf } from "@/lib/http/api.ts";
import { playAnswer } from "@/lib/http/player_answer.ts";

/** What a player or a table display sees of the fight with this code. */
export const handler = define.handlers({
  async GET(ctx) {
    const who = await visitorOf(ctx);
    const opened = await ctx.state.services.encounters.play(who, ctx.params.code ?? "");
    return await playAnswer(ctx, opened, (view) => jsonNoStore(view));
  },
});
