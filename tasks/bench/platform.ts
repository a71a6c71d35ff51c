// What watching costs, and how fast people hear of trouble.
import { Evaluator } from "@/lib/alerting/evaluator.ts";
import { pagerdutyChannel } from "@/lib/alerting/channels/pagerduty.ts";
import { slackChannel } from "@/lib/alerting/channels/slack.ts";
import { MemoryAlertStore } from "@/lib/alerting/memory_store.ts";
import type { Observation } from "@/lib/alerting/port.ts";
import { LIMITS } from "@/lib/cache/port.ts";
import { LocalLimiter } from "@/lib/cache/local_limiter.ts";
import { HealthMonitor } from "@/lib/health/monitor.ts";
import { paymentsProbe, storeProbe } from "@/lib/health/probes.ts";
import { ProductMetrics } from "@/lib/metrics/product.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { median, type Row, row, timed } from "@/tasks/bench/row.ts";

const EVERY_SECONDS = 30;

/** Rows of `deno task bench platform`. */
export async function* rows(): AsyncGenerator<Row> {
  yield await watchingCost();
  yield readiness();
  yield metricsText();
  yield localLimit();
  yield await criticalAlert();
}

interface PageServer {
  readonly origin: string;
  stop(): Promise<void>;
}

async function servePages(): Promise<PageServer> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "tasks/lib/watched_page.ts"],
    cwd: ROOT,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const lines = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!/port \d+\n/.test(text)) {
    const { value, done } = await lines.read();
    if (done) throw new Error(`The page's server ended: ${text}`);
    text += value;
  }
  const stop = async () => {
    child.kill("SIGKILL");
    await child.status;
    await lines.cancel();
  };
  return { origin: `http://127.0.0.1:${/port (\d+)/.exec(text)?.[1]}`, stop };
}

type Kind = "bare" | "watched";

/** Microseconds of processor time that the server spends on one request of a kind. */
async function cpuPerRequest({ origin }: PageServer, kind: Kind, count: number): Promise<number> {
  const used = async () => Number(await (await fetch(`${origin}/__cpu`)).text());
  const before = await used();
  // Eight at a time: requests per second are asked for under load.
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let i = 0; i < count / 8; i++) {
      await (await fetch(`${origin}/${kind}/page`)).arrayBuffer();
    }
  }));
  return (await used() - before) / count;
}

/** A page of fifty rows over HTTP, with and without counting and logging, in turns. */
async function watchingCost(): Promise<Row> {
  const runs = 60;
  const server = await servePages();
  const shares: number[] = [];
  try {
    for (let i = 0; i < 5; i++) {
      for (const kind of ["bare", "watched"] as const) await cpuPerRequest(server, kind, 800);
    }
    for (let run = 0; run < runs; run++) {
      const bare = await cpuPerRequest(server, "bare", 120);
      const watched = await cpuPerRequest(server, "watched", 120);
      shares.push((1 - bare / watched) * 100);
    }
  } finally {
    await server.stop();
  }
  return row({
    name: "metrics and log line: share of a bare page's requests/s (CPU)",
    value: Math.max(0, median(shares)),
    unit: "%",
    budget: 5,
    runs,
  });
}

function readiness(): Row {
  const ok = storeProbe(() => Promise.resolve());
  const probes = ["a", "b", "c", "d", "e"].map((name) => ({ ...paymentsProbe(undefined), name }));
  const monitor = new HealthMonitor([ok, ...probes], { release: "bench", environment: "test" });
  return row({
    name: "readiness, from memory",
    value: timed(() => monitor.ready(), { batch: 20_000 }),
    unit: "ms",
    budget: 1,
    runs: 15,
  });
}

function metricsText(): Row {
  const metrics = new ProductMetrics({ release: "bench", environment: "test" });
  for (let i = 0; i < 1_000; i++) {
    metrics.requestEnded({ method: "GET", route: `/r${i}`, status: 200, seconds: i / 1_000 });
  }
  return row({
    name: "/metrics with every series taken",
    value: timed(() => metrics.text(), { runs: 15 }),
    unit: "ms",
    budget: 10,
    runs: 15,
  });
}

function localLimit(): Row {
  const limiter = new LocalLimiter();
  let i = 0;
  const ask = () => limiter.limitNow(LIMITS.proposals, `connection ${i++ % 5_000}`);
  return row({
    name: "rate limit of one command",
    value: timed(ask, { batch: 20_000 }) * 1_000,
    unit: "µs",
    budget: 10,
    runs: 15,
  });
}

/**
 * From the first failing request to PagerDuty's answer while Slack hangs, in the worst phase: the
 * fault begins right after an evaluation. The waiting between evaluations is counted, not waited.
 */
async function criticalAlert(): Promise<Row> {
  let opened = 0;
  const hung = Promise.withResolvers<Response>();
  const local = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  const slack = Deno.serve(local, () => hung.promise);
  const pagerduty = Deno.serve(local, () => {
    opened += 1;
    return Response.json({ status: "success" }, { status: 202 });
  });
  const samples: number[] = [];
  try {
    for (let run = 0; run < 3; run++) {
      let now = Date.now();
      let verdict: Observation["verdict"] = "clear";
      const evaluator = new Evaluator({
        store: new MemoryAlertStore(),
        channels: [
          slackChannel(`http://127.0.0.1:${slack.addr.port}/`),
          pagerdutyChannel("bench", `http://127.0.0.1:${pagerduty.addr.port}/`),
        ],
        observe: () =>
          Promise.resolve([{
            key: "component_down:database",
            rule: "component_down",
            severity: "critical",
            verdict,
            summary: "database is down.",
            forMs: 0,
          }]),
        inhibitions: { causes: {}, joins: {} },
        environment: `bench ${run}`,
        runbooks: "https://example.org/",
        now: () => now,
      });
      await evaluator.tick();
      verdict = "breach";
      let counted = 0;
      const before = opened;
      while (opened === before) {
        now += EVERY_SECONDS * 1_000;
        counted += EVERY_SECONDS;
        const start = performance.now();
        const tick = evaluator.tick();
        const deadline = start + 6_000;
        while (opened === before && performance.now() < deadline) {
          const done = await Promise.race([tick.then(() => true), pause(5)]);
          if (done) break;
        }
        if (opened > before) counted += (performance.now() - start) / 1_000;
        await tick;
      }
      samples.push(counted);
    }
  } finally {
    hung.resolve(new Response(null, { status: 504 }));
    await Promise.all([slack.shutdown(), pagerduty.shutdown()]);
  }
  return row({
    name: "critical alert at PagerDuty while Slack hangs, worst phase",
    value: median(samples),
    unit: "s",
    budget: 90,
    runs: samples.length,
  });
}

function pause(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), ms));
}
