import type { Lease, LeaseStore } from "@/lib/store/lease_port.ts";

/** How long the others wait for an evaluator that died without a word. */
export const LEASE_MS = 20_000;
const NAME = "alerts";

/** The lease has passed to another; what its old holder still wants to write is refused. */
export class Fenced extends Error {
  constructor() {
    super("Cannot write: the lease has passed to another evaluator");
    this.name = "Fenced";
  }
}

/**
 * Whose turn it is to evaluate: a lease in the store, on the store's clock, so that a holder whose
 * clock is wrong keeps nobody out. While the store is away there is no lease to be had, and each
 * instance is on its own: its document lives in its own memory then.
 */
export class Turn {
  readonly #leases: LeaseStore | undefined;
  readonly #owner: string;
  readonly #clock: () => number;
  #lease: Lease | undefined;
  /** The store's clock minus one's own, when last seen. */
  #ahead = 0;

  constructor(leases: LeaseStore | undefined, owner: string, clock: () => number) {
    this.#leases = leases;
    this.#owner = owner;
    this.#clock = clock;
  }

  /** What writes of this turn hang on; undefined while there is no lease to be had. */
  get lease(): Lease | undefined {
    return this.#lease;
  }

  /** The time that all instances agree on, as far as it is known here. */
  now(): number {
    return this.#clock() + this.#ahead;
  }

  /**
   * Takes the turn or keeps it for `LEASE_MS` from now; `theirs` when another has it. Without
   * leases, or while none is to be had, whoever asks keeps it.
   */
  async take(): Promise<"taken" | "kept" | "theirs"> {
    if (!this.#leases) return "kept";
    try {
      const lease = this.#lease && await this.#leases.renew(this.#lease, LEASE_MS);
      if (lease) {
        this.#hold(lease);
        return "kept";
      }
      this.#lease = undefined;
      const result = await this.#leases.acquire(NAME, this.#owner, LEASE_MS);
      if (result.kind === "taken") return "theirs";
      this.#hold(result.lease);
      return "taken";
    } catch {
      // Nobody can hold it now. Whoever watches must go on, above all when the store is away.
      return "kept";
    }
  }

  /** Ends the turn, so that the next instance need not wait for it to run out. */
  async release(): Promise<void> {
    const lease = this.#lease;
    this.#lease = undefined;
    if (lease) await this.#leases?.release(lease);
  }

  #hold(lease: Lease): void {
    this.#lease = lease;
    this.#ahead = lease.expiresAt - LEASE_MS - this.#clock();
  }
}
