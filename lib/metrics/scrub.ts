import type { FaultPlace } from "./port.ts";

/** The little that leaves this process when something breaks. */
export interface ScrubbedFrame {
  readonly filename: string;
  readonly function: string;
  readonly lineno?: number;
  readonly colno?: number;
  readonly in_app: boolean;
}

const LONGEST = 400;
const MAX_FRAMES = 50;

/**
 * Text without what could be a secret or a person: addresses of mail, query strings, logins inside
 * addresses, long random words, quoted text and numbers that are longer than a status.
 */
export function scrubText(text: string): string {
  return text
    .slice(0, 4_000)
    .replace(/\b(bearer|basic)\s+\S+/gi, "$1 [removed]")
    .replace(/[^\s@<>"']+@[^\s@<>"']+\.[a-z]{2,}/gi, "[email]")
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi, "$1")
    .replace(/\?[^\s"')]*/g, "?[removed]")
    .replace(/(["'`])(?:(?!\1).){1,2000}\1/g, "$1…$1")
    .replace(/\b(?=[A-Za-z0-9_-]*\d)[A-Za-z0-9_-]{16,}\b/g, "[id]")
    .replace(/\b\d{5,}\b/g, "[number]")
    .slice(0, LONGEST);
}

/** A file without the machine's folders and without a query. */
export function scrubFile(file: string): string {
  const path = file.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/[?#].*$/, "");
  const parts = path.split("/");
  const own = parts.findLastIndex((part) =>
    ["_fresh", "lib", "routes", "islands", "components", "packages", "node_modules"].includes(part)
  );
  return parts.slice(own >= 0 ? own : -1).join("/").slice(0, LONGEST);
}

/** An event as Sentry's SDK hands it over: foreign data, of which only known parts are read. */
type Loose = Readonly<Record<string, unknown>>;

function record(value: unknown): Loose {
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function scrubFrame(frame: Loose): ScrubbedFrame {
  const lineno = typeof frame["lineno"] === "number" ? frame["lineno"] : undefined;
  const colno = typeof frame["colno"] === "number" ? frame["colno"] : undefined;
  return {
    filename: scrubFile(String(frame["filename"] ?? "")),
    function: String(frame["function"] ?? "?").slice(0, 200),
    in_app: frame["in_app"] === true,
    ...(lineno === undefined ? {} : { lineno }),
    ...(colno === undefined ? {} : { colno }),
  };
}

function scrubException(value: unknown) {
  const one = record(value);
  const frames = record(one["stacktrace"])["frames"];
  return {
    type: String(one["type"] ?? "Error").slice(0, 100),
    value: scrubText(String(one["value"] ?? "")),
    stacktrace: {
      frames: Array.isArray(frames)
        ? frames.slice(-MAX_FRAMES).map((frame) => scrubFrame(record(frame)))
        : [],
    },
  };
}

const TAGS = ["requestId", "route", "method", "island", "source"] as const;

/** A new event with what is on the list and nothing else. */
export function scrubEvent(event: Loose) {
  const exceptions = record(event["exception"])["values"];
  const tags = record(event["tags"]);
  const kept: Record<string, string> = {};
  for (const name of TAGS) {
    const value = tags[name];
    if (typeof value === "string") kept[name] = value.slice(0, 200);
  }
  const text = (name: string) => typeof event[name] === "string" ? { [name]: event[name] } : {};
  return {
    ...text("event_id"),
    ...text("release"),
    ...text("environment"),
    ...(typeof event["timestamp"] === "number" ? { timestamp: event["timestamp"] } : {}),
    level: "error" as const,
    platform: "javascript" as const,
    tags: kept,
    exception: { values: Array.isArray(exceptions) ? exceptions.map(scrubException) : [] },
  };
}

/** A place as tags. */
export function tagsOf(place: FaultPlace): Record<string, string> {
  const tags: Record<string, string> = { source: place.source };
  if (place.requestId !== undefined) tags["requestId"] = place.requestId;
  if (place.route != null) tags["route"] = place.route;
  if (place.method !== undefined) tags["method"] = place.method;
  if (place.island !== undefined) tags["island"] = place.island;
  return tags;
}
