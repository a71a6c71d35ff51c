import {
  BURN_RATES,
  CLEAR_FOR_MS,
  ERROR_BUDGET,
  ERROR_RATE,
  LATENCY,
  WELL,
  wellOver,
  wellWithin,
} from "@/lib/alerting/traffic_rules.ts";
import { INHIBITIONS } from "@/lib/alerting/rules.ts";
import { LIMITS } from "@/lib/cache/port.ts";
import { JOB_NAMES, JOBS } from "@/lib/jobs/registry.ts";

/** Requests of people: whoever watches is left out, as the built-in rules do. */
const PEOPLE = `route!~"/livez|/readyz|/health|/metrics|/ops"`;
export const HEAD =
  "# Written by `deno task ops:write` from lib/alerting and lib/jobs; checked by `ops:check`.\n";

/** `5m`, `6h`, `3d` for so many minutes. */
function span(minutes: number): string {
  if (minutes % 1_440 === 0) return `${minutes / 1_440}d`;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}

const WINDOWS = [
  ...new Set([
    ERROR_RATE.minutes,
    ...BURN_RATES.flatMap(({ long, short }) => [long.minutes, short.minutes]),
  ]),
].sort((a, b) => a - b);

/** Sums over all instances, which the rules and the dashboards share. */
export function recordingRules(): string {
  const rules = WINDOWS.flatMap((minutes) => {
    const at = span(minutes);
    const all = `sum(increase(http_requests_total{${PEOPLE}}[${at}]))`;
    const failed = `sum(increase(http_requests_total{${PEOPLE},status="5xx"}[${at}]))`;
    return [
      `      - record: site:requests:increase${at}\n        expr: ${all}`,
      `      - record: site:errors:increase${at}\n        expr: ${failed} or vector(0)`,
    ];
  });
  return `${HEAD}groups:
  - name: encounter-tracker-recording
    interval: 30s
    rules:
${rules.join("\n")}
`;
}

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly severity: string;
  readonly forText: string;
  /** It goes on for so long after the last time that it was true. */
  readonly keepText?: string;
  readonly summary: string;
}

/** One window of a rule about failed requests: how it begins, and how it goes on. */
interface Window {
  readonly minutes: number;
  readonly limit: number;
  readonly well: number;
  readonly leastRequests: number;
  readonly leastErrors: number;
}

const figure = (value: number) => Number(value.toPrecision(6));

function begins({ minutes, limit, leastRequests, leastErrors }: Window): string {
  const at = span(minutes);
  return `site:errors:increase${at} / site:requests:increase${at} > ${figure(limit)} and ` +
    `site:requests:increase${at} >= ${leastRequests} and site:errors:increase${at} >= ${leastErrors}`;
}

function goesOn({ minutes, well, leastRequests }: Window): string {
  const at = span(minutes);
  return `site:errors:increase${at} / site:requests:increase${at} > ${figure(well)} and ` +
    `site:requests:increase${at} >= ${leastRequests}`;
}

/** True from where all windows are over their limits until one of them is well. */
function lasting(alert: string, windows: readonly Window[]): string {
  const all = (of: (one: Window) => string) => windows.map((one) => `(${of(one)})`).join(" and ");
  return `${all(begins)} or ${all(goesOn)} and on () ` +
    `ALERTS{alertname="${alert}",alertstate="firing"}`;
}

const KEEP = `${CLEAR_FOR_MS / 60_000}m`;

