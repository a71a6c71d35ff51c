// What promtool plays. Traffic is played twice: through the built-in rules and their machine here, and
// by promtool through the rules of Prometheus; both have to fire in the same minutes. The other rules
// have cases at their limits.
import type { AlertRecord } from "@/lib/alerting/document.ts";
import { DEFAULT_TIMES, step } from "@/lib/alerting/machine.ts";
import { trafficRules } from "@/lib/alerting/traffic_rules.ts";
import { LIMITS } from "@/lib/cache/port.ts";
import { JOBS } from "@/lib/jobs/registry.ts";
import { LATENCY_BOUNDS, type SharedTraffic, type Traffic } from "@/lib/metrics/port.ts";
import { HEAD } from "@/tasks/ops/prometheus.ts";

const MINUTE = 60_000;
const TRAFFIC_RULES = ["error_rate", "burn_rate_fast", "burn_rate_slow", "burn_rate_ticket"];

/** Minutes in which so many requests are answered, and so many of them fail. */
interface Stretch {
  readonly minutes: number;
  readonly requests: number;
  readonly errors: number;
}

const good = (minutes: number, requests = 200): Stretch => ({ minutes, requests, errors: 0 });

const TRAFFIC: Readonly<Record<string, readonly Stretch[]>> = {
  "an outage of half an hour": [good(60), { minutes: 30, requests: 200, errors: 120 }, good(120)],
  "a tenth fails for two hours": [good(60), { minutes: 120, requests: 200, errors: 20 }, good(120)],
  "one of a hundred fails for six hours": [
    good(60),
    { minutes: 360, requests: 200, errors: 2 },
    good(120),
  ],
  "a calm of three minutes is no end": [
    good(60),
    { minutes: 20, requests: 200, errors: 120 },
    good(8),
    { minutes: 20, requests: 200, errors: 120 },
    good(60),
  ],
  "one failure a minute while the service level is kept": [
    { minutes: 400, requests: 2_000, errors: 1 },
  ],
  "too few requests to tell": [{ minutes: 200, requests: 1, errors: 0 }, {
    minutes: 3,
    requests: 1,
    errors: 1,
  }, { minutes: 60, requests: 1, errors: 0 }],
  "all of little traffic fails": [
    good(60, 20),
    { minutes: 15, requests: 20, errors: 20 },
    good(
      90,
      20,
    ),
  ],
};

/** Sums up to each minute, in which any window is one subtraction. */
class PlayedTraffic implements SharedTraffic {
  readonly requests = [0];
  readonly errors = [0];
  minute = 0;

  constructor(stretches: readonly Stretch[]) {
    for (const { minutes, requests, errors } of stretches) {
      for (let i = 0; i < minutes; i++) {
        this.requests.push((this.requests.at(-1) ?? 0) + requests);
        this.errors.push((this.errors.at(-1) ?? 0) + errors);
      }
    }
  }

  window(minutes: number): Promise<Traffic> {
    const within = (sums: readonly number[]) =>
      (sums[this.minute] ?? 0) - (sums[Math.max(0, this.minute - minutes)] ?? 0);
    const latency = new Array<number>(LATENCY_BOUNDS.length + 1).fill(0);
    const [requests, errors] = [within(this.requests), within(this.errors)];
    return Promise.resolve({ requests, errors, unauthorized: 0, limited: 0, seconds: 0, latency });
  }

  series(): Promise<null> {
    return Promise.resolve(null);
  }
}

/** The rules that fire after each minute, by the built-in rules and their machine. */
async function firingByMinute(traffic: PlayedTraffic): Promise<ReadonlySet<string>[]> {
  const firing: ReadonlySet<string>[] = [];
  let alerts: readonly AlertRecord[] = [];
  for (traffic.minute = 0; traffic.minute < traffic.requests.length; traffic.minute++) {
    for (const second of [0, 30]) {
      const now = traffic.minute * MINUTE + second * 1_000;
      const observations = await trafficRules(traffic, [], now);
      const inhibitions = { causes: {}, joins: {} };
      const times = DEFAULT_TIMES;
      alerts = step({ alerts, silences: [], observations, inhibitions, times, now }).alerts;
    }
    firing.push(
      new Set(alerts.filter((one) => one.status === "firing").map((one) => one.rule)),
    );
  }
  return firing;
}

/** So far before and after each change: nearer the two count windows from different seconds on. */
const NEAR_MINUTES = 3;
/** And so often where nothing changes. */
const EVERY_MINUTES = 60;

