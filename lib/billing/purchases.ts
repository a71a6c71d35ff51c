import { compareTiers, type Interval, lookupKey, PLANS, type Tier } from "./plans.ts";
import type { ChangePreview, PaidInvoice, Payments } from "./payments_port.ts";
import type { SubscriptionTruth } from "./records.ts";
import type { Subscriptions } from "./subscriptions.ts";
import { stands } from "./truth.ts";
import { DependencyError, ok, refuse, type Result } from "@/lib/errors.ts";
import type { Log } from "@/lib/log.ts";

const AWAY = refuse(
  "UNAVAILABLE",
  "Payments do not answer at the moment. What you paid for goes on; try again in a few minutes.",
);
const NO_PRICE = refuse(
  "UNAVAILABLE",
  "That plan cannot be bought at the moment. Try again later, or tell the people of this site.",
);
const NOTHING = refuse("NOT_POSSIBLE_NOW", "There is no subscription to change. Choose a plan.");
const DECLINED = refuse(
  "NOT_POSSIBLE_NOW",
  "The payment was declined, and nothing was changed. Use another card under Payment and try again.",
);

/** A plan somebody wants. */
export interface WantedPlan {
  readonly tier: Tier;
  readonly interval: Interval;
}

/** When a change of plan happens, and what it costs then. */
export interface PlannedChange {
  readonly when: "now" | "later";
  readonly wanted: WantedPlan;
  /** When the period ends, for a change that waits for it. */
  readonly at: number;
  readonly preview: ChangePreview | null;
}

export interface PurchaseDeps {
  readonly payments: Payments;
  readonly subscriptions: Subscriptions;
  /** Where the site is reached. */
  readonly origin: string;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What somebody does with money: buy, change, cancel, go on. */
export class Purchases {
  constructor(private readonly deps: PurchaseDeps) {}

