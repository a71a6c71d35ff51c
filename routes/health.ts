import { define } from "@/define.ts";
import { requireOps } from "@/lib/http/ops_guard.ts";

/** Every part, how it is and since when, for operators and monitors. */
export const handler = define.handlers({
  async GET(ctx) {
    const { health, ops } = ctx.state.services;
    await requireOps(ops, ctx);
    const report = await health.check();
    return Response.json(report, {
      status: report.status === "down" ? 503 : 200,
      headers: { "cache-control": "no-store" },
    });
  },
});
