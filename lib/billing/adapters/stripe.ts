import Stripe from "stripe";
import { DependencyError } from "@/lib/errors.ts";
import type {
  CataloguePrice,
  CatalogueProduct,
  ChangePreview,
  CheckoutWish,
  Page,
  PaidInvoice,
  PaidSubscription,
  PaidSubscriptionRef,
  PaymentEvent,
  Payments,
} from "@/lib/billing/payments_port.ts";
import {
  idOf,
  readEvent,
  readInvoice,
  readSubscription,
  SUBSCRIPTION_PARTS,
} from "./stripe_read.ts";

/** How far a webhook's own time may be from ours, in seconds: late or early. */
const WINDOW_SECONDS = 300;
/** One request; two more are made after a failure, with the same idempotency key. */
const TIMEOUT_MS = 8_000;
const RETRIES = 2;
const PAGE = 100;

export interface StripeOptions {
  readonly key: string;
  /** Secrets of the webhook, newest first: two while one is rotated. */
  readonly webhookSecrets: readonly string[];
  /** Where Stripe is; its own address without it. */
  readonly address?: string | undefined;
  readonly automaticTax: boolean;
  readonly promotionCodes: boolean;
  readonly retries?: number;
  readonly timeoutMs?: number;
}

/** Stripe over its SDK, with `fetch` and Web Crypto alone. */
export class StripePayments implements Payments {
  readonly #stripe: Stripe;
  readonly #crypto = Stripe.createSubtleCryptoProvider();
  readonly #live: boolean;

