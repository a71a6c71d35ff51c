/** What is sold: five plans as data. Prices in Stripe are made from this by `deno task billing sync`. */

export const TIERS = ["free", "seasoned", "expert", "master", "guild"] as const;
export type Tier = typeof TIERS[number];

export const INTERVALS = ["month", "year"] as const;
export type Interval = typeof INTERVALS[number];

/** Things that a plan has a number for. `participants`: in one fight. */
export const COUNTED = ["parties", "encounters", "creatures", "participants"] as const;
export type Counted = typeof COUNTED[number];

/** What a plan has or has not. */
export const FEATURES = ["log_export", "co_dm", "api_tokens"] as const;
export type Feature = typeof FEATURES[number];

export interface Plan {
  readonly tier: Tier;
  readonly name: string;
  /** US cents a month; a year costs ten months. */
  readonly monthlyCents: number;
  /** How many at most; null: as many as one likes. */
  readonly limits: Readonly<Record<Counted, number | null>>;
  readonly features: readonly Feature[];
}

export const PLANS: Readonly<Record<Tier, Plan>> = {
  free: {
    tier: "free",
    name: "Free Adventurer",
    monthlyCents: 0,
    limits: { parties: 1, encounters: 3, creatures: 10, participants: 6 },
    features: [],
  },
  seasoned: {
    tier: "seasoned",
    name: "Seasoned Adventurer",
    monthlyCents: 499,
    limits: { parties: 3, encounters: 15, creatures: 50, participants: 10 },
    features: ["log_export"],
  },
  expert: {
    tier: "expert",
    name: "Expert Dungeon Master",
    monthlyCents: 999,
    limits: { parties: 10, encounters: 50, creatures: 200, participants: 20 },
    features: ["log_export", "co_dm"],
  },
  master: {
    tier: "master",
    name: "Master of Dungeons",
    monthlyCents: 1_999,
    limits: { parties: 25, encounters: 100, creatures: 500, participants: 30 },
    features: ["log_export", "co_dm", "api_tokens"],
  },
  guild: {
    tier: "guild",
    name: "Guild Master",
    monthlyCents: 3_999,
    limits: { parties: null, encounters: null, creatures: null, participants: 50 },
    features: ["log_export", "co_dm", "api_tokens"],
  },
};

const MONTHS_OF_A_YEAR = 10;

/** US cents of a plan for a month or a year. */
export function centsOf(tier: Tier, interval: Interval): number {
  return PLANS[tier].monthlyCents * (interval === "year" ? MONTHS_OF_A_YEAR : 1);
}

/** Negative when `a` is below `b`. */
export function compareTiers(a: Tier, b: Tier): number {
  return TIERS.indexOf(a) - TIERS.indexOf(b);
}

/** The plans that cost something. */
export const PAID_TIERS = TIERS.filter((tier) => PLANS[tier].monthlyCents > 0);

export function isTier(value: unknown): value is Tier {
  return TIERS.some((tier) => tier === value);
}

/** The name of a plan's price at Stripe; which price has it may change, the name does not. */
export function lookupKey(tier: Tier, interval: Interval): string {
  return `tracker_${tier}_${interval}`;
}
