import fc from "fast-check";
import assert from "node:assert/strict";
import { MemoryCache } from "@/lib/cache/memory.ts";
import { LATENCY_BOUNDS, quantile } from "./port.ts";
import { bucketOf } from "./registry.ts";
import { TrafficRollup } from "./rollup.ts";
import { propertyRuns } from "@/tests/help/property.ts";

const GET = { method: "GET", route: "/" };

Deno.test("two instances add up, and a window sees only its minutes", async () => {
  let now = Date.parse("2026-01-01T00:00:30Z");
  const cache = new MemoryCache({ now: () => now });
  const [one, two] = [new TrafficRollup(cache, () => now), new TrafficRollup(cache, () => now)];
  for (let i = 0; i < 10; i++) one.record({ ...GET, status: 200, seconds: 0.02 });
  two.record({ ...GET, status: 503, seconds: 2 });
  two.record({ ...GET, status: 401, seconds: 0.01 });
  two.record({ ...GET, status: 429, seconds: 0.01 });
  await Promise.all([one.flush(), two.flush()]);
  const window = await one.window(5);
  assert.equal(window?.requests, 13);
  assert.equal(window?.errors, 1);
  assert.equal(window?.unauthorized, 1);
  assert.equal(window?.limited, 1);
  assert.equal((await one.series(5))?.length, 5);
  now += 5 * 60_000;
  assert.equal((await two.window(5))?.requests, 0);
  assert.equal((await two.window(60))?.requests, 13);
  assert.equal((await two.window(3 * 24 * 60))?.requests, 13);
});

Deno.test("what the cache refuses is handed over later, once", async () => {
  const now = Date.parse("2026-01-01T00:00:30Z");
  const cache = new MemoryCache({ now: () => now });
  let broken = true;
  let refusals = 0;
  const rollup = new TrafficRollup({
    add: (...args) => {
      if (!broken) return cache.add(...args);
      refusals++;
      return refusals % 2 ? Promise.resolve(false) : Promise.reject(new Error("planted"));
    },
    read: (buckets) => cache.read(buckets),
  }, () => now);
  for (let round = 0; round < 4; round++) {
    rollup.record({ ...GET, status: 200, seconds: 0.1 });
    await rollup.flush();
  }
  assert.ok(refusals >= 4, "the fault happened");
  broken = false;
  await rollup.flush();
  await rollup.flush();
  assert.equal((await rollup.window(5))?.requests, 4);
});

Deno.test("a cache that cannot be read is no data, not zero", async () => {
  const rollup = new TrafficRollup({
    add: () => Promise.resolve(true),
    read: () => Promise.resolve(null),
  });
  assert.equal(await rollup.window(5), null);
});

Deno.test("a quantile lies in the bucket of the true value", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 12, noNaN: true }), { minLength: 1, maxLength: 300 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (values, q) => {
        const counts = new Array<number>(LATENCY_BOUNDS.length + 1).fill(0);
        for (const value of values) counts[bucketOf(value)]! += 1;
        const sorted = values.toSorted((a, b) => a - b);
        const truth = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]!;
        const estimate = quantile(counts, q)!;
        assert.equal(bucketOf(estimate), bucketOf(truth));
      },
    ),
    propertyRuns("a quantile's bucket"),
  );
  assert.equal(quantile([0, 0, 0], 0.95), null);
});
