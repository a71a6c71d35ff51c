import assert from "node:assert/strict";
import { SILENT_LOG } from "@/lib/log.ts";
import type { HttpContext } from "./context.ts";
import { watchRequests } from "./watch_requests.ts";
import { createCache } from "@/lib/cache/create.ts";
import { ProductMetrics } from "@/lib/metrics/product.ts";
import { TrafficRollup } from "@/lib/metrics/rollup.ts";

function context(method: string, route: string | null, next: () => Promise<Response>): HttpContext {
  const url = new URL("http://localhost/some/where");
  return {
    config: { mode: "production" },
    req: new Request(url, { method }),
    url,
    route,
    state: { requestId: "test-id", log: SILENT_LOG },
    next,
  };
}

Deno.test("requests are counted by pattern, method and status class, never by path", async () => {
  const metrics = new ProductMetrics({ release: "r1", environment: "test" });
  const measure = watchRequests(metrics);
  const answer = (status: number, route: string | null, method = "GET") =>
    measure(context(method, route, () => Promise.resolve(new Response(null, { status }))));
  for (let i = 0; i < 50; i++) await answer(200, "/encounters/:id");
  await answer(404, null);
  await answer(401, "/ops");
  await answer(204, "/x", "PROPFIND");
  await assert.rejects(
    measure(context("GET", "/boom", () => Promise.reject(new Error("planted")))),
  );
  const text = metrics.text();
  assert.match(
    text,
    /http_requests_total\{method="GET",route="\/encounters\/:id",status="2xx"\} 50\n/,
  );
  assert.match(text, /\{method="GET",route="none",status="4xx"\} 1\n/);
  assert.match(text, /\{method="GET",route="\/ops",status="401"\} 1\n/);
  assert.match(text, /\{method="other",route="\/x",status="2xx"\} 1\n/);
  assert.match(text, /\{method="GET",route="\/boom",status="5xx"\} 1\n/);
  assert.match(text, /http_requests_in_flight 0\n/);
  assert.match(text, /process_memory_bytes\{kind="rss"\} \d+/);
});

Deno.test("whoever watches counts as no user", async () => {
  const rollup = new TrafficRollup(createCache({ environment: "test" }, {}));
  const metrics = new ProductMetrics({ release: "r1", environment: "test", rollup });
  const measure = watchRequests(metrics);
  const answer = (status: number, route: string) =>
    measure(context("GET", route, () => Promise.resolve(new Response(null, { status }))));
  for (const route of ["/livez", "/readyz", "/health", "/metrics"]) await answer(503, route);
  await answer(200, "/encounters/:id");
  const traffic = await rollup.window(5);
  assert.deepEqual([traffic?.requests, traffic?.errors], [1, 0]);
  assert.match(metrics.text(), /route="\/readyz",status="5xx"\} 1\n/);
});
