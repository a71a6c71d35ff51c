import type { Ratelimit } from "@upstash/ratelimit";
import type { Redis } from "@upstash/redis";
import { randomUUID } from "node:crypto";
import {
  type Cache,
  CacheFault,
  type CacheState,
  type LimitRule,
  type LimitVerdict,
  type Wakeup,
  type WakeupEvent,
} from "./port.ts";
import { subjectKey } from "./subject_key.ts";
import { WakeupStream } from "./upstash_stream.ts";

/** What the adapter needs to know; all of it comes from the configuration. */
export interface UpstashOptions {
  readonly url: string;
  readonly token: string;
  /** Put before every key, so that environments can share a database: `dnd:production`. */
  readonly prefix: string;
  /** Longest wait for one command. */
  readonly timeoutMs?: number;
  /** Tells instances apart; own wake-ups are not delivered twice. */
  readonly instance?: string;
  readonly log?: (message: string) => void;
}

/**
 * The cache over Upstash's REST interface. Commands fail with `CacheFault` after `timeoutMs`; wrap
 * it in `resilientCache`, which turns those failures into a working fall-back.
 */
export class UpstashCache implements Cache {
  #redis: Promise<Redis> | undefined;
  readonly #options: Required<UpstashOptions>;
  readonly #limiters = new Map<string, Ratelimit>();
  readonly #stream: WakeupStream;
  readonly #failures: Record<string, number> = {};
  /** When each reason was last told to the log. */
  readonly #told = new Map<string, number>();

