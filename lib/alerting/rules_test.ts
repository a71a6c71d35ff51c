import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import type { ComponentHealth, HealthReport } from "@/lib/health/port.ts";
import { LATENCY_BOUNDS, type SharedTraffic, type Traffic } from "@/lib/metrics/port.ts";
import { bucketOf } from "@/lib/metrics/registry.ts";
import { INHIBITIONS, observe, RULES } from "./rules.ts";
import { BURN_RATES, ERROR_BUDGET, ERROR_RATE } from "./traffic_rules.ts";

function traffic(requests: number, errors: number, seconds = 0.05): Traffic {
  const latency = new Array<number>(LATENCY_BOUNDS.length + 1).fill(0);
  latency[bucketOf(seconds)] = requests;
  return { requests, errors, unauthorized: 0, limited: 0, seconds: requests * seconds, latency };
}

function shared(window: (minutes: number) => Traffic | null): SharedTraffic {
  return {
    window: (minutes) => Promise.resolve(window(minutes)),
    series: () => Promise.resolve([]),
  };
}

function component(name: string, status: ComponentHealth["status"], required = true) {
  const at = "2026-01-01T00:00:00.000Z";
  return { name, status, required, latencyMs: 1, checkedAt: at, changedAt: at };
}

async function breaches(
  window: (minutes: number) => Traffic | null,
  components: ComponentHealth[] = [],
): Promise<string[]> {
  const report: HealthReport = { status: "ok", release: "r", environment: "test", components };
  const all = await observe({
    traffic: shared(window),
    health: () => Promise.resolve(report),
    alerting: () => Promise.resolve({ waiting: {}, refused: {} }),
  });
  return all.filter((observation) => observation.verdict === "breach").map((observation) =>
    observation.key
  );
}

Deno.test("more than 5 % of enough requests is a breach, one failure of ten is not", async () => {
  const five = (traffic: Traffic) => (minutes: number) => minutes === 5 ? traffic : null;
  assert.deepEqual(await breaches(five(traffic(1_000, 51))), ["error_rate"]);
  assert.deepEqual(await breaches(five(traffic(1_000, 50))), []);
  assert.deepEqual(await breaches(five(traffic(10, 9))), []);
  assert.deepEqual(await breaches(five(traffic(0, 0))), []);
});

Deno.test("an outage seven days after the start is seen at once", async () => {
  // The window is what counts: a week of good traffic before it changes nothing.
  const window = (minutes: number) => minutes === 5 ? traffic(500, 500) : traffic(500_000, 500);
  assert.ok((await breaches(window)).includes("error_rate"));
});

Deno.test("a page needs both windows to burn", async () => {
  const windows = (long: number, short: number) => (minutes: number) =>
    minutes === 60 ? traffic(10_000, long) : minutes === 5 ? traffic(1_000, short) : traffic(60, 0);
  assert.deepEqual(await breaches(windows(200, 20)), ["burn_rate_fast"]);
  assert.deepEqual(await breaches(windows(200, 0)), []);
  assert.deepEqual(await breaches(windows(10, 20)), []);
});

Deno.test("slow requests are a breach of their own", async () => {
  assert.deepEqual(await breaches(() => traffic(100, 0, 2)), ["latency_p95"]);
  assert.deepEqual(await breaches(() => traffic(100, 0, 60)), ["latency_p95"]);
  assert.deepEqual(await breaches(() => traffic(100, 0, 0.9)), []);
});

Deno.test("figures that cannot be read are no data for the rules and a breach of the watch", async () => {
  assert.deepEqual(await breaches(() => null), ["metrics_missing"]);
});

Deno.test("parts are named; unconfigured ones are not watched; the schema has its own rule", async () => {
  const parts = [
    component("database", "down"),
    component("schema", "down"),
    component("cache", "degraded", false),
    component("stripe", "not_configured", false),
    component("mail", "ok", false),
  ];
  assert.deepEqual(await breaches(() => traffic(0, 0), parts), [
    "component_down:database",
    "migration_pending",
    "component_degraded:cache",
  ]);
});

Deno.test("a newer schema pages nobody, and is told when it stays", async () => {
  const [rule] = (await observe({
    traffic: shared(() => traffic(0, 0)),
    health: () =>
      Promise.resolve({
        status: "degraded",
        release: "r",
        environment: "test",
        components: [component("schema", "degraded")],
      }),
    alerting: () => Promise.resolve({ waiting: {}, refused: {} }),
  })).filter((observation) => observation.key === "migration_pending");
  assert.deepEqual([rule?.severity, rule?.forMs], ["warning", 30 * 60_000]);
});

Deno.test("what a channel refused for good is told on the others", async () => {
  const all = await observe({
    traffic: shared(() => traffic(0, 0)),
    health: () => Promise.reject(new Error("planted")),
    alerting: () => Promise.resolve({ waiting: {}, refused: { slack: 3 } }),
  });
  const told = all.find((observation) => observation.key === "alert_delivery:refused");
  assert.equal(told?.verdict, "breach");
  assert.match(told?.summary ?? "", /3 to slack/);
});

Deno.test("a health check that fails leaves the other rules alone", async () => {
  const all = await observe({
    traffic: shared(() => traffic(100, 100)),
    health: () => Promise.reject(new Error("planted")),
    alerting: () => Promise.reject(new Error("planted")),
  });
  assert.ok(
    all.some((observation) => observation.key === "error_rate" && observation.verdict === "breach"),
  );
});

