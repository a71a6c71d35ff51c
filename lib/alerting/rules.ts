import type { BillingStanding } from "@/lib/billing/standing_port.ts";
import type { HealthReport } from "@/lib/health/port.ts";
import { isLate, type JobStatus, lagSeconds } from "@/lib/jobs/port.ts";
import type { SharedTraffic } from "@/lib/metrics/port.ts";
import type { Inhibitions } from "./machine.ts";
import type { AlertingStatus, Observation, ToldIncident } from "./port.ts";
import { trafficRules } from "./traffic_rules.ts";

const MINUTE = 60_000;

/** What rules may look at. */
export interface RuleInputs {
  readonly traffic: SharedTraffic;
  readonly health: () => Promise<HealthReport>;
  /** How many wrong share codes the whole site still takes in this hour; 0 beyond its limit. */
  readonly wrongCodesLeft?: () => Promise<number>;
  readonly alerting: () => Promise<
    Pick<AlertingStatus, "waiting" | "refused"> & {
      /** Incidents that are over and that people know of. */
      readonly told?: readonly ToldIncident[];
    }
  >;
  /** Where all jobs stand; absent where none are run. */
  readonly jobs?: () => Promise<readonly JobStatus[]>;
  /** How billing stands; null where nothing is sold. */
  readonly billing?: () => Promise<BillingStanding | null>;
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
  "backup_stale",
  "code_guessing",
  "billing_drift",
  "billing_events_waiting",
] as const;
export type RuleName = typeof RULES[number];

/**
 * Which alerts keep which others quiet. `causes`: while one fires, what it explains is not told. A
 * database that is away explains failing and slow requests, a missing schema and late jobs.
 * `joins`: an alert of a cause that people were told of under another name is not told again,
 * unless it has become much worse (`escalated`) or, for a part that is down, came `withinMs` after.
 */
export const INHIBITIONS: Inhibitions = {
  causes: {
    "component_down:database": [
      "error_rate",
      "burn_rate_fast",
      "burn_rate_slow",
      "burn_rate_ticket",
      "latency_p95",
      "migration_pending",
      "job_late",
    ],
    error_rate: ["burn_rate_fast", "burn_rate_slow", "burn_rate_ticket"],
    burn_rate_fast: ["burn_rate_slow", "burn_rate_ticket"],
    burn_rate_slow: ["burn_rate_ticket"],
    // The job that finds it fails on purpose, and would be late for it in the end.
    backup_stale: ["job_late:recovery"],
  },
  joins: {
    error_rate: { told: ["burn_rate_fast", "burn_rate_slow"] },
    burn_rate_fast: { told: ["burn_rate_slow"] },
    "component_down:database": {
      told: ["error_rate", "burn_rate_fast", "burn_rate_slow"],
      withinMs: 10 * MINUTE,
    },
  },
};

/** Asks all rules; one that fails has no data and does not disturb the others. */
export async function observe(inputs: RuleInputs): Promise<Observation[]> {
  const now = inputs.now?.() ?? Date.now();
  const alerting = inputs.alerting().catch(() => null);
  const groups = await Promise.all([
    alerting.then((status) => trafficRules(inputs.traffic, status?.told ?? [], now)),
    inputs.health().then(healthRules, () => []),
    alerting.then((status) => status === null ? [] : deliveryRule(status)),
    inputs.wrongCodesLeft?.().then(guessingRule, () => []) ?? [],
    inputs.billing?.().then((standing) => billingRules(standing, now), () => []) ?? [],
    inputs.jobs?.().then((jobs) => [...jobRules(jobs, now), ...backupRule(jobs)], () => []) ?? [],
  ]);
  return groups.flat();
}

function healthRules(report: HealthReport): Observation[] {
  return report.components.filter((component) => component.status !== "not_configured").map(
    (component) => {
      const schema = component.name === "schema";
      const rule: RuleName = schema
        ? "migration_pending"
        : component.required
        ? "component_down"
        : "component_degraded";
      const well = component.status === "ok";
      // A newer schema is what every deployment looks like from the instances before it.
      const newer = schema && component.status === "degraded";
      return {
        key: schema ? rule : `${rule}:${component.name}`,
        rule,
        severity: component.required && !newer ? "critical" : "warning",
        verdict: component.checkedAt === null ? "no_data" : well ? "clear" : "breach",
        summary: `${component.name} is ${component.status}${
          component.detail ? `: ${component.detail}` : ""
        }.`,
        forMs: newer ? 30 * MINUTE : component.required ? 0 : 2 * MINUTE,
      };
    },
  );
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

/** Events that wait longer than what was paid for may take to be there. */
const EVENTS_MAY_WAIT_MS = 10 * MINUTE;

function billingRules(standing: BillingStanding | null, now: number): Observation[] {
  if (standing === null) return [];
  const { drifted, waiting, waitingSince } = standing;
  const waits = waitingSince === null ? 0 : now - waitingSince;
  return [
    {
      key: "billing_drift",
      rule: "billing_drift",
      severity: "warning",
      verdict: drifted > 0 ? "breach" : "clear",
      summary: `${drifted} accounts differed from Stripe at the last comparison and were mended.`,
      forMs: 0,
    },
    {
      key: "billing_events_waiting",
      rule: "billing_events_waiting",
      severity: "warning",
      verdict: waits > EVENTS_MAY_WAIT_MS ? "breach" : "clear",
      summary: `${waiting} events of Stripe wait, the oldest for ${
        Math.round(waits / MINUTE)
      } min.`,
      forMs: 0,
    },
  ];
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

/** The job `recovery` says each hour whether backups and drills are as they should be. */
function backupRule(jobs: readonly JobStatus[]): Observation[] {
  return jobs.filter(({ name }) => name === "recovery").map(({ startedAt, failure }) => ({
    key: "backup_stale",
    rule: "backup_stale",
    severity: "warning",
    verdict: failure !== null ? "breach" : startedAt === null ? "no_data" : "clear",
    summary: `Backups are not as they should be: ${failure ?? ""}.`,
    forMs: 0,
  }));
}