function firingCase(rule: string, minute: number, fires: boolean): string {
  const query = `count(ALERTS{alertname="${rule}",alertstate="firing"})`;
  return `      - expr: '${query}'
        eval_time: ${minute}m
        exp_samples: ${fires ? "[{ labels: '{}', value: 1 }]" : "[]"}`;
}

const REQUESTS = `http_requests_total{method="GET",route="/",status`;

/** Sums as promtool writes them: `start+step×times`, one sample a minute. */
function values(stretches: readonly Stretch[], of: (one: Stretch) => number): string {
  let sum = 0;
  const parts: string[] = [];
  for (const one of stretches) {
    const each = of(one);
    parts.push(`${sum + each}+${each}x${one.minutes - 1}`);
    sum += each * one.minutes;
  }
  return `0 ${parts.join(" ")}`;
}

async function trafficTest(name: string, stretches: readonly Stretch[]): Promise<string> {
  const firing = await firingByMinute(new PlayedTraffic(stretches));
  const cases = TRAFFIC_RULES.flatMap((rule) => {
    const fires = firing.map((now) => now.has(rule));
    const changesAt = (minute: number) => minute > 0 && fires[minute] !== fires[minute - 1];
    return fires.flatMap((now, minute) => {
      const near = fires.slice(Math.max(0, minute - NEAR_MINUTES + 1), minute + NEAR_MINUTES);
      if (minute === 0 || near.some((one) => one !== now)) return [];
      const beside = changesAt(minute + NEAR_MINUTES) || changesAt(minute - NEAR_MINUTES + 1);
      return beside || minute % EVERY_MINUTES === 0 ? [firingCase(rule, minute, now)] : [];
    });
  });
  return `  - name: ${name}, as the built-in rules see it
    interval: 1m
    input_series:
      - series: '${REQUESTS}="2xx"}'
        values: '${values(stretches, ({ requests, errors }) => requests - errors)}'
      - series: '${REQUESTS}="5xx"}'
        values: '${values(stretches, ({ errors }) => errors)}'
    promql_expr_test:
${cases.join("\n")}
`;
}

/** One rule on both sides of its limit: series and values, then who fires when. */
interface Case {
  readonly name: string;
  readonly series: Readonly<Record<string, string>>;
  readonly expected: readonly (readonly [rule: string, minute: number, fires: boolean])[];
}

const buckets = (name: string, values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(values).map(([le, each]) => [`${name}_bucket{route="/",le="${le}"}`, each]),
  );

const LATE = JOBS.mail.lateAfterSeconds;
const GUESSES = LIMITS.joinCodeSite.limit;

