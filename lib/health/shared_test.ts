import assert from "node:assert/strict";
import { MemoryCache } from "@/lib/cache/memory.ts";
import { observe } from "@/lib/alerting/rules.ts";
import type { Observation } from "@/lib/alerting/port.ts";
import type { ComponentHealth, HealthReport, HealthStatus } from "./port.ts";
import { SharedHealth } from "./shared.ts";

const AT = "2026-01-01T00:00:00.000Z";

function part(
  name: string,
  status: HealthStatus,
  more: Partial<ComponentHealth> = {},
): ComponentHealth {
  const required = name === "database";
  return { name, status, required, latencyMs: 1, checkedAt: AT, changedAt: AT, ...more };
}

function report(...components: ComponentHealth[]): HealthReport {
  return { status: "ok", release: "r", environment: "test", components };
}

const WELL = report(part("database", "ok"), part("cache", "ok"));

/** Three instances on one cache and one clock; the third's clock is eight minutes ahead. */
function three() {
  const clock = { now: 1e12 };
  const cache = new MemoryCache({ now: () => clock.now });
  const make = (name: string, skew = 0) => new SharedHealth(cache, name, () => clock.now + skew);
  return { clock, cache, one: make("one"), two: make("two"), three: make("three", 480_000) };
}

async function verdict(health: HealthReport, key: string): Promise<Observation | undefined> {
  const observations = await observe({
    traffic: { window: () => Promise.resolve(null), series: () => Promise.resolve(null) },
    health: () => Promise.resolve(health),
    alerting: () => Promise.resolve({ waiting: {}, refused: {} }),
  });
  return observations.find((observation) => observation.key === key);
}

Deno.test("a part that only another instance cannot reach is a breach, with how many", async () => {
  const { one, two, three: third } = three();
  await one.publish(WELL);
  await third.publish(WELL);
  await two.publish(report(
    part("database", "down", { detail: "no answer within 2 s" }),
    part("cache", "ok"),
  ));
  const merged = await one.merge(WELL);
  const told = await verdict(merged, "component_down:database");
  assert.equal(told?.verdict, "breach");
  assert.match(told?.summary ?? "", /at 1 of 3 instances: no answer within 2 s/);
  assert.equal((await verdict(merged, "component_degraded:cache"))?.verdict, "clear");
});

Deno.test("an instance that ends or falls silent is not asked any more", async () => {
  const { clock, one, two, three: third } = three();
  const ill = report(part("database", "down"), part("cache", "degraded"));
  await two.publish(ill);
  await third.publish(ill);
  const statuses = async () => (await one.merge(WELL)).components.map(({ status }) => status);
  assert.deepEqual(await statuses(), ["down", "degraded"]);
  await two.withdraw();
  assert.match((await one.merge(WELL)).components[0]?.detail ?? "", /1 of 2 instances/);
  clock.now += 29_000;
  assert.deepEqual(await statuses(), ["down", "degraded"]);
  clock.now += 2_000;
  assert.deepEqual(await statuses(), ["ok", "ok"]);
  // It is found again, also in a later slot of time.
  clock.now += 1_200_000;
  await third.publish(ill);
  assert.deepEqual(await statuses(), ["down", "degraded"]);
});

Deno.test("one's own word counts alone, without others and without a cache", async () => {
  const ill = report(part("database", "down", { detail: "the probe failed" }));
  const { one } = three();
  await one.publish(ill);
  assert.deepEqual(await one.merge(ill), ill);
  const dead = new MemoryCache();
  dead.read = () => Promise.resolve(null);
  assert.deepEqual(await new SharedHealth(dead).merge(ill), ill);
});

Deno.test("what was not looked at yet, and words in another form, count for nothing", async () => {
  const { cache, one, two, three: third } = three();
  await two.publish(report(part("database", "down", { checkedAt: null }), part("cache", "ok")));
  await third.publish(WELL);
  await cache.set("health:three", '{"another":"form"}', 60_000);
  assert.deepEqual((await one.merge(WELL)).components, WELL.components);
  await cache.set("health:three", "no JSON", 60_000);
  assert.deepEqual((await one.merge(WELL)).components, WELL.components);
});
