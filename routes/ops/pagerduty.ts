import { z } from "zod";
import { define } from "@/define.ts";
import { refuse } from "@/lib/errors.ts";
import { readText } from "@/lib/http/body.ts";
import { problem } from "@/lib/http/problem.ts";

const EVENT = z.object({
  event: z.object({
    event_type: z.string(),
    agent: z.object({ summary: z.string().max(200).optional() }).nullish(),
    data: z.object({ incident_key: z.string().max(255).nullish() }),
  }),
});

/** PagerDuty's webhook (V3): who acknowledges there has acknowledged here. */
export const handler = define.handlers({
  async POST(ctx) {
    const { alerting, pagerSignature } = ctx.state.services;
    const body = await readText(ctx.req, { maxBytes: 256 * 1_024 });
    if (!body.ok) return problem(body, ctx.state.requestId);
    const signature = ctx.req.headers.get("x-pagerduty-signature") ?? "";
    if (!pagerSignature(body.value, signature)) {
      return problem(refuse("NOT_FOUND", "There is nothing here."), ctx.state.requestId);
    }
    const event = EVENT.safeParse(parsed(body.value));
    if (!event.success) {
      return problem(
        refuse("INVALID_INPUT", "This is no event of PagerDuty."),
        ctx.state.requestId,
      );
    }
    const { event_type, agent, data } = event.data.event;
    if (event_type === "incident.acknowledged" && typeof data.incident_key === "string") {
      const incident = await alerting.incidentOfPager(data.incident_key);
      const by = `${agent?.summary ?? "somebody"} (PagerDuty)`;
      if (incident !== undefined) await alerting.acknowledge(incident, by);
    }
    // Other events, and incidents that are over, need no answer of ours.
    return new Response(null, { status: 204 });
  },
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
