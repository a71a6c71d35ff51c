import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { HealthMonitor } from "./monitor.ts";
import type { HealthStatus, Probe, ProbeResult } from "./port.ts";
import { schemaProbe } from "./probes.ts";

const OPTIONS = { release: "r1", environment: "test" };

function probe(name: string, required: boolean, run: Probe["run"], ttlMs = 10_000): Probe {
  return { name, required, ttlMs, run };
}

const BEHAVIOURS: Record<
  string,
  { run: Probe["run"]; required: HealthStatus; other: HealthStatus }
> = {
  fine: { run: () => Promise.resolve({ status: "ok" }), required: "ok", other: "ok" },
  refusing: {
    run: () => Promise.reject(new Error("connect ECONNREFUSED 10.0.0.1:27017")),
    required: "down",
    other: "degraded",
  },
  unconfigured: {
    run: () => Promise.resolve<ProbeResult>({ status: "not_configured" }),
    required: "not_configured",
    other: "not_configured",
  },
};

Deno.test("81 combinations of four parts and three behaviours give the right word", async () => {
  const names = Object.keys(BEHAVIOURS);
  let combinations = 0;
  for (let n = 0; n < 81; n++) {
    const chosen = [0, 1, 2, 3].map((i) => names[Math.floor(n / 3 ** i) % 3] ?? "fine");
    const monitor = new HealthMonitor(
      chosen.map((name, i) => probe(`p${i}`, i < 2, BEHAVIOURS[name]!.run)),
      OPTIONS,
    );
    const report = await monitor.check();
    const down = chosen.slice(0, 2).includes("refusing");
    assert.equal(monitor.ready(), down ? "not_ready" : "ready");
    const degraded = chosen.includes("refusing");
    assert.equal(report.status, down ? "down" : degraded ? "degraded" : "ok");
    report.components.forEach((component, i) => {
      const expected = BEHAVIOURS[chosen[i] ?? ""]!;
      assert.equal(component.status, i < 2 ? expected.required : expected.other);
    });
    assert.doesNotMatch(JSON.stringify(report), /ECONNREFUSED|10\.0\.0\.1/);
    combinations++;
  }
  assert.equal(combinations, 81);
});

Deno.test("a hung probe is given up at its deadline and told so", async () => {
  let aborted = false;
  const hung = probe(
    "database",
    true,
    (signal) => new Promise(() => signal.addEventListener("abort", () => aborted = true)),
  );
  const monitor = new HealthMonitor([hung], { ...OPTIONS, deadlineMs: 50 });
  const start = performance.now();
  const report = await monitor.check();
  assert.ok(performance.now() - start < 1_000);
  assert.equal(report.components[0]?.status, "down");
  assert.equal(aborted, true);
});

Deno.test("a hung probe is not started again while it hangs, and is once it ended", async () => {
  let now = 0, runs = 0;
  let end = () => {};
  const hung = probe("database", true, () => {
    runs++;
    return new Promise((resolve) => end = () => resolve({ status: "ok" }));
  });
  const monitor = new HealthMonitor([hung], { ...OPTIONS, now: () => now, deadlineMs: 20 });
  for (let check = 0; check < 5; check++) {
    await monitor.check();
    now += 60_000;
  }
  assert.deepEqual([runs, monitor.ready()], [1, "not_ready"]);
  end();
  await sleep(0);
  const again = monitor.check();
  end();
  await again;
  assert.deepEqual([runs, monitor.ready()], [2, "ready"]);
});

Deno.test("a thousand questions at once cost one probe", async () => {
  let probes = 0;
  const monitor = new HealthMonitor([probe("database", true, async () => {
    probes++;
    await sleep(20);
    return { status: "ok" };
  })], OPTIONS);
  await Promise.all(Array.from({ length: 1_000 }, () => monitor.check()));
  await Promise.all(Array.from({ length: 1_000 }, () => monitor.check()));
  assert.equal(probes, 1);
});

Deno.test("a part that recovers is ready again, and the change is dated and reported", async () => {
  let now = Date.parse("2026-01-01T00:00:00Z");
  let well = false;
  const changes: string[] = [];
  const monitor = new HealthMonitor(
    [probe("database", true, () => well ? Promise.resolve({ status: "ok" }) : Promise.reject())],
    { ...OPTIONS, now: () => now, onChange: (health) => changes.push(health.status) },
  );
  await monitor.check();
  assert.equal(monitor.ready(), "not_ready");
  now += 10_000;
  well = true;
  await monitor.check();
  assert.equal(monitor.ready(), "ready");
  assert.equal(monitor.snapshot().components[0]?.changedAt, "2026-01-01T00:00:10.000Z");
  now -= 3_600_000;
  well = false;
  await monitor.check();
  assert.equal(monitor.ready(), "not_ready", "a clock that stepped back freezes nothing");
  assert.deepEqual(changes, ["ok", "down"]);
});

Deno.test("before the first probe an instance takes no traffic", () => {
  const monitor = new HealthMonitor(
    [probe("database", true, () => new Promise(() => {}))],
    OPTIONS,
  );
  assert.equal(monitor.ready(), "not_ready");
});

Deno.test("a schema that lacks a migration is named", async () => {
  const read = () => Promise.resolve({ missing: ["20260101120000"], unknown: [] });
  const report = await new HealthMonitor([schemaProbe(read)], OPTIONS).check();
  assert.equal(report.status, "down");
  assert.match(report.components[0]?.detail ?? "", /20260101120000/);
});

Deno.test("a schema that is newer than a running instance degrades it and takes no traffic away", async () => {
  const read = () => Promise.resolve({ missing: [], unknown: ["20990101120000"] });
  const monitor = new HealthMonitor([schemaProbe(read)], OPTIONS);
  const report = await monitor.check();
  assert.equal(report.components[0]?.status, "degraded");
  assert.match(report.components[0]?.detail ?? "", /20990101120000/);
  assert.equal(monitor.ready(), "ready");
});
