/** Products and prices at Stripe, made from the plans; found by lookup keys, never by ids. */
import {
  centsOf,
  type Interval,
  INTERVALS,
  lookupKey,
  PAID_TIERS,
  PLANS,
  type Tier,
} from "./plans.ts";
import type { Payments } from "./payments_port.ts";

/** One thing that differs, and what mends it. */
export type CatalogueStep =
  | { readonly kind: "make-product"; readonly tier: Tier; readonly name: string }
  | {
    readonly kind: "rename-product";
    readonly id: string;
    readonly name: string;
    readonly was: string;
  }
  | {
    readonly kind: "make-price" | "replace-price";
    readonly tier: Tier;
    readonly interval: Interval;
    readonly cents: number;
    /** What the price before costs. */
    readonly was?: number;
  };

/** What Stripe lacks; nothing is changed. */
export async function catalogueSteps(payments: Payments): Promise<readonly CatalogueStep[]> {
  const wanted = PAID_TIERS.flatMap((tier) => INTERVALS.map((interval) => ({ tier, interval })));
  const products = await payments.products();
  const prices = await payments.prices(wanted.map((one) => lookupKey(one.tier, one.interval)));
  const steps: CatalogueStep[] = [];
  for (const tier of PAID_TIERS) {
    const { name } = PLANS[tier];
    const product = products.find((one) => one.tier === tier);
    if (product === undefined) steps.push({ kind: "make-product", tier, name });
    else if (product.name !== name || !product.active) {
      steps.push({ kind: "rename-product", id: product.id, name, was: product.name });
    }
  }
  for (const { tier, interval } of wanted) {
    const cents = centsOf(tier, interval);
    const price = prices.find((one) => one.lookupKey === lookupKey(tier, interval));
    if (price === undefined) steps.push({ kind: "make-price", tier, interval, cents });
    else if (price.cents !== cents || price.currency !== "usd") {
      steps.push({ kind: "replace-price", tier, interval, cents, was: price.cents });
    }
  }
  return steps;
}

/** Makes what is lacking. A changed price is a new one: who pays the old one goes on paying it. */
export async function syncCatalogue(payments: Payments): Promise<readonly CatalogueStep[]> {
  const steps = await catalogueSteps(payments);
  const products = new Map((await payments.products()).map(({ tier, id }) => [tier, id]));
  for (const step of steps) {
    if (step.kind === "make-product") products.set(step.tier, await payments.makeProduct(step));
    else if (step.kind === "rename-product") await payments.renameProduct(step.id, step.name);
    else {
      const { tier, interval, cents } = step;
      const productId = products.get(tier);
      if (productId === undefined) throw new Error(`no product of ${tier}`);
      await payments.makePrice({
        productId,
        tier,
        lookupKey: lookupKey(tier, interval),
        cents,
        interval,
      });
    }
  }
  return steps;
}

/** A step as a person reads it. */
export function stepText(step: CatalogueStep): string {
  const dollars = (cents: number) => `$${(cents / 100).toFixed(2)}`;
  switch (step.kind) {
    case "make-product":
      return `make the product ${step.name}`;
    case "rename-product":
      return `call the product ${step.was} ${step.name} and let it be sold`;
    case "make-price":
      return `make the price of ${PLANS[step.tier].name}, ${
        dollars(step.cents)
      } a ${step.interval}`;
    case "replace-price":
      return `replace the price of ${PLANS[step.tier].name}, ${dollars(step.was ?? 0)} a ` +
        `${step.interval}, by ${dollars(step.cents)}; who pays the old one keeps it`;
  }
}
