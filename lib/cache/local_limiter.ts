import type { LimitRule, LimitVerdict, RateLimiter } from "./port.ts";
import { subjectKey } from "./subject_key.ts";

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

/** Subjects remembered at most, of each rule. */
const MAX_SUBJECTS = 20_000;

type State = WindowState | BucketState;
/** Counts those who come when a rule that forgets nobody remembers as many as it may. */
const EVERYBODY_ELSE = "everybody else";

/**
 * Rate limits counted in this process. The window is the same approximation that the shared
 * limiter uses (this window plus the share of the previous one that still overlaps), so that a
 * fall-back does not change what a person experiences.
 *
 * Each rule remembers its own subjects, so that many of one make no other forget. Beyond its bound
 * a rule forgets whom it has not seen longest; one that guards a secret forgets only whom it need
 * not count any more, and counts all others who come as one.
 */
export class LocalLimiter implements RateLimiter {
  readonly #rules = new Map<string, Map<string, State>>();
  readonly #now: () => number;
  readonly #most: number;

  /** @param most Subjects that a rule remembers. */
  constructor(now: () => number = Date.now, most: number = MAX_SUBJECTS) {
    this.#now = now;
    this.#most = most;
  }

  /** Subjects remembered now, of all rules (bounded). */
  get size(): number {
    let size = 0;
    for (const subjects of this.#rules.values()) size += subjects.size;
    return size;
  }

  limit(rule: LimitRule, subject: string): Promise<LimitVerdict> {
    return Promise.resolve(this.limitNow(rule, subject));
  }

  peek(rule: LimitRule, subject: string): Promise<LimitVerdict> {
    const subjects = this.#subjects(rule);
    const key = this.#keyIn(rule, subjects, subjectKey(subject));
    const state = { ...subjects.get(key) ?? newState(rule, this.#now()) };
    const verdict = take(rule, state, this.#now());
    const remaining = verdict.allowed ? verdict.remaining + 1 : 0;
    return Promise.resolve({ ...verdict, remaining });
  }

  /** The same as `limit` without a promise, for hot paths. */
  limitNow(rule: LimitRule, subject: string): LimitVerdict {
    const subjects = this.#subjects(rule);
    const now = this.#now();
    const key = this.#keyIn(rule, subjects, subjectKey(subject));
    const known = subjects.get(key);
    // Taking it out and in again keeps the map in order of use.
    if (known) subjects.delete(key);
    else if (subjects.size >= this.#most) forgetOldest(subjects);
    const state = known ?? newState(rule, now);
    subjects.set(key, state);
    return take(rule, state, now);
  }

  #subjects({ name }: LimitRule): Map<string, State> {
    let subjects = this.#rules.get(name);
    if (subjects === undefined) this.#rules.set(name, subjects = new Map());
    return subjects;
  }

  #keyIn(rule: LimitRule, subjects: Map<string, State>, key: string): string {
    // The last place is for everybody else.
    const most = this.#most - 1;
    if (rule.guard !== true || subjects.size < most || subjects.has(key)) return key;
    forgetSpent(rule, subjects, this.#now());
    return subjects.size < most ? key : EVERYBODY_ELSE;
  }
}

function forgetOldest(subjects: Map<string, State>): void {
  for (const key of subjects.keys()) {
    subjects.delete(key);
    return;
  }
}

/** Forgets those whose attempts count no more; in order of use they stand first. */
function forgetSpent(rule: LimitRule, subjects: Map<string, State>, now: number): void {
  for (const [key, state] of subjects) {
    if (!isSpent(rule, state, now)) return;
    subjects.delete(key);
  }
}

function isSpent(rule: LimitRule, state: State, now: number): boolean {
  if (rule.kind === "window") {
    return state.kind !== "window" || Math.floor(now / rule.windowMs) > state.index + 1;
  }
  return state.kind !== "bucket" || now - state.at > rule.burst / rule.perSecond * 1_000;
}

function newState(rule: LimitRule, now: number): State {
  return rule.kind === "window" ? newWindow() : newBucket(rule.burst, now);
}

/** Counts one attempt in `state`, which is of the rule's kind. */
function take(rule: LimitRule, state: State, now: number): LimitVerdict {
  if (rule.kind === "window") {
    const own = state.kind === "window" ? state : newWindow();
    return takeWindow(own, rule.limit, rule.windowMs, now);
  }
  const own = state.kind === "bucket" ? state : newBucket(rule.burst, now);
  return takeToken(own, rule.perSecond, rule.burst, now);
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
