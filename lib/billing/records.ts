/** What is kept of billing, as documents: their bodies and how they are found. */
import { z } from "zod";
import { INTERVALS, TIERS } from "./plans.ts";
import { type Collection, collection } from "@/lib/store/ports/document_collection.ts";
import type { DocumentStore } from "@/lib/store/ports/document_store.ts";

/** Milliseconds since the epoch. */
const instant = z.number().int().nonnegative();
const tier = z.enum(TIERS);
const stripeId = z.string().max(255);

export const SUBSCRIPTION_STATUSES = [
  "incomplete",
  "incomplete_expired",
  "trialing",
  "active",
  "past_due",
  "canceled",
  "unpaid",
  "paused",
] as const;

/** A subscription as Stripe had it when it was asked last. */
export const subscriptionTruth = z.strictObject({
  id: stripeId,
  status: z.enum(SUBSCRIPTION_STATUSES),
  /** Null: a product that is not one of the plans. */
  tier: tier.nullable(),
  interval: z.enum(INTERVALS),
  itemId: stripeId,
  createdAt: instant,
  periodEndsAt: instant,
  /** When it ends because somebody cancelled it; null: it goes on. */
  endsAt: instant.nullable(),
  trialEndsAt: instant.nullable(),
  /** Since when an invoice is not paid; null: all are. */
  unpaidSince: instant.nullable(),
  /** Whether nothing is collected for the time being. */
  collectionPaused: z.boolean(),
  scheduleId: stripeId.nullable(),
  /** The plan from the end of the period on, where it is another. */
  nextTier: tier.nullable(),
});
export type SubscriptionTruth = z.output<typeof subscriptionTruth>;

/** A plan that nobody pays for. */
const grant = z.strictObject({
  tier,
  /** Null: for good. */
  until: instant.nullable(),
  /** Which administrator gave it, or "trial". */
  by: z.string().max(254),
  at: instant,
});
export type Grant = z.output<typeof grant>;

export const LETTER_KINDS = [
  "trial-ends",
  "payment-failed",
  "plan-changed",
  "plan-cancelled",
] as const;

/** A letter that is decided and not in the outbox yet. */
export const pendingLetter = z.strictObject({
  /** The same for the same occasion, so that it goes out once. */
  id: z.string().max(120),
  kind: z.enum(LETTER_KINDS),
  tier: tier.nullable(),
  at: instant,
  /** The day it is about, such as the end of a trial. */
  day: instant.nullable().default(null),
});
export type PendingLetter = z.output<typeof pendingLetter>;

export const billingRecord = z.strictObject({
  /** The account's one customer at Stripe. */
  customerId: stripeId.nullable().default(null),
  subscription: subscriptionTruth.nullable().default(null),
  /** When Stripe was asked last; 0: never. */
  checkedAt: instant.default(0),
  complimentary: grant.nullable().default(null),
  trial: grant.nullable().default(null),
  /** Letters that are still to be handed on. */
  letters: z.array(pendingLetter).max(20).default([]),
});
export type BillingRecord = z.output<typeof billingRecord>;

export const EMPTY_RECORD: BillingRecord = billingRecord.parse({});

/** The only document of its kind that an account has. */
export const BILLING_ID = "billing";

export function billingRecords(documents: DocumentStore): Collection<BillingRecord> {
  return collection(documents, "billing", billingRecord);
}
