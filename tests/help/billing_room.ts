import { AccountStore } from "@/lib/auth/account_store.ts";
import { authRecords } from "@/lib/auth/records.ts";
import { StripePayments } from "@/lib/billing/adapters/stripe.ts";
import { syncCatalogue } from "@/lib/billing/catalogue.ts";
import { entitlements } from "@/lib/billing/entitlements.ts";
import { type Interval, lookupKey, type Tier } from "@/lib/billing/plans.ts";
import { composePayments } from "@/lib/compose/payments.ts";
import { parseConfig } from "@/lib/config/parse.ts";
import { MemoryLetterBox } from "@/lib/email/letter_box.ts";
import { Outbox } from "@/lib/email/outbox.ts";
import { SILENT_LOG } from "@/lib/log.ts";
import type { Store } from "@/lib/store/ports/store.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";
import { FakeStripe, KEY, WEBHOOK_SECRET } from "@/tests/fakes/stripe/server.ts";
import type { Wire } from "@/tests/fakes/stripe/wire.ts";

const START = 1_800_000_000;

/** Billing of one instance over a store, against the fake Stripe, with the fake's clock. */
export function billingInstance(store: Store, stripe: FakeStripe, secrets = [WEBHOOK_SECRET]) {
  const now = () => stripe.books.now * 1_000;
  const config = parseConfig({ APP_ENV: "test" });
  if (!config.ok) throw new Error("the configuration of a test is not good");
  const payments = new StripePayments({
    key: KEY,
    webhookSecrets: secrets,
    address: stripe.origin,
    automaticTax: false,
    promotionCodes: false,
    retries: 0,
    timeoutMs: 1_000,
  });
  const letters = new MemoryLetterBox(now);
  const outbox = new Outbox({ values: store.values, mailer: letters, log: SILENT_LOG, now });
  const counted: string[] = [];
  const meter = { billingEvent: (result: string) => void counted.push(result) };
  const services = composePayments(payments, {
    config: config.config,
    store,
    log: SILENT_LOG,
    outbox,
    meter,
    now,
  });
  return { ...services, letters, outbox, counted };
}

export type BillingInstance = ReturnType<typeof billingInstance>;

/** A store, the fake Stripe with all prices, and one instance. */
export async function billingRoom() {
  const { store, path, close } = await temporaryStore();
  const stripe = new FakeStripe({ now: START });
  stripe.held = true;
  const now = () => stripe.books.now * 1_000;
  const one = billingInstance(store, stripe);
  await syncCatalogue(one.payments);
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const accounts = new AccountStore({ records: authRecords(store.documents), now, random });
  let people = 0;
  return {
    ...one,
    store,
    path,
    stripe,
    books: one.books,
    /** A new account. */
    async account(): Promise<string> {
      const email = `person${++people}@example.org`;
      const made = await accounts.create({ email, passwordHash: null });
      if (made === undefined) throw new Error("that address has an account");
      return made.id;
    },
    /** What the account's plan is, from what is kept. */
    async tier(accountId: string): Promise<Tier | null> {
      const record = await one.subscriptions.read(accountId);
      return entitlements({ tiers: "on", guest: false, record, now: now() }).tier;
    },
    /** Buys a plan as its owner does on Stripe's page. */
    async buy(accountId: string, tier: Tier, interval: Interval = "month") {
      const customer = await one.subscriptions.customerFor(accountId);
      if (!customer.ok) throw new Error(customer.message);
      return stripe.books.subscribe(customer.value, priceOf(stripe, tier, interval));
    },
    /** Hands every event over that was made since the last call, in an order. */
    async deliver(order: (events: readonly Wire[]) => readonly Wire[] = (all) => all) {
      for (const event of order(newEvents(stripe))) await hand(one, stripe, event);
      await one.inbox.settled();
    },
    async close() {
      await one.inbox.settled();
      await one.outbox.close();
      await stripe.close();
      await close();
    },
  };
}

export type BillingRoom = Awaited<ReturnType<typeof billingRoom>>;

/** The id of a plan's present price. */
export function priceOf({ books }: FakeStripe, tier: Tier, interval: Interval = "month"): string {
  const key = lookupKey(tier, interval);
  const price = books.all("price").find((one) => one["lookup_key"] === key);
  if (price === undefined) throw new Error(`no price ${key}`);
  return String(price["id"]);
}

const handed = new WeakMap<FakeStripe, Set<string>>();

/** Events that were not handed over yet, oldest first. */
export function newEvents(stripe: FakeStripe): Wire[] {
  const known = handed.get(stripe) ?? new Set<string>();
  handed.set(stripe, known);
  const fresh = stripe.books.all("event").filter((one) => !known.has(String(one["id"])));
  for (const one of fresh) known.add(String(one["id"]));
  return fresh.toReversed();
}

/** One event as a webhook, signed at the fake's time. */
export async function hand({ inbox }: BillingInstance, stripe: FakeStripe, event: Wire) {
  const { body, header } = await stripe.sign(event, WEBHOOK_SECRET, stripe.books.now);
  const taken = await inbox.webhook(body, header);
  if (taken.ok) event["pending_webhooks"] = 0;
  return taken;
}
