/** What the jobs of plans and payments do. */
import { AccountStore } from "@/lib/auth/account_store.ts";
import { authRecords } from "@/lib/auth/records.ts";
import { billingBooks } from "@/lib/billing/customers.ts";
import { billingRecords } from "@/lib/billing/records.ts";
import { tellOfTrials } from "@/lib/billing/trials.ts";
import { noteStanding } from "@/lib/billing/watch.ts";
import type { JobParts } from "@/lib/compose/job_parts.ts";
import { composePayments, type PaymentServices, paymentsOf } from "@/lib/compose/payments.ts";
import { sendBillingLetter } from "@/lib/email/billing_letters.ts";
import type { JobRun } from "@/lib/jobs/port.ts";

export async function trials({ config, store, outbox }: JobParts, now: number): Promise<string> {
  const origin = config.PUBLIC_ORIGIN ?? `http://localhost:${config.PORT}`;
  const told = await tellOfTrials({
    pending: billingBooks(store.documents).pending,
    records: billingRecords(store.documents),
    accounts: new AccountStore({
      records: authRecords(store.documents),
      now: () => now,
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    }),
    send: (letter) => sendBillingLetter(outbox, origin, letter),
  }, now);
  return `${told} letters about trials`;
}

function paidOf(parts: JobParts): PaymentServices {
  const payments = paymentsOf(parts.config);
  if (payments === undefined) throw new Error("no key of Stripe is configured");
  return composePayments(payments, parts);
}

export async function events(parts: JobParts, { signal, now }: JobRun): Promise<string> {
  const paid = paidOf(parts);
  try {
    const done = await paid.inbox.workOff(signal);
    const removed = await paid.inbox.purge();
    return `${done} events worked off, ${removed} old ones removed`;
  } finally {
    // Also when Stripe is away: that events wait is what the alert has to see.
    await noteStanding(parts.store.values, paid, now);
  }
}

export async function reconcile(parts: JobParts, { signal, now }: JobRun): Promise<string> {
  const paid = paidOf(parts);
  const progress = (text: string) => parts.log.info("billing is compared", { progress: text });
  const { missed, customers, drifted } = await paid.reconcile.run({ signal, progress });
  await noteStanding(parts.store.values, paid, now);
  return `${missed} missed events, ${drifted} of ${customers} accounts differed and were mended`;
}
