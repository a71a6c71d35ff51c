/** What the fake Stripe keeps, and how subscriptions live: periods, invoices, payments that fail. */
import { invalid, missing, StripeRefusal, type Wire } from "./wire.ts";

const DAY = 86_400;
/** Days after the due date on which a payment is tried again; then the subscription ends. */
const RETRY_DAYS = [3, 5, 7];

export interface Subscription extends Wire {
  id: string;
  status: string;
  customer: string;
  created: number;
  cancel_at_period_end: boolean;
  cancel_at: number | null;
  latest_invoice: string | null;
  schedule: string | null;
  trial_end: number | null;
}

interface Line {
  readonly id: string;
  price: string;
  start: number;
  end: number;
}

/** The books of one account in test mode. */
export class Books {
  /** Seconds since the epoch. */
  now: number;
  readonly byId = new Map<string, Wire>();
  readonly lists = new Map<string, Wire[]>();
  /** Hears of each event. */
  onEvent: (event: Wire) => void = () => {};
  /** Where people are sent back to: an app on a free port does not know its own address. */
  rewriteReturn: (address: string) => string = (address) => address;
  /** Customers whose card is refused. */
  readonly badCards = new Set<string>();
  readonly #lines = new Map<string, Line>();
  readonly #retries = new Map<string, number[]>();
  readonly #payments = new Map<string, Wire[]>();
  #count = 0;

  constructor(now: number, readonly apiVersion: string) {
    this.now = Math.floor(now);
  }

  id(prefix: string): string {
    return `${prefix}_${String(++this.#count).padStart(14, "0")}`;
  }

  add<T extends Wire & { id: string }>(kind: string, made: T): T {
    this.byId.set(made.id, made);
    const all = this.lists.get(kind) ?? [];
    all.unshift(made);
    this.lists.set(kind, all);
    return made;
  }

  all(kind: string): Wire[] {
    return this.lists.get(kind) ?? [];
  }

  get(kind: string, id: string): Wire {
    const found = this.byId.get(id);
    if (found === undefined || found["object"] !== kind) throw missing(kind, id);
    return found;
  }

  event(type: string, object: Wire): void {
    const event = this.add("event", {
      id: this.id("evt"),
      object: "event",
      api_version: this.apiVersion,
      created: this.now,
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
      data: { object: structuredClone(object) },
    });
    this.onEvent(event);
  }

  customer(id: string): Wire {
    const found = this.get("customer", id);
    if (found["deleted"] === true) throw missing("customer", id);
    return found;
  }

  price(id: string): Wire {
    const price = this.get("price", id);
    if (price["active"] !== true) throw invalid("The price specified is inactive.");
    return price;
  }

  cents(priceId: string): number {
    return Number(this.get("price", priceId)["unit_amount"]);
  }

