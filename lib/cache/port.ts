/**
 * What the product asks of a cache: short-lived values, rate limits, wake-ups between instances
 * and counters that several instances add up. Nothing that must survive lives here: losing the
 * whole cache may cost speed, never a fact.
 */

/** A value store with expiry. Values are strings; callers parse what they read. */
export interface KeyValue {
  /** The stored value, or null when absent, expired or unreachable. */
  get(key: string): Promise<string | null>;
  /** Stores a value for `ttlMs` milliseconds; false when the cache could not take it. */
  set(key: string, value: string, ttlMs: number): Promise<boolean>;
  /** Stores only when the key is free; true when this call stored it. */
  setIfAbsent(key: string, value: string, ttlMs: number): Promise<boolean>;
  /** Removes a key; absent keys are fine. */
  delete(key: string): Promise<void>;
}

/**
 * One rate limit. `window` is a sliding window: `limit` per `windowMs`. `bucket` refills
 * `perSecond` tokens and holds at most `burst`. `instance` limits are counted in this process only
 * and cost no round trip; `shared` limits are counted across all instances.
 */
export type LimitRule =
  & {
    readonly name: string;
    readonly scope: "shared" | "instance";
    /** Guards a secret: nobody who is being counted is forgotten to make room for others. */
    readonly guard?: true;
  }
  & (
    | { readonly kind: "window"; readonly limit: number; readonly windowMs: number }
    | { readonly kind: "bucket"; readonly perSecond: number; readonly burst: number }
  );

/** The answer to one question "may this subject go on?". */
export interface LimitVerdict {
  readonly allowed: boolean;
  /** How many more would pass right now. */
  readonly remaining: number;
  /** Milliseconds until it is worth asking again; 0 when allowed. */
  readonly retryAfterMs: number;
  /** Who decided: `local` also when the shared counter could not be reached. */
  readonly source: "shared" | "local";
}

/** Counts attempts per subject. Never throws and never fails open. */
export interface RateLimiter {
  limit(rule: LimitRule, subject: string): Promise<LimitVerdict>;
  /** What `limit` would answer now, without counting. */
  peek(rule: LimitRule, subject: string): Promise<LimitVerdict>;
}

/** "Encounter X has reached version N": a hint to look into the store, which is always the truth. */
export interface Wakeup {
  readonly encounterId: string;
  readonly version: number;
  /**
   * All that is new, as a short text, so that nobody need look: what it means is between those who
   * publish and those who subscribe.
   */
  readonly news?: string;
}

/**
 * What a subscriber hears. `gap` says that wake-ups may have been lost (the line to the other
 * instances was cut and is back, or has just failed): look after everything you watch.
 */
export type WakeupEvent = ({ readonly type: "wakeup" } & Wakeup) | { readonly type: "gap" };

/** Wake-ups across instances. Listeners of the same process hear at once, without the network. */
export interface WakeupBus {
  /**
   * Tells the listeners of this process at once and then every other instance; resolves when
   * handed over. Rejects only in a bare remote adapter, after the listeners here have heard.
   */
  publish(wakeup: Wakeup): Promise<void>;
  /** Listens until the returned function is called. */
  subscribe(listener: (event: WakeupEvent) => void): () => void;
  /** `live`: other instances are heard at once. `polling`: rely on your own timer for now. */
  wakeups(): "live" | "polling";
}

/** Counters that instances add up, grouped in buckets (a minute, an hour) that expire. */
export interface SharedCounters {
  /** Adds every field to the bucket; false when nothing was added. */
  add(bucket: string, fields: Readonly<Record<string, number>>, ttlMs: number): Promise<boolean>;
  /** Reads buckets in order; null when the cache cannot be read (which is not "zero"). */
  read(buckets: readonly string[]): Promise<Record<string, number>[] | null>;
}

/** How the cache is doing, known without asking it. */
export interface CacheState {
  readonly kind: "memory" | "upstash";
  /** `degraded`: the shared cache does not answer, this process stands in for it. */
  readonly status: "ok" | "degraded";
  readonly wakeups: "live" | "polling";
  /** Operations that failed since the start, by reason. */
  readonly failures: Readonly<Record<string, number>>;
}

