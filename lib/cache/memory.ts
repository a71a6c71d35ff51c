import { LocalLimiter } from "./local_limiter.ts";
import type { Cache, CacheState, LimitRule, LimitVerdict, Wakeup, WakeupEvent } from "./port.ts";

interface Entry {
  value: string;
  expiresAt: number;
}

interface Bucket {
  fields: Record<string, number>;
  expiresAt: number;
}

/** Keys kept at most; the oldest leave first. */
const MAX_KEYS = 10_000;
/** What values take at most, in bytes, where nobody says anything else. */
const DEFAULT_BYTES = 16 * 1024 * 1024;
/** What an entry takes beside its key and its value. */
const BYTES_OF_AN_ENTRY = 128;

/** The in-process cache: the default of a single server, and what a shared cache falls back to. */
export class MemoryCache implements Cache {
  readonly #entries = new Map<string, Entry>();
  readonly #buckets = new Map<string, Bucket>();
  readonly #listeners = new Set<(event: WakeupEvent) => void>();
  readonly #limiter: LocalLimiter;
  readonly #now: () => number;

  readonly #maxBytes: number;
  #bytes = 0;

  /** @param options.maxBytes What values may take together; the oldest leave first. */
  constructor(options: { now?: () => number; maxBytes?: number } = {}) {
    this.#now = options.now ?? Date.now;
    this.#maxBytes = options.maxBytes ?? DEFAULT_BYTES;
    this.#limiter = new LocalLimiter(this.#now);
  }

  get(key: string): Promise<string | null> {
    return Promise.resolve(this.#peek(key));
  }

  #peek(key: string): string | null {
    const entry = this.#entries.get(key);
    if (!entry) return null;
    if (entry.expiresAt > this.#now()) return entry.value;
    this.#drop(key);
    return null;
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (entry && this.#entries.delete(key)) this.#bytes -= bytesOf(key, entry.value);
  }

  set(key: string, value: string, ttlMs: number): Promise<boolean> {
    this.#drop(key);
    const bytes = bytesOf(key, value);
    if (bytes > this.#maxBytes) return Promise.resolve(false);
    const full = () => this.#entries.size >= MAX_KEYS || this.#bytes + bytes > this.#maxBytes;
    if (full()) {
      const now = this.#now();
      for (const [one, { expiresAt }] of this.#entries) if (expiresAt <= now) this.#drop(one);
      for (const oldest of this.#entries.keys()) {
        if (!full()) break;
        this.#drop(oldest);
      }
    }
    this.#entries.set(key, { value, expiresAt: this.#now() + ttlMs });
    this.#bytes += bytes;
    return Promise.resolve(true);
  }

  setIfAbsent(key: string, value: string, ttlMs: number): Promise<boolean> {
    if (this.#peek(key) !== null) return Promise.resolve(false);
    return this.set(key, value, ttlMs);
  }

  delete(key: string): Promise<void> {
    this.#drop(key);
    return Promise.resolve();
  }

  limit(rule: LimitRule, subject: string): Promise<LimitVerdict> {
    return this.#limiter.limit(rule, subject);
  }

  peek(rule: LimitRule, subject: string): Promise<LimitVerdict> {
    return this.#limiter.peek(rule, subject);
  }

  publish(wakeup: Wakeup): Promise<void> {
    this.deliver({ type: "wakeup", ...wakeup });
    return Promise.resolve();
  }

  /** Hands an event to the listeners of this process; one that throws harms no other. */
  deliver(event: WakeupEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        reportListenerError(error);
      }
    }
  }

  subscribe(listener: (event: WakeupEvent) => void): () => void {
    // Wrapped, so that the same function subscribed twice is heard twice and leaves once.
    const own = (event: WakeupEvent) => listener(event);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  wakeups(): "live" | "polling" {
    return "live";
  }

  add(
    bucket: string,
    fields: Readonly<Record<string, number>>,
    ttlMs: number,
  ): Promise<boolean> {
    const now = this.#now();
    const known = this.#buckets.get(bucket);
    const target = known && known.expiresAt > now ? known : { fields: {}, expiresAt: 0 };
    target.expiresAt = now + ttlMs;
    for (const [field, value] of Object.entries(fields)) {
      target.fields[field] = (target.fields[field] ?? 0) + value;
    }
    if (!known && this.#buckets.size >= MAX_KEYS) dropExpiredOrOldest(this.#buckets, now);
    this.#buckets.set(bucket, target);
    return Promise.resolve(true);
  }

  read(buckets: readonly string[]): Promise<Record<string, number>[] | null> {
    const now = this.#now();
    return Promise.resolve(buckets.map((name) => {
      const bucket = this.#buckets.get(name);
      return bucket && bucket.expiresAt > now ? { ...bucket.fields } : {};
    }));
  }

  state(): CacheState {
    return { kind: "memory", status: "ok", wakeups: "live", failures: {} };
  }

  probe(_signal: AbortSignal): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#listeners.clear();
    return Promise.resolve();
  }
}

function bytesOf(key: string, value: string): number {
  return BYTES_OF_AN_ENTRY + 2 * (key.length + value.length);
}

function dropExpiredOrOldest(map: Map<string, { expiresAt: number }>, now: number): void {
  const before = map.size;
  for (const [key, entry] of map) if (entry.expiresAt <= now) map.delete(key);
  if (map.size < before) return;
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}

function reportListenerError(error: unknown): void {
  const message = error instanceof Error ? error.message : "unknown";
  console.error(JSON.stringify({ level: "error", msg: "wake-up listener failed", error: message }));
}