  constructor(private readonly options: StripeOptions) {
    this.#live = options.key.includes("_live_");
    const at = options.address === undefined ? undefined : new URL(options.address);
    this.#stripe = new Stripe(options.key, {
      httpClient: Stripe.createFetchHttpClient(),
      timeout: options.timeoutMs ?? TIMEOUT_MS,
      maxNetworkRetries: options.retries ?? RETRIES,
      telemetry: false,
      ...at === undefined ? {} : {
        host: at.hostname,
        port: at.port === "" ? (at.protocol === "http:" ? 80 : 443) : Number(at.port),
        protocol: at.protocol === "http:" ? "http" : "https",
      },
    });
  }

  async customer({ id, email }: { readonly id: string; readonly email: string }): Promise<string> {
    const made = await this.#ask(() =>
      this.#stripe.customers.create(
        { email, metadata: { account: id } },
        { idempotencyKey: `customer-${id}` },
      )
    );
    return made.id;
  }

  async customers(after: string | null) {
    const page = await this.#ask(() =>
      this.#stripe.customers.list({
        limit: PAGE,
        ...after === null ? {} : { starting_after: after },
      })
    );
    return paged(page, ({ id, metadata }) => ({ id, accountId: metadata["account"] ?? null }));
  }

  async subscriptions(customerId: string): Promise<readonly PaidSubscription[]> {
    const found: PaidSubscription[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await this.#ask(
        () =>
          this.#stripe.subscriptions.list({
            customer: customerId,
            status: "all",
            limit: PAGE,
            expand: SUBSCRIPTION_PARTS,
            ...after === undefined ? {} : { starting_after: after },
          }),
        isMissing,
      );
      if (page === null) return [];
      found.push(...page.data.map(readSubscription).filter((one) => one !== null));
      after = page.data.at(-1)?.id;
      if (!page.has_more) return found;
    }
  }

  async checkout(wish: CheckoutWish): Promise<string | null> {
    const price = await this.#price(wish.lookupKey);
    if (price === null) return null;
    const { automaticTax, promotionCodes } = this.options;
    const session = await this.#ask(() =>
      this.#stripe.checkout.sessions.create({
        mode: "subscription",
        customer: wish.customerId,
        line_items: [{ price: price.id, quantity: 1 }],
        success_url: wish.successUrl,
        cancel_url: wish.cancelUrl,
        allow_promotion_codes: promotionCodes,
        automatic_tax: { enabled: automaticTax },
        ...automaticTax ? { customer_update: { address: "auto", name: "auto" } } : {},
      }, { idempotencyKey: wish.key })
    );
    return session.url;
  }

  async expireCheckouts(customerId: string): Promise<void> {
    const open = await this.#ask(() =>
      this.#stripe.checkout.sessions.list({ customer: customerId, status: "open", limit: PAGE })
    );
    for (const { id } of open.data) {
      // One that was finished in this moment is there already: it will be found as a subscription.
      await this.#ask(() => this.#stripe.checkout.sessions.expire(id), isRefused);
    }
  }

  async portal(customerId: string, returnUrl: string): Promise<string> {
    const session = await this.#ask(() =>
      this.#stripe.billingPortal.sessions.create({ customer: customerId, return_url: returnUrl })
    );
    return session.url;
  }

  async preview(
    customerId: string,
    subscription: PaidSubscriptionRef,
    lookupKey: string,
    at: number,
  ): Promise<ChangePreview | null> {
    const price = await this.#price(lookupKey);
    if (price === null) return null;
    const invoice = await this.#ask(() =>
      this.#stripe.invoices.createPreview({
        customer: customerId,
        subscription: subscription.id,
        subscription_details: {
          items: [{ id: subscription.itemId, price: price.id }],
          proration_behavior: "always_invoice",
          proration_date: Math.floor(at / 1_000),
        },
      })
    );
    const lines = invoice.lines.data.map((line) => ({
      text: line.description ?? "",
      cents: line.amount,
    }));
    return { cents: invoice.amount_due, currency: invoice.currency, lines };
  }

  async changeNow(subscription: PaidSubscriptionRef, lookupKey: string, at: number) {
    const price = await this.#price(lookupKey);
    if (price === null) return "no-price";
    if (subscription.scheduleId !== null) await this.releaseSchedule(subscription.scheduleId);
    const done = await this.#ask(
      () =>
        this.#stripe.subscriptions.update(subscription.id, {
          items: [{ id: subscription.itemId, price: price.id }],
          proration_behavior: "always_invoice",
          proration_date: Math.floor(at / 1_000),
          payment_behavior: "error_if_incomplete",
          cancel_at_period_end: false,
        }),
      isDeclined,
    );
    return done === null ? "declined" : "done";
  }

  async changeLater(subscription: PaidSubscriptionRef, lookupKey: string) {
    const price = await this.#price(lookupKey);
    if (price === null) return "no-price";
    const { scheduleId } = subscription;
    const schedule = await this.#ask(() =>
      scheduleId === null
        ? this.#stripe.subscriptionSchedules.create({ from_subscription: subscription.id })
        : this.#stripe.subscriptionSchedules.retrieve(scheduleId)
    );
    const now = schedule.phases[0];
    const present = idOf(now?.items[0]?.price);
    if (now === undefined || present === null) {
      throw new DependencyError("payments", "Stripe's schedule has no present phase", {
        cause: new Error(schedule.id),
      });
    }
    await this.#ask(() =>
      this.#stripe.subscriptionSchedules.update(schedule.id, {
        end_behavior: "release",
        proration_behavior: "none",
        phases: [
          {
            items: [{ price: present, quantity: 1 }],
            start_date: now.start_date,
            end_date: now.end_date,
          },
          {
            items: [{ price: price.id, quantity: 1 }],
            start_date: now.end_date,
            duration: { interval: price.interval, interval_count: 1 },
            metadata: { tier: price.tier },
          },
        ],
      })
    );
    return "done";
  }

  async releaseSchedule(scheduleId: string): Promise<void> {
    await this.#ask(() => this.#stripe.subscriptionSchedules.release(scheduleId), isRefused);
  }

  async cancelAtPeriodEnd(subscriptionId: string, cancel: boolean): Promise<void> {
    await this.#ask(() =>
      this.#stripe.subscriptions.update(subscriptionId, { cancel_at_period_end: cancel })
    );
  }

  async resume({ id, status }: { readonly id: string; readonly status: string }): Promise<void> {
    await this.#ask(() =>
      status === "paused"
        ? this.#stripe.subscriptions.resume(id)
        : this.#stripe.subscriptions.update(id, { pause_collection: "" })
    );
  }

  async cancelNow(subscriptionId: string, { refund }: { readonly refund: boolean }) {
    if (refund) await this.#refundLast(subscriptionId);
    await this.#ask(() => this.#stripe.subscriptions.cancel(subscriptionId), isMissing);
  }

  /** Gives the money of the last invoice back; once, however often it is asked. */
  async #refundLast(subscriptionId: string): Promise<void> {
    const subscription = await this.#ask(() =>
      this.#stripe.subscriptions.retrieve(subscriptionId, {
        expand: ["latest_invoice.payments"],
      })
    );
    const invoice = subscription.latest_invoice;
    if (typeof invoice !== "object" || invoice === null) return;
    for (const { payment, status } of invoice.payments?.data ?? []) {
      const intent = idOf(payment.payment_intent);
      if (status !== "paid" || intent === null) continue;
      await this.#ask(
        () =>
          this.#stripe.refunds.create(
            { payment_intent: intent, reason: "duplicate" },
            { idempotencyKey: `refund-${intent}` },
          ),
        isRefused,
      );
    }
  }

  async invoices(customerId: string, limit: number): Promise<readonly PaidInvoice[]> {
    const page = await this.#ask(
      () => this.#stripe.invoices.list({ customer: customerId, limit }),
      isMissing,
    );
    return page?.data.map(readInvoice) ?? [];
  }

  async verify(body: string, header: string, now: number): Promise<PaymentEvent | null> {
    // The SDK takes a time of any distance in the future.
    const at = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(header)?.[1] ?? NaN);
    if (!(Math.abs(at - now / 1_000) <= WINDOW_SECONDS)) return null;
    const { webhooks } = this.#stripe;
    for (const secret of this.options.webhookSecrets) {
      try {
        const event = await webhooks.constructEventAsync(
          body,
          header,
          secret,
          WINDOW_SECONDS,
          this.#crypto,
          now,
        );
        return readEvent(event, this.#live);
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) {
          // Signed by Stripe and not JSON: nothing that can be worked with.
          return null;
        }
      }
    }
    return null;
  }

  async undelivered(since: number, after: string | null): Promise<Page<PaymentEvent>> {
    const page = await this.#ask(() =>
      this.#stripe.events.list({
        delivery_success: false,
        created: { gte: Math.floor(since / 1_000) },
        limit: PAGE,
        ...after === null ? {} : { starting_after: after },
      })
    );
    return paged(page, (event) => readEvent(event, this.#live));
  }

  async products(): Promise<readonly CatalogueProduct[]> {
    const found: CatalogueProduct[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await this.#ask(() =>
        this.#stripe.products.list({
          limit: PAGE,
          ...after === undefined ? {} : { starting_after: after },
        })
      );
      for (const { id, metadata, name, active } of page.data) {
        const tier = metadata["tier"];
        if (tier !== undefined) found.push({ id, tier, name, active });
      }
      after = page.data.at(-1)?.id;
      if (!page.has_more) return found;
    }
  }

  async prices(lookupKeys: readonly string[]): Promise<readonly CataloguePrice[]> {
    const page = await this.#ask(() =>
      this.#stripe.prices.list({ lookup_keys: [...lookupKeys], active: true, limit: PAGE })
    );
    return page.data.map((price) => ({
      id: price.id,
      productId: idOf(price.product) ?? "",
      lookupKey: price.lookup_key ?? "",
      cents: price.unit_amount ?? 0,
      currency: price.currency,
      active: price.active,
    }));
  }

  async makeProduct({ tier, name }: { readonly tier: string; readonly name: string }) {
    const made = await this.#ask(() =>
      this.#stripe.products.create(
        { name, metadata: { tier } },
        { idempotencyKey: `product-${tier}-${name}` },
      )
    );
    return made.id;
  }

  async renameProduct(id: string, name: string): Promise<void> {
    await this.#ask(() => this.#stripe.products.update(id, { name, active: true }));
  }

  async makePrice(
    { productId, tier, lookupKey, cents, interval }: Parameters<Payments["makePrice"]>[0],
  ): Promise<string> {
    const made = await this.#ask(() =>
      this.#stripe.prices.create({
        product: productId,
        currency: "usd",
        unit_amount: cents,
        recurring: { interval },
        lookup_key: lookupKey,
        transfer_lookup_key: true,
        metadata: { tier },
      })
    );
    return made.id;
  }

  async ping(): Promise<void> {
    await this.#ask(() => this.#stripe.products.list({ limit: 1 }));
  }

  async #price(lookupKey: string) {
    const page = await this.#ask(() =>
      this.#stripe.prices.list({ lookup_keys: [lookupKey], active: true, limit: 1 })
    );
    const [price] = page.data;
    if (price === undefined) return null;
    const interval: "month" | "year" = price.recurring?.interval === "year" ? "year" : "month";
    return { id: price.id, interval, tier: price.metadata["tier"] ?? "" };
  }

  /** What `work` gives; null where Stripe's refusal is one that was reckoned with. */
  async #ask<T>(work: () => Promise<T>): Promise<T>;
  async #ask<T>(work: () => Promise<T>, expected: (error: unknown) => boolean): Promise<T | null>;
  async #ask<T>(work: () => Promise<T>, expected = (_: unknown) => false): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (expected(error)) return null;
      throw new DependencyError("payments", "Stripe does not do what was asked", {
        cause: error,
        advice: "look at status.stripe.com, and whether the key may do this",
      });
    }
  }
}

function paged<A extends { id: string }, B>(
  page: { readonly data: readonly A[]; readonly has_more: boolean },
  read: (one: A) => B,
): Page<B> {
  const last = page.data.at(-1);
  return {
    items: page.data.map(read),
    next: page.has_more && last !== undefined ? last.id : null,
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError && error.code === "resource_missing";
}

function isRefused(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError;
}

function isDeclined(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeCardError;
}
