import { createHash } from "node:crypto";
import type { KeyValueStore } from "@/lib/store/ports/kv_store.ts";

const DAY_MS = 86_400_000;
const PREFIX = "network-bytes/";
/** What an instance counts by itself before it tells the others, in bytes. */
const STEP = 1024 * 1024;
/** How long what the others counted is believed. */
const BELIEVED_MS = 60_000;
const REMEMBERED = 5_000;
const ATTEMPTS = 10;
const PAGE = 500;

interface Counted {
  /** What all instances told, as far as it is known here. */
  told: number;
  /** What this one has not told yet. */
  untold: number;
  /** When the others were asked; never for a negative one. */
  askedAt: number;
  /** While it is being told. */
  telling: Promise<void> | undefined;
}

export interface NetworkQuotaDeps {
  readonly values: KeyValueStore;
  readonly now: () => number;
}

/**
 * What each network has added on the present day (UTC), in bytes, over all instances and restarts:
 * the sums are in the store. An instance tells it in steps of a mebibyte, so that a turn costs no
 * write and who plays leaves no trace; by so much each may be wrong.
 */
export class NetworkQuota {
  /** By the key of network and day; the hash keeps addresses out of the store. */
  readonly #networks = new Map<string, Counted>();

  constructor(private readonly deps: NetworkQuotaDeps) {}

  /** Bytes that the network has added today. */
  async today(network: string): Promise<number> {
    const key = this.#key(network);
    const counted = this.#counted(key);
    if (this.deps.now() - counted.askedAt >= BELIEVED_MS) {
      const kept = await this.deps.values.get(key);
      counted.told = Math.max(counted.told, numberOf(kept?.value));
      counted.askedAt = this.deps.now();
    }
    return counted.told + counted.untold;
  }

  /** Counts what was added, and tells the others when it has become much. */
  async added(network: string, bytes: number): Promise<void> {
    const key = this.#key(network);
    const counted = this.#counted(key);
    counted.untold += bytes;
    if (counted.untold < STEP) return;
    counted.telling ??= this.#tell(key, counted).finally(() => counted.telling = undefined);
    await counted.telling;
  }

  /** Adds to the sum in the store, one time after another: only instances race for it. */
  async #tell(key: string, counted: Counted): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS && counted.untold >= STEP;) {
      const telling = counted.untold;
      const kept = await this.deps.values.get(key);
      const sum = numberOf(kept?.value) + telling;
      const put = await this.deps.values.put(key, sum, kept?.version ?? 0);
      if (put.kind !== "saved") {
        attempt++;
        continue;
      }
      counted.untold -= telling;
      counted.told = Math.max(counted.told, sum);
      counted.askedAt = this.deps.now();
    }
  }

  #key(network: string): string {
    return keyOf(Math.floor(this.deps.now() / DAY_MS), network);
  }

  #counted(key: string): Counted {
    const known = this.#networks.get(key) ??
      { told: 0, untold: 0, askedAt: -BELIEVED_MS, telling: undefined };
    this.#networks.delete(key);
    this.#networks.set(key, known);
    if (this.#networks.size > REMEMBERED) {
      const [oldest] = this.#networks.keys();
      if (oldest !== undefined) this.#networks.delete(oldest);
    }
    return known;
  }
}

function keyOf(day: number, network: string): string {
  const hash = createHash("sha256").update(`${day} ${network}`).digest("base64url").slice(0, 22);
  return `${PREFIX}${day}/${hash}`;
}

function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

/** Removes the sums of days that are over; returns how many. */
export async function purgeNetworkSums(values: KeyValueStore, now: number): Promise<number> {
  // Another instance's clock may be a little behind.
  const today = Math.floor(now / DAY_MS) - 1;
  let removed = 0;
  let after: string | undefined;
  for (;;) {
    const page = await values.list(PREFIX, PAGE, after);
    for (const { key, version } of page) {
      const day = Number(key.slice(PREFIX.length).split("/")[0]);
      if (!(day >= today) && await values.delete(key, version)) removed++;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return removed;
    after = last.key;
  }
}
