import { isDeepStrictEqual } from "node:util";
import { hasAccount } from "./limits.ts";
import { BILLING_OWNER, type CustomerRecord } from "./customers.ts";
import { lettersFor } from "./letters.ts";
import type { BillingLetter } from "./letters_port.ts";
import type { Payments } from "./payments_port.ts";
import { PLANS } from "./plans.ts";
import { BILLING_ID, type BillingRecord, EMPTY_RECORD, type PendingLetter } from "./records.ts";
import { choose, truthOf } from "./truth.ts";
import type { AccountStore } from "@/lib/auth/account_store.ts";
import { KeyedMutex } from "@/lib/encounters/live/keyed_mutex.ts";
import { refuse, type Result } from "@/lib/errors.ts";
import type { Log } from "@/lib/log.ts";
import type { Collection } from "@/lib/store/ports/document_collection.ts";

/** Lost races before somebody is asked to try again; each means that another one was quicker. */
const ATTEMPTS = 30;

export interface SubscriptionDeps {
  readonly payments: Payments;
  readonly records: Collection<BillingRecord>;
  readonly customers: Collection<CustomerRecord>;
  readonly accounts: Pick<AccountStore, "find">;
  /** Puts a letter into the outbox; the same id is the same letter. */
  readonly send: (letter: BillingLetter) => Promise<void>;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface Synced {
  readonly record: BillingRecord;
  /** Whether something other was kept than Stripe said. */
  readonly drifted: boolean;
}

/**
 * Keeps what Stripe says of an account's subscription. Nothing is ever taken from an event: Stripe
 * is asked, and the answer is written over exactly what was read before it was asked. Whoever lost
 * the race asks again, so that no older answer is written over a newer one.
 */
export class Subscriptions {
  readonly #turns = new KeyedMutex();

  constructor(private readonly deps: SubscriptionDeps) {}

  async read(accountId: string): Promise<BillingRecord> {
    return (await this.deps.records.get(accountId, BILLING_ID))?.body ?? EMPTY_RECORD;
  }

  /** Changes what is kept; `change` may be called again when somebody else was first. */
  async change(
    accountId: string,
    change: (record: BillingRecord) => BillingRecord | Promise<BillingRecord>,
  ): Promise<BillingRecord> {
    const { records, now } = this.deps;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const kept = await records.get(accountId, BILLING_ID);
      const body = await change(kept?.body ?? EMPTY_RECORD);
      const put = await records.put({
        ownerId: accountId,
        id: BILLING_ID,
        body,
        at: now(),
        expectedVersion: kept?.version ?? 0,
      });
      if (put.kind === "saved") return body;
    }
    throw new Error("an account's billing was changed by others too often");
  }

  /** The account of a customer; undefined for one that is not this site's. */
  async accountOf(customerId: string): Promise<string | undefined> {
    return (await this.deps.customers.get(BILLING_OWNER, customerId))?.body.accountId;
  }

  /** The account's one customer, made when there is none. */
  async customerFor(accountId: string): Promise<Result<string>> {
    const { payments, accounts } = this.deps;
    const known = (await this.read(accountId)).customerId;
    if (known !== null) return { ok: true, value: known };
    const account = await accounts.find(accountId);
    if (account === undefined || !hasAccount(accountId)) {
      return refuse("NOT_FOUND", "That account is not here any more.");
    }
    const customerId = await payments.customer({ id: accountId, email: account.email });
    return { ok: true, value: await this.adopt(accountId, customerId) };
  }

  /** Notes whose customer it is; an account that has one already keeps it. */
  async adopt(accountId: string, customerId: string): Promise<string> {
    const { customers, now } = this.deps;
    const at = now();
    const record = await this.change(
      accountId,
      (one) => ({ ...one, customerId: one.customerId ?? customerId }),
    );
    const kept = record.customerId ?? customerId;
    await customers.put({
      ownerId: BILLING_OWNER,
      id: kept,
      body: { accountId },
      at,
      expectedVersion: 0,
    });
    return kept;
  }

  /** Asks Stripe and keeps what it says. */
  sync(accountId: string): Promise<Synced> {
    return this.#turns.run(accountId, async () => {
      let drifted = false;
      const record = await this.change(accountId, async (kept) => {
        const next = await this.#asked(kept);
        drifted = !sameTruth(kept, next);
        return next;
      });
      await this.handLettersOn(accountId, record);
      return { record, drifted };
    });
  }

  async #asked(kept: BillingRecord): Promise<BillingRecord> {
    const { payments, now, log } = this.deps;
    const all = kept.customerId === null ? [] : await payments.subscriptions(kept.customerId);
    const { subscription, surplus } = choose(all);
    for (const { id } of surplus) {
      log.warn("a second subscription was ended and refunded", { subscription: id });
      await payments.cancelNow(id, { refund: true });
    }
    const truth = subscription === null ? null : truthOf(subscription);
    const at = now();
    const known = new Set(kept.letters.map(({ id }) => id));
    const letters = lettersFor(kept.subscription, truth, at).filter(({ id }) => !known.has(id));
    return {
      ...kept,
      subscription: truth,
      // Always another: that is what tells an older answer that it is one.
      checkedAt: Math.max(at, kept.checkedAt + 1),
      letters: [...kept.letters, ...letters].slice(-20),
    };
  }

  /** Puts letters that were decided into the outbox, then forgets them. */
  async handLettersOn(accountId: string, record: BillingRecord): Promise<void> {
    if (record.letters.length === 0) return;
    const account = await this.deps.accounts.find(accountId);
    for (const letter of record.letters) {
      if (account !== undefined) await this.deps.send(worded(account.email, letter));
    }
    const done = new Set(record.letters.map(({ id }) => id));
    await this.change(
      accountId,
      (one) => ({ ...one, letters: one.letters.filter(({ id }) => !done.has(id)) }),
    );
  }
}

function worded(to: string, { id, kind, tier, at, day }: PendingLetter): BillingLetter {
  return { id, to, kind, plan: PLANS[tier ?? "free"].name, day: day ?? at };
}

function sameTruth(a: BillingRecord, b: BillingRecord): boolean {
  return isDeepStrictEqual(a.subscription, b.subscription);
}
