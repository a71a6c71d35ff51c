import assert from "node:assert/strict";
import type { AlertRecord, Silence } from "./document.ts";
import { isSilenced, step } from "./machine.ts";
import type { NotifiedAlert, Observation } from "./port.ts";

const TIMES = { clearMs: 60_000, repeatMs: 3_600_000 };

function observation(key: string, verdict: Observation["verdict"], forMs = 0): Observation {
  const rule = key.split(":")[0] ?? key;
  return { key, rule, severity: "critical", verdict, summary: `${key} is ${verdict}`, forMs };
}

/** Runs verdicts of one alert, 30 seconds apart; `-` is no data, `o` holds. */
function run(
  verdicts: string,
  options: {
    forMs?: number;
    clearForMs?: number;
    silences?: Silence[];
    inhibited?: boolean;
    stepMs?: number;
  } = {},
): string[] {
  let alerts: AlertRecord[] = [];
  const told: string[] = [];
  let now = 1_000_000;
  for (const letter of verdicts) {
    const verdict = letter === "x"
      ? "breach"
      : letter === "."
      ? "clear"
      : letter === "o"
      ? "holds"
      : "no_data";
    const { clearForMs } = options;
    const observations = [{
      ...observation("a", verdict, options.forMs),
      ...clearForMs === undefined ? {} : { clearForMs },
    }];
    if (options.inhibited) observations.push(observation("cause", "breach"));
    const result = step({
      alerts,
      silences: options.silences ?? [],
      observations,
      inhibitions: { causes: { cause: ["a"] }, joins: {} },
      times: TIMES,
      now,
    });
    alerts = result.alerts;
    told.push(...result.notify.filter((alert) => alert.key === "a").map((alert) => alert.kind));
    now += options.stepMs ?? 30_000;
  }
  return told;
}

Deno.test("one bad evaluation wakes nobody, two do", () => {
  assert.deepEqual(run("x......"), []);
  assert.deepEqual(run("xx"), ["firing"]);
  assert.deepEqual(run("x.x.x.x."), []);
});

Deno.test("a breach must last as long as its rule says", () => {
  assert.deepEqual(run("xxxx", { forMs: 120_000 }), []);
  assert.deepEqual(run("xxxxx", { forMs: 120_000 }), ["firing"]);
});

Deno.test("an end is told once it has lasted, and flapping is one incident", () => {
  assert.deepEqual(run("xx..."), ["firing", "resolved"]);
  assert.deepEqual(run("xx.x.x.x.x..."), ["firing", "resolved"]);
  assert.deepEqual(run("xx...xx..."), ["firing", "resolved", "firing", "resolved"]);
});

Deno.test("a rule that asks for longer is over later, and a breach meanwhile is the same incident", () => {
  const clearForMs = 120_000;
  assert.deepEqual(run("xx....", { clearForMs }), ["firing"]);
  assert.deepEqual(run("xx.....", { clearForMs }), ["firing", "resolved"]);
  assert.deepEqual(run("xx...x.....", { clearForMs }), ["firing", "resolved"]);
});

Deno.test("no data neither starts nor ends anything", () => {
  assert.deepEqual(run("-----"), []);
  assert.deepEqual(run("x-x"), ["firing"]);
  assert.deepEqual(run("xx-----"), ["firing"]);
});

Deno.test("what is too bad to be clear starts nothing, and begins the calm anew", () => {
  assert.deepEqual(run("ooooo"), []);
  assert.deepEqual(run("xx.o.o.o"), ["firing"]);
  assert.deepEqual(run("xx.o..."), ["firing", "resolved"]);
});

Deno.test("a reminder comes after the repeat interval, and none once it is clear", () => {
  assert.deepEqual(run("xx" + "x".repeat(120)), ["firing", "repeat"]);
  assert.deepEqual(run("xx.", { stepMs: 3_700_000 }), ["firing"]);
});

