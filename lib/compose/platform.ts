import { hostname } from "node:os";
import process from "node:process";
import { AckLinks } from "@/lib/alerting/ack_link.ts";
import { channelsOf, pingDeadman } from "@/lib/alerting/create.ts";
import { Evaluator } from "@/lib/alerting/evaluator.ts";
import { FallbackAlertStore } from "@/lib/alerting/fallback_store.ts";
import { KvAlertStore } from "@/lib/alerting/kv_store.ts";
import { pagerSignature } from "@/lib/alerting/pager_signature.ts";
import type { Alerting, Channel } from "@/lib/alerting/port.ts";
import type { StateKeeper } from "@/lib/alerting/state_file.ts";
import { INHIBITIONS, observe, RULES } from "@/lib/alerting/rules.ts";
import { readRunbook } from "@/lib/alerting/runbook.ts";
import { scheduleTicks } from "@/lib/alerting/schedule.ts";
import type { OpsAccess } from "@/lib/auth/ops_port.ts";
import { OpsSession } from "@/lib/auth/ops_session.ts";
import { cacheBudgets } from "@/lib/compose/memory.ts";
import { createCache } from "@/lib/cache/create.ts";
import { type Cache, LIMITS, type LimitVerdict, WHOLE_SITE } from "@/lib/cache/port.ts";
import type { ComposedStore, WatchedStore } from "@/lib/compose/store_engine.ts";
import { readStanding } from "@/lib/billing/watch.ts";
import type { Config } from "@/lib/config.ts";
import { parseHours } from "@/lib/config/alert_routes.ts";
import { localKeys } from "@/lib/config/local_keys.ts";
import type { MailMeter } from "@/lib/email/port.ts";
import { SmtpMailer } from "@/lib/email/smtp.ts";
import { HealthMonitor } from "@/lib/health/monitor.ts";
import type { Health } from "@/lib/health/port.ts";
import {
  cacheProbe,
  mailProbe,
  paymentsProbe,
  schemaProbe,
  storeProbe,
  uploadsProbe,
} from "@/lib/health/probes.ts";
import type { FileStorage } from "@/lib/storage/port.ts";
import { SharedHealth } from "@/lib/health/shared.ts";
import { JobRecords } from "@/lib/jobs/records.ts";
import type { Log } from "@/lib/log.ts";
import { browserErrors } from "@/lib/metrics/browser_errors.ts";
import { watchEventLoop } from "@/lib/metrics/event_loop.ts";
import { observeCalls } from "@/lib/metrics/observe_calls.ts";
import { observeWatched } from "@/lib/metrics/observe_store.ts";
import type {
  BillingMeter,
  BrowserErrors,
  FaultReporter,
  JobMeter,
  Meters,
  MetricsText,
  RecoveryMeter,
  RequestMeter,
  SharedTraffic,
} from "@/lib/metrics/port.ts";
import { ProductMetrics } from "@/lib/metrics/product.ts";
import { loadSpans } from "@/lib/metrics/tracing.ts";
import { WatchedFigures } from "@/lib/metrics/watched.ts";
import { TrafficRollup } from "@/lib/metrics/rollup.ts";
import { NO_FAULTS, SentryReporter } from "@/lib/metrics/sentry.ts";
import { droppedLines, every, platformCron } from "@/lib/runtime.ts";

/** How often an instance tells the others its figures and how its parts are, and asks those. */
const FLUSH_SECONDS = 10;
const PROBE_SECONDS = 5;

/** What watches the product and what keeps its instances together. */
export interface Platform {
  readonly cache: Cache;
  readonly metrics:
    & BillingMeter
    & Meters
    & RequestMeter
    & JobMeter
    & MailMeter
    & RecoveryMeter
    & MetricsText;
  /** Asks for the figures that are looked up rather than counted; before `metrics.text()`. */
  refreshFigures(): Promise<void>;
  readonly traffic: SharedTraffic;
  readonly health: Health;
  readonly alerting: Alerting;
  /** Addresses with which somebody who was told takes an incident on. */
  readonly ackLinks: AckLinks;
  /** Whether a body was signed by PagerDuty. */
  readonly pagerSignature: (body: string, header: string) => boolean;
  readonly faults: FaultReporter;
  readonly browserErrors: BrowserErrors;
  readonly ops: OpsAccess;
  /** Counts attempts to sign in, per address. */
  readonly signInLimit: (subject: string) => Promise<LimitVerdict>;
  /** A runbook's text by its file name; null when there is none of that name. */
  readonly runbook: (name: string) => Promise<string | null>;
}