  constructor(options: UpstashOptions) {
    this.#options = {
      timeoutMs: 300,
      instance: randomUUID(),
      log: () => {},
      ...options,
    };
    this.#stream = new WakeupStream({
      url: options.url,
      token: options.token,
      channel: this.#key("wakeups"),
      instance: this.#options.instance,
      ping: (message) => this.#send(message),
      log: this.#options.log,
    });
  }

  async get(key: string): Promise<string | null> {
    const value = await this.#call((redis) => redis.get(this.#key(key)));
    return typeof value === "string" ? value : null;
  }

  async set(key: string, value: string, ttlMs: number): Promise<boolean> {
    await this.#call((redis) => redis.set(this.#key(key), value, { px: whole(ttlMs) }));
    return true;
  }

  async setIfAbsent(key: string, value: string, ttlMs: number): Promise<boolean> {
    const options = { px: whole(ttlMs), nx: true } as const;
    const answer = await this.#call((redis) => redis.set(this.#key(key), value, options));
    return answer === "OK";
  }

  async delete(key: string): Promise<void> {
    await this.#call((redis) => redis.del(this.#key(key)));
  }

  async limit(rule: LimitRule, subject: string): Promise<LimitVerdict> {
    const answer = await this.#call(async (redis) =>
      (await this.#limiter(rule, redis)).limit(subjectKey(subject))
    );
    // On a time-out the library lets everybody through; that is a failure here.
    if (answer.reason === "timeout") throw this.#fault("timeout", undefined);
    const retryAfterMs = answer.success ? 0 : Math.max(1, answer.reset - Date.now());
    return {
      allowed: answer.success,
      remaining: Math.max(0, answer.remaining),
      retryAfterMs,
      source: "shared",
    };
  }

  async peek(rule: LimitRule, subject: string): Promise<LimitVerdict> {
    const { remaining, reset } = await this.#call(async (redis) =>
      (await this.#limiter(rule, redis)).getRemaining(subjectKey(subject))
    );
    const allowed = remaining > 0;
    const retryAfterMs = allowed ? 0 : Math.max(1, reset - Date.now());
    return { allowed, remaining: Math.max(0, remaining), retryAfterMs, source: "shared" };
  }

  async publish(wakeup: Wakeup): Promise<void> {
    this.#stream.deliver({ type: "wakeup", ...wakeup });
    await this.#send(JSON.stringify({ from: this.#options.instance, ...wakeup }));
  }

  subscribe(listener: (event: WakeupEvent) => void): () => void {
    return this.#stream.subscribe(listener);
  }

  wakeups(): "live" | "polling" {
    return this.#stream.live ? "live" : "polling";
  }

  async add(
    bucket: string,
    fields: Readonly<Record<string, number>>,
    ttlMs: number,
  ): Promise<boolean> {
    const key = this.#key(`counters:${bucket}`);
    const entries = Object.entries(fields).filter(([, value]) => value !== 0);
    if (entries.length === 0) return true;
    await this.#call((redis) => {
      // One transaction: a bucket never exists without its expiry.
      const transaction = redis.multi();
      for (const [field, value] of entries) transaction.hincrbyfloat(key, field, value);
      transaction.pexpire(key, whole(ttlMs));
      return transaction.exec();
    });
    return true;
  }

  async read(buckets: readonly string[]): Promise<Record<string, number>[]> {
    if (buckets.length === 0) return [];
    const answers = await this.#call((redis) => {
      const pipeline = redis.pipeline();
      for (const bucket of buckets) pipeline.hgetall(this.#key(`counters:${bucket}`));
      return pipeline.exec<unknown[]>();
    });
    return answers.map(toNumbers);
  }

  state(): CacheState {
    return {
      kind: "upstash",
      status: "ok",
      wakeups: this.wakeups(),
      failures: { ...this.#failures },
    };
  }

  async probe(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const key = `probe:${this.#options.instance}`;
    const nonce = randomUUID();
    await this.set(key, nonce, 10_000);
    if ((await this.get(key)) !== nonce) throw this.#fault("bad_answer", undefined);
  }

  close(): Promise<void> {
    this.#stream.close();
    return Promise.resolve();
  }

  #key(key: string): string {
    return `${this.#options.prefix}:${key}`;
  }

  async #send(message: string): Promise<void> {
    await this.#call((redis) => redis.publish(this.#key("wakeups"), message));
  }

  async #limiter(rule: LimitRule, redis: Redis): Promise<Ratelimit> {
    const known = this.#limiters.get(rule.name);
    if (known) return known;
    const { createLimiter } = await import("./upstash_sdk.ts");
    const prefix = this.#key(`limit:${rule.name}`);
    const limiter = createLimiter(redis, rule, prefix, this.#options.timeoutMs);
    this.#limiters.set(rule.name, limiter);
    return limiter;
  }

  /** The SDK is loaded with the first call: an instance that is starting need not wait for it. */
  async #connect(): Promise<Redis> {
    const { createRedis } = await import("./upstash_sdk.ts");
    return createRedis(this.#options);
  }

  async #call<T>(operation: (redis: Redis) => Promise<T>): Promise<T> {
    try {
      this.#redis ??= this.#connect();
      return await operation(await this.#redis);
    } catch (error) {
      throw this.#fault(reasonOf(error), error);
    }
  }

  /** What an operator needs to act: a refused token and a silent network are mended differently. */
  #tell(reason: string): void {
    const now = performance.now();
    const last = this.#told.get(reason);
    if (last !== undefined && now - last < TELL_MS) return;
    this.#told.set(reason, now);
    this.#options.log(`call failed: ${reason} (${this.#failures[reason]} since the start)`);
  }

  #fault(reason: CacheFault["reason"], cause: unknown): CacheFault {
    this.#failures[reason] = (this.#failures[reason] ?? 0) + 1;
    this.#tell(reason);
    return new CacheFault(reason, { cause });
  }
}

/** The same reason is told once in this time, however many calls fail by it. */
const TELL_MS = 60_000;

function whole(ms: number): number {
  return Math.max(1, Math.round(ms));
}

function reasonOf(error: unknown): CacheFault["reason"] {
  if (error instanceof CacheFault) return error.reason;
  if (!(error instanceof Error)) return "bad_answer";
  if (error.name === "TimeoutError" || error.name === "AbortError") return "timeout";
  if (error.name === "UpstashError") return "refused";
  if (error.name === "UpstashJSONParseError") return "bad_answer";
  return error instanceof TypeError ? "unreachable" : "bad_answer";
}

/** A hash arrives as an object or as a flat list of names and values, depending on the wire. */
function toNumbers(answer: unknown): Record<string, number> {
  const out: Record<string, number> = {};
  if (Array.isArray(answer)) {
    for (let i = 0; i + 1 < answer.length; i += 2) put(out, answer[i], answer[i + 1]);
  } else if (typeof answer === "object" && answer !== null) {
    for (const [field, value] of Object.entries(answer)) put(out, field, value);
  }
  return out;
}

function put(out: Record<string, number>, field: unknown, value: unknown): void {
  const number = Number(value);
  if (typeof field === "string" && Number.isFinite(number)) out[field] = number;
}
