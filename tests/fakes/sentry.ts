import { z } from "zod";
import { type Receiver, startReceiver } from "./receiver.ts";

const Header = z.object({ event_id: z.string().regex(/^[0-9a-f]{32}$/), sent_at: z.string() });
const ItemHeader = z.object({ type: z.string(), length: z.number().optional() });
const Event = z.object({
  event_id: z.string(),
  platform: z.string(),
  exception: z.object({ values: z.array(z.object({ type: z.string(), value: z.string() })) }),
});

const MAX_BYTES = 1024 * 1024;
const KEY = "b7e1f09ac3d84e52a6170fd29c5eb384";

export interface SentryStandIn extends Receiver {
  /** Set this as SENTRY_DSN. */
  readonly dsn: string;
  /** The events that arrived, as text. */
  readonly events: string[];
}

/** Sentry's envelope endpoint of project 42. */
export function startSentry(): SentryStandIn {
  const events: string[] = [];
  const receiver = startReceiver((post) => {
    if (post.path !== "/api/42/envelope/") return { status: 404, body: "no such project" };
    if (post.body.length > MAX_BYTES) return { status: 413, body: "envelope too large" };
    const lines = post.body.split("\n").filter((line) => line !== "");
    try {
      const { dsn, ...header } = JSON.parse(lines[0] ?? "");
      const authorised = post.headers.get("x-sentry-auth")?.includes(KEY) || dsn?.includes(KEY);
      if (!authorised && !post.search.includes(KEY)) return { status: 403, body: "bad key" };
      Header.parse(header);
      for (let i = 1; i + 1 < lines.length; i += 2) {
        const item = ItemHeader.parse(JSON.parse(lines[i] ?? ""));
        const body = lines[i + 1] ?? "";
        if (item.type !== "event") continue;
        Event.parse(JSON.parse(body));
        events.push(body);
      }
    } catch {
      return { status: 400, body: "invalid envelope" };
    }
    return undefined;
  }, () => Response.json({ id: "accepted" }));
  return {
    ...receiver,
    dsn: receiver.url.replace("//", `//${KEY}@`) + "/42",
    events,
  };
}
