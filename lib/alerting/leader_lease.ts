import type { Lease, LeaseStore } from "@/lib/store/ports/lease_store.ts";

/** How long the other instances wait for an evaluator that died without releasing its lease. */
export const LEASE_MS = 20_000;
const NAME = "alerts";

/** The lease has passed to another instance; what its old holder still wants to write is refused. */
export class LeaseLostError extends Error {
  constructor() {
    super("Cannot write: the lease has passed to another evaluator");
    this.name = "LeaseLostError";
  }
}

/**
 * Elects the instance that evaluates: a lease in the store, on the store's clock, so that an
 * instance with a wrong clock cannot keep the others out. While the store is away no lease can be
 * had, and every instance evaluates: its document lives in its own memory then.
 */
export class LeaderLease {
  readonly #leases: LeaseStore | undefined;
  readonly #owner: string;
  readonly #clock: () => number;
  #lease: Lease | undefined;
  /** The store's clock minus this process's clock, when last seen. */
  #offset = 0;

  constructor(leases: LeaseStore | undefined, owner: string, clock: () => number) {
    this.#leases = leases;
    this.#owner = owner;
    this.#clock = clock;
  }

  /** The lease that writes are made under; undefined while none can be had. */
  get lease(): Lease | undefined {
    return this.#lease;
  }

  /** The store's time in milliseconds, as far as it is known here. */
  now(): number {
    return this.#clock() + this.#offset;
  }

  /**
   * Acquires or renews the lease for `LEASE_MS` from now; `standby` when another instance holds
   * it. Without a lease store, or while the store is away, the caller leads.
   */
  async acquire(): Promise<"acquired" | "renewed" | "standby"> {
    if (!this.#leases) return "renewed";
    try {
      const lease = this.#lease && await this.#leases.renew(this.#lease, LEASE_MS);
      if (lease) {
        this.#hold(lease);
        return "renewed";
      }
      this.#lease = undefined;
      const result = await this.#leases.acquire(NAME, this.#owner, LEASE_MS);
      if (result.kind === "taken") return "standby";
      this.#hold(result.lease);
      return "acquired";
    } catch {
      // No instance can hold it now. The watch must go on, above all when the store is away.
      return "renewed";
    }
  }

  /** Releases the lease, so that the next instance need not wait until it runs out. */
  async release(): Promise<void> {
    const lease = this.#lease;
    this.#lease = undefined;
    if (lease) await this.#leases?.release(lease);
  }

  #hold(lease: Lease): void {
    this.#lease = lease;
    this.#offset = lease.expiresAt - LEASE_MS - this.#clock();
  }
}
