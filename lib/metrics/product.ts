import process from "node:process";
import type { MailMeter } from "@/lib/email/port.ts";
import type {
  BillingMeter,
  JobFigures,
  JobMeter,
  Meters,
  MetricsText,
  RecoveryMeter,
  RequestMeter,
  RequestSample,
} from "./port.ts";
import type { Spans } from "./tracing.ts";
import { type HistogramSeries, MAX_SERIES, observeIn, Registry } from "./registry.ts";
import type { TrafficRollup } from "./rollup.ts";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** What an instance says about itself in its metrics. */
export interface ProductMetricsOptions {
  readonly release: string;
  readonly environment: string;
  /** Takes every finished request as well, for the figures of all instances together. */
  readonly rollup?: TrafficRollup;
  /** How many log lines could not be written since the start. */
  readonly droppedLines?: () => number;
}

/** Routes that load balancers, scrapers and operators ask. */
const WATCHERS: ReadonlySet<string> = new Set(["/livez", "/readyz", "/health", "/metrics", "/ops"]);

/** What one route, method and class of status is counted in. */
interface RequestSeries {
  readonly requests: { value: number };
  readonly duration: HistogramSeries;
}
/** The series of one route, found once: by method, then by class of status. */
type RouteSeries = Map<string, Map<string, RequestSeries>>;

