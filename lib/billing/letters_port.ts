/** Letters of billing, before they have words. */
export interface BillingLetter {
  /** The same for the same occasion: it goes out once. */
  readonly id: string;
  readonly to: string;
  readonly kind: "trial-ends" | "payment-failed" | "plan-changed" | "plan-cancelled";
  readonly plan: string;
  /** The day it is about, in milliseconds since the epoch. */
  readonly day: number;
}