  /** The address of Stripe's page where a plan is bought. */
  checkout(accountId: string, wanted: WantedPlan): Promise<Result<string>> {
    return this.#asking(async () => {
      const { payments, subscriptions, origin } = this.deps;
      if (PLANS[wanted.tier].monthlyCents === 0) {
        return refuse("INVALID_INPUT", "The free plan need not be bought.");
      }
      const customer = await subscriptions.customerFor(accountId);
      if (!customer.ok) return customer;
      const { record } = await subscriptions.sync(accountId);
      if (stands(record.subscription)) {
        return refuse(
          "CONFLICT",
          "You have a subscription already. Change it on your page of plans instead.",
        );
      }
      await payments.expireCheckouts(customer.value);
      const address = await payments.checkout({
        customerId: customer.value,
        lookupKey: lookupKey(wanted.tier, wanted.interval),
        successUrl: `${origin}/billing/success`,
        cancelUrl: `${origin}/billing/cancelled`,
        key: crypto.randomUUID(),
      });
      return address === null ? NO_PRICE : ok(address);
    });
  }

  /** The address of Stripe's page for cards, addresses and invoices. */
  portal(accountId: string): Promise<Result<string>> {
    return this.#asking(async () => {
      const { payments, subscriptions, origin } = this.deps;
      const { customerId } = await subscriptions.read(accountId);
      if (customerId === null) return NOTHING;
      return ok(await payments.portal(customerId, `${origin}/account/plan`));
    });
  }

  /** What a change would do; nothing is changed. */
  plan(accountId: string, wanted: WantedPlan): Promise<Result<PlannedChange>> {
    return this.#asking<PlannedChange>(async () => {
      const found = await this.#present(accountId);
      if (!found.ok) return found;
      const { subscription, customerId } = found.value;
      const refusal = refusalOfChange(subscription, wanted);
      if (refusal !== undefined) return refusal;
      if (whenOf(subscription, wanted) === "later") {
        return ok({ when: "later", wanted, at: subscription.periodEndsAt, preview: null });
      }
      const key = lookupKey(wanted.tier, wanted.interval);
      const at = this.deps.now();
      const preview = await this.deps.payments.preview(customerId, subscription, key, at);
      return preview === null ? NO_PRICE : ok({ when: "now", wanted, at, preview });
    });
  }

  /** Changes the plan: up at once, with `at` the time the preview was made for; down at the end. */
  change(accountId: string, wanted: WantedPlan, at: number): Promise<Result<"now" | "later">> {
    return this.#asking<"now" | "later">(async () => {
      const { payments, subscriptions } = this.deps;
      const found = await this.#present(accountId);
      if (!found.ok) return found;
      const { subscription } = found.value;
      const refusal = refusalOfChange(subscription, wanted);
      if (refusal !== undefined) return refusal;
      const key = lookupKey(wanted.tier, wanted.interval);
      const when = whenOf(subscription, wanted);
      if (when === "later" && subscription.endsAt !== null) {
        await payments.cancelAtPeriodEnd(subscription.id, false);
      }
      const done = when === "now"
        ? await payments.changeNow(subscription, key, at)
        : await payments.changeLater(subscription, key);
      await subscriptions.sync(accountId);
      if (done === "declined") return DECLINED;
      return done === "no-price" ? NO_PRICE : ok(when);
    });
  }

  /** Ends the subscription with the time that is paid for. */
  cancel(accountId: string): Promise<Result<null>> {
    return this.#change(accountId, async ({ id, scheduleId }) => {
      // What a schedule manages cannot be cancelled beside it.
      if (scheduleId !== null) await this.deps.payments.releaseSchedule(scheduleId);
      await this.deps.payments.cancelAtPeriodEnd(id, true);
    });
  }

  /** Goes on: takes a cancellation, a change to come or a pause back. */
  resume(accountId: string): Promise<Result<null>> {
    return this.#change(accountId, async (subscription) => {
      const { payments } = this.deps;
      const { id, status, endsAt, scheduleId, collectionPaused } = subscription;
      if (scheduleId !== null) await payments.releaseSchedule(scheduleId);
      if (endsAt !== null) await payments.cancelAtPeriodEnd(id, false);
      if (collectionPaused || status === "paused") await payments.resume(subscription);
    });
  }

  /** Asks Stripe now, for somebody who waits; that it does not answer is no reason to fail. */
  lookAgain(accountId: string): Promise<Result<null>> {
    return this.#asking(async () => {
      await this.deps.subscriptions.sync(accountId);
      return ok(null);
    });
  }

  /** Ends everything at once, for an account that is being deleted. */
  endAll(accountId: string): Promise<Result<null>> {
    return this.#asking(async () => {
      const { payments, subscriptions } = this.deps;
      const { record } = await subscriptions.sync(accountId);
      if (stands(record.subscription)) {
        await payments.cancelNow(record.subscription.id, { refund: false });
        await subscriptions.sync(accountId);
      }
      return ok(null);
    });
  }

  invoices(accountId: string): Promise<Result<readonly PaidInvoice[]>> {
    return this.#asking(async () => {
      const { customerId } = await this.deps.subscriptions.read(accountId);
      return ok(customerId === null ? [] : await this.deps.payments.invoices(customerId, 24));
    });
  }

  async #present(accountId: string) {
    const { record } = await this.deps.subscriptions.sync(accountId);
    const { subscription, customerId } = record;
    if (!stands(subscription) || customerId === null) return NOTHING;
    return ok({ subscription, customerId });
  }

  #change(
    accountId: string,
    work: (subscription: SubscriptionTruth) => Promise<void>,
  ): Promise<Result<null>> {
    return this.#asking(async () => {
      const found = await this.#present(accountId);
      if (!found.ok) return found;
      await work(found.value.subscription);
      await this.deps.subscriptions.sync(accountId);
      return ok(null);
    });
  }

  /** Does what asks Stripe; where that is away, the refusal says so. */
  async #asking<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DependencyError) || error.part !== "payments") throw error;
      this.deps.log.warn("payments do not answer", { error });
      return AWAY;
    }
  }
}

function refusalOfChange(subscription: SubscriptionTruth, wanted: WantedPlan) {
  const { tier, interval, nextTier, status } = subscription;
  if (PLANS[wanted.tier].monthlyCents === 0) {
    return refuse("INVALID_INPUT", "To go back to the free plan, cancel the subscription.");
  }
  if (status !== "active" && status !== "trialing") {
    return refuse(
      "NOT_POSSIBLE_NOW",
      "The last payment is still open. Pay it under Payment, then change the plan.",
    );
  }
  return tier === wanted.tier && interval === wanted.interval && nextTier === null
    ? refuse("CONFLICT", "That is your plan already.")
    : undefined;
}

/** Up at once, down when the paid time ends; so nobody loses time that is paid for. */
function whenOf({ tier, interval }: SubscriptionTruth, wanted: WantedPlan): "now" | "later" {
  const direction = compareTiers(wanted.tier, tier ?? "free");
  if (direction !== 0) return direction > 0 ? "now" : "later";
  return interval === "month" && wanted.interval === "year" ? "now" : "later";
}
