// A server for `tasks/bench/platform.ts`: one page of fifty rows, at `/bare/page` as it is and at
// `/watched/page` counted and logged as the app does. Both in one process, so that they share its
// mood; `/__cpu` tells how much processor time the process has used.
import process from "node:process";
import { App } from "fresh";
import { h } from "preact";
import { MemoryCache } from "@/lib/cache/memory.ts";
import type { HttpState } from "@/lib/http/context.ts";
import { watchRequests } from "@/lib/http/watch_requests.ts";
import { createLog } from "@/lib/log.ts";
import { ProductMetrics } from "@/lib/metrics/product.ts";
import { TrafficRollup } from "@/lib/metrics/rollup.ts";
import { writeLine } from "@/lib/runtime.ts";

const CELLS = ["name", "ac", "hp", "initiative", "notes"];

function pageHandler(watched: boolean, path: string): (request: Request) => Promise<Response> {
  const log = createLog({
    level: "info",
    write: writeLine,
    writeLater: writeLine,
    now: () => Date.now(),
  });
  const rollup = new TrafficRollup(new MemoryCache());
  const metrics = new ProductMetrics({ release: "bench", environment: "test", rollup });
  const app = new App<HttpState>();
  app.use((ctx) => {
    ctx.state.requestId = "bench";
    ctx.state.log = log;
    return ctx.next();
  });
  if (watched) app.use(watchRequests(metrics));
  app.get(path, (ctx) => {
    const list = Array.from(
      { length: 50 },
      (_, i) => h("tr", { id: `row-${i}` }, CELLS.map((name) => h("td", null, `${name} ${i}`))),
    );
    return ctx.render(h("table", null, list));
  });
  return app.handler();
}

if (import.meta.main) {
  const bare = pageHandler(false, "/bare/page");
  const watched = pageHandler(true, "/watched/page");
  Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => console.error(`port ${port}`),
  }, (request) => {
    if (request.url.endsWith("/bare/page")) return bare(request);
    if (request.url.endsWith("/watched/page")) return watched(request);
    const { user, system } = process.cpuUsage();
    return new Response(String(user + system));
  });
}
