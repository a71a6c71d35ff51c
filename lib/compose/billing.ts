import { AccountPlan } from "@/lib/billing/account_plan.ts";
import type { PlanLimits } from "@/lib/billing/limits.ts";
import { billingRecords } from "@/lib/billing/records.ts";
import type { AppServices } from "@/lib/compose/app_services.ts";
import { countEncounters } from "@/lib/encounters/plan_room.ts";
import type { Store } from "@/lib/store/ports/store.ts";

/** Plans, what is in use of them, and payments where the site takes any. */
export interface BillingServices {
  readonly plan: AccountPlan;
}

export interface BillingParts {
  readonly store: Store;
  readonly limits: PlanLimits;
  readonly appServices: () => Promise<AppServices>;
  readonly now: () => number;
}

/** Makes them. A module of its own, so that a start need not wait for it. */
export function composeBilling(
  { store, limits, appServices, now }: BillingParts,
): BillingServices {
  return {
    plan: new AccountPlan({
      limits,
      records: billingRecords(store.documents),
      counts: {
        parties: async (ownerId) => (await (await appServices()).parties.list(ownerId)).length,
        encounters: (ownerId) => countEncounters(store.encounters, ownerId),
        creatures: async (ownerId) =>
          (await (await appServices()).creatures.homebrew.list(ownerId)).length,
      },
      now,
    }),
  };
}
