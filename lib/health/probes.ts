import type { Cache } from "@/lib/cache/port.ts";
import type { Probe, ProbeResult } from "./port.ts";

const OK: ProbeResult = { status: "ok" };

/** The store answers a trivial question. */
export function storeProbe(ping: (signal: AbortSignal) => Promise<void>): Probe {
  return {
    name: "database",
    required: true,
    ttlMs: 5_000,
    run: async (signal) => {
      await ping(signal);
      return OK;
    },
  };
}

/**
 * The schema is the one this release knows. `missing` names migrations that were not applied. One
 * that is newer takes no traffic away from instances that run already: migrations come before the
 * instances of their release and only add, and the older ones serve until those are there. (An
 * instance that starts on it refuses.)
 */
export function schemaProbe(
  read: () => Promise<{ missing: readonly string[]; unknown: readonly string[] }>,
): Probe {
  return {
    name: "schema",
    required: true,
    ttlMs: 15_000,
    run: async () => {
      const { missing, unknown } = await read();
      if (missing.length > 0) {
        return { status: "down", detail: `migration missing: ${missing.join(", ")}` };
      }
      if (unknown.length > 0) {
        return { status: "degraded", detail: `migration unknown here: ${unknown.join(", ")}` };
      }
      return OK;
    },
  };
}

/** The shared cache stores and returns a nonce. Losing it degrades, it never takes traffic away. */
export function cacheProbe(cache: Cache): Probe {
  return {
    name: "cache",
    required: false,
    ttlMs: 10_000,
    run: async (signal) => {
      if (cache.state().kind === "memory") return { status: "not_configured" };
      await cache.probe(signal);
      return OK;
    },
  };
}

/**
 * Files can be kept. Without them pictures are missing, and nothing else: it degrades. Probed less
 * often than the rest, as a bucket counts every request.
 */
export function uploadsProbe(ping: () => Promise<void>): Probe {
  return {
    name: "uploads",
    required: false,
    ttlMs: 60_000,
    run: async () => {
      await ping();
      return OK;
    },
  };
}

/** The mail server greets and accepts the login. */
export function mailProbe(verify: ((signal: AbortSignal) => Promise<void>) | undefined): Probe {
  return {
    name: "mail",
    required: false,
    ttlMs: 5 * 60_000,
    run: async (signal) => {
      if (!verify) return { status: "not_configured" };
      await verify(signal);
      return OK;
    },
  };
}

/**
 * Stripe answers. What was paid for goes on without it, so it degrades and never takes traffic
 * away; asked every five minutes, as Stripe counts requests.
 */
export function paymentsProbe(ping: (() => Promise<void>) | undefined): Probe {
  return {
    name: "payments",
    required: false,
    ttlMs: 5 * 60_000,
    run: async () => {
      if (ping === undefined) return { status: "not_configured" };
      await ping();
      return OK;
    },
  };
}