/** The whole room. */
export interface Cache extends KeyValue, RateLimiter, WakeupBus, SharedCounters {
  state(): CacheState;
  /** Writes and reads back a nonce through the real line; throws when that fails. */
  probe(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Why a call to a shared cache failed; the message never holds a key, a value or a token. */
export type CacheFaultReason = "timeout" | "unreachable" | "refused" | "bad_answer" | "open";

/** A failed cache call, thrown by remote adapters and swallowed by `resilientCache`. */
export class CacheFault extends Error {
  constructor(readonly reason: CacheFaultReason, options?: ErrorOptions) {
    super(`Cannot use the shared cache: ${reason}`, options);
    this.name = "CacheFault";
  }
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function window(name: string, limit: number, windowMs: number) {
  return { name, scope: "shared", kind: "window", limit, windowMs } as const;
}

/** A window that guards a secret against being guessed. */
function guard(name: string, limit: number, windowMs: number) {
  return { ...window(name, limit, windowMs), guard: true } as const;
}

/** The subject of limits that count the whole site. */
export const WHOLE_SITE = "site";

function ofAddress(name: string, limit: number, windowMs: number): LimitRule {
  return { name, scope: "instance", kind: "window", limit, windowMs };
}

/**
 * Every rate limit of the product, by what it protects. What happens often is counted in the
 * instance that is asked, so that the hot path of a fight never waits for the network.
 */
export const LIMITS = {
  /**
   * A DM's requests with commands, per owner and fight. Far above what a hand does: a browser that
   * was offline sends its queue in a burst, and every request may carry a whole batch.
   */
  dmCommands: {
    name: "dm_commands",
    scope: "instance",
    kind: "bucket",
    perSecond: 250,
    burst: 500,
  },
  /** Proposals of one seat. */
  proposals: { name: "proposals", scope: "instance", kind: "bucket", perSecond: 20, burst: 40 },
  /** Seats taken and left in one fight, per address: a table sits down at once, nobody dances. */
  seatChanges: {
    name: "seat_changes",
    scope: "instance",
    kind: "bucket",
    perSecond: 0.2,
    burst: 20,
  },
  /** The same of one device. */
  deviceSeats: {
    name: "device_seats",
    scope: "instance",
    kind: "bucket",
    perSecond: 0.1,
    burst: 6,
  },
  /** Join codes that do not exist, per address. */
  joinCode: guard("join_code", 10, MINUTE),
  joinCodeHour: guard("join_code_hour", 30, HOUR),
  /** Join codes that do not exist, of the whole site. Beyond it every network is held short. */
  joinCodeSite: guard("join_code_site", 600, HOUR),
  /** Join codes that do not exist, per network, while the whole site is beyond its limit. */
  joinCodeShort: guard("join_code_short", 2, HOUR),
  /** API reads, per owner or address. */
  reads: { name: "reads", scope: "instance", kind: "window", limit: 120, windowMs: MINUTE },
  /** API writes other than commands, per owner or address. */
  writes: window("writes", 60, MINUTE),
  /**
   * New live streams, per address: nobody takes all that an instance has within a minute. A hall
   * full of tables behind one address must get in at once after a restart.
   */
  streams: {
    name: "streams",
    scope: "instance",
    kind: "window",
    limit: 6_000,
    windowMs: MINUTE,
  },
  /** Files to import, per owner or address: each may keep a core busy for seconds. */
  imports: {
    name: "imports",
    scope: "instance",
    kind: "window",
    limit: 60,
    windowMs: 10 * MINUTE,
  },
  /**
   * The same three by address, whoever the cookie says it is: cookies are free. Far above what a
   * hall of tables behind one address does.
   */
  readsOfAddress: ofAddress("reads_address", 6_000, MINUTE),
  writesOfAddress: ofAddress("writes_address", 1_500, MINUTE),
  importsOfAddress: ofAddress("imports_address", 240, 10 * MINUTE),
  /** Attempts to sign in, per network. */
  loginAddress: guard("login_address", 30, 15 * MINUTE),
  /** Attempts to sign in to one account, by strangers or by one known browser. */
  signInAccount: guard("sign_in_account", 10, 15 * MINUTE),
  /** New accounts, per network. */
  signUp: guard("sign_up", 5, 60 * MINUTE),
  /** Letters to one account about its password, and requests for them from one network. */
  resetAccount: guard("reset_account", 3, 60 * MINUTE),
  resetAddress: guard("reset_address", 20, 60 * MINUTE),
  /** Recovery links that a guest makes, and keys of such links that one network tries. */
  recoveryMake: window("recovery_make", 10, HOUR),
  recoveryOpen: guard("recovery_open", 30, 15 * MINUTE),
  /** Error reports of browsers, per address. */
  browserErrors: {
    name: "browser_errors",
    scope: "instance",
    kind: "window",
    limit: 20,
    windowMs: MINUTE,
  },
} as const satisfies Record<string, LimitRule>;
