import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import type { LimitRule } from "./port.ts";

/** A client whose every call ends after `timeoutMs`, and is tried once. */
export function createRedis(
  options: { readonly url: string; readonly token: string; readonly timeoutMs: number },
): Redis {
  return new Redis({
    url: options.url,
    token: options.token,
    automaticDeserialization: false,
    enableTelemetry: false,
    // `retry: false` still tries twice in this SDK; zero retries is one attempt.
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(options.timeoutMs),
  });
}

/** The library's limiter for one of our rules. */
export function createLimiter(
  redis: Redis,
  rule: LimitRule,
  prefix: string,
  timeoutMs: number,
): Ratelimit {
  const algorithm = rule.kind === "window"
    ? Ratelimit.slidingWindow(rule.limit, `${rule.windowMs} ms`)
    : Ratelimit.tokenBucket(1, `${Math.max(1, 1_000 / rule.perSecond)} ms`, rule.burst);
  return new Ratelimit({ redis, limiter: algorithm, prefix, timeout: timeoutMs, analytics: false });
}
