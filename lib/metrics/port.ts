/**
 * What the product counts. Every method is safe to call from anywhere: it neither throws nor
 * waits, and the number of series it can make is bounded.
 */
export interface Meters {
  /** A command was decided: applied, refused by the rules, or seen before. */
  command(outcome: "applied" | "refused" | "repeated", seconds: number): void;
  /** A live stream was opened (+1) or closed (-1). */
  stream(role: "dm" | "player", change: 1 | -1): void;
  /**
   * Time from an append, made by this instance or elsewhere, until its update stood in the streams
   * of this one. Over instances it is as true as their clocks agree.
   */
  fanout(from: "here" | "elsewhere", seconds: number): void;
  /** One call of the store, by operation name (a fixed vocabulary, never an id). */
  store(operation: string, ok: boolean, seconds: number): void;
  /** One call of the shared cache. */
  cache(operation: string, ok: boolean, seconds: number): void;
  /** This process ran a migration up or down. */
  migration(direction: "up" | "down", ok: boolean): void;
  /** Somebody wrote a share code that no fight has. */
  wrongCode(): void;
  /** A browser reported an error of an island. */
  browserError(accepted: boolean): void;
}

/** Where a job stands over all instances; times are milliseconds since 1970. */
export interface JobFigures {
  readonly startedAt: number | null;
  readonly succeededAt: number | null;
  /** Seconds since it should have succeeded again; 0 while it is on time. */
  readonly lagSeconds: number;
  /** Failures in a row. */
  readonly failures: number;
}

/** What is counted of jobs. */
export interface JobMeter {
  /** This process ran a job to its end. */
  jobRan(job: string, ok: boolean, seconds: number): void;
  /** How a job stands, whichever instance ran it. */
  jobStands(job: string, figures: JobFigures): void;
}

/** How well a loss of the store would end now; seconds, null where nothing is known. */
export interface RecoveryMeter {
  recovery(
    figures: {
      readonly backupAge: number | null;
      readonly rpo: number | null;
      readonly rto: number | null;
    },
  ): void;
}

/** One finished request, as the middleware saw it. */
export interface RequestSample {
  readonly method: string;
  /** Pattern of the route (`/api/v1/encounters/:id`), never the path; null when none matched. */
  readonly route: string | null;
  readonly status: number;
  readonly seconds: number;
}

/** Counts requests and tells what was counted. */
export interface RequestMeter {
  requestStarted(): void;
  requestEnded(sample: RequestSample): void;
}

/** Renders everything counted in this instance as Prometheus text. */
export interface MetricsText {
  text(): string;
}

/** Requests of all instances in a span of time; `latency` counts by upper bound in seconds. */
export interface Traffic {
  readonly requests: number;
  /** Answers 500 to 599: what the service level is about. */
  readonly errors: number;
  readonly unauthorized: number;
  readonly limited: number;
  readonly seconds: number;
  readonly latency: readonly number[];
  /** Failed requests by method and route, and by instance. */
  readonly failing?: {
    readonly routes: Readonly<Record<string, number>>;
    readonly instances: Readonly<Record<string, number>>;
  };
}

/** A minute or an hour of traffic, for charts. */
export interface TrafficPoint extends Traffic {
  /** Start of the span, milliseconds since 1970. */
  readonly at: number;
}

/** Where a fault happened: names from fixed vocabularies, nothing a person typed. */
export interface FaultPlace {
  readonly requestId?: string;
  readonly route?: string | null;
  readonly method?: string;
  readonly island?: string;
  readonly source: "server" | "browser";
}

/** Tells the developers of a fault. Never throws, never waits for the network. */
export interface FaultReporter {
  report(error: unknown, place: FaultPlace): void;
  /** Sends what is on its way; at most `ms` milliseconds. */
  flush(ms: number): Promise<void>;
}

/** Traffic that all instances have added up in the cache. */
export interface SharedTraffic {
  /** The last `minutes`, ending now; null when the cache cannot be read: that is "no data". */
  window(minutes: number): Promise<Traffic | null>;
  /** The last `minutes` one by one, oldest first. */
  series(minutes: number): Promise<TrafficPoint[] | null>;
}

/** Upper bounds of the latency buckets in seconds; one more bucket counts what is slower. */
export const LATENCY_BOUNDS = [
  0.005,
  0.01,
  0.025,
  0.05,
  0.1,
  0.25,
  0.5,
  1,
  2.5,
  5,
  10,
] as const;

/**
 * The duration in seconds below which the share `q` of requests stayed, interpolated within its
 * bucket; null without traffic (a quantile of nothing is not zero), Infinity beyond the last bound.
 */
export function quantile(latency: readonly number[], q: number): number | null {
  const total = latency.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = q * total;
  let seen = 0;
  for (const [i, count] of latency.entries()) {
    if (seen + count >= rank && count > 0) {
      const upper = LATENCY_BOUNDS[i];
      if (upper === undefined) return Infinity;
      const lower = i === 0 ? 0 : LATENCY_BOUNDS[i - 1] ?? 0;
      return lower + (upper - lower) * Math.min(1, Math.max(0, (rank - seen) / count));
    }
    seen += count;
  }
  return Infinity;
}

/** What became of a browser's report. */
export type BrowserReportResult = "accepted" | "dropped" | "invalid";

/** Takes reports of what broke in browsers. */
export interface BrowserErrors {
  /** `body` is foreign: anything may stand in it. `address` is only counted, never kept. */
  take(body: unknown, address: string, requestId: string): Promise<BrowserReportResult>;
}

/** Counts what becomes of Stripe's events. */
export interface BillingMeter {
  billingEvent(result: string): void;
}
