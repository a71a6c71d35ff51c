import { BURN_RATES, ERROR_BUDGET, ERROR_RATE, LATENCY } from "@/lib/alerting/traffic_rules.ts";
import { INHIBITIONS } from "@/lib/alerting/rules.ts";
import { LIMITS } from "@/lib/cache/port.ts";
import { JOB_NAMES, JOBS } from "@/lib/jobs/registry.ts";

/** Requests of people: whoever watches is left out, as the built-in rules do. */
const PEOPLE = `route!~"/livez|/readyz|/health|/metrics|/ops"`;
const HEAD =
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
  readonly summary: string;
}

function enough(minutes: number, requests: number, errors: number): string {
  const at = span(minutes);
  return `site:requests:increase${at} >= ${requests} and site:errors:increase${at} >= ${errors}`;
}

function over(minutes: number, limit: number): string {
  const at = span(minutes);
  return `site:errors:increase${at} / site:requests:increase${at} > ${limit}`;
}

function rules(): Rule[] {
  const { minutes, limit, leastRequests, leastErrors } = ERROR_RATE;
  return [
    {
      alert: "error_rate",
      expr: `(${over(minutes, limit)}) and ${enough(minutes, leastRequests, leastErrors)}`,
      severity: "critical",
      forText: "30s",
      summary: "{{ $value | humanizePercentage }} of requests failed in 5 minutes (limit 5 %).",
    },
    ...BURN_RATES.map(({ rule, severity, factor, long, short, spans }): Rule => {
      const most = Number((factor * ERROR_BUDGET).toPrecision(6));
      const windows = [long, short].map((one) =>
        `(${over(one.minutes, most)}) and ${
          enough(one.minutes, one.leastRequests, one.leastErrors)
        }`
      );
      return {
        alert: rule,
        expr: windows.join(" and "),
        severity,
        forText: "30s",
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
      expr: `component_up{required="true",component!="schema"} == 0`,
      severity: "critical",
      forText: "30s",
      summary: "{{ $labels.component }} is down at {{ $labels.instance }}.",
    },
    {
      alert: "component_degraded",
      expr: `component_up{required="false"} == 0`,
      severity: "warning",
      forText: "2m",
      summary: "{{ $labels.component }} is not well at {{ $labels.instance }}.",
    },
    {
      alert: "migration_pending",
      expr: `component_up{component="schema"} == 0`,
      severity: "critical",
      forText: "30s",
      summary: "The schema is not this release's at {{ $labels.instance }}.",
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
      alert: "job_late",
      // The scrape keeps the app's own label "job": see honor_labels.
      expr: "max by (job) (job_lag_seconds) > 0 and on (job) (" +
        JOB_NAMES.map((name) =>
          `max by (job) (job_lag_seconds{job="${name}"}) > ${JOBS[name].lateAfterSeconds}`
        ).join(" or ") + ")",
      severity: "warning",
      forText: "0s",
      summary: "The job {{ $labels.job }} is {{ $value | humanizeDuration }} late.",
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
  const texts = rules().map(({ alert, expr, severity, forText, summary }) =>
    `      - alert: ${alert}
        expr: ${JSON.stringify(expr)}
        for: ${forText}
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
  const inhibit = Object.entries(INHIBITIONS.causes).map(([source, targets]) => {
    const [rule = "", part] = source.split(":");
    const matchers = [`alertname="${rule}"`, ...part ? [`component="${part}"`] : []];
    return `  - source_matchers: ['${matchers.join("', '")}']
    target_matchers: ['alertname=~"${targets.join("|")}"']`;
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

/** What promtool plays: each rule fires where the built-in one does, and is quiet where that is. */
export function ruleTests(): string {
  const series = (name: string, values: string) =>
    `      - series: '${name}'\n        values: '${values}'`;
  const ok = `http_requests_total{method="GET",route="/",status="2xx"}`;
  const failed = `http_requests_total{method="GET",route="/",status="5xx"}`;
  const watcher = `http_requests_total{method="GET",route="/readyz",status="5xx"}`;
  const alert = (name: string, at: string, labels: string | null) =>
    `      - eval_time: ${at}\n        alertname: ${name}\n        exp_alerts:${
      labels === null ? " []" : `\n          - exp_labels: { ${labels} }`
    }`;
  return `${HEAD}rule_files:
  - recording.yml
  - alerts.yml
evaluation_interval: 30s
tests:
  - name: a third of the requests fails, by the alert
    interval: 30s
    input_series:
${series(ok, "0+100x40")}
${series(failed, "0+50x40")}
    alert_rule_test:
      - eval_time: 8m
        alertname: error_rate
        exp_alerts:
          - exp_labels: { severity: critical }
            exp_annotations:
              summary: "33.33% of requests failed in 5 minutes (limit 5 %)."
              runbook_url: RUNBOOKSerror-rate.md
  - name: one failure among 60 requests wakes nobody
    interval: 30s
    input_series:
${series(ok, "0+6x40")}
${series(failed, "0x10 1x30")}
    alert_rule_test:
${
    ["error_rate", "burn_rate_fast", "burn_rate_slow"].map((one) => alert(one, "8m", null)).join(
      "\n",
    )
  }
  - name: who watches is no user
    interval: 30s
    input_series:
${series(ok, "0+100x40")}
${series(watcher, "0+100x40")}
    alert_rule_test:
${alert("error_rate", "8m", null)}
  - name: a part that is down, a job that is late
    interval: 30s
    input_series:
${series(`component_up{component="database",required="true",instance="a"}`, "1x4 0x20")}
${series(`component_up{component="cache",required="false",instance="a"}`, "1x24")}
${series(`job_lag_seconds{job="mail",instance="a"}`, `0x4 ${JOBS.mail.lateAfterSeconds + 1}x20`)}
${series(`job_lag_seconds{job="purge",instance="a"}`, "60x24")}
    alert_rule_test:
      - eval_time: 5m
        alertname: component_down
        exp_alerts:
          - exp_labels: { severity: critical, component: database, required: "true", instance: a }
            exp_annotations:
              summary: "database is down at a."
              runbook_url: RUNBOOKScomponent-down.md
${alert("component_degraded", "5m", null)}
      - eval_time: 5m
        alertname: job_late
        exp_alerts:
          - exp_labels: { severity: warning, job: mail }
            exp_annotations:
              summary: "The job mail is ${"LATE"} late."
              runbook_url: RUNBOOKSjob-late.md
`;
}
