import { HttpError } from "fresh";
import { define } from "@/define.ts";

/** A runbook as text. They hold no secrets, and an alert's link must open at once on a phone. */
export const handler = define.handlers({
  async GET(ctx) {
    const text = await ctx.state.services.runbook(ctx.params["name"] ?? "");
    if (text === null) throw new HttpError(404);
    return new Response(text, {
      headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
    });
  },
});