/** The platform with what only tasks and tests use. */
export interface ComposedPlatform extends Platform {
  readonly evaluator: Evaluator;
  readonly channels: readonly Channel[];
  /** False while the state of the alerting would end with this process. */
  alertsKept(): boolean;
  /** Hands figures over and releases everything. */
  close(): Promise<void>;
}

/** The alert channels of a configuration. */
export function composeChannels(config: Config): Channel[] {
  return config.ALERTS_DISABLED ? [] : channelsOf(config, mailerOf(config));
}

/** How a task runs the platform: without timers, and with a state that its next run finds. */
export interface TaskOptions {
  readonly keeper: StateKeeper;
}

/** Builds the platform; with `task` for a task, without for a server. */
export function composePlatform(
  config: Config,
  log: Log,
  composed: ComposedStore<WatchedStore>,
  task?: TaskOptions,
): ComposedPlatform {
  const cache = createCache({
    upstash: upstashOf(config),
    environment: config.APP_ENV,
    maxBytes: cacheBudgets(config.CACHE_MB).values,
  }, {
    observe: (operation, ok, ms) => metrics.cache(operation, ok, ms / 1_000),
    log: (message) => log.warn("cache", { message }),
  });
  const instance = `${hostname()}:${process.pid}`;
  const rollup = new TrafficRollup(cache, Date.now, instance);
  const ackLinks = new AckLinks(
    config.JWT_KEYS ?? localKeys(config.DATA_DIR),
    config.PUBLIC_ORIGIN,
  );
  const hours = config.ALERT_HOURS === undefined ? undefined : parseHours(config.ALERT_HOURS);
  const metrics = new ProductMetrics({
    release: config.RELEASE,
    environment: config.APP_ENV,
    rollup,
    droppedLines,
  });
  if (config.OTEL_DENO) {
    // A request that comes before it is loaded has the runtime's own span alone.
    void loadSpans(config.MONGODB_URI === undefined ? "sqlite" : "mongodb").then((spans) => {
      metrics.spans = spans;
    });
  }
  const store = observeWatched(composed.store, metrics);
  composed.observe?.((command, ok, ms) => metrics.store(`mongodb.${command}`, ok, ms / 1_000));
  const { schema } = observeCalls("store", { schema: composed.schema }, metrics);
  for (const { direction } of composed.migrated) metrics.migration(direction, true);
  const health = composeHealth(config, log, cache, { store, schema });
  const sharedHealth = new SharedHealth(cache);
  const channels = composeChannels(config);
  const { ALERT_DEADMAN_URL } = config;
  const alertStore = new FallbackAlertStore(
    new KvAlertStore(store.values),
    (away) =>
      log.warn(away ? "alert state kept outside the store" : "alert state back in the store"),
    Date.now,
    task?.keeper,
  );
  // While the store is away the service behind the address is one more that notices.
  const ping = async (url: string) => alertStore.away ? undefined : await pingDeadman(url);
  const jobs = new JobRecords(store.values);
  const billing = async () =>
    config.STRIPE_SECRET_KEY === undefined ? null : await readStanding(store.values);
  const evaluator: Evaluator = new Evaluator({
    store: alertStore,
    leases: store.leases,
    channels,
    observe: () =>
      observe({
        traffic: rollup,
        health: async () => sharedHealth.merge(await health.check()),
        alerting: () => evaluator.status(),
        jobs: () => jobs.all(),
        billing,
        wrongCodesLeft: async () => (await cache.peek(LIMITS.joinCodeSite, WHOLE_SITE)).remaining,
      }),
    inhibitions: INHIBITIONS,
    environment: config.APP_ENV,
    instance,
    ackAddress: (incident) => ackLinks.addressFor(incident),
    ...(hours === undefined ? {} : { hours }),
    runbooks: config.RUNBOOKS_URL ?? `${config.PUBLIC_ORIGIN ?? ""}/ops/runbooks/`,
    ...(ALERT_DEADMAN_URL === undefined ? {} : { ping: () => ping(ALERT_DEADMAN_URL) }),
    log,
  });
  const figures = new WatchedFigures(metrics.registry, {
    health: () => health.snapshot(),
    alerts: () => evaluator.status(),
    folder: config.MONGODB_URI === undefined ? config.DATA_DIR : undefined,
    rules: RULES,
    billing,
  });
  const stops = task
    ? []
    : startBackground(config, log, { rollup, health, sharedHealth, evaluator, metrics });
  const faults = faultsOf(config);
  return {
    cache,
    metrics,
    traffic: rollup,
    health,
    alerting: evaluator,
    refreshFigures: () => figures.refresh(),
    ackLinks,
    pagerSignature: pagerSignature(config.PAGERDUTY_WEBHOOK_SECRET),
    evaluator,
    channels,
    alertsKept: () => alertStore.kept,
    faults,
    browserErrors: browserErrors({
      limiter: cache,
      log,
      meters: metrics,
      faults,
      percent: config.BROWSER_ERRORS,
    }),
    ops: new OpsSession({
      token: config.OPS_TOKEN,
      keys: config.JWT_KEYS,
      encrypted: config.PUBLIC_ORIGIN?.startsWith("https://") ?? false,
    }),
    signInLimit: (subject) => cache.limit(LIMITS.loginAddress, subject),
    runbook: readRunbook,
    async close() {
      for (const stop of stops) stop();
      // A store that is away has nothing to give back.
      await evaluator.release().catch(() => {});
      if (!task) await sharedHealth.withdraw();
      await rollup.flush();
      await faults.flush(1_000);
      await cache.close();
    },
  };
}