/** All metrics of the product, of this instance. */
export class ProductMetrics
  implements BillingMeter, Meters, RequestMeter, JobMeter, MailMeter, RecoveryMeter, MetricsText {
  /** Where other parts of the platform add figures of their own. */
  readonly registry = new Registry();
  /** Set where traces are on. */
  spans: Spans | undefined;
  readonly #rollup: TrafficRollup | undefined;
  readonly #startedAt = Date.now();
  readonly #routes = new Map<string, RouteSeries>();

  readonly #requests = this.registry.counter(
    "http_requests_total",
    "Finished requests by route pattern",
    ["method", "route", "status"],
  );
  readonly #duration = this.registry.histogram(
    "http_request_duration_seconds",
    "Time from the first byte read to the answer's head, by route pattern",
    ["method", "route", "status"],
  );
  readonly #inFlight = this.registry.gauge("http_requests_in_flight", "Requests being answered")
    .series();
  readonly #commands = this.registry.counter("fight_commands_total", "Commands by outcome", [
    "outcome",
  ]);
  readonly #commandTime = this.registry.histogram(
    "fight_command_duration_seconds",
    "Time to decide and append one batch of commands",
  );
  readonly #streams = this.registry.gauge("fight_streams_open", "Live streams that are open", [
    "role",
  ]);
  readonly #fanout = this.registry.histogram(
    "fight_fanout_duration_seconds",
    "Time from an append to its update in the streams of this instance, by where it was made",
    ["from"],
  );
  readonly #store = this.registry.histogram("store_operation_duration_seconds", "Store calls", [
    "operation",
    "result",
  ]);
  readonly #cache = this.registry.histogram("cache_operation_duration_seconds", "Cache calls", [
    "operation",
    "result",
  ]);
  readonly #migrations = this.registry.counter(
    "migrations_total",
    "Migrations that this process carried out",
    ["direction", "result"],
  );
  readonly #letters = this.registry.counter(
    "letters_total",
    "What became of attempts to send letters",
    ["result"],
  );
  readonly #billingEvents = this.registry.counter(
    "billing_events_total",
    "Webhooks of Stripe by what became of them",
    ["result"],
  );
  readonly #jobRuns = this.registry.counter(
    "job_runs_total",
    "Runs of jobs that this process carried out",
    ["job", "result"],
  );
  readonly #jobTime = this.registry.histogram("job_duration_seconds", "Runs of jobs", ["job"]);
  readonly #jobStart = this.registry.gauge(
    "job_last_run_timestamp_seconds",
    "Start of a job's last run, on any instance",
    ["job"],
  );
  readonly #jobSuccess = this.registry.gauge(
    "job_last_success_timestamp_seconds",
    "End of a job's last successful run, on any instance",
    ["job"],
  );
  readonly #jobLag = this.registry.gauge(
    "job_lag_seconds",
    "How long ago a job should have succeeded again",
    ["job"],
  );
  readonly #backupAge = this.registry.gauge(
    "backup_age_seconds",
    "Age of the newest complete backup",
  );
  readonly #drillRpo = this.registry.gauge(
    "backup_drill_rpo_seconds",
    "What would have been lost at the last drill",
  );
  readonly #drillRto = this.registry.gauge(
    "backup_drill_rto_seconds",
    "How long the last drill took to a store that answers",
  );
  readonly #jobFailures = this.registry.gauge(
    "job_failures_in_a_row",
    "Runs of a job that failed since its last success",
    ["job"],
  );
  readonly #browserErrors = this.registry.counter(
    "browser_errors_total",
    "Error reports of browsers",
    ["result"],
  );
  readonly #wrongCodes = this.registry.counter(
    "share_codes_wrong_total",
    "Share codes that were written and that no fight has",
  ).series();
  readonly #runtime = this.registry.gauge("process_memory_bytes", "Memory by kind", ["kind"]);
  readonly #cpu = this.registry.counter(
    "process_cpu_seconds_total",
    "Time that processors worked for this process",
  ).series();
  readonly #loopLag = this.registry.histogram(
    "event_loop_lag_seconds",
    "How much later than asked a timer ran",
  );
  readonly #uptime = this.registry.gauge("process_uptime_seconds", "Seconds since the start");

  readonly #dropped = this.registry.gauge(
    "log_lines_dropped",
    "Log lines that could not be written since the start",
  );
  readonly #droppedLines: () => number;

  constructor(options: ProductMetricsOptions) {
    this.#rollup = options.rollup;
    this.#droppedLines = options.droppedLines ?? (() => 0);
    this.registry.gauge("build_info", "Always 1; its labels name the release", [
      "release",
      "environment",
    ]).set(1, options.release, options.environment);
  }

  requestStarted(): void {
    this.#inFlight.value++;
  }

  requestEnded(sample: RequestSample): void {
    const method = METHODS.has(sample.method) ? sample.method : "other";
    const name = sample.route ?? "none";
    const series = this.#series(method, name, statusClass(sample.status));
    this.#inFlight.value--;
    series.requests.value++;
    observeIn(series.duration, sample.seconds);
    this.spans?.request(sample);
    // Whoever watches is no user: many probes would hide an outage, or make one up.
    if (!WATCHERS.has(name)) this.#rollup?.record(sample);
  }

  #series(method: string, route: string, status: string): RequestSeries {
    const methods = this.#route(route);
    let statuses = methods.get(method);
    if (statuses === undefined) methods.set(method, statuses = new Map());
    let series = statuses.get(status);
    if (series === undefined) {
      const requests = this.#requests.series(method, route, status);
      series = { requests, duration: this.#duration.series(method, route, status) };
      statuses.set(status, series);
    }
    return series;
  }

  #route(name: string): RouteSeries {
    const known = this.#routes.get(name);
    if (known !== undefined) return known;
    const made: RouteSeries = new Map();
    // Names beyond the bound share one series; keeping them here would have no bound.
    if (this.#routes.size < MAX_SERIES) this.#routes.set(name, made);
    return made;
  }

  command(outcome: "applied" | "refused" | "repeated", seconds: number): void {
    this.#commands.add(1, outcome);
    this.#commandTime.observe(seconds);
  }

  stream(role: "dm" | "player", change: 1 | -1): void {
    this.#streams.add(change, role);
  }

  fanout(from: "here" | "elsewhere", seconds: number): void {
    this.#fanout.observe(seconds, from);
    if (from === "here") this.spans?.fanout(seconds);
  }

  store(operation: string, ok: boolean, seconds: number): void {
    this.spans?.store(operation, ok, seconds);
    this.#store.observe(seconds, operation, ok ? "ok" : "error");
  }

  cache(operation: string, ok: boolean, seconds: number): void {
    this.spans?.cache(operation, ok, seconds);
    this.#cache.observe(seconds, operation, ok ? "ok" : "error");
  }

  migration(direction: "up" | "down", ok: boolean): void {
    this.#migrations.add(1, direction, ok ? "ok" : "error");
  }

  letter(result: "sent" | "retry" | "refused" | "dead"): void {
    this.#letters.add(1, result);
  }

  billingEvent(result: string): void {
    this.#billingEvents.add(1, result);
  }

  jobRan(job: string, ok: boolean, seconds: number): void {
    this.#jobRuns.add(1, job, ok ? "ok" : "error");
    this.#jobTime.observe(seconds, job);
  }

  jobStands(job: string, figures: JobFigures): void {
    const { startedAt, succeededAt, lagSeconds, failures } = figures;
    if (startedAt !== null) this.#jobStart.set(startedAt / 1_000, job);
    if (succeededAt !== null) this.#jobSuccess.set(succeededAt / 1_000, job);
    this.#jobLag.set(lagSeconds, job);
    this.#jobFailures.set(failures, job);
  }

  recovery(
    { backupAge, rpo, rto }: Parameters<RecoveryMeter["recovery"]>[0],
  ): void {
    if (backupAge !== null) this.#backupAge.set(backupAge);
    if (rpo !== null) this.#drillRpo.set(rpo);
    if (rto !== null) this.#drillRto.set(rto);
  }

  wrongCode(): void {
    this.#wrongCodes.value++;
  }

  browserError(accepted: boolean): void {
    this.#browserErrors.add(1, accepted ? "accepted" : "dropped");
  }

  /** How long everything waited because the process was busy. */
  loopLag(seconds: number): void {
    this.#loopLag.observe(seconds);
  }

  text(): string {
    const { rss, heapUsed, heapTotal } = process.memoryUsage();
    this.#runtime.set(rss, "rss");
    this.#runtime.set(heapUsed, "heap_used");
    this.#runtime.set(heapTotal, "heap_total");
    this.#dropped.set(this.#droppedLines());
    const { user, system } = process.cpuUsage();
    this.#cpu.value = (user + system) / 1e6;
    this.#uptime.set((Date.now() - this.#startedAt) / 1_000);
    return this.registry.text();
  }
}

const CLASSES = ["other", "1xx", "2xx", "3xx", "4xx", "5xx"] as const;

function statusClass(status: number): string {
  // 401 and 429 are watched on their own: neither is the service's fault.
  if (status === 401 || status === 429) return String(status);
  return CLASSES[Math.floor(status / 100)] ?? "other";
}
