import type { LimitRule } from "./port.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function window(name: string, limit: number, windowMs: number): LimitRule {
  return { name, scope: "shared", kind: "window", limit, windowMs };
}

/**
 * Every rate limit of the product, by what it protects. Commands are counted in the instance that
 * holds the connection, so that the hot path of a fight never waits for the network.
 */
export const LIMITS = {
  /** Commands of one connection: 20 a second, bursts of 40. */
  commands: { name: "commands", scope: "instance", kind: "bucket", perSecond: 20, burst: 40 },
  /** Guessing join codes, per address. */
  joinCode: window("join_code", 10, MINUTE),
  /** API reads, per user or address. */
  reads: { name: "reads", scope: "instance", kind: "window", limit: 120, windowMs: MINUTE },
  /** API writes other than commands, per user or address. */
  writes: window("writes", 60, MINUTE),
  /** New live streams, per address. */
  streams: window("streams", 20, MINUTE),
  loginAccount: window("login_account", 10, 15 * MINUTE),
  loginAddress: window("login_address", 30, 15 * MINUTE),
  register: window("register", 5, HOUR),
  passwordReset: window("password_reset", 3, HOUR),
  refresh: window("refresh", 30, MINUTE),
  upload: window("upload", 20, HOUR),
  export: window("export", 2, DAY),
  /** Error reports of browsers, per address. */
  browserErrors: {
    name: "browser_errors",
    scope: "instance",
    kind: "window",
    limit: 20,
    windowMs: MINUTE,
  },
} as const satisfies Record<string, LimitRule>;