function rules(): Rule[] {
  return [
    {
      alert: "error_rate",
      expr: lasting("error_rate", [{ ...ERROR_RATE, well: WELL }]),
      severity: "critical",
      forText: "30s",
      keepText: KEEP,
      summary: "{{ $value | humanizePercentage }} of requests failed in 5 minutes (limit 5 %).",
    },
    ...BURN_RATES.map(({ rule, severity, factor, long, short, spans }): Rule => {
      const limit = factor * ERROR_BUDGET;
      return {
        alert: rule,
        expr: lasting(rule, [
          { ...long, limit, well: wellOver(factor) },
          { ...short, limit, well: wellWithin(factor) },
        ]),
        severity,
        forText: "30s",
        keepText: KEEP,
        summary: `More than ${factor} times the error budget over ${spans}.`,
      };
    }),
    {
      alert: "latency_p95",
      expr: `histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{` +
        `${PEOPLE}}[5m]))) > ${LATENCY.limitSeconds} and site:requests:increase5m >= ` +
        `${LATENCY.leastRequests}`,
      severity: "warning",
      forText: `${LATENCY.forMs / 1_000}s`,
      summary: "95 % of requests take up to {{ $value | humanizeDuration }} (limit 1 s).",
    },
    {
      alert: "component_down",
      expr: `min by (component) (component_up{required="true",component!="schema"}) == 0`,
      severity: "critical",
      forText: "30s",
      summary: "{{ $labels.component }} is down.",
    },
    {
      alert: "component_degraded",
      expr: `min by (component) (component_up{required="false"}) == 0`,
      severity: "warning",
      forText: "2m",
      summary: "{{ $labels.component }} is not well.",
    },
    {
      alert: "migration_pending",
      expr:
        `count(component_up{component="schema"} == 0 unless on (instance) schema_newer == 1) > 0`,
      severity: "critical",
      forText: "30s",
      summary: "The schema lacks a migration.",
    },
    {
      alert: "migration_pending",
      expr: "max(schema_newer) == 1",
      severity: "warning",
      forText: "30m",
      summary: "The schema is newer than a release that runs.",
    },
    {
      alert: "metrics_missing",
      expr: `up{job="encounter-tracker"} == 0 or absent(up{job="encounter-tracker"})`,
      severity: "warning",
      forText: "10m",
      summary: "The figures of {{ $labels.instance }} cannot be scraped.",
    },
    {
      alert: "alert_delivery",
      expr: "max by (channel) (alert_messages_waiting) > 0",
      severity: "warning",
      forText: "10m",
      summary: "Messages wait for {{ $labels.channel }}.",
    },
    {
      alert: "alert_delivery",
      expr: "max by (channel) (alert_messages_refused) > 0",
      severity: "warning",
      forText: "30s",
      summary: "{{ $labels.channel }} refused messages for good.",
    },
    {
      alert: "job_late",
      // The scrape keeps the app's own label "job": see honor_labels.
      expr: "max by (job) (job_lag_seconds) > 0 and on (job) (" +
        JOB_NAMES.map((name) =>
          `max by (job) (job_lag_seconds{job="${name}"}) > ${JOBS[name].lateAfterSeconds}`
        ).join(" or ") + ")",
      severity: "warning",
      forText: "30s",
      summary: "The job {{ $labels.job }} is {{ $value | humanizeDuration }} late.",
    },
    {
      alert: "backup_stale",
      expr: `max(job_failures_in_a_row{job="recovery"}) > 0`,
      severity: "warning",
      forText: "30s",
      summary: "The newest backup or the last drill misses its objective.",
    },
    {
      alert: "billing_drift",
      expr: "max(billing_drifted_accounts) > 0",
      severity: "warning",
      forText: "30s",
      summary: "Accounts differed from Stripe at the last comparison and were mended.",
    },
    {
      alert: "billing_events_waiting",
      expr: "max(billing_event_wait_seconds) > 600",
      severity: "warning",
      forText: "30s",
      summary: "Events of Stripe have waited for {{ $value | humanizeDuration }}.",
    },
    {
      alert: "code_guessing",
      expr: `sum(increase(share_codes_wrong_total[1h])) > ${LIMITS.joinCodeSite.limit}`,
      severity: "warning",
      forText: "30s",
      summary: "More wrong share codes came within an hour than people write.",
    },
  ];
}

/** The names of the rules, for the check that none is missing. */
export function alertNames(): readonly string[] {
  return rules().map(({ alert }) => alert);
}

/** The built-in rules, for those who already run Prometheus. */
export function alertingRules(runbooks: string): string {
  const texts = rules().map(({ alert, expr, severity, forText, keepText, summary }) =>
    `      - alert: ${alert}
        expr: ${JSON.stringify(expr)}
        for: ${forText}${keepText === undefined ? "" : `\n        keep_firing_for: ${keepText}`}
        labels:
          severity: ${severity}
        annotations:
          summary: ${JSON.stringify(summary)}
          runbook_url: ${runbooks}${alert.replaceAll("_", "-")}.md`
  );
  return `${HEAD}groups:
  - name: encounter-tracker
    interval: 30s
    rules:
${texts.join("\n")}
`;
}

/** Alertmanager's half: what keeps what quiet, and who is told. */
export function alertmanagerConfig(): string {
  const matchers = (name: string) => {
    const [rule = "", part] = name.split(":");
    const label = rule === "job_late" ? "job" : "component";
    return `['${[`alertname="${rule}"`, ...part ? [`${label}="${part}"`] : []].join("', '")}']`;
  };
  const inhibit = Object.entries(INHIBITIONS.causes).map(([source, targets]) => {
    const [only = "", ...more] = targets;
    const target = more.length > 0 ? `['alertname=~"${targets.join("|")}"']` : matchers(only);
    return `  - source_matchers: ${matchers(source)}\n    target_matchers: ${target}`;
  });
  return `${HEAD}# Put your receivers' addresses into the two files; alertmanager reads them at each message.
route:
  receiver: chat
  group_by: [alertname]
  group_wait: 30s
  group_interval: 5m
  repeat_interval: 4h
  routes:
    - matchers: ['severity="critical"']
      receiver: pager
      continue: false
inhibit_rules:
${inhibit.join("\n")}
receivers:
  - name: chat
    slack_configs:
      - api_url_file: /etc/alertmanager/slack-url
        channel: "#ops"
        send_resolved: true
  - name: pager
    pagerduty_configs:
      - routing_key_file: /etc/alertmanager/pagerduty-key
        send_resolved: true
`;
}

/** How Prometheus reads an instance. */
export function scrapeConfig(): string {
  return `${HEAD}global:
  scrape_interval: 15s
  evaluation_interval: 30s
rule_files:
  - recording.yml
  - alerts.yml
scrape_configs:
  - job_name: encounter-tracker
    # Jobs of the app have a label of that name; without this Prometheus would rename it.
    honor_labels: true
    authorization:
      # OPS_TOKEN of the instance, in a file that only Prometheus may read.
      credentials_file: /etc/prometheus/encounter-tracker-token
    static_configs:
      - targets: ["127.0.0.1:8000"]
`;
}
