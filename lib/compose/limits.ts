import { PlanLimits } from "@/lib/billing/limits.ts";
import { billingRecords } from "@/lib/billing/records.ts";
import type { Config } from "@/lib/config.ts";
import type { Store } from "@/lib/store/ports/store.ts";

/** Whether plans limit anything: where the site sells them, unless `TIERS` says otherwise. */
export function tiersOf(
  { TIERS, STRIPE_SECRET_KEY }: Pick<Config, "TIERS" | "STRIPE_SECRET_KEY">,
): "on" | "off" {
  return TIERS ?? (STRIPE_SECRET_KEY === undefined ? "off" : "on");
}

export function composeLimits(config: Config, store: Store, now: () => number): PlanLimits {
  return new PlanLimits({
    tiers: tiersOf(config),
    sells: config.STRIPE_SECRET_KEY !== undefined,
    records: billingRecords(store.documents),
    now,
  });
}
