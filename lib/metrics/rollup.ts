import type { SharedCounters } from "@/lib/cache/port.ts";
import {
  LATENCY_BOUNDS,
  type RequestSample,
  type SharedTraffic,
  type Traffic,
  type TrafficPoint,
} from "./port.ts";
import { bucketOf } from "./registry.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Minutes are kept long enough for six-hour windows, hours for three-day windows. */
const MINUTE_TTL = 7 * HOUR;
const HOUR_TTL = 80 * HOUR;
/** Windows longer than this are read from hours. */
const MAX_MINUTES = 6 * 60;
/** Minutes that wait for a cache that does not answer; older ones are given up. */
const MAX_WAITING = 10;

type Fields = Record<string, number>;

/** What the names of failures' fields begin with; routes are patterns, so that they are few. */
const ROUTE = "failed:";
const INSTANCE = "failed at:";

/** Names of the latency buckets' fields. */
const BUCKETS = Array.from({ length: LATENCY_BOUNDS.length + 1 }, (_, i) => `b${i}`);

/**
 * Requests of all instances, added up per minute in the cache. Each instance counts in memory and
 * hands over what is new every few seconds, so that a request never waits for the cache and an
 * instance that is stopped loses seconds, not the day.
 */
export class TrafficRollup implements SharedTraffic {
  readonly #counters: SharedCounters;
  readonly #now: () => number;
  readonly #waiting = new Map<number, Fields>();
  #minute = -1;
  #fields: Fields = {};
  #flushing: Promise<void> | undefined;

  /** @param instance Names this process where failures are counted. */
  constructor(
    counters: SharedCounters,
    now: () => number = Date.now,
    private readonly instance = "",
  ) {
    this.#counters = counters;
    this.#now = now;
  }

  /** Counts one finished request. */
  record(sample: RequestSample): void {
    const minute = Math.floor(this.#now() / MINUTE);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#fields = this.#waiting.get(minute) ?? {};
      this.#waiting.set(minute, this.#fields);
    }
    const fields = this.#fields;
    bump(fields, "requests", 1);
    bump(fields, "seconds", sample.seconds);
    bump(fields, BUCKETS[bucketOf(sample.seconds)] ?? "b0", 1);
    if (sample.status >= 500) {
      bump(fields, "errors", 1);
      bump(fields, `${ROUTE}${sample.method} ${sample.route ?? "no route"}`, 1);
      if (this.instance !== "") bump(fields, `${INSTANCE}${this.instance}`, 1);
    } else if (sample.status === 401) bump(fields, "unauthorized", 1);
    else if (sample.status === 429) bump(fields, "limited", 1);
  }

  /** Hands over what was counted since the last call; what the cache refuses waits. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  async #flush(): Promise<void> {
    for (const [minute, fields] of [...this.#waiting]) {
      this.#waiting.delete(minute);
      if (minute === this.#minute) this.#minute = -1;
      const added = await this.#counters.add(`minute:${minute}`, fields, MINUTE_TTL)
        .catch(() => false);
      if (!added) this.#putBack(minute, fields);
      else {
        const hour = Math.floor((minute * MINUTE) / HOUR);
        await this.#counters.add(`hour:${hour}`, fields, HOUR_TTL).catch(() => false);
      }
    }
    while (this.#waiting.size > MAX_WAITING) {
      this.#waiting.delete(Math.min(...this.#waiting.keys()));
    }
  }

  #putBack(minute: number, fields: Fields): void {
    const newer = this.#waiting.get(minute);
    if (!newer) {
      this.#waiting.set(minute, fields);
      return;
    }
    for (const [field, value] of Object.entries(fields)) bump(newer, field, value);
  }

  async window(minutes: number): Promise<Traffic | null> {
    const points = minutes <= MAX_MINUTES
      ? await this.series(minutes)
      : await this.#read("hour", HOUR, Math.ceil(minutes / 60));
    return points && sumOf(points);
  }

  series(minutes: number): Promise<TrafficPoint[] | null> {
    return this.#read("minute", MINUTE, Math.min(minutes, MAX_MINUTES));
  }

  async #read(kind: string, span: number, count: number): Promise<TrafficPoint[] | null> {
    // Whoever looks sees this instance's latest seconds too.
    await this.flush();
    const last = Math.floor(this.#now() / span);
    const first = last - count + 1;
    const indices = Array.from({ length: count }, (_, i) => first + i);
    const buckets = await this.#counters.read(indices.map((index) => `${kind}:${index}`))
      .catch(() => null);
    if (!buckets) return null;
    return indices.map((index, i) => ({ at: index * span, ...trafficOf(buckets[i] ?? {}) }));
  }
}

function bump(fields: Fields, name: string, amount: number): void {
  fields[name] = (fields[name] ?? 0) + amount;
}

function trafficOf(fields: Fields): Traffic {
  return {
    requests: fields["requests"] ?? 0,
    errors: fields["errors"] ?? 0,
    unauthorized: fields["unauthorized"] ?? 0,
    limited: fields["limited"] ?? 0,
    seconds: fields["seconds"] ?? 0,
    latency: Array.from({ length: LATENCY_BOUNDS.length + 1 }, (_, i) => fields[`b${i}`] ?? 0),
    failing: { routes: namedBy(fields, ROUTE), instances: namedBy(fields, INSTANCE) },
  };
}

function namedBy(fields: Fields, start: string): Record<string, number> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => name.startsWith(start))
      .map(([name, count]) => [name.slice(start.length), count]),
  );
}

/** Adds spans of traffic up. */
export function sumOf(points: readonly Traffic[]): Traffic {
  const total = { requests: 0, errors: 0, unauthorized: 0, limited: 0, seconds: 0 };
  const latency = new Array<number>(LATENCY_BOUNDS.length + 1).fill(0);
  for (const point of points) {
    total.requests += point.requests;
    total.errors += point.errors;
    total.unauthorized += point.unauthorized;
    total.limited += point.limited;
    total.seconds += point.seconds;
    point.latency.forEach((count, i) => {
      latency[i] = (latency[i] ?? 0) + count;
    });
  }
  const routes: Fields = {};
  const instances: Fields = {};
  for (const { failing } of points) {
    for (const [name, count] of Object.entries(failing?.routes ?? {})) bump(routes, name, count);
    for (const [name, count] of Object.entries(failing?.instances ?? {})) {
      bump(instances, name, count);
    }
  }
  return { ...total, latency, failing: { routes, instances } };
}
