import { define } from "@/define.ts";
import { proposalRequest } from "@/lib/contracts/api.ts";
import { addressOf, answer, noContent, refused, tooMany, visitorOf } from "@/lib/http/api.ts";
import { readJson } from "@/lib/http/body.ts";

/** What a seated player asks the DM for. */
export const handler = define.handlers({
  async POST(ctx) {
    const who = await visitorOf(ctx);
    const limited = await tooMany(ctx, "proposals", who.seatIds.at(-1) ?? addressOf(ctx));
    if (limited) return limited;
    const sent = await readJson(ctx.req, proposalRequest, { maxBytes: 4096 });
    if (!sent.ok) return refused(ctx, sent);
    const { body, id } = sent.value;
    const { encounters } = ctx.state.services;
    const proposed = await encounters.propose(who, ctx.params.code ?? "", body, id);
    return answer(ctx, proposed, noContent);
  },
});
