/**
 * Stripe as billing sees it. Times are milliseconds since the epoch, amounts cents of `currency`.
 * Everything throws a `DependencyError` of the part "payments" when Stripe does not answer.
 */

export type PaidStatus =
  | "incomplete"
  | "incomplete_expired"
  | "trialing"
  | "active"
  | "past_due"
  | "canceled"
  | "unpaid"
  | "paused";

export interface PaidSubscription {
  readonly id: string;
  readonly status: PaidStatus;
  /** The plan that its price was made for; null where it is none of this site's. */
  readonly tier: string | null;
  readonly interval: "month" | "year";
  readonly itemId: string;
  readonly createdAt: number;
  readonly periodEndsAt: number;
  readonly endsAt: number | null;
  readonly trialEndsAt: number | null;
  readonly unpaidSince: number | null;
  readonly collectionPaused: boolean;
  readonly scheduleId: string | null;
  /** The plan from the end of the period on, where a schedule says so. */
  readonly nextTier: string | null;
}

export interface PaymentEvent {
  readonly id: string;
  readonly type: string;
  readonly createdAt: number;
  /** Whether it is of another account, or of the other mode than the key's. */
  readonly foreign: boolean;
  readonly customerId: string | null;
  /** What administrators should see of it: a refund or a dispute. */
  readonly notice: MoneyNotice | null;
}

export interface MoneyNotice {
  readonly kind: "refund" | "dispute";
  readonly chargeId: string;
  readonly cents: number;
  readonly currency: string;
  readonly reason: string;
}

export interface PaidInvoice {
  readonly id: string;
  readonly number: string | null;
  readonly createdAt: number;
  readonly cents: number;
  readonly currency: string;
  readonly status: string;
  /** Stripe's page of it, and its file; null before it is final. */
  readonly pageUrl: string | null;
  readonly pdfUrl: string | null;
}

export interface ChangePreview {
  /** What is charged at once. */
  readonly cents: number;
  readonly currency: string;
  readonly lines: readonly { readonly text: string; readonly cents: number }[];
}

export interface CataloguePrice {
  readonly id: string;
  readonly productId: string;
  readonly lookupKey: string;
  readonly cents: number;
  readonly currency: string;
  readonly active: boolean;
}

export interface CatalogueProduct {
  readonly id: string;
  readonly tier: string;
  readonly name: string;
  readonly active: boolean;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** What to ask the next page with; null after the last. */
  readonly next: string | null;
}

export interface CheckoutWish {
  readonly customerId: string;
  readonly lookupKey: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
  /** The same for the same wish: a repeated request makes one session. */
  readonly key: string;
}

export interface Payments {
  /** The account's customer; the same account gets the same one. */
  customer(account: { readonly id: string; readonly email: string }): Promise<string>;
  customers(after: string | null): Promise<
    Page<{ readonly id: string; readonly accountId: string | null }>
  >;
  /** All of a customer's, ended ones too; none for a customer that is not there. */
  subscriptions(customerId: string): Promise<readonly PaidSubscription[]>;

  /** The address of Stripe's page; null where no price has the key. */
  checkout(wish: CheckoutWish): Promise<string | null>;
  /** Ends what is open, so that no second subscription is made in another tab. */
  expireCheckouts(customerId: string): Promise<void>;
  portal(customerId: string, returnUrl: string): Promise<string>;

  /** What a change at once would cost; null where no price has the key. */
  preview(
    customerId: string,
    subscription: PaidSubscriptionRef,
    lookupKey: string,
    at: number,
  ): Promise<ChangePreview | null>;
  /** Changes the price at once and charges the difference; "declined" changes nothing. */
  changeNow(
    subscription: PaidSubscriptionRef,
    lookupKey: string,
    at: number,
  ): Promise<"done" | "declined" | "no-price">;
  /** Changes the price when the period ends. */
  changeLater(
    subscription: PaidSubscriptionRef,
    lookupKey: string,
  ): Promise<"done" | "no-price">;
  /** Takes a change at the period's end back. */
  releaseSchedule(scheduleId: string): Promise<void>;
  cancelAtPeriodEnd(subscriptionId: string, cancel: boolean): Promise<void>;
  /** Collects again what was paused. */
  resume(subscription: { readonly id: string; readonly status: string }): Promise<void>;
  /** Ends it at once; with `refund` the money of its last invoice goes back. */
  cancelNow(subscriptionId: string, options: { readonly refund: boolean }): Promise<void>;

  invoices(customerId: string, limit: number): Promise<readonly PaidInvoice[]>;

  /** The event of a webhook's body; null where the signature or its time is not good. */
  verify(body: string, header: string, now: number): Promise<PaymentEvent | null>;
  /** Events since then that were not delivered, newest first. */
  undelivered(since: number, after: string | null): Promise<Page<PaymentEvent>>;

  products(): Promise<readonly CatalogueProduct[]>;
  prices(lookupKeys: readonly string[]): Promise<readonly CataloguePrice[]>;
  makeProduct(product: { readonly tier: string; readonly name: string }): Promise<string>;
  renameProduct(id: string, name: string): Promise<void>;
  /** Makes a price that has the lookup key from now on; the one before keeps its customers. */
  makePrice(price: {
    readonly productId: string;
    readonly tier: string;
    readonly lookupKey: string;
    readonly cents: number;
    readonly interval: "month" | "year";
  }): Promise<string>;

  /** Resolves when Stripe answers. */
  ping(): Promise<void>;
}

/** What names a subscription and its one item. */
export interface PaidSubscriptionRef {
  readonly id: string;
  readonly itemId: string;
  readonly scheduleId: string | null;
}
