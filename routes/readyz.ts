import { define } from "@/define.ts";

/** One word: whether this instance should get traffic. */
export const handler = define.handlers({
  GET(ctx) {
    const ready = ctx.state.services.ready();
    return new Response(ready ? "ready" : "not ready", {
      status: ready ? 200 : 503,
      headers: { "cache-control": "no-store" },
    });
  },
});
