import { clearInterval, clearTimeout, setInterval, setTimeout } from "node:timers";
import { DependencyError } from "@/lib/errors.ts";
import type { ComponentHealth, Health, HealthReport, Probe, ProbeResult } from "./port.ts";

/** Longest wait for one probe. */
export const PROBE_DEADLINE_MS = 2_000;

interface Watched {
  readonly probe: Probe;
  health: ComponentHealth;
  checkedAtMs: number;
  running: Promise<void> | undefined;
  /** Its last run goes on, long after the deadline. */
  hangs: boolean;
}

export interface HealthMonitorOptions {
  readonly release: string;
  readonly environment: string;
  readonly now?: () => number;
  readonly deadlineMs?: number;
  /** Hears every change of a part's status. */
  readonly onChange?: (health: ComponentHealth, before: ComponentHealth) => void;
}

/**
 * Watches parts with probes. Each probe runs at most once at a time and at most once per its time
 * to live; questions are answered from the last result, so that a thousand callers cost one probe.
 */
export class HealthMonitor implements Health {
  readonly #watched: Watched[];
  readonly #options: HealthMonitorOptions;
  readonly #now: () => number;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(probes: readonly Probe[], options: HealthMonitorOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    const changedAt = new Date(this.#now()).toISOString();
    this.#watched = probes.map((probe) => ({
      probe,
      health: unprobed(probe, changedAt),
      checkedAtMs: -Infinity,
      running: undefined,
      hangs: false,
    }));
  }

  ready(): "ready" | "not_ready" {
    for (const { health } of this.#watched) {
      if (health.required && health.status === "down") return "not_ready";
    }
    return "ready";
  }

  snapshot(): HealthReport {
    const components = this.#watched.map(({ health }) => health);
    return {
      status: overall(components),
      release: this.#options.release,
      environment: this.#options.environment,
      components,
    };
  }

  async check(): Promise<HealthReport> {
    await Promise.all(this.#watched.map((watched) => this.#refresh(watched)));
    return this.snapshot();
  }

  /** Probes now and again in the background until stopped; the timer holds no process alive. */
  start(everyMs = 10_000): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => void this.check(), everyMs).unref();
    void this.check();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #refresh(watched: Watched): Promise<void> {
    if (watched.running) return watched.running;
    const age = this.#now() - watched.checkedAtMs;
    // A clock that stepped back must not freeze the last result.
    if (age >= 0 && age < watched.probe.ttlMs) return Promise.resolve();
    // One that did not end by its deadline is not asked a second time meanwhile.
    if (watched.hangs) return Promise.resolve();
    watched.running = this.#run(watched).finally(() => {
      watched.running = undefined;
    });
    return watched.running;
  }

  async #run(watched: Watched): Promise<void> {
    const { probe } = watched;
    const start = performance.now();
    watched.hangs = true;
    const watchedProbe: Probe = {
      ...probe,
      run: async (signal) => {
        try {
          return await probe.run(signal);
        } finally {
          watched.hangs = false;
        }
      },
    };
    const result = await outcome(watchedProbe, this.#options.deadlineMs ?? PROBE_DEADLINE_MS);
    const now = this.#now();
    const at = new Date(now).toISOString();
    const before = watched.health;
    const configured = result.status !== "not_configured";
    watched.checkedAtMs = now;
    watched.health = {
      name: probe.name,
      status: result.status,
      required: probe.required,
      latencyMs: configured ? Math.round((performance.now() - start) * 10) / 10 : null,
      checkedAt: at,
      changedAt: before.status === result.status ? before.changedAt : at,
      ...("detail" in result ? { detail: result.detail } : {}),
    };
    if (before.status !== result.status) this.#options.onChange?.(watched.health, before);
  }
}

/** A required part counts as down until its first probe says otherwise. */
function unprobed(probe: Probe, changedAt: string): ComponentHealth {
  return {
    name: probe.name,
    status: probe.required ? "down" : "degraded",
    required: probe.required,
    latencyMs: null,
    checkedAt: null,
    changedAt,
    detail: "not probed yet",
  };
}

/** Only the store's own sentences: another error's text may hold hosts or a driver's words. */
function reasonOf(error: unknown): string {
  if (!(error instanceof DependencyError) || error.advice === undefined) return "the probe failed";
  return `${error.message} (${error.advice})`;
}

async function outcome(probe: Probe, deadlineMs: number): Promise<ProbeResult> {
  const failed = probe.required ? "down" : "degraded";
  const deadline = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<ProbeResult>((resolve) => {
    timer = setTimeout(() => {
      deadline.abort();
      resolve({ status: failed, detail: `no answer within ${deadlineMs / 1_000} s` });
    }, deadlineMs);
  });
  try {
    return await Promise.race([probe.run(deadline.signal), late]);
  } catch (error) {
    return { status: failed, detail: reasonOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

function overall(components: readonly ComponentHealth[]): HealthReport["status"] {
  if (components.some((component) => component.required && component.status === "down")) {
    return "down";
  }
  const well = components.every((component) =>
    component.status === "ok" || component.status === "not_configured"
  );
  return well ? "ok" : "degraded";
}
