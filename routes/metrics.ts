import { define } from "@/define.ts";
import { requireOps } from "@/lib/http/ops_guard.ts";

/** Everything this instance counted, as Prometheus text. */
export const handler = define.handlers({
  async GET(ctx) {
    const { metrics, ops, refreshFigures } = ctx.state.services;
    await requireOps(ops, ctx);
    await refreshFigures();
    return new Response(metrics.text(), {
      headers: {
        "content-type": "text/plain; version=0.0.4; charset=utf-8",
        "cache-control": "no-store",
      },
    });
  },
});
