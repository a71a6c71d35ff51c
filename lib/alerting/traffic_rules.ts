import { quantile, type SharedTraffic, type Traffic } from "@/lib/metrics/port.ts";
import type { Observation, Severity, ToldIncident } from "./port.ts";
import { share } from "./share.ts";
import { ToldErrors } from "./told_errors.ts";

const MINUTE = 60_000;
/** Share of requests that may fail: the service level is 99.9 %. */
export const ERROR_BUDGET = 0.001;

/** The error rate that pages at once. */
export const ERROR_RATE = {
  minutes: 5,
  limit: 0.05,
  leastRequests: 50,
  leastErrors: 5,
  /** From here on it pages again where a slow burn has been told of already. */
  escalates: 0.25,
} as const;

/** One burn rate: both windows must burn. */
export interface BurnRate {
  readonly rule: "burn_rate_fast" | "burn_rate_slow" | "burn_rate_ticket";
  readonly severity: Severity;
  /** How many times the error budget. */
  readonly factor: number;
  readonly long: BurnWindow;
  readonly short: BurnWindow;
  readonly spans: string;
}

interface BurnWindow {
  readonly minutes: number;
  readonly leastRequests: number;
  /**
   * So many failures do not come together by chance while the service level is kept; the test of
   * these figures has the arithmetic.
   */
  readonly leastErrors: number;
}

function burnWindow(minutes: number, leastRequests: number, leastErrors: number): BurnWindow {
  return { minutes, leastRequests, leastErrors };
}

export const BURN_RATES: readonly BurnRate[] = [
  {
    rule: "burn_rate_fast",
    severity: "critical",
    factor: 14.4,
    long: burnWindow(60, 50, 6),
    short: burnWindow(5, 10, 3),
    spans: "1 h and 5 min",
  },
  {
    rule: "burn_rate_slow",
    severity: "critical",
    factor: 6,
    long: burnWindow(360, 50, 10),
    short: burnWindow(30, 10, 3),
    spans: "6 h and 30 min",
  },
  {
    rule: "burn_rate_ticket",
    severity: "ticket",
    factor: 1,
    long: burnWindow(4_320, 50, 20),
    short: burnWindow(360, 10, 3),
    spans: "3 d and 6 h",
  },
];

/**
 * How long a rate of failures must be well before its incident is over: as long as the shortest
 * window, so that two of them without a failure in common agree. One alone is well by chance now
 * and then while the failures go on.
 */
export const CLEAR_FOR_MS = 5 * MINUTE;

export const LATENCY = { minutes: 5, limitSeconds: 1, leastRequests: 50, forMs: 2 * MINUTE };

/** The rules about requests. `told`: what people have been told of already; see `ToldErrors`. */
export async function trafficRules(
  traffic: SharedTraffic,
  told: readonly ToldIncident[],
  now: number,
): Promise<Observation[]> {
  const read = new Map<number, Promise<Traffic | null>>();
  const window = (minutes: number): Promise<Traffic | null> => {
    const known = read.get(minutes) ?? traffic.window(minutes).catch(() => null);
    read.set(minutes, known);
    return known;
  };
  const errors = new ToldErrors(told, window, now);
  const m5 = await window(5);
  return [
    await errorRate(m5, errors),
    ...await Promise.all(BURN_RATES.map((burnRate) => burn(burnRate, window, errors))),
    await latency(m5, window, told, now),
    {
      key: "metrics_missing",
      rule: "metrics_missing",
      severity: "warning",
      verdict: m5 ? "clear" : "breach",
      summary: "The shared request figures cannot be read: rules about traffic are blind.",
      forMs: 10 * MINUTE,
    },
  ];
}

/** Where most requests fail, for a person who was just woken: by route, and at which instance. */
function mostly(traffic: Traffic | null): string {
  const most = (counts: Readonly<Record<string, number>> | undefined) =>
    Object.entries(counts ?? {}).sort(([, a], [, b]) => b - a)[0];
  const [route, failures] = most(traffic?.failing?.routes) ?? [];
  if (route === undefined) return "";
  const [instance, there] = most(traffic?.failing?.instances) ?? [];
  const where = instance === undefined ? "" : `, ${there} at ${instance}`;
  return `; most: ${route} (${failures})${where}`;
}

/** Twice the error budget: a short window at or below it is well again. */
export const WELL = 2 * ERROR_BUDGET;

/** The rate at which the long window of a burn rate is well again. */
export function wellOver(factor: number): number {
  return factor * ERROR_BUDGET / 2;
}

/** The same for its short window. */
export function wellWithin(factor: number): number {
  return Math.min(wellOver(factor), WELL);
}

/**
 * A rate over `limit` is a breach, one up to `well` is clear. In between it neither starts nor ends
 * anything: a rate that wavers about its limit is one incident.
 */
