/** What all accounts' billing shares: whose customer is whose, events, what administrators see. */
import { z } from "zod";
import { type Collection, collection } from "@/lib/store/ports/document_collection.ts";
import type { DocumentStore } from "@/lib/store/ports/document_store.ts";

/** Owner of what is no account's own. */
export const BILLING_OWNER = "billing";

const instant = z.number().int().nonnegative();

export const customerRecord = z.strictObject({ accountId: z.string().max(64) });
export type CustomerRecord = z.output<typeof customerRecord>;

/** A webhook's event: that it came, and what became of it. Never what it says. */
export const eventRecord = z.strictObject({
  type: z.string().max(120),
  customerId: z.string().max(255).nullable(),
  createdAt: instant,
  receivedAt: instant,
  doneAt: instant.nullable().default(null),
  result: z.enum(["waiting", "applied", "unknown", "foreign"]),
});
export type EventRecord = z.output<typeof eventRecord>;

/** An event that waits for its effect; it is under its day. */
export const pendingRecord = z.strictObject({ day: z.string().max(60) });

/** A refund or a dispute, for administrators. */
export const noticeRecord = z.strictObject({
  kind: z.enum(["refund", "dispute"]),
  chargeId: z.string().max(255),
  cents: z.number().int(),
  currency: z.string().max(10),
  reason: z.string().max(300),
  customerId: z.string().max(255).nullable(),
  at: instant,
});
export type NoticeRecord = z.output<typeof noticeRecord>;

export interface BillingBooks {
  readonly documents: DocumentStore;
  readonly customers: Collection<CustomerRecord>;
  readonly events: Collection<EventRecord>;
  readonly pending: Collection<z.output<typeof pendingRecord>>;
  readonly notices: Collection<NoticeRecord>;
}

export function billingBooks(documents: DocumentStore): BillingBooks {
  return {
    documents,
    customers: collection(documents, "billing-customer", customerRecord),
    events: collection(documents, "billing-event", eventRecord),
    pending: collection(documents, "billing-pending", pendingRecord),
    notices: collection(documents, "billing-notice", noticeRecord),
  };
}

/** Events are kept by the day on which Stripe made them, so that whole days can be forgotten. */
export function dayOf(createdAt: number): string {
  return `billing-events-${new Date(createdAt).toISOString().slice(0, 10)}`;
}