Deno.test("a silenced alert stays quiet, also about its end; one that outlives it is told", () => {
  const silence = (until: number) => [{ id: "1", match: "a", until, reason: "planned" }];
  assert.deepEqual(run("xxxx...", { silences: silence(9e12) }), []);
  assert.deepEqual(run("xxxx...", { silences: silence(1_000_000 + 75_000) }), [
    "firing",
    "resolved",
  ]);
});

Deno.test("a silence that begins after the firing does not swallow the resolve", () => {
  let alerts: AlertRecord[] = [];
  const kinds: NotifiedAlert["kind"][] = [];
  const go = (verdict: Observation["verdict"], now: number, silences: Silence[]) => {
    const result = step({
      alerts,
      silences,
      observations: [observation("a", verdict)],
      inhibitions: { causes: {}, joins: {} },
      times: TIMES,
      now,
    });
    alerts = result.alerts;
    kinds.push(...result.notify.map((alert) => alert.kind));
  };
  const silence = [{ id: "1", match: "*", until: 9e12, reason: "looking" }];
  go("breach", 0, []);
  go("breach", 30_000, []);
  go("clear", 60_000, silence);
  go("clear", 130_000, silence);
  assert.deepEqual(kinds, ["firing", "resolved"]);
});

Deno.test("a symptom stays quiet while its cause fires", () => {
  assert.deepEqual(run("xxxx...", { inhibited: true }), []);
});

Deno.test("a part that no longer exists counts as clear", () => {
  const first = step({
    alerts: [],
    silences: [],
    observations: [observation("gone:x", "breach")],
    inhibitions: { causes: {}, joins: {} },
    times: TIMES,
    now: 0,
  });
  const input = {
    silences: [],
    observations: [],
    inhibitions: { causes: {}, joins: {} },
    times: TIMES,
  };
  assert.deepEqual(step({ ...input, alerts: first.alerts, now: 30_000 }).alerts, []);
});

Deno.test("a silence covers its key and what is below it, and not its namesakes", () => {
  const silences = [{ id: "1", match: "component_down", until: 10, reason: "" }];
  assert.equal(isSilenced("component_down:cache", silences, 5), true);
  assert.equal(isSilenced("component_down", silences, 5), true);
  assert.equal(isSilenced("component_downtown", silences, 5), false);
  assert.equal(isSilenced("component_down", silences, 10), false);
});

Deno.test("one incident keeps its name although the clock steps back", () => {
  let alerts: AlertRecord[] = [];
  const names = new Set<string>();
  const clock: [number, Observation["verdict"]][] = [
    [1_000_000, "breach"],
    [1_030_000, "breach"],
    [400_000, "breach"],
    [430_000, "clear"],
    [500_000, "clear"],
  ];
  for (const [now, verdict] of clock) {
    const result = step({
      alerts,
      silences: [],
      observations: [observation("a", verdict)],
      inhibitions: { causes: {}, joins: {} },
      times: TIMES,
      now,
    });
    alerts = result.alerts;
    for (const alert of result.notify) names.add(`${alert.kind} ${alert.incident}`);
  }
  assert.deepEqual([...names], ["firing a@1000000", "resolved a@1000000"]);
});

Deno.test("outside the hours only critical alerts are told, and the rest when they begin", () => {
  let alerts: AlertRecord[] = [];
  const told: string[] = [];
  for (const [i, quiet] of [true, true, true, false].entries()) {
    const result = step({
      alerts,
      silences: [],
      observations: [
        observation("pages", "breach"),
        { ...observation("waits", "breach"), severity: "warning" },
      ],
      inhibitions: { causes: {}, joins: {} },
      times: TIMES,
      now: 1_000_000 + i * 30_000,
      quiet,
    });
    alerts = result.alerts;
    told.push(result.notify.map((alert) => alert.key).join());
  }
  assert.deepEqual(told, ["", "pages", "", "waits"]);
});
