import assert from "node:assert/strict";
import { ProductMetrics } from "@/lib/metrics/product.ts";
import { WatchedFigures } from "@/lib/metrics/watched.ts";
import { DASHBOARDS, metricsOf } from "@/tasks/ops/dashboards.ts";
import { lintOpsFiles, staleOpsFiles } from "@/tasks/ops_files.ts";

Deno.test("the files under ops/ are what the built-in rules say", async () => {
  assert.deepEqual(await staleOpsFiles(), []);
});

Deno.test("promtool and amtool take them, and each rule fires where it should", async () => {
  const { problems, leftOut } = await lintOpsFiles();
  for (const line of leftOut) console.log(line);
  assert.deepEqual(problems, []);
});

Deno.test("dashboards ask only for figures that /metrics has", () => {
  const metrics = new ProductMetrics({ release: "r", environment: "test" });
  new WatchedFigures(metrics.registry, {
    health: () => ({ status: "ok", release: "r", environment: "test", components: [] }),
    alerts: () => Promise.resolve({ alerts: [], waiting: {}, refused: {} }),
    folder: undefined,
    rules: [],
    billing: () => Promise.resolve(null),
  });
  const there = new Set([...metrics.text().matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const asked = metricsOf(DASHBOARDS).filter((name) => !name.startsWith("histogram_quantile"));
  assert.ok(asked.length > 10, asked.join());
  assert.deepEqual(asked.filter((name) => !there.has(name)), []);
});