function composeHealth(
  config: Config,
  log: Log,
  cache: Cache,
  { store, schema }: Pick<ComposedStore<WatchedStore>, "store" | "schema">,
): HealthMonitor {
  const mailer = mailerOf(config);
  let storage: FileStorage | undefined;
  return new HealthMonitor([
    storeProbe(() => store.ping()),
    schemaProbe(schema),
    cacheProbe(cache),
    mailProbe(mailer ? (signal) => mailer.verify(signal) : undefined),
    paymentsProbe(
      config.STRIPE_SECRET_KEY === undefined ? undefined : async () => {
        // Loaded with the first look, a moment after the start.
        const { paymentsOf } = await import("@/lib/compose/payments.ts");
        await paymentsOf(config)?.ping();
      },
    ),
    uploadsProbe(async () => {
      // Loaded with the first look, a moment after the start.
      const { storageOf } = await import("@/lib/compose/pictures.ts");
      storage ??= storageOf(config);
      await storage.ping();
    }),
  ], {
    release: config.RELEASE,
    environment: config.APP_ENV,
    onChange: ({ name, status, detail }, before) => {
      if (before.checkedAt !== null || status !== "not_configured") {
        log.info("health", { component: name, status, before: before.status, detail });
      }
    },
  });
}

function startBackground(
  config: Config,
  log: Log,
  parts: {
    rollup: TrafficRollup;
    health: HealthMonitor;
    sharedHealth: SharedHealth;
    evaluator: Evaluator;
    metrics: ProductMetrics;
  },
): (() => void)[] {
  parts.health.start(PROBE_SECONDS * 1_000);
  const stopTicks = scheduleTicks((dueMs) => parts.evaluator.tick(dueMs), {
    everySeconds: config.ALERTS_EVERY_SECONDS ?? 0,
    cron: platformCron(),
    log,
  });
  const stopFlush = every(FLUSH_SECONDS, () => parts.rollup.flush());
  const stopLoop = watchEventLoop((seconds) => parts.metrics.loopLag(seconds));
  const stopWords = every(FLUSH_SECONDS, () => parts.sharedHealth.publish(parts.health.snapshot()));
  return [() => parts.health.stop(), stopTicks, stopFlush, stopLoop, stopWords];
}

function mailerOf(config: Config): SmtpMailer | undefined {
  const { SMTP_URL, ALERT_FROM } = config;
  return SMTP_URL === undefined || ALERT_FROM === undefined ? undefined : new SmtpMailer({
    url: SMTP_URL,
    from: ALERT_FROM,
    plainLogin: config.APP_ENV === "development" || config.APP_ENV === "test",
  });
}

function faultsOf(config: Config): FaultReporter {
  if (config.SENTRY_DSN === undefined) return NO_FAULTS;
  return new SentryReporter({
    dsn: config.SENTRY_DSN,
    release: config.RELEASE,
    environment: config.APP_ENV,
  });
}

function upstashOf(config: Config): { url: string; token: string } | undefined {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = config;
  return url === undefined || token === undefined ? undefined : { url, token };
}
