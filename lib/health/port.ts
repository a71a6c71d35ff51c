/** How a part of the product is doing. `not_configured` is neither good nor bad. */
export const HEALTH_STATUSES = ["ok", "degraded", "down", "not_configured"] as const;
export type HealthStatus = typeof HEALTH_STATUSES[number];

/** One part, as last probed. */
export interface ComponentHealth {
  readonly name: string;
  readonly status: HealthStatus;
  /** Only required parts decide whether this instance takes traffic. */
  readonly required: boolean;
  /** Duration of the last probe in milliseconds; null before the first and when not configured. */
  readonly latencyMs: number | null;
  /** When it was last probed and when its status last changed; ISO 8601. */
  readonly checkedAt: string | null;
  readonly changedAt: string;
  /** One sentence for an operator: no driver text, host or secret. */
  readonly detail?: string;
}

/** Everything at once. */
export interface HealthReport {
  /** `down` when a required part is down, `degraded` when any other is not well. */
  readonly status: "ok" | "degraded" | "down";
  readonly release: string;
  readonly environment: string;
  readonly components: readonly ComponentHealth[];
}

/** Answers about the health of this instance from memory; probing happens in the background. */
export interface Health {
  /** Whether this instance should get traffic: from memory, in well under a millisecond. */
  ready(): "ready" | "not_ready";
  /** What is known, without probing. */
  snapshot(): HealthReport;
  /** Probes what is older than its time to live and reports; at most one probe each at a time. */
  check(): Promise<HealthReport>;
}

/** What a probe found. Throwing counts as down (required) or degraded. */
export type ProbeResult =
  | { readonly status: "ok" | "not_configured" }
  | { readonly status: "degraded" | "down"; readonly detail: string };

/** One part to look after. */
export interface Probe {
  readonly name: string;
  readonly required: boolean;
  /** How long a result is good for; one probe in this time at most. */
  readonly ttlMs: number;
  run(signal: AbortSignal): Promise<ProbeResult>;
}