  #monthsOf(priceId: string): number {
    const recurring = this.get("price", priceId)["recurring"];
    return typeof recurring === "object" && recurring !== null &&
        Reflect.get(recurring, "interval") === "year"
      ? 12
      : 1;
  }

  #after(at: number, priceId: string): number {
    const date = new Date(at * 1_000);
    date.setUTCMonth(date.getUTCMonth() + this.#monthsOf(priceId));
    return Math.floor(date.getTime() / 1_000);
  }

  /** A new subscription; its first invoice is paid or leaves it incomplete. */
  subscribe(customerId: string, priceId: string, trialDays = 0): Subscription {
    this.customer(customerId);
    this.price(priceId);
    const end = trialDays > 0 ? this.now + trialDays * DAY : this.#after(this.now, priceId);
    const sub: Subscription = this.add("subscription", {
      id: this.id("sub"),
      object: "subscription",
      status: trialDays > 0 ? "trialing" : "incomplete",
      customer: customerId,
      created: this.now,
      currency: "usd",
      livemode: false,
      cancel_at_period_end: false,
      cancel_at: null,
      canceled_at: null,
      ended_at: null,
      latest_invoice: null,
      pause_collection: null,
      schedule: null,
      trial_end: trialDays > 0 ? end : null,
      metadata: {},
      items: {},
    });
    this.#lines.set(sub.id, { id: this.id("si"), price: priceId, start: this.now, end });
    this.#renderItems(sub);
    if (trialDays === 0) {
      const paid = this.#bill(sub, this.cents(priceId), "subscription_create");
      sub.status = paid ? "active" : "incomplete";
    }
    this.event("customer.subscription.created", sub);
    return sub;
  }

  line(subId: string): Line {
    const line = this.#lines.get(subId);
    if (line === undefined) throw missing("subscription", subId);
    return line;
  }

  #renderItems(sub: Subscription): void {
    const line = this.line(sub.id);
    sub["items"] = {
      object: "list",
      url: `/v1/subscription_items?subscription=${sub.id}`,
      has_more: false,
      data: [{
        id: line.id,
        object: "subscription_item",
        subscription: sub.id,
        quantity: 1,
        current_period_start: line.start,
        current_period_end: line.end,
        price: this.get("price", line.price),
        metadata: {},
      }],
    };
  }

  /** Makes an invoice and tries to collect it; whether it was paid. */
  #bill(sub: Subscription, cents: number, reason: string): boolean {
    const id = this.id("in");
    const invoice = this.add("invoice", {
      id,
      object: "invoice",
      number: `FAKE-${this.#count}`,
      created: this.now,
      customer: sub.customer,
      currency: "usd",
      livemode: false,
      billing_reason: reason,
      status: "open",
      total: cents,
      amount_due: cents,
      amount_paid: 0,
      attempt_count: 0,
      hosted_invoice_url: `https://invoice.stripe.com/i/${id}`,
      invoice_pdf: `https://pay.stripe.com/invoice/${id}/pdf`,
      metadata: {},
    });
    sub.latest_invoice = id;
    this.event("invoice.created", invoice);
    return this.#collect(sub, invoice);
  }

  #collect(sub: Subscription, invoice: Wire): boolean {
    invoice["attempt_count"] = Number(invoice["attempt_count"]) + 1;
    if (this.badCards.has(sub.customer) && Number(invoice["amount_due"]) > 0) {
      this.event("invoice.payment_failed", invoice);
      return false;
    }
    invoice["status"] = "paid";
    invoice["amount_paid"] = invoice["amount_due"];
    const intent = this.add("payment_intent", {
      id: this.id("pi"),
      object: "payment_intent",
      amount: invoice["amount_due"],
      currency: "usd",
      customer: sub.customer,
      status: "succeeded",
      latest_charge: this.id("ch"),
    });
    this.#payments.set(String(invoice["id"]), [{
      id: this.id("inpay"),
      object: "invoice_payment",
      invoice: invoice["id"],
      status: "paid",
      payment: { type: "payment_intent", payment_intent: intent.id },
    }]);
    this.event("invoice.paid", invoice);
    return true;
  }

  paymentsOf(invoiceId: string): Wire {
    const data = this.#payments.get(invoiceId) ?? [];
    return { object: "list", url: "/v1/invoice_payments", has_more: false, data };
  }

  changed(sub: Subscription): void {
    this.#renderItems(sub);
    this.event("customer.subscription.updated", sub);
  }

  subscription(id: string): Subscription {
    const found = this.get("subscription", id);
    const known = this.subscriptions().find((one) => one.id === found["id"]);
    if (known === undefined) throw missing("subscription", id);
    return known;
  }

  subscriptions(): Subscription[] {
    return this.all("subscription").filter(isSubscription);
  }

  /** What a change of price would charge now. */
  proration(sub: Subscription, priceId: string, at: number) {
    const line = this.line(sub.id);
    const left = Math.max(0, (line.end - at) / (line.end - line.start));
    const sameInterval = this.#monthsOf(line.price) === this.#monthsOf(priceId);
    const credit = -Math.round(this.cents(line.price) * left);
    const charge = Math.round(this.cents(priceId) * (sameInterval ? left : 1));
    return { credit, charge, due: Math.max(0, credit + charge), sameInterval };
  }

  changePrice(sub: Subscription, priceId: string, at: number, strict: boolean): void {
    this.price(priceId);
    if (["canceled", "incomplete_expired"].includes(sub.status)) {
      throw invalid("A canceled subscription can only update its cancellation_details.");
    }
    const line = this.line(sub.id);
    const { due, sameInterval } = this.proration(sub, priceId, at);
    if (strict && this.badCards.has(sub.customer) && due > 0) {
      throw new StripeRefusal(402, "card_error", "Your card was declined.", {
        code: "card_declined",
        decline_code: "generic_decline",
      });
    }
    line.price = priceId;
    if (!sameInterval) {
      line.start = this.now;
      line.end = this.#after(this.now, priceId);
    }
    if (!this.#bill(sub, due, "subscription_update")) sub.status = "past_due";
  }

  end(sub: Subscription): void {
    if (sub.status === "canceled") throw missing("subscription", sub.id);
    sub.status = "canceled";
    sub["canceled_at"] = sub["ended_at"] = this.now;
    sub.schedule = null;
    this.#retries.delete(sub.id);
    this.#renderItems(sub);
    this.event("customer.subscription.deleted", sub);
  }

  /** Tries the open invoice again, as a customer does who has mended the card. */
  payOpen(sub: Subscription): boolean {
    const invoice = sub.latest_invoice === null ? undefined : this.byId.get(sub.latest_invoice);
    if (invoice === undefined || invoice["status"] !== "open") return false;
    if (!this.#collect(sub, invoice)) return false;
    this.#retries.delete(sub.id);
    if (sub.status !== "canceled") sub.status = "active";
    this.changed(sub);
    return true;
  }

  /** Lets the time pass: everything that is due happens in its order. */
  advance(to: number): void {
    if (to < this.now) throw invalid("Test clock can only be advanced to a future time.");
    for (;;) {
      const due = this.subscriptions().flatMap((sub) => {
        const at = this.#nextFor(sub);
        return at !== null && at <= to ? [{ sub, at }] : [];
      }).toSorted((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.now = Math.max(this.now, due.at);
      this.#happens(due.sub);
    }
    this.now = to;
  }

  #nextFor(sub: Subscription): number | null {
    if (["canceled", "incomplete_expired", "unpaid"].includes(sub.status)) return null;
    if (sub.status === "incomplete") return sub.created + DAY;
    const retry = this.#retries.get(sub.id)?.[0];
    return retry ?? this.line(sub.id).end;
  }

  #happens(sub: Subscription): void {
    if (sub.status === "incomplete") {
      sub.status = "incomplete_expired";
      this.changed(sub);
      return;
    }
    const retries = this.#retries.get(sub.id);
    if (retries !== undefined && retries.length > 0) {
      retries.shift();
      if (!this.payOpen(sub) && retries.length === 0) this.end(sub);
      return;
    }
    if (sub.cancel_at_period_end) return this.end(sub);
    const line = this.line(sub.id);
    if (sub.status === "trialing" && this.badCards.has(sub.customer)) return this.end(sub);
    this.#followSchedule(sub, line);
    line.start = line.end;
    line.end = this.#after(line.start, line.price);
    const paid = sub["pause_collection"] !== null ||
      this.#bill(sub, this.cents(line.price), "subscription_cycle");
    sub.status = paid ? "active" : "past_due";
    if (!paid) this.#retries.set(sub.id, RETRY_DAYS.map((days) => this.now + days * DAY));
    this.changed(sub);
  }

  #followSchedule(sub: Subscription, line: Line): void {
    const schedule = sub.schedule === null ? undefined : this.byId.get(sub.schedule);
    const phases = Array.isArray(schedule?.["phases"]) ? schedule["phases"] : [];
    const next = phases.find((phase) => Number(phase.start_date) >= line.end);
    if (schedule === undefined || next === undefined) return;
    line.price = String(next.items[0].price);
    schedule["status"] = "released";
    sub.schedule = null;
  }

  refund(intentId: string): Wire {
    const intent = this.get("payment_intent", intentId);
    if (intent["refunded"] === true) {
      throw invalid("Charge has already been refunded.", { code: "charge_already_refunded" });
    }
    intent["refunded"] = true;
    const refund = this.add("refund", {
      id: this.id("re"),
      object: "refund",
      amount: intent["amount"],
      currency: "usd",
      payment_intent: intentId,
      status: "succeeded",
      created: this.now,
    });
    this.event("charge.refunded", {
      id: String(intent["latest_charge"]),
      object: "charge",
      amount: intent["amount"],
      amount_refunded: intent["amount"],
      currency: "usd",
      customer: intent["customer"],
    });
    return refund;
  }
}

function isSubscription(value: Wire): value is Subscription {
  return value["object"] === "subscription";
}
