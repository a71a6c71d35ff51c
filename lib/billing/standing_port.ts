/** How billing stands, over all instances, as alerts and metrics see it. */
export interface BillingStanding {
  /** When it was noted, in milliseconds since the epoch. */
  readonly at: number;
  /** Events of Stripe that wait for their effect. */
  readonly waiting: number;
  /** Since when the oldest does. */
  readonly waitingSince: number | null;
  /** Accounts that differed from Stripe at the last comparison. */
  readonly drifted: number;
}
