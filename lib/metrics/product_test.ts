import assert from "node:assert/strict";
import { composePlatform } from "@/lib/compose/platform.ts";
import { composeStore } from "@/lib/compose/store.ts";
import { parseConfig } from "@/lib/config/parse.ts";
import { SILENT_LOG } from "@/lib/log.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";
import { observeStore } from "./observe_store.ts";
import { ProductMetrics } from "./product.ts";
import { MAX_SERIES } from "./registry.ts";

function made(): ProductMetrics {
  return new ProductMetrics({ release: "r", environment: "test" });
}

Deno.test("durations are told apart by route, method and class of status", () => {
  const metrics = made();
  for (const [method, status] of [["GET", 200], ["GET", 503], ["POST", 201]] as const) {
    metrics.requestStarted();
    metrics.requestEnded({ method, route: "/a", status, seconds: 0.2 });
  }
  const text = metrics.text();
  for (const [method, status] of [["GET", "2xx"], ["GET", "5xx"], ["POST", "2xx"]]) {
    const labels = `{method="${method}",route="/a",status="${status}"}`;
    assert.ok(text.includes(`http_requests_total${labels} 1\n`), labels);
    assert.ok(text.includes(`http_request_duration_seconds_count${labels} 1\n`), labels);
  }
});

Deno.test("whatever is asked for, the durations have at most two hundred series", () => {
  const metrics = made();
  for (let route = 0; route < 300; route++) {
    for (const method of ["GET", "POST", "BREW"]) {
      for (const status of [200, 302, 404, 429, 500]) {
        metrics.requestStarted();
        metrics.requestEnded({ method, route: `/r${route}`, status, seconds: 0.001 });
      }
    }
  }
  const counts = metrics.text().split("\n")
    .filter((line) => line.startsWith("http_request_duration_seconds_count"));
  assert.equal(counts.length, MAX_SERIES);
  const sum = counts.reduce((total, line) => total + Number(line.split(" ").at(-1)), 0);
  assert.equal(sum, 300 * 3 * 5, "nothing is lost");
});

Deno.test("the runtime tells of memory, processor time and the event loop", () => {
  const metrics = made();
  metrics.loopLag(0.03);
  const text = metrics.text();
  assert.match(text, /process_memory_bytes\{kind="heap_used"\} [1-9]\d+\n/);
  assert.match(text, /event_loop_lag_seconds_bucket\{le="0\.05"\} 1\n/);
  assert.ok(Number(/\nprocess_cpu_seconds_total (\S+)/.exec(text)?.[1]) > 0);
});

Deno.test("a composed platform counts its migrations and every part of its store", async () => {
  const dataDir = await Deno.makeTempDir();
  const parsed = parseConfig({ APP_ENV: "test", LOG_LEVEL: "error", DATA_DIR: dataDir });
  assert.ok(parsed.ok);
  const composed = await composeStore(parsed.config, SILENT_LOG);
  const platform = composePlatform(parsed.config, SILENT_LOG, composed);
  const store = observeStore(composed.store, platform.metrics);
  try {
    await platform.health.check();
    await platform.evaluator.tick();
    await store.documents.deleteAll("nobody");
    await store.encounters.find("nothing");
    await store.saveBundle({ documents: [], encounters: [] });
    const text = platform.metrics.text();
    assert.ok(text.includes(`migrations_total{direction="up",result="ok"} ${MIGRATIONS.length}\n`));
    for (
      const call of [
        "store.ping",
        "store.saveBundle",
        "store.schema",
        "values.get",
        "values.put",
        "leases.acquire",
        "encounters.find",
        "documents.deleteAll",
      ]
    ) {
      const counted = new RegExp(
        `store_operation_duration_seconds_count\\{operation="${call}",result="ok"\\} [1-9]`,
      );
      assert.match(text, counted, call);
    }
  } finally {
    await platform.close();
    await composed.store.close();
    await Deno.remove(dataDir, { recursive: true });
  }
});
