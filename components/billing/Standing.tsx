import type { SubscriptionTruth } from "@/lib/billing/records.ts";
import { dayText, TIER_NAMES } from "@/components/billing/words.ts";

const GRACE_MS = 3 * 86_400_000;

interface Said {
  readonly say: string;
  /** The one thing to do about it. */
  readonly button: { readonly do: "portal" | "resume"; readonly label: string } | null;
}

const PAY = { do: "portal", label: "Payment" } as const;

/** One sentence about a subscription, and one button. */
export function standingOf(one: SubscriptionTruth): Said {
  const plan = one.tier === null ? "Your plan" : TIER_NAMES[one.tier];
  switch (one.status) {
    case "past_due":
      return {
        say: `The last payment failed. ${plan} goes on until ${
          dayText((one.unpaidSince ?? one.periodEndsAt) + GRACE_MS)
        }; use another card or pay again.`,
        button: PAY,
      };
    case "unpaid":
      return {
        say: "The last payments failed, and the plan rests until one is made.",
        button: PAY,
      };
    case "incomplete":
      return { say: "The first payment is not finished.", button: PAY };
    case "paused":
      return { say: "The plan rests, as there is no card.", button: PAY };
    case "incomplete_expired":
    case "canceled":
      return { say: `${plan} has ended.`, button: null };
    case "trialing":
    case "active":
      break;
  }
  if (one.collectionPaused) {
    return {
      say: "Payments are paused.",
      button: { do: "resume", label: "Go on with payments" },
    };
  }
  if (one.endsAt !== null) {
    return {
      say: `${plan} is cancelled and ends on ${dayText(one.endsAt)}. What you made stays.`,
      button: { do: "resume", label: `Keep ${plan}` },
    };
  }
  if (one.nextTier !== null) {
    return {
      say: `From ${dayText(one.periodEndsAt)} on your plan is ${TIER_NAMES[one.nextTier]}.`,
      button: { do: "resume", label: `Keep ${plan}` },
    };
  }
  return { say: `The next payment is due on ${dayText(one.periodEndsAt)}.`, button: PAY };
}

/** How a subscription stands, with the ways on. */
export function Standing({ subscription }: { readonly subscription: SubscriptionTruth }) {
  const { say, button } = standingOf(subscription);
  const canCancel = subscription.endsAt === null && subscription.status !== "incomplete";
  return (
    <>
      <p>{say}</p>
      <form class="plan-actions" method="post" action="/account/plan">
        {button !== null && (
          <button class="btn" type="submit" name="do" value={button.do}>{button.label}</button>
        )}
        {button?.do !== "portal" && (
          <button class="btn" type="submit" name="do" value="portal">Payment</button>
        )}
        {canCancel && (
          <button class="btn" type="submit" name="do" value="cancel">Cancel the plan</button>
        )}
        <a class="btn" href="/account/invoices">Invoices</a>
      </form>
    </>
  );
}