Deno.test("a job that has not succeeded for too long is told of, with its reason", async () => {
  const job = (name: string, succeededAt: number) => ({
    name,
    everySeconds: 3_600,
    lateAfterSeconds: 600,
    knownSince: 0,
    startedAt: succeededAt,
    endedAt: succeededAt,
    succeededAt,
    tookMs: 1,
    said: "done",
    failure: name === "purge" ? "planted" : null,
    failures: 0,
  });
  const all = await observe({
    traffic: shared(() => traffic(0, 0)),
    health: () => Promise.reject(new Error("planted")),
    alerting: () => Promise.resolve({ waiting: {}, refused: {} }),
    jobs: () => Promise.resolve([job("purge", 1_000), job("backup", 3_600_000)]),
    now: () => 7_200_000,
  });
  const late = all.filter(({ rule }) => rule === "job_late");
  assert.deepEqual(late.map(({ key, verdict }) => [key, verdict]), [
    ["job_late:purge", "breach"],
    ["job_late:backup", "clear"],
  ]);
  assert.match(late[0]?.summary ?? "", /purge is 60 minutes late; it fails: planted/);
});

Deno.test("backups that miss their objective are told of by name, and not as a late job", async () => {
  const verdictOf = async (startedAt: number | null, failure: string | null) => {
    const all = await observe({
      traffic: shared(() => traffic(0, 0)),
      health: () => Promise.reject(new Error("planted")),
      alerting: () => Promise.resolve({ waiting: {}, refused: {} }),
      jobs: () =>
        Promise.resolve([{
          name: "recovery",
          everySeconds: 3_600,
          lateAfterSeconds: 7_200,
          knownSince: 0,
          startedAt,
          endedAt: startedAt,
          succeededAt: failure === null ? startedAt : null,
          tookMs: 1,
          said: null,
          failure,
          failures: failure === null ? 0 : 1,
        }]),
      now: () => 60_000,
    });
    return all.find((one) => one.key === "backup_stale");
  };
  assert.equal((await verdictOf(null, null))?.verdict, "no_data");
  assert.equal((await verdictOf(1_000, null))?.verdict, "clear");
  const missed = await verdictOf(1_000, "The newest backup is 30 hours old");
  assert.equal(missed?.verdict, "breach");
  assert.match(missed?.summary ?? "", /The newest backup is 30 hours old/);
  assert.ok(INHIBITIONS.causes["backup_stale"]?.includes("job_late:recovery"));
});

Deno.test("more wrong codes than the site takes are a breach, fewer are none", async () => {
  for (const [left, verdict] of [[0, "breach"], [1, "clear"]] as const) {
    const all = await observe({
      traffic: shared(() => traffic(0, 0)),
      health: () => Promise.reject(new Error("planted")),
      alerting: () => Promise.reject(new Error("planted")),
      wrongCodesLeft: () => Promise.resolve(left),
    });
    assert.equal(all.find((observation) => observation.key === "code_guessing")?.verdict, verdict);
  }
});

Deno.test("every rule has a runbook", () => {
  for (const rule of RULES) {
    const file = new URL(`../../docs/runbooks/${rule.replaceAll("_", "-")}.md`, import.meta.url);
    assert.ok(existsSync(file), `docs/runbooks/${rule.replaceAll("_", "-")}.md is missing`);
  }
});

/** The chance that a Poisson variable of mean `mean` is `count` or more. */
function tail(mean: number, count: number): number {
  let [term, below] = [Math.exp(-mean), 0];
  for (let i = 0; i < count; i++) {
    below += term;
    term *= mean / (i + 1);
  }
  return Math.max(0, 1 - below);
}

Deno.test("while the service level is kept, chance alone pages less than once in three years", () => {
  // At the traffic at which the least number of failures is the limit, where chance is greatest.
  const perWindow = [
    { minutes: ERROR_RATE.minutes, limit: ERROR_RATE.limit, errors: ERROR_RATE.leastErrors },
    ...BURN_RATES.filter((burnRate) => burnRate.severity === "critical").map((
      { factor, long },
    ) => ({
      minutes: long.minutes,
      limit: factor * ERROR_BUDGET,
      errors: long.leastErrors,
    })),
  ];
  for (const { minutes, limit, errors } of perWindow) {
    const requests = errors / limit;
    const windowsOfThreeYears = 3 * 365 * 1_440 / minutes;
    const chance = tail(requests * ERROR_BUDGET, errors) * windowsOfThreeYears;
    assert.ok(chance < 1, `${minutes} min: ${chance}`);
  }
});

Deno.test("one failure among 60 requests, or four among 50, wakes nobody", async () => {
  assert.deepEqual(await breaches(() => traffic(60, 1)), []);
  assert.deepEqual(
    await breaches((minutes) => minutes === 5 ? traffic(50, 4) : traffic(50, 4)),
    [],
  );
});

Deno.test("little traffic that fails altogether is told of", async () => {
  const said = await breaches((minutes) => minutes === 5 ? traffic(12, 12) : traffic(60, 12));
  assert.deepEqual(said, ["burn_rate_fast", "burn_rate_slow"]);
});
