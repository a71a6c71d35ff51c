import { z } from "zod";
import { define } from "@/define.ts";
import { readForm } from "@/lib/http/body.ts";
import { requireOps } from "@/lib/http/ops_guard.ts";
import { problem } from "@/lib/http/problem.ts";

const FORM = z.union([
  z.object({ match: z.string().regex(/^[a-z0-9_:.-]{1,100}$/) }),
  z.object({ end: z.string().max(100) }),
]);
const HOUR = 3_600_000;

/** Keeps one alert quiet for an hour, or ends a silence. */
export const handler = define.handlers({
  async POST(ctx) {
    const { alerting, ops } = ctx.state.services;
    await requireOps(ops, ctx);
    const form = await readForm(ctx.req, FORM, { maxBytes: 1_024 });
    if (!form.ok) return problem(form, ctx.state.requestId);
    if ("end" in form.value) await alerting.unsilence(form.value.end);
    else await alerting.silence(form.value.match, HOUR, "from the operations page");
    return new Response(null, { status: 303, headers: { location: "/ops" } });
  },
});
