import { Breaker } from "./breaker.ts";
import { MemoryCache } from "./memory.ts";
import {
  type Cache,
  CacheFault,
  type CacheState,
  type LimitRule,
  type LimitVerdict,
  type Wakeup,
  type WakeupEvent,
} from "./port.ts";

/** Called after every shared operation, for the metrics. */
export type CacheObserver = (operation: string, ok: boolean, milliseconds: number) => void;

export interface ResilientOptions {
  readonly now?: () => number;
  readonly observe?: CacheObserver;
  readonly breaker?: Breaker;
}

/**
 * A shared cache that may fail without anybody noticing more than slowness: reads miss, limits are
 * counted locally, wake-ups reach at least this process, and after three failures in a row the
 * network is left alone for five seconds.
 */
export class ResilientCache implements Cache {
  readonly #remote: Cache;
  readonly #local: MemoryCache;
  readonly #breaker: Breaker;
  readonly #observe: CacheObserver;
  #skipped = 0;

  constructor(remote: Cache, options: ResilientOptions = {}) {
    const clock = options.now ? { now: options.now } : {};
    this.#remote = remote;
    this.#local = new MemoryCache(clock);
    this.#breaker = options.breaker ?? new Breaker(clock);
    this.#observe = options.observe ?? (() => {});
  }

  get(key: string): Promise<string | null> {
    return this.#try("get", () => this.#remote.get(key), () => Promise.resolve(null));
  }

  set(key: string, value: string, ttlMs: number): Promise<boolean> {
    return this.#try("set", () => this.#remote.set(key, value, ttlMs), no);
  }

  setIfAbsent(key: string, value: string, ttlMs: number): Promise<boolean> {
    return this.#try("set", () => this.#remote.setIfAbsent(key, value, ttlMs), no);
  }

  delete(key: string): Promise<void> {
    return this.#try("delete", () => this.#remote.delete(key), nothing);
  }

  limit(rule: LimitRule, subject: string): Promise<LimitVerdict> {
    if (rule.scope === "instance") return this.#local.limit(rule, subject);
    return this.#try(
      "limit",
      () => this.#remote.limit(rule, subject),
      () => this.#local.limit(rule, subject),
    );
  }

  peek(rule: LimitRule, subject: string): Promise<LimitVerdict> {
    if (rule.scope === "instance") return this.#local.peek(rule, subject);
    return this.#try(
      "limit",
      () => this.#remote.peek(rule, subject),
      () => this.#local.peek(rule, subject),
    );
  }

  async publish(wakeup: Wakeup): Promise<void> {
    if (!this.#breaker.tryEnter()) {
      this.#skipped += 1;
      return this.#local.publish(wakeup);
    }
    // The adapter has told the listeners here before it fails on the network.
    await this.#run("publish", () => this.#remote.publish(wakeup)).catch(() => {});
  }

  subscribe(listener: (event: WakeupEvent) => void): () => void {
    const local = this.#local.subscribe(listener);
    const remote = this.#remote.subscribe(listener);
    return () => {
      local();
      remote();
    };
  }

  wakeups(): "live" | "polling" {
    return this.#breaker.state === "closed" ? this.#remote.wakeups() : "polling";
  }

  add(
    bucket: string,
    fields: Readonly<Record<string, number>>,
    ttlMs: number,
  ): Promise<boolean> {
    return this.#try("add", () => this.#remote.add(bucket, fields, ttlMs), no);
  }

  read(buckets: readonly string[]): Promise<Record<string, number>[] | null> {
    return this.#try("read", () => this.#remote.read(buckets), () => Promise.resolve(null));
  }

  state(): CacheState {
    const remote = this.#remote.state();
    const status = this.#breaker.state === "closed" ? remote.status : "degraded";
    const failures = this.#skipped > 0
      ? { ...remote.failures, open: this.#skipped }
      : remote.failures;
    return { kind: remote.kind, status, wakeups: this.wakeups(), failures };
  }

  /** Goes through the breaker too, so that a probe is also what closes it again. */
  async probe(signal: AbortSignal): Promise<void> {
    if (!this.#breaker.tryEnter()) throw new CacheFault("open");
    await this.#run("probe", () => this.#remote.probe(signal));
  }

  async close(): Promise<void> {
    await this.#local.close();
    await this.#remote.close();
  }

  async #try<T>(
    name: string,
    remote: () => Promise<T>,
    fallback: () => Promise<T>,
  ): Promise<T> {
    if (!this.#breaker.tryEnter()) {
      this.#skipped += 1;
      return fallback();
    }
    try {
      return await this.#run(name, remote);
    } catch {
      return fallback();
    }
  }

  async #run<T>(name: string, remote: () => Promise<T>): Promise<T> {
    const start = performance.now();
    let ok = false;
    try {
      const value = await remote();
      ok = true;
      return value;
    } finally {
      if (ok) this.#breaker.succeeded();
      else this.#breaker.failed();
      this.#observe(name, ok, performance.now() - start);
    }
  }
}

function no(): Promise<boolean> {
  return Promise.resolve(false);
}

function nothing(): Promise<void> {
  return Promise.resolve();
}
