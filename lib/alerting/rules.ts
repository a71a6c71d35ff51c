import type { HealthReport } from "@/lib/health/port.ts";
import { isLate, type JobStatus, lagSeconds } from "@/lib/jobs/port.ts";
import { quantile, type SharedTraffic, type Traffic } from "@/lib/metrics/port.ts";
import { share } from "./share.ts";
import type { Inhibitions } from "./machine.ts";
import type { AlertingStatus, Observation, Severity } from "./port.ts";

const MINUTE = 60_000;
/** Fewer requests than this say nothing about a rate. */
const MIN_REQUESTS = 50;
/** Share of requests that may fail: the service level is 99.9 %. */
const ERROR_BUDGET = 0.001;

/** What rules may look at. */
export interface RuleInputs {
  readonly traffic: SharedTraffic;
  readonly health: () => Promise<HealthReport>;
  /** How many wrong share codes the whole site still takes in this hour; 0 beyond its limit. */
  readonly wrongCodesLeft?: () => Promise<number>;
  readonly alerting: () => Promise<Pick<AlertingStatus, "waiting" | "refused">>;
  /** Where all jobs stand; absent where none are run. */
  readonly jobs?: () => Promise<readonly JobStatus[]>;
  /** Milliseconds since 1970; the process's clock without it. */
  readonly now?: () => number;
}

/** The names of all rules; each has a runbook of its name in `docs/runbooks/`. */
export const RULES = [
  "error_rate",
  "burn_rate_fast",
  "burn_rate_slow",
  "burn_rate_ticket",
  "latency_p95",
  "component_down",
  "component_degraded",
  "migration_pending",
  "metrics_missing",
  "alert_delivery",
  "job_late",
  "code_guessing",
] as const;
export type RuleName = typeof RULES[number];

/** A database that is away explains failing and slow requests, and a missing schema. */
export const INHIBITIONS: Inhibitions = {
  "component_down:database": [
    "error_rate",
    "burn_rate_fast",
    "burn_rate_slow",
    "latency_p95",
    "migration_pending",
    "job_late",
  ],
  error_rate: ["burn_rate_fast", "burn_rate_slow", "burn_rate_ticket"],
  burn_rate_fast: ["burn_rate_slow", "burn_rate_ticket"],
  burn_rate_slow: ["burn_rate_ticket"],
};

/** Asks all rules; one that fails has no data and does not disturb the others. */
export async function observe(inputs: RuleInputs): Promise<Observation[]> {
  const groups = await Promise.all([
    trafficRules(inputs.traffic),
    inputs.health().then(healthRules, () => []),
    inputs.alerting().then(deliveryRule, () => []),
    inputs.wrongCodesLeft?.().then(guessingRule, () => []) ?? [],
    inputs.jobs?.().then((jobs) => jobRules(jobs, inputs.now?.() ?? Date.now()), () => []) ?? [],
  ]);
  return groups.flat();
}

