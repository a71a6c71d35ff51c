// `deno task billing [plan|sync|reconcile|status|grant|revoke]`: products, prices and accounts at Stripe.
// Exit codes: 0 done, 1 something differs, 3 cannot be done, 64 misuse.
import { AccountStore } from "@/lib/auth/account_store.ts";
import { authRecords } from "@/lib/auth/records.ts";
import {
  type CatalogueStep,
  catalogueSteps,
  stepText,
  syncCatalogue,
} from "@/lib/billing/catalogue.ts";
import { BILLING_OWNER } from "@/lib/billing/customers.ts";
import { isTier, PLANS, type Tier, TIERS } from "@/lib/billing/plans.ts";
import { noteStanding } from "@/lib/billing/watch.ts";
import { BILLING_ID, billingRecords, EMPTY_RECORD } from "@/lib/billing/records.ts";
import { composeMail } from "@/lib/compose/mail.ts";
import { composePayments, type PaymentServices, paymentsOf } from "@/lib/compose/payments.ts";
import { composeStore } from "@/lib/compose/store.ts";
import { loadConfig } from "@/lib/config.ts";
import { emailAddress } from "@/lib/contracts/account.ts";
import { explained } from "@/lib/errors.ts";
import { createLog } from "@/lib/log.ts";
import type { Store } from "@/lib/store/ports/store.ts";

const USAGE = `Usage: deno task billing VERB
  plan               what Stripe lacks of the plans' products and prices; changes nothing
  sync               makes it; a changed price is a new one, who pays the old one keeps it
  reconcile          takes in missed events of 30 days and compares every account with Stripe
  status             events that wait, what the last comparison found, refunds and disputes
  grant EMAIL TIER [DAYS]
                     gives a plan that nobody pays for; without DAYS for good
  revoke EMAIL       takes it back
Tiers: ${TIERS.join(", ")}`;

const VERBS = ["plan", "sync", "reconcile", "status", "grant", "revoke"] as const;

function show(steps: readonly CatalogueStep[], done: boolean): void {
  for (const step of steps) console.log(stepText(step));
  if (steps.length === 0) console.log("Stripe has every product and price.");
  else console.log(done ? `${steps.length} done` : `${steps.length} to do: deno task billing sync`);
}

async function withStripe(
  verb: typeof VERBS[number],
  paid: PaymentServices,
  store: Store,
): Promise<number> {
  switch (verb) {
    case "plan": {
      const steps = await catalogueSteps(paid.payments);
      show(steps, false);
      return steps.length === 0 ? 0 : 1;
    }
    case "sync":
      show(await syncCatalogue(paid.payments), true);
      return 0;
    case "reconcile": {
      const found = await paid.reconcile.run({ progress: (text) => console.log(text) });
      await noteStanding(store.values, paid, Date.now());
      console.log(
        `${found.missed} missed events taken in; ${found.drifted} of ${found.customers} accounts ` +
          "differed and were mended",
      );
      return 0;
    }
    default: {
      const { count, since } = await paid.inbox.waiting();
      const last = await paid.reconcile.status();
      const oldest = since === null ? "" : `, the oldest since ${new Date(since).toISOString()}`;
      console.log(`${count} events wait${oldest}`);
      console.log(
        last === null
          ? "accounts were not compared with Stripe yet: deno task billing reconcile"
          : `compared at ${new Date(last.at).toISOString()}: ${last.missed} missed events, ` +
            `${last.drifted} of ${last.customers} accounts differed`,
      );
      const notices = await paid.books.notices.list(BILLING_OWNER, { limit: 20 });
      for (const { body } of notices) {
        const day = new Date(body.at).toISOString().slice(0, 10);
        const sum = `${(body.cents / 100).toFixed(2)} ${body.currency}`;
        console.log(`${day} ${body.kind} of ${sum}, charge ${body.chargeId} ${body.reason}`.trim());
      }
      return count === 0 ? 0 : 1;
    }
  }
}

/** Gives a plan that nobody pays for, or takes it back; false when there is no such account. */
export async function setGrant(
  store: Store,
  email: string,
  given: { readonly tier: Tier; readonly until: number | null } | null,
): Promise<boolean> {
  const now = () => Date.now();
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const accounts = new AccountStore({ records: authRecords(store.documents), now, random });
  const account = await accounts.findByEmail(email);
  if (account === undefined) return false;
  const records = billingRecords(store.documents);
  const kept = await records.get(account.id, BILLING_ID);
  const complimentary = given === null ? null : { ...given, by: "deno task billing", at: now() };
  const put = await records.put({
    ownerId: account.id,
    id: BILLING_ID,
    body: { ...kept?.body ?? EMPTY_RECORD, complimentary },
    at: now(),
    expectedVersion: kept?.version ?? 0,
  });
  if (put.kind !== "saved") {
    throw new Error("the account was changed at the same moment: try again");
  }
  return true;
}

async function main([typed = "status", ...rest]: readonly string[]): Promise<number> {
  const verb = VERBS.find((one) => one === typed);
  const email = rest[0] === undefined ? undefined : emailAddress.safeParse(rest[0]).data;
  const days = rest[2] === undefined ? null : Number(rest[2]);
  const right = verb === "grant"
    ? email !== undefined && isTier(rest[1]) && rest.length <= 3 && (days === null || days > 0)
    : verb === "revoke"
    ? email !== undefined && rest.length === 1
    : verb !== undefined && rest.length === 0;
  if (verb === undefined || !right) {
    console.error(USAGE);
    return 64;
  }
  const config = loadConfig();
  const log = createLog({
    level: "error",
    write: (line: string) => console.error(line),
    now: () => new Date(),
  });
  const { store } = await composeStore(config, log);
  const { outbox } = composeMail(config, { store, log });
  try {
    if (verb === "grant" || verb === "revoke") {
      const tier = isTier(rest[1]) ? rest[1] : "free";
      const until = days === null ? null : Date.now() + days * 86_400_000;
      const done = await setGrant(store, email ?? "", verb === "grant" ? { tier, until } : null);
      const what = verb === "grant" ? `has ${PLANS[tier].name} now` : "has no given plan any more";
      console.log(done ? `${email} ${what}` : "there is no account with that address");
      return done ? 0 : 3;
    }
    const payments = paymentsOf(config);
    if (payments === undefined) {
      console.error("STRIPE_SECRET_KEY is not set: nothing is sold here");
      return 3;
    }
    return await withStripe(
      verb,
      composePayments(payments, { config, store, log, outbox }),
      store,
    );
  } finally {
    await outbox.close();
    await store.close();
  }
}

if (import.meta.main) {
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    console.error(explained(error));
    Deno.exit(3);
  }
}
