/**
 * Leases: a claim that ends by itself. Times are the store's clock, not the caller's, so that
 * instances whose clocks differ agree on who holds one.
 */
export interface Lease {
  readonly name: string;
  readonly owner: string;
  /** Grows with every new holder: what an older holder still sends can be told by it. */
  readonly fence: number;
  /** Milliseconds since the epoch, on the store's clock. */
  readonly expiresAt: number;
}

export type LeaseResult =
  | { readonly kind: "held"; readonly lease: Lease }
  | { readonly kind: "taken"; readonly by: Lease };

export interface LeaseStore {
  /** Takes the lease when nobody holds it. One holder is one `owner` text: give each its own. */
  acquire(name: string, owner: string, ttlMs: number): Promise<LeaseResult>;
  /** Prolongs it to `ttlMs` from now; null when another has taken it since. */
  renew(lease: Lease, ttlMs: number): Promise<Lease | null>;
  /** Gives it back; false when it was no longer held. */
  release(lease: Lease): Promise<boolean>;
  /** Who holds it now; null when nobody does. */
  holder(name: string): Promise<Lease | null>;
}
