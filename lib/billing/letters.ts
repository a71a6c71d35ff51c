/** Which letters a change of a subscription asks for. */
import { entitlements, GRACE_MS } from "./entitlements.ts";
import type { Tier } from "./plans.ts";
import { EMPTY_RECORD, type PendingLetter, type SubscriptionTruth } from "./records.ts";

function paidTier(subscription: SubscriptionTruth | null, now: number): Tier {
  const record = { ...EMPTY_RECORD, subscription };
  return entitlements({ tiers: "on", guest: false, record, now }).tier ?? "free";
}

/** The letters of one change, with ids that the same change always gives. */
export function lettersFor(
  was: SubscriptionTruth | null,
  is: SubscriptionTruth | null,
  now: number,
): readonly PendingLetter[] {
  if (is === null) return [];
  const letter = (
    kind: PendingLetter["kind"],
    mark: string | number,
    day: number | null = null,
  ): PendingLetter => ({ id: `${kind}-${is.id}-${mark}`, kind, tier: is.tier, at: now, day });
  const same = was?.id === is.id ? was : null;
  const failed = is.status === "past_due" && is.unpaidSince !== null &&
    same?.unpaidSince !== is.unpaidSince;
  const ended = is.status === "canceled" && same !== null && same.status !== "canceled";
  const willEnd = is.endsAt !== null && is.status !== "canceled" &&
    (same === null || same.endsAt === null);
  const [before, after] = [paidTier(same, now), paidTier(is, now)];
  const changed = before !== after && after !== "free" && is.status !== "past_due";
  return [
    ...failed
      ? [
        letter("payment-failed", is.unpaidSince ?? 0, (is.unpaidSince ?? now) + GRACE_MS),
      ]
      : [],
    ...willEnd || (ended && same.endsAt === null)
      ? [letter("plan-cancelled", is.endsAt ?? is.periodEndsAt, ended ? now : is.endsAt)]
      : [],
    ...changed ? [letter("plan-changed", `${after}-${is.periodEndsAt}-${now}`)] : [],
  ];
}
