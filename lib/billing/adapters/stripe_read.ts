/** From Stripe's objects to the port's. */
import type Stripe from "stripe";
import type {
  MoneyNotice,
  PaidInvoice,
  PaidStatus,
  PaidSubscription,
  PaymentEvent,
} from "@/lib/billing/payments_port.ts";

const STATUSES: readonly PaidStatus[] = [
  "incomplete",
  "incomplete_expired",
  "trialing",
  "active",
  "past_due",
  "canceled",
  "unpaid",
  "paused",
];

const ms = (seconds: number): number => seconds * 1_000;
const msOrNull = (seconds: number | null | undefined): number | null =>
  seconds === null || seconds === undefined ? null : ms(seconds);

export function idOf(value: string | { readonly id: string } | null | undefined): string | null {
  return typeof value === "string" ? value : value?.id ?? null;
}

/** Subscriptions are asked for with these in them. */
export const SUBSCRIPTION_PARTS = ["data.latest_invoice", "data.schedule"];

export function readSubscription(one: Stripe.Subscription): PaidSubscription | null {
  const item = one.items.data[0];
  const status = STATUSES.find((known) => known === one.status);
  if (item === undefined || status === undefined) return null;
  const { price } = item;
  const invoice = typeof one.latest_invoice === "object" ? one.latest_invoice : null;
  const unpaid = invoice?.status === "open" || invoice?.status === "uncollectible";
  const schedule = typeof one.schedule === "object" ? one.schedule : null;
  return {
    id: one.id,
    status,
    tier: price.metadata["tier"] ?? null,
    interval: price.recurring?.interval === "year" ? "year" : "month",
    itemId: item.id,
    createdAt: ms(one.created),
    periodEndsAt: ms(item.current_period_end),
    endsAt: msOrNull(one.cancel_at) ??
      (one.cancel_at_period_end ? ms(item.current_period_end) : null),
    trialEndsAt: msOrNull(one.trial_end),
    unpaidSince: unpaid && invoice !== null ? ms(invoice.created) : null,
    collectionPaused: one.pause_collection !== null,
    scheduleId: idOf(one.schedule),
    nextTier: schedule === null ? null : nextTierOf(schedule, price.id),
  };
}

/** The plan of the phase after the present one, where its price is another. */
function nextTierOf(schedule: Stripe.SubscriptionSchedule, priceId: string): string | null {
  if (schedule.status !== "active") return null;
  const from = schedule.current_phase?.end_date ?? Infinity;
  const next = schedule.phases.find((phase) => phase.start_date >= from);
  const price = next?.items[0]?.price;
  return next === undefined || idOf(price) === priceId ? null : next.metadata?.["tier"] ?? null;
}

export function readInvoice(one: Stripe.Invoice): PaidInvoice {
  return {
    id: one.id ?? "",
    number: one.number,
    createdAt: ms(one.created),
    cents: one.total,
    currency: one.currency,
    status: one.status ?? "draft",
    pageUrl: one.hosted_invoice_url ?? null,
    pdfUrl: one.invoice_pdf ?? null,
  };
}

/** An event by the few fields that are used: what it says of an object is never believed. */
export function readEvent(event: Stripe.Event, live: boolean): PaymentEvent {
  const object: unknown = event.data.object;
  const named = field(object, "customer");
  const customerId = field(object, "object") === "customer"
    ? text(field(object, "id"))
    : text(named) ?? text(field(named, "id"));
  return {
    id: event.id,
    type: event.type,
    createdAt: ms(event.created),
    foreign: event.livemode !== live || typeof event.account === "string",
    customerId,
    notice: noticeOf(event.type, object),
  };
}

function noticeOf(type: string, object: unknown): MoneyNotice | null {
  const currency = text(field(object, "currency")) ?? "usd";
  if (type === "charge.refunded") {
    const cents = Number(field(object, "amount_refunded"));
    const chargeId = text(field(object, "id")) ?? "";
    return { kind: "refund", chargeId, cents, currency, reason: "" };
  }
  if (type.startsWith("charge.dispute.")) {
    const cents = Number(field(object, "amount"));
    const chargeId = text(field(object, "charge")) ?? "";
    const reason = `${text(field(object, "reason")) ?? ""}, ${text(field(object, "status")) ?? ""}`;
    return { kind: "dispute", chargeId, cents, currency, reason };
  }
  return null;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" && value.length <= 255 ? value : null;
}
