import { z } from "zod";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const FORM =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)-(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d\d):(\d\d)-(\d\d):(\d\d) (\S+)$/;

/** The hours in which people read what can wait. */
export interface Hours {
  /** Whether `at` (milliseconds since 1970) lies in them. */
  includes(at: number): boolean;
}

/** `Mon-Fri 08:00-18:00 Europe/Berlin`, or undefined when it is none. */
export function parseHours(text: string): Hours | undefined {
  const [, first = "", last = "", h1, m1, h2, m2, zone = ""] = FORM.exec(text) ?? [];
  const from = Number(h1) * 60 + Number(m1);
  const to = Number(h2) * 60 + Number(m2);
  if (!(from < to && to <= 1_440) || Number(m1) > 59 || Number(m2) > 59) return undefined;
  const format = formatOf(zone);
  if (format === undefined) return undefined;
  const [begin, end] = [first, last].map((day) => DAYS.findIndex((candidate) => candidate === day));
  return {
    includes(at) {
      const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
      const day = DAYS.findIndex((candidate) => candidate === parts.get("weekday"));
      const minute = Number(parts.get("hour")) % 24 * 60 + Number(parts.get("minute"));
      // From Friday to Monday goes over the end of the week.
      const ahead = (day - (begin ?? 0) + 7) % 7;
      const days = ((end ?? 0) - (begin ?? 0) + 7) % 7;
      return ahead <= days && minute >= from && minute < to;
    },
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hour12: false,
    });
  } catch {
    return undefined;
  }
}

const CHANNEL_NAMES = ["slack", "email", "pagerduty", "webhook"] as const;
const SEVERITY_NAMES = ["critical", "warning", "ticket"] as const;
export type AlertRoutes = ReadonlyMap<string, readonly (typeof SEVERITY_NAMES[number])[]>;

/** `slack=critical,warning;email=ticket`: the severities that a channel carries. */
export function alertRoutes(): z.ZodType<AlertRoutes, string> {
  const message = "must be like slack=critical,warning;email=ticket, with channels of " +
    `${CHANNEL_NAMES.join(", ")} and severities of ${SEVERITY_NAMES.join(", ")}`;
  return z.string().transform((text, context) => {
    const routes = new Map<string, (typeof SEVERITY_NAMES[number])[]>();
    for (const part of text.split(";")) {
      const [channel = "", list = "", ...rest] = part.split("=").map((value) => value.trim());
      const words = list.split(",").map((value) => value.trim());
      const severities = SEVERITY_NAMES.filter((severityName) => words.includes(severityName));
      const known = CHANNEL_NAMES.some((channelName) => channelName === channel) &&
        !routes.has(channel);
      if (!known || rest.length > 0 || severities.length !== words.length) {
        context.addIssue({ code: "custom", message });
        return z.NEVER;
      }
      routes.set(channel, severities);
    }
    return routes;
  });
}
