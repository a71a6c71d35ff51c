import type { LimitRule, LimitVerdict, RateLimiter } from "./port.ts";

interface WindowState {
  kind: "window";
  index: number;
  current: number;
  previous: number;
}

interface BucketState {
  kind: "bucket";
  tokens: number;
  at: number;
}

/** Subjects remembered at most; beyond it the ones longest unseen are forgotten first. */
const MAX_SUBJECTS = 20_000;

/**
 * Rate limits counted in this process. The window is the same approximation that the shared
 * limiter uses (this window plus the share of the previous one that still overlaps), so that a
 * fall-back does not change what a person experiences.
 */
export class LocalLimiter implements RateLimiter {
  readonly #subjects = new Map<string, WindowState | BucketState>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Subjects remembered now (bounded). */
  get size(): number {
    return this.#subjects.size;
  }

  limit(rule: LimitRule, subject: string): Promise<LimitVerdict> {
    return Promise.resolve(this.limitNow(rule, subject));
  }

  /** The same without a promise, for hot paths. */
  limitNow(rule: LimitRule, subject: string): LimitVerdict {
    const key = `${rule.name}\u0000${subject}`;
    const known = this.#subjects.get(key);
    // Taking it out and in again keeps the map in order of use.
    if (known) this.#subjects.delete(key);
    else if (this.#subjects.size >= MAX_SUBJECTS) this.#forgetOldest();
    if (rule.kind === "window") {
      const state = known?.kind === "window" ? known : newWindow();
      this.#subjects.set(key, state);
      return takeWindow(state, rule.limit, rule.windowMs, this.#now());
    }
    const state = known?.kind === "bucket" ? known : newBucket(rule.burst, this.#now());
    this.#subjects.set(key, state);
    return takeToken(state, rule.perSecond, rule.burst, this.#now());
  }

  #forgetOldest(): void {
    for (const key of this.#subjects.keys()) {
      this.#subjects.delete(key);
      return;
    }
  }
}

function newWindow(): WindowState {
  return { kind: "window", index: -1, current: 0, previous: 0 };
}

function newBucket(burst: number, now: number): BucketState {
  return { kind: "bucket", tokens: burst, at: now };
}

function takeWindow(
  state: WindowState,
  limit: number,
  windowMs: number,
  now: number,
): LimitVerdict {
  const index = Math.floor(now / windowMs);
  if (index !== state.index) {
    state.previous = index === state.index + 1 ? state.current : 0;
    state.current = 0;
    state.index = index;
  }
  const overlap = 1 - (now % windowMs) / windowMs;
  const used = state.current + Math.floor(state.previous * overlap);
  if (used >= limit) {
    return {
      allowed: false,
      remaining: 0,
      retryAfterMs: untilFree(state, limit, windowMs, now),
      source: "local",
    };
  }
  state.current += 1;
  return { allowed: true, remaining: limit - used - 1, retryAfterMs: 0, source: "local" };
}

/** Milliseconds until enough of the previous window has slid out, or this window ends. */
function untilFree(state: WindowState, limit: number, windowMs: number, now: number): number {
  const left = windowMs - (now % windowMs);
  const room = limit - state.current;
  // A full window still weighs in full on the first instant of the next one.
  if (room <= 0 || state.previous === 0) return left + 1;
  const overlap = room / state.previous;
  const at = Math.ceil(windowMs * (1 - overlap)) + 1;
  return Math.max(1, Math.min(left, at - (now % windowMs)));
}

function takeToken(
  state: BucketState,
  perSecond: number,
  burst: number,
  now: number,
): LimitVerdict {
  // A clock that stepped back must not take tokens away.
  const elapsed = Math.max(0, now - state.at);
  state.tokens = Math.min(burst, state.tokens + (elapsed * perSecond) / 1_000);
  state.at = now;
  if (state.tokens < 1) {
    const retryAfterMs = Math.ceil(((1 - state.tokens) * 1_000) / perSecond);
    return { allowed: false, remaining: 0, retryAfterMs, source: "local" };
  }
  state.tokens -= 1;
  return {
    allowed: true,
    remaining: Math.floor(state.tokens),
    retryAfterMs: 0,
    source: "local",
  };
}
