import { AccountStore } from "@/lib/auth/account_store.ts";
import { authRecords } from "@/lib/auth/records.ts";
import { StripePayments } from "@/lib/billing/adapters/stripe.ts";
import { type BillingBooks, billingBooks } from "@/lib/billing/customers.ts";
import { Inbox } from "@/lib/billing/inbox.ts";
import type { Payments } from "@/lib/billing/payments_port.ts";
import { Purchases } from "@/lib/billing/purchases.ts";
import { Reconcile } from "@/lib/billing/reconcile.ts";
import { billingRecords } from "@/lib/billing/records.ts";
import { Subscriptions } from "@/lib/billing/subscriptions.ts";
import type { Config } from "@/lib/config.ts";
import { sendBillingLetter } from "@/lib/email/billing_letters.ts";
import type { Outbox } from "@/lib/email/outbox.ts";
import type { Log } from "@/lib/log.ts";
import type { BillingMeter } from "@/lib/metrics/port.ts";
import type { Store } from "@/lib/store/ports/store.ts";

/** Everything that asks Stripe. */
export interface PaymentServices {
  readonly payments: Payments;
  readonly subscriptions: Subscriptions;
  readonly inbox: Inbox;
  readonly purchases: Purchases;
  readonly reconcile: Reconcile;
  readonly books: BillingBooks;
}

export interface PaymentParts {
  readonly config: Config;
  readonly store: Store;
  readonly log: Log;
  readonly outbox: Outbox;
  readonly meter?: BillingMeter;
  readonly now?: () => number;
}

/** Stripe's adapter of a configuration; undefined without a key. */
export function paymentsOf(config: Config): Payments | undefined {
  const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_API_URL } = config;
  if (STRIPE_SECRET_KEY === undefined) return undefined;
  return new StripePayments({
    key: STRIPE_SECRET_KEY,
    webhookSecrets: STRIPE_WEBHOOK_SECRET ?? [],
    address: STRIPE_API_URL,
    automaticTax: config.STRIPE_TAX,
    promotionCodes: config.STRIPE_PROMOTION_CODES,
  });
}

/** Makes it. A module of its own: the SDK is loaded when somebody needs it. */
export function composePayments(
  payments: Payments,
  { config, store, log, outbox, meter, now = () => Date.now() }: PaymentParts,
): PaymentServices {
  const books = billingBooks(store.documents);
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const accounts = new AccountStore({ records: authRecords(store.documents), now, random });
  const origin = config.PUBLIC_ORIGIN ?? `http://localhost:${config.PORT}`;
  const subscriptions = new Subscriptions({
    payments,
    records: billingRecords(store.documents),
    customers: books.customers,
    accounts,
    send: (letter) => sendBillingLetter(outbox, origin, letter),
    log,
    now,
  });
  const inbox = new Inbox({
    payments,
    subscriptions,
    books,
    log,
    now,
    count: (result) => meter?.billingEvent(result),
  });
  return {
    payments,
    subscriptions,
    inbox,
    books,
    purchases: new Purchases({ payments, subscriptions, origin, log, now }),
    reconcile: new Reconcile({
      payments,
      inbox,
      subscriptions,
      books,
      accounts,
      values: store.values,
      now,
    }),
  };
}
