import { z } from "zod";
import { type Receiver, startReceiver } from "./receiver.ts";

const Event = z.discriminatedUnion("event_action", [
  z.object({
    routing_key: z.string().length(32),
    event_action: z.literal("trigger"),
    dedup_key: z.string().max(255).optional(),
    links: z.array(z.object({ href: z.url(), text: z.string() })).optional(),
    payload: z.object({
      summary: z.string().min(1).max(1_024),
      source: z.string().min(1),
      severity: z.enum(["critical", "error", "warning", "info"]),
      timestamp: z.iso.datetime().optional(),
      component: z.string().optional(),
      group: z.string().optional(),
      class: z.string().optional(),
      custom_details: z.unknown().optional(),
    }),
  }),
  z.object({
    routing_key: z.string().length(32),
    event_action: z.enum(["resolve", "acknowledge"]),
    dedup_key: z.string().min(1).max(255),
  }),
]);

/** Incidents as the service keeps them: opened, and perhaps closed, by key. */
export interface PagerDutyStandIn extends Receiver {
  /** How often each incident was opened and closed (triggers of an open one change nothing). */
  readonly incidents: Map<string, { opened: number; closed: number; open: boolean }>;
}

const MAX_BYTES = 512 * 1024;

/** PagerDuty's Events API v2. */
export function startPagerDuty(): PagerDutyStandIn {
  const incidents: PagerDutyStandIn["incidents"] = new Map();
  const receiver = startReceiver((post) => {
    if (post.path !== "/v2/enqueue") return { status: 404, body: "not found" };
    if (post.body.length > MAX_BYTES) return { status: 413, body: "too large" };
    let json: unknown;
    try {
      json = JSON.parse(post.body);
    } catch {
      return invalid(["JSON cannot be parsed"]);
    }
    const event = Event.safeParse(json);
    if (!event.success) return invalid(event.error.issues.map((issue) => issue.message));
    const key = event.data.dedup_key ?? crypto.randomUUID();
    const incident = incidents.get(key) ?? { opened: 0, closed: 0, open: false };
    if (event.data.event_action === "trigger" && !incident.open) {
      incident.open = true;
      incident.opened += 1;
    } else if (event.data.event_action === "resolve" && incident.open) {
      incident.open = false;
      incident.closed += 1;
    }
    incidents.set(key, incident);
    return undefined;
  }, () => Response.json({ status: "success", message: "Event processed" }, { status: 202 }));
  return { ...receiver, incidents };
}

function invalid(errors: string[]): { status: number; body: string } {
  const body = { status: "invalid event", message: "Event object is invalid", errors };
  return { status: 400, body: JSON.stringify(body) };
}
