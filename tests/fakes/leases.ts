import type { Lease, LeaseResult, LeaseStore } from "@/lib/store/ports/lease_store.ts";

/** Leases on a clock that the test moves: the store's, whatever the instances' clocks say. */
export class ClockedLeases implements LeaseStore {
  readonly #leases = new Map<string, Lease>();
  /** A store that is away: every question fails. */
  away = false;
  faults = 0;

  constructor(private readonly now: () => number) {}

  async acquire(name: string, owner: string, ttlMs: number): Promise<LeaseResult> {
    const held = await this.holder(name);
    if (held) return { kind: "taken", by: held };
    const fence = (this.#leases.get(name)?.fence ?? 0) + 1;
    const lease = { name, owner, fence, expiresAt: this.now() + ttlMs };
    this.#leases.set(name, lease);
    return { kind: "held", lease };
  }

  async renew(lease: Lease, ttlMs: number): Promise<Lease | null> {
    await this.#answers();
    const known = this.#leases.get(lease.name);
    if (known?.fence !== lease.fence || known.expiresAt === 0) return null;
    const renewed = { ...known, expiresAt: this.now() + ttlMs };
    this.#leases.set(lease.name, renewed);
    return renewed;
  }

  async release(lease: Lease): Promise<boolean> {
    const held = await this.holder(lease.name);
    if (held?.fence !== lease.fence) return false;
    this.#leases.set(lease.name, { ...held, expiresAt: 0 });
    return true;
  }

  async holder(name: string): Promise<Lease | null> {
    await this.#answers();
    const known = this.#leases.get(name);
    return known && known.expiresAt > this.now() ? known : null;
  }

  #answers(): Promise<void> {
    if (!this.away) return Promise.resolve();
    this.faults++;
    return Promise.reject(new Error("planted: the store is away"));
  }
}
