/** From Stripe's subscriptions to the one that counts. */
import { compareTiers, isTier, type Tier } from "./plans.ts";
import type { PaidStatus, PaidSubscription } from "./payments_port.ts";
import type { SubscriptionTruth } from "./records.ts";

/** What counts most comes first. */
const RANK: readonly PaidStatus[] = [
  "active",
  "trialing",
  "past_due",
  "unpaid",
  "paused",
  "incomplete",
  "canceled",
  "incomplete_expired",
];
/** Those that will be charged again. */
const CHARGED: ReadonlySet<PaidStatus> = new Set(["active", "trialing", "past_due"]);

const tierOf = (name: string | null): Tier | null => isTier(name) ? name : null;

/** A subscription as it is kept. */
export function truthOf(one: PaidSubscription): SubscriptionTruth {
  const { tier, nextTier, ...rest } = one;
  return { ...rest, tier: tierOf(tier), nextTier: tierOf(nextTier) };
}

function before(a: PaidSubscription, b: PaidSubscription): number {
  const tiers = compareTiers(tierOf(b.tier) ?? "free", tierOf(a.tier) ?? "free");
  const ended = a.status === "canceled" ? b.createdAt - a.createdAt : a.createdAt - b.createdAt;
  return RANK.indexOf(a.status) - RANK.indexOf(b.status) || tiers || ended ||
    (a.id < b.id ? -1 : 1);
}

export interface Chosen {
  readonly subscription: PaidSubscription | null;
  /** Others that are charged as well, though an account has one plan. */
  readonly surplus: readonly PaidSubscription[];
}

/**
 * The subscription that counts: of several that are charged the one with the most, of equals the
 * oldest, so that every instance chooses the same.
 */
export function choose(all: readonly PaidSubscription[]): Chosen {
  const [subscription = null, ...others] = all.filter((one) => tierOf(one.tier) !== null)
    .toSorted(before);
  return { subscription, surplus: others.filter(({ status }) => CHARGED.has(status)) };
}

/** Whether a subscription stands: no second one may be bought beside it. */
export function stands(subscription: SubscriptionTruth | null): subscription is SubscriptionTruth {
  return subscription !== null && subscription.status !== "canceled" &&
    subscription.status !== "incomplete_expired";
}
