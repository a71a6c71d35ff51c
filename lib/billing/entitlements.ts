import {
  compareTiers,
  type Counted,
  type Feature,
  FEATURES,
  PLANS,
  type Tier,
  TIERS,
} from "./plans.ts";
import type { BillingRecord, Grant, SubscriptionTruth } from "./records.ts";
import { type Refusal, refuse } from "@/lib/errors.ts";

const DAY_MS = 86_400_000;
/** How long a plan goes on after a payment that failed. */
export const GRACE_MS = 3 * DAY_MS;

/** What somebody may have, and why. */
export interface Entitlements {
  /** Null where the site has no plans: everything is open. */
  readonly tier: Tier | null;
  readonly source: "open" | "free" | "guest" | "subscription" | "complimentary" | "trial";
  readonly limits: Readonly<Record<Counted, number | null>>;
  readonly features: readonly Feature[];
  /** When that ends by itself; null: it does not. */
  readonly until: number | null;
}

/** What entitlements are made from. */
export type EntitlementFacts =
  | { readonly tiers: "off" }
  | { readonly tiers: "on"; readonly guest: true }
  | {
    readonly tiers: "on";
    readonly guest: false;
    readonly record: Pick<BillingRecord, "subscription" | "complimentary" | "trial">;
    /** Milliseconds since the epoch. */
    readonly now: number;
  };

const OPEN: Entitlements = {
  tier: null,
  source: "open",
  limits: { parties: null, encounters: null, creatures: null, participants: null },
  features: FEATURES,
  until: null,
};

interface Claim {
  readonly tier: Tier;
  readonly source: Entitlements["source"];
  readonly until: number | null;
}

/** The one place that says what somebody may have. */
export function entitlements(facts: EntitlementFacts): Entitlements {
  if (facts.tiers === "off") return OPEN;
  if (facts.guest) return planned({ tier: "free", source: "guest", until: null });
  const { record: { subscription, complimentary, trial }, now } = facts;
  const claims: Claim[] = [
    { tier: "free", source: "free", until: null },
    ...paidClaim(subscription, now),
    ...grantClaim(complimentary, "complimentary", now),
    ...grantClaim(trial, "trial", now),
  ];
  // The first of equals stays: what is paid for counts before what is given.
  return planned(
    claims.reduce((best, claim) => compareTiers(claim.tier, best.tier) > 0 ? claim : best),
  );
}

function planned({ tier, source, until }: Claim): Entitlements {
  const { limits, features } = PLANS[tier];
  return { tier, source, limits, features, until };
}

function grantClaim(given: Grant | null, source: Claim["source"], now: number): Claim[] {
  if (given === null || (given.until !== null && given.until <= now)) return [];
  return [{ tier: given.tier, source, until: given.until }];
}

/**
 * What Stripe's subscription is good for. Paid time goes on when Stripe does not answer: only its
 * own word ends it. A payment that failed leaves three days.
 */
function paidClaim(subscription: SubscriptionTruth | null, now: number): Claim[] {
  if (subscription === null || subscription.tier === null) return [];
  const { tier, status, endsAt, unpaidSince, periodEndsAt, trialEndsAt } = subscription;
  const claim = (until: number | null): Claim[] => [{ tier, source: "subscription", until }];
  switch (status) {
    case "active":
      return claim(endsAt);
    case "trialing":
      return claim(endsAt ?? trialEndsAt);
    case "past_due": {
      const ends = (unpaidSince ?? periodEndsAt) + GRACE_MS;
      return now < ends ? claim(ends) : [];
    }
    case "incomplete":
    case "incomplete_expired":
    case "unpaid":
    case "canceled":
    case "paused":
      return [];
  }
}

const NAMES: Readonly<Record<Counted, readonly [one: string, many: string]>> = {
  parties: ["party", "parties"],
  encounters: ["fight", "fights"],
  creatures: ["creature of your own", "creatures of your own"],
  participants: ["participant in a fight", "participants in a fight"],
};

/** "3 fights", "1 party". */
export function countText(what: Counted, count: number): string {
  const [one, many] = NAMES[what];
  return `${count} ${count === 1 ? one : many}`;
}

/** The lowest plan above `tier` that has more of something. */
function nextPlan(tier: Tier, has: (above: Tier) => boolean): Tier | undefined {
  return TIERS.find((above) => compareTiers(above, tier) > 0 && has(above));
}

/** A refusal when somebody who has `used` may not have `more`; says the way up. */
export function refusalToGrow(
  { tier, source, limits }: Entitlements,
  what: Counted,
  used: number,
  more = 1,
): Refusal | undefined {
  const most = limits[what];
  if (tier === null || most === null || used + more <= most) return undefined;
  const room = source === "guest"
    ? `A guest has room for ${countText(what, most)}`
    : `Your plan, ${PLANS[tier].name}, has room for ${countText(what, most)}`;
  const less = what === "participants" ? "Leave some out" : "Delete one";
  const above = nextPlan(tier, (value) => {
    const limit = PLANS[value].limits[what];
    return limit === null || limit >= used + more;
  });
  const way = above === undefined
    ? ""
    : source === "guest"
    ? `, or sign up and move up to ${PLANS[above].name}`
    : `, or move up to ${PLANS[above].name} on your account's page of plans`;
  return refuse("LIMIT_REACHED", `${room}. ${less}${way}.`);
}

const FEATURE_NAMES: Readonly<Record<Feature, string>> = {
  log_export: "Downloading a fight's log",
  co_dm: "A co-DM",
  api_tokens: "API tokens",
};

/** A refusal when a plan does not have `feature`; says the way up. */
export function refusalOfFeature(
  { tier, source, features }: Entitlements,
  feature: Feature,
): Refusal | undefined {
  if (tier === null || features.includes(feature)) return undefined;
  const above = nextPlan(tier, (value) => PLANS[value].features.includes(feature)) ?? "guild";
  const who = source === "guest" ? "Sign up and move" : "Move";
  return refuse(
    "LIMIT_REACHED",
    `${FEATURE_NAMES[feature]} is part of ${PLANS[above].name}. ${who} up to use it.`,
  );
}