function verdictOf(rate: number, limit: number, well: number): Observation["verdict"] {
  return rate > limit ? "breach" : rate > well ? "holds" : "clear";
}

async function errorRate(traffic: Traffic | null, told: ToldErrors): Promise<Observation> {
  const { limit, leastRequests, leastErrors, minutes, escalates } = ERROR_RATE;
  const judge = (requests: number, errors: number): Observation["verdict"] => {
    if (requests < leastRequests) return "clear";
    const verdict = verdictOf(errors / requests, limit, WELL);
    return verdict === "breach" && errors < leastErrors ? "holds" : verdict;
  };
  const rate = traffic && traffic.requests > 0 ? traffic.errors / traffic.requests : null;
  const verdict = traffic === null ? "no_data" : judge(traffic.requests, traffic.errors);
  const news = traffic && verdict !== "clear" ? await told.untold(minutes) : null;
  return {
    key: "error_rate",
    rule: "error_rate",
    severity: "critical",
    verdict,
    summary: `${share(rate)} of ${traffic?.requests ?? 0} requests failed in 5 minutes (limit 5 %)${
      mostly(traffic)
    }.`,
    forMs: 0,
    clearForMs: CLEAR_FOR_MS,
    explained: news !== null && judge(traffic?.requests ?? 0, news) !== "breach",
    ongoing: rate !== null && rate > WELL,
    escalated: rate !== null && rate >= escalates,
  };
}

/** The long window shows that it matters, the short one that it still lasts. */
async function burn(
  { rule, severity, factor, long, short, spans }: BurnRate,
  window: (minutes: number) => Promise<Traffic | null>,
  told: ToldErrors,
): Promise<Observation> {
  const limit = factor * ERROR_BUDGET;
  const [inLong, inShort, recent] = await Promise.all([
    window(long.minutes),
    window(short.minutes),
    window(5),
  ]);
  const judge = (at: BurnWindow, requests: number, errors: number): Observation["verdict"] => {
    if (requests < at.leastRequests) return "clear";
    const well = at === long ? wellOver(factor) : wellWithin(factor);
    const verdict = verdictOf(errors / requests, limit, well);
    return verdict === "breach" && errors < at.leastErrors ? "holds" : verdict;
  };
  const both = (longErrors: number, shortErrors: number): Observation["verdict"] => {
    if (inLong === null || inShort === null) return "no_data";
    const verdicts = [
      judge(long, inLong.requests, longErrors),
      judge(short, inShort.requests, shortErrors),
    ];
    if (verdicts.includes("clear")) return "clear";
    return verdicts.includes("holds") ? "holds" : "breach";
  };
  const verdict = both(inLong?.errors ?? 0, inShort?.errors ?? 0);
  // Also while it is neither a breach nor clear: it fires on, for a reason that was told.
  const explained = verdict !== "clear" && inLong !== null &&
    both(await told.untold(long.minutes), await told.untold(short.minutes)) !==
      "breach";
  const rate = inLong && inLong.requests > 0 ? inLong.errors / inLong.requests : null;
  return {
    key: rule,
    rule,
    severity,
    verdict,
    summary: `${share(rate)} of requests failed: more than ${factor} times the error budget ` +
      `over ${spans}${mostly(inShort)}.`,
    forMs: 0,
    clearForMs: CLEAR_FOR_MS,
    explained,
    ongoing: recent !== null && recent.errors > recent.requests * WELL,
  };
}

async function latency(
  traffic: Traffic | null,
  window: (minutes: number) => Promise<Traffic | null>,
  told: readonly ToldIncident[],
  now: number,
): Promise<Observation> {
  const { limitSeconds, leastRequests, forMs, minutes } = LATENCY;
  const slowest = (of: Traffic | null) =>
    of !== null && of.requests >= leastRequests ? quantile(of.latency, 0.95) : null;
  const value = slowest(traffic);
  const breach = value !== null && value > limitSeconds;
  // Requests that were slow while the database was away stay in the window when it is back.
  const since = Math.max(
    -Infinity,
    ...told.filter((incident) => incident.key === "component_down:database").map((incident) =>
      incident.endedAt
    ),
  );
  const minutesSince = Math.floor(now / MINUTE) - Math.floor(since / MINUTE);
  const later = breach && minutesSince < minutes ? await window(Math.max(1, minutesSince)) : null;
  const laterValue = slowest(later);
  return {
    key: "latency_p95",
    rule: "latency_p95",
    severity: "warning",
    verdict: traffic === null ? "no_data" : breach ? "breach" : "clear",
    summary: `95 % of requests took up to ${
      value === null ? "?" : Number.isFinite(value) ? value.toFixed(2) : "more than 10"
    } s in 5 minutes (limit 1 s).`,
    forMs,
    explained: breach && minutesSince < minutes &&
      (laterValue === null || laterValue <= limitSeconds),
  };
}
