import assert from "node:assert/strict";
import { entitlements, GRACE_MS, refusalOfFeature, refusalToGrow } from "./entitlements.ts";
import { centsOf, compareTiers, PLANS, TIERS } from "./plans.ts";
import { EMPTY_RECORD, type SubscriptionTruth } from "./records.ts";

const NOW = 1_800_000_000_000;
const SUBSCRIPTION: SubscriptionTruth = {
  id: "sub_1",
  status: "active",
  tier: "master",
  interval: "month",
  itemId: "si_1",
  createdAt: NOW,
  periodEndsAt: NOW + 30 * 86_400_000,
  endsAt: null,
  trialEndsAt: null,
  unpaidSince: null,
  collectionPaused: false,
  scheduleId: null,
  nextTier: null,
};

function of(change: Partial<SubscriptionTruth>, now = NOW) {
  const record = { ...EMPTY_RECORD, subscription: { ...SUBSCRIPTION, ...change } };
  return entitlements({ tiers: "on", guest: false, record, now });
}

Deno.test("the figures of the plans are the ones that are sold", () => {
  const rows = TIERS.map((tier) => [
    PLANS[tier].name,
    centsOf(tier, "month"),
    centsOf(tier, "year"),
    ...Object.values(PLANS[tier].limits),
  ]);
  assert.deepEqual(rows, [
    ["Free Adventurer", 0, 0, 1, 3, 10, 6],
    ["Seasoned Adventurer", 499, 4_990, 3, 15, 50, 10],
    ["Expert Dungeon Master", 999, 9_990, 10, 50, 200, 20],
    ["Master of Dungeons", 1_999, 19_990, 25, 100, 500, 30],
    ["Guild Master", 3_999, 39_990, null, null, null, 50],
  ]);
});

Deno.test("no plan lacks what a cheaper one has", () => {
  for (const [n, tier] of TIERS.entries()) {
    for (const below of TIERS.slice(0, n)) {
      assert.ok(compareTiers(tier, below) > 0);
      assert.ok(PLANS[below].features.every((feature) => PLANS[tier].features.includes(feature)));
      for (const [what, most] of Object.entries(PLANS[tier].limits)) {
        const less = Object.entries(PLANS[below].limits).find(([name]) => name === what)?.[1];
        assert.ok(most === null || (typeof less === "number" && less < most), `${tier} ${what}`);
      }
    }
  }
});

Deno.test("each status of a subscription is worth what it says", () => {
  const worth = {
    active: "master",
    trialing: "master",
    past_due: "master",
    incomplete: "free",
    incomplete_expired: "free",
    unpaid: "free",
    canceled: "free",
    paused: "free",
  } as const;
  for (const [status, tier] of Object.entries(worth)) {
    const known = (Object.keys(worth) as (keyof typeof worth)[]).find((key) => key === status);
    assert.ok(known);
    assert.equal(of({ status: known, unpaidSince: NOW }).tier, tier, status);
  }
});

Deno.test("a failed payment leaves three days to the millisecond", () => {
  const failed = { status: "past_due", unpaidSince: NOW } as const;
  assert.equal(of(failed, NOW + GRACE_MS - 1).tier, "master");
  assert.equal(of(failed, NOW + GRACE_MS).tier, "free");
});

Deno.test("the best of what is paid and what is given counts; a grant ends by itself", () => {
  const grant = (tier: "expert" | "guild", until: number | null) => ({
    tier,
    until,
    by: "admin@example.org",
    at: NOW,
  });
  const both = (complimentary: ReturnType<typeof grant>) =>
    entitlements({
      tiers: "on",
      guest: false,
      record: { subscription: SUBSCRIPTION, complimentary, trial: null },
      now: NOW,
    });
  assert.equal(both(grant("expert", null)).source, "subscription");
  assert.equal(both(grant("guild", null)).tier, "guild");
  assert.equal(both(grant("guild", NOW)).tier, "master");
});

Deno.test("a refusal says how much fits, and which plan has room", () => {
  const guest = entitlements({ tiers: "on", guest: true });
  assert.equal(refusalToGrow(guest, "encounters", 2), undefined);
  assert.equal(
    refusalToGrow(guest, "encounters", 3)?.message,
    "A guest has room for 3 fights. Delete one, or sign up and move up to Seasoned Adventurer.",
  );
  const free = entitlements({ tiers: "on", guest: false, record: EMPTY_RECORD, now: NOW });
  assert.equal(
    refusalToGrow(free, "parties", 3)?.message,
    "Your plan, Free Adventurer, has room for 1 party. Delete one, or move up to Expert Dungeon Master on your account's page of plans.",
  );
  assert.equal(refusalOfFeature(free, "log_export")?.code, "LIMIT_REACHED");
  assert.equal(refusalOfFeature(entitlements({ tiers: "off" }), "api_tokens"), undefined);
});