async function trafficRules(traffic: SharedTraffic): Promise<Observation[]> {
  const window = (minutes: number) => traffic.window(minutes).catch(() => null);
  const [m5, m30, h1, h6, d3] = await Promise.all([5, 30, 60, 360, 4_320].map(window));
  return [
    errorRate(m5 ?? null),
    burn("burn_rate_fast", "critical", 14.4, h1 ?? null, m5 ?? null, "1 h and 5 min"),
    burn("burn_rate_slow", "critical", 6, h6 ?? null, m30 ?? null, "6 h and 30 min"),
    burn("burn_rate_ticket", "ticket", 1, d3 ?? null, h6 ?? null, "3 d and 6 h"),
    latency(m5 ?? null),
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

function errorRate(traffic: Traffic | null): Observation {
  const rate = enough(traffic) ? traffic.errors / traffic.requests : null;
  return {
    key: "error_rate",
    rule: "error_rate",
    severity: "critical",
    verdict: traffic === null ? "no_data" : rate !== null && rate > 0.05 ? "breach" : "clear",
    summary: `${share(rate)} of ${
      traffic?.requests ?? 0
    } requests failed in 5 minutes (limit 5 %).`,
    forMs: 0,
  };
}

/** Both windows must burn: the long one shows that it matters, the short one that it still lasts. */
function burn(
  rule: RuleName,
  severity: Severity,
  factor: number,
  long: Traffic | null,
  short: Traffic | null,
  spans: string,
): Observation {
  const burns = (traffic: Traffic | null) =>
    enough(traffic) && traffic.errors / traffic.requests > factor * ERROR_BUDGET;
  const rate = enough(long) ? long.errors / long.requests : null;
  const verdict = long === null || short === null
    ? "no_data"
    : burns(long) && burns(short)
    ? "breach"
    : "clear";
  return {
    key: rule,
    rule,
    severity,
    verdict,
    summary: `${share(rate)} of requests failed: more than ${factor} times the error budget ` +
      `over ${spans}.`,
    forMs: 0,
  };
}

function latency(traffic: Traffic | null): Observation {
  const value = enough(traffic) ? quantile(traffic.latency, 0.95) : null;
  return {
    key: "latency_p95",
    rule: "latency_p95",
    severity: "warning",
    verdict: traffic === null ? "no_data" : value !== null && value > 1 ? "breach" : "clear",
    summary: `95 % of requests took up to ${
      value === null ? "?" : Number.isFinite(value) ? value.toFixed(2) : "more than 10"
    } s in 5 minutes (limit 1 s).`,
    forMs: 2 * MINUTE,
  };
}

function enough(traffic: Traffic | null): traffic is Traffic {
  return traffic !== null && traffic.requests >= MIN_REQUESTS;
}

function healthRules(report: HealthReport): Observation[] {
  return report.components.filter((one) => one.status !== "not_configured").map((one) => {
    const schema = one.name === "schema";
    const rule: RuleName = schema
      ? "migration_pending"
      : one.required
      ? "component_down"
      : "component_degraded";
    const well = one.status === "ok";
    // A newer schema is what every deployment looks like from the instances before it.
    const newer = schema && one.status === "degraded";
    return {
      key: schema ? rule : `${rule}:${one.name}`,
      rule,
      severity: one.required && !newer ? "critical" : "warning",
      verdict: one.checkedAt === null ? "no_data" : well ? "clear" : "breach",
      summary: `${one.name} is ${one.status}${one.detail ? `: ${one.detail}` : ""}.`,
      forMs: newer ? 30 * MINUTE : one.required ? 0 : 2 * MINUTE,
    };
  });
}

function guessingRule(left: number): Observation[] {
  return [{
    key: "code_guessing",
    rule: "code_guessing",
    severity: "warning",
    verdict: left > 0 ? "clear" : "breach",
    summary: "More wrong share codes came within an hour than people write: somebody guesses.",
    forMs: 0,
  }];
}

function deliveryRule(status: Pick<AlertingStatus, "waiting" | "refused">): Observation[] {
  const stuck = Object.entries(status.waiting).filter(([, count]) => count > 0);
  const counted = (entries: readonly (readonly [string, number])[]) =>
    entries.map(([channel, count]) => `${count} to ${channel}`).join(", ");
  const refused = Object.entries(status.refused);
  const rule = { rule: "alert_delivery", severity: "warning" } as const;
  return [
    {
      ...rule,
      key: "alert_delivery",
      verdict: stuck.length > 0 ? "breach" : "clear",
      summary: `Alerts wait to be sent: ${counted(stuck)}.`,
      forMs: 10 * MINUTE,
    },
    {
      // Trying again does not help here: a webhook was revoked, a key is wrong.
      ...rule,
      key: "alert_delivery:refused",
      verdict: refused.length > 0 ? "breach" : "clear",
      summary: `Alerts were given up in the last hour: ${counted(refused)}.`,
      forMs: 0,
    },
  ];
}

function jobRules(jobs: readonly JobStatus[], now: number): Observation[] {
  return jobs.map((job) => ({
    key: `job_late:${job.name}`,
    rule: "job_late",
    severity: "warning",
    verdict: isLate(job, now) ? "breach" : "clear",
    summary: `The job ${job.name} is ${Math.round(lagSeconds(job, now) / 60)} minutes late` +
      `${job.failure === null ? "." : `; it fails: ${job.failure}`}`,
    forMs: 0,
  }));
}
