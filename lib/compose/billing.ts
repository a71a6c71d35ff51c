import { AccountPlan, type PlanRow, planRows } from "@/lib/billing/account_plan.ts";
import type { PlanLimits } from "@/lib/billing/limits.ts";
import { billingRecords } from "@/lib/billing/records.ts";
import { PlanFeed } from "@/lib/billing/plan_feed.ts";
import { every } from "@/lib/runtime.ts";
import type { PaymentServices } from "@/lib/compose/payments.ts";
import type { Config } from "@/lib/config.ts";
import type { Outbox } from "@/lib/email/outbox.ts";
import type { Log } from "@/lib/log.ts";
import type { BillingMeter } from "@/lib/metrics/port.ts";
import type { AppServices } from "@/lib/compose/app_services.ts";
import { countEncounters } from "@/lib/encounters/plan_room.ts";
import type { Store } from "@/lib/store/ports/store.ts";

/** Plans, what is in use of them, and payments where the site takes any. */
export interface BillingServices {
  readonly plan: AccountPlan;
  /** Tells open pages of changes. */
  readonly feed: PlanFeed;
  /** All plans, cheapest first. */
  readonly plans: readonly PlanRow[];
  /** Null where nothing is sold. */
  readonly paid: PaymentServices | null;
}

export interface BillingParts {
  readonly store: Store;
  readonly limits: PlanLimits;
  readonly appServices: () => Promise<AppServices>;
  readonly config: Config;
  readonly log: Log;
  readonly outbox: Outbox;
  readonly meter: BillingMeter;
  readonly now: () => number;
}

/** Makes them. A module of its own, so that a start need not wait for it. */
export async function composeBilling(parts: BillingParts): Promise<BillingServices> {
  const { store, limits, appServices, now } = parts;
  const plan = new AccountPlan({
    sells: parts.config.STRIPE_SECRET_KEY !== undefined,
    limits,
    records: billingRecords(store.documents),
    documents: store.documents,
    counts: {
      parties: async (ownerId) => (await (await appServices()).parties.list(ownerId)).length,
      encounters: (ownerId) => countEncounters(store.encounters, ownerId),
      creatures: async (ownerId) =>
        (await (await appServices()).creatures.homebrew.list(ownerId)).length,
    },
    now,
  });
  return {
    plan,
    plans: planRows(),
    paid: await paidOf(parts),
    feed: new PlanFeed({
      plan,
      every: (work, ms) => every(ms / 1_000, () => Promise.resolve(work())),
    }),
  };
}

async function paidOf(parts: BillingParts): Promise<PaymentServices | null> {
  if (parts.config.STRIPE_SECRET_KEY === undefined) return null;
  const { composePayments, paymentsOf } = await import("@/lib/compose/payments.ts");
  const payments = paymentsOf(parts.config);
  return payments === undefined ? null : composePayments(payments, parts);
}