const CASES: readonly Case[] = [
  {
    name: "who watches is no user",
    series: {
      [`${REQUESTS}="2xx"}`]: "0+100x40",
      [`http_requests_total{method="GET",route="/readyz",status="5xx"}`]: "0+100x40",
    },
    expected: [["error_rate", 10, false], ["burn_rate_fast", 10, false]],
  },
  {
    name: "slow requests",
    series: {
      [`${REQUESTS}="2xx"}`]: "0+100x40",
      ...buckets("http_request_duration_seconds", {
        1: "0+90x40",
        2.5: "0+100x40",
        "+Inf": "0+100x40",
      }),
    },
    expected: [["latency_p95", 2, false], ["latency_p95", 11, true], ["latency_p95", 40, true]],
  },
  {
    name: "requests that are just fast enough",
    series: {
      [`${REQUESTS}="2xx"}`]: "0+100x40",
      ...buckets("http_request_duration_seconds", {
        1: "0+96x40",
        2.5: "0+100x40",
        "+Inf": "0+100x40",
      }),
    },
    expected: [["latency_p95", 11, false], ["latency_p95", 40, false]],
  },
  {
    name: "a part that is down at one of two instances",
    series: {
      [`component_up{component="database",required="true",instance="a"}`]: "1x4 0x20",
      [`component_up{component="database",required="true",instance="b"}`]: "1x24",
      [`component_up{component="cache",required="false",instance="a"}`]: "1x4 0x20",
      [`component_up{component="mail",required="false",instance="a"}`]: "1x24",
    },
    expected: [
      ["component_down", 4, false],
      ["component_down", 6, true],
      ["component_degraded", 6, false],
      ["component_degraded", 8, true],
      ["migration_pending", 8, false],
    ],
  },
  {
    name: "a schema that lacks a migration",
    series: {
      [`component_up{component="schema",required="true",instance="a"}`]: "0x40",
      [`schema_newer{instance="a"}`]: "0x40",
    },
    expected: [["migration_pending", 2, true], ["component_down", 10, false]],
  },
  {
    name: "a schema that is newer than one instance, as while a release goes out",
    series: {
      [`component_up{component="schema",required="true",instance="a"}`]: "0x60",
      [`schema_newer{instance="a"}`]: "1x60",
      [`component_up{component="schema",required="true",instance="b"}`]: "1x60",
      [`schema_newer{instance="b"}`]: "0x60",
    },
    expected: [["migration_pending", 29, false], ["migration_pending", 32, true]],
  },
  {
    name: "an instance that is not scraped",
    series: { [`up{job="encounter-tracker",instance="a"}`]: "1x4 0x30" },
    expected: [["metrics_missing", 13, false], ["metrics_missing", 16, true]],
  },
  {
    name: "messages that wait, and some that were refused",
    series: {
      [`alert_messages_waiting{channel="slack"}`]: "0x4 2x30",
      [`alert_messages_refused{channel="email"}`]: "0x20 1x10",
    },
    expected: [
      ["alert_delivery", 12, false],
      ["alert_delivery", 16, true],
    ],
  },
  {
    name: "messages that were refused for good",
    series: { [`alert_messages_refused{channel="email"}`]: "0x4 1x10" },
    expected: [["alert_delivery", 4, false], ["alert_delivery", 6, true]],
  },
  {
    name: "a job that is late, and one that is not yet",
    series: {
      [`job_lag_seconds{job="mail",instance="a"}`]: `0x4 ${LATE + 1}x20`,
      [`job_lag_seconds{job="purge",instance="a"}`]: `${JOBS.purge.lateAfterSeconds}x24`,
    },
    expected: [["job_late", 4, false], ["job_late", 6, true]],
  },
  {
    name: "backups that miss their objective",
    series: { [`job_failures_in_a_row{job="recovery",instance="a"}`]: "0x4 1x10" },
    expected: [["backup_stale", 4, false], ["backup_stale", 6, true]],
  },
  {
    name: "accounts that differ from Stripe",
    series: { [`billing_drifted_accounts{instance="a"}`]: "0x4 2x10" },
    expected: [["billing_drift", 4, false], ["billing_drift", 6, true]],
  },
  {
    name: "events of Stripe that wait, and some that wait a moment",
    series: { [`billing_event_wait_seconds{instance="a"}`]: "600x4 601x10" },
    expected: [["billing_events_waiting", 4, false], ["billing_events_waiting", 6, true]],
  },
  {
    name: "wrong share codes, fewer and more than people write",
    series: { "share_codes_wrong_total": `0+${GUESSES / 60 - 1}x90 0+${GUESSES / 60 + 2}x90` },
    expected: [["code_guessing", 80, false], ["code_guessing", 175, true]],
  },
];

function plainTest({ name, series, expected }: Case): string {
  const lines = Object.entries(series)
    .map(([one, each]) => `      - series: '${one}'\n        values: '${each}'`);
  const cases = expected.map(([rule, minute, fires]) => firingCase(rule, minute, fires));
  return `  - name: ${name}
    interval: 1m
    input_series:
${lines.join("\n")}
    promql_expr_test:
${cases.join("\n")}
`;
}

/** The text of one alert, as a person gets it. */
function textTest(runbooks: string): string {
  return `  - name: what a person reads
    interval: 30s
    input_series:
      - series: '${REQUESTS}="2xx"}'
        values: '0+100x40'
      - series: '${REQUESTS}="5xx"}'
        values: '0+50x40'
    alert_rule_test:
      - eval_time: 8m
        alertname: error_rate
        exp_alerts:
          - exp_labels: { severity: critical }
            exp_annotations:
              summary: "33.33% of requests failed in 5 minutes (limit 5 %)."
              runbook_url: ${runbooks}error-rate.md
`;
}

/** The rules that no case lets fire. */
export function untestedRules(names: readonly string[]): readonly string[] {
  const fired = new Set(
    CASES.flatMap(({ expected }) => expected.flatMap(([rule, , fires]) => fires ? [rule] : [])),
  );
  return names.filter((name) => !TRAFFIC_RULES.includes(name) && !fired.has(name));
}

/** All tests for `promtool test rules`. */
export async function ruleTests(runbooks: string): Promise<string> {
  const traffic = await Promise.all(
    Object.entries(TRAFFIC).map(([name, stretches]) => trafficTest(name, stretches)),
  );
  return `${HEAD}rule_files:
  - recording.yml
  - alerts.yml
evaluation_interval: 30s
tests:
${[...traffic, ...CASES.map(plainTest), textTest(runbooks)].join("")}`;
}
