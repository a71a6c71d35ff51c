import { z } from "zod";
import { BILLING_OWNER, type BillingBooks } from "./customers.ts";
import { type Inbox, inParallel } from "./inbox.ts";
import type { Payments } from "./payments_port.ts";
import type { Subscriptions } from "./subscriptions.ts";
import type { AccountStore } from "@/lib/auth/account_store.ts";
import type { KeyValueStore } from "@/lib/store/ports/kv_store.ts";

const DAY_MS = 86_400_000;
/** How far back Stripe lists events. */
const REACH_MS = 30 * DAY_MS;
const PAGE = 100;
const AT_A_TIME = 8;
const STATUS_KEY = "billing/reconciled";

const status = z.object({
  at: z.number(),
  missed: z.number().int(),
  customers: z.number().int(),
  drifted: z.number().int(),
});
/** What the last reconciliation found. */
export type ReconcileStatus = z.output<typeof status>;

export interface ReconcileDeps {
  readonly payments: Payments;
  readonly inbox: Inbox;
  readonly subscriptions: Subscriptions;
  readonly books: BillingBooks;
  readonly accounts: Pick<AccountStore, "find">;
  readonly values: KeyValueStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface ReconcileOptions {
  readonly signal?: AbortSignal;
  /** Hears how far it is. */
  readonly progress?: (text: string) => void;
}

/** Finds what webhooks did not bring: events that were missed, and accounts that differ. */
export class Reconcile {
  constructor(private readonly deps: ReconcileDeps) {}

  async run({ signal, progress = () => {} }: ReconcileOptions = {}): Promise<ReconcileStatus> {
    const missed = await this.#missedEvents(signal, progress);
    const { customers, drifted } = await this.#everyCustomer(signal, progress);
    const found = { at: this.deps.now(), missed, customers, drifted };
    signal?.throwIfAborted();
    await this.#keep(found);
    return found;
  }

  /** What the last run found; null before the first. */
  async status(): Promise<ReconcileStatus | null> {
    const kept = await this.deps.values.get(STATUS_KEY);
    return kept === null ? null : status.parse(kept.value);
  }

  async #keep(found: ReconcileStatus): Promise<void> {
    const kept = await this.deps.values.get(STATUS_KEY);
    await this.deps.values.put(STATUS_KEY, found, kept?.version ?? 0);
  }

  async #missedEvents(
    signal: AbortSignal | undefined,
    progress: (text: string) => void,
  ): Promise<number> {
    const { payments, inbox, now } = this.deps;
    const since = now() - REACH_MS;
    let missed = 0;
    let after: string | null = null;
    do {
      signal?.throwIfAborted();
      const page: Awaited<ReturnType<Payments["undelivered"]>> = await payments.undelivered(
        since,
        after,
      );
      for (const event of page.items) {
        if (await inbox.take(event) === "new") missed++;
      }
      after = page.next;
      if (missed > 0) progress(`${missed} missed events found`);
    } while (after !== null);
    await inbox.workOff(signal, (done) => {
      if (done % PAGE === 0) progress(`${done} events worked off`);
    });
    return missed;
  }

  /** Asks for each customer that Stripe has, then for those that only this site knows. */
  async #everyCustomer(
    signal: AbortSignal | undefined,
    progress: (text: string) => void,
  ): Promise<{ readonly customers: number; readonly drifted: number }> {
    const { payments, subscriptions, books } = this.deps;
    const seen = new Set<string>();
    let drifted = 0;
    const look = async (accountId: string) => {
      signal?.throwIfAborted();
      if ((await subscriptions.sync(accountId)).drifted) drifted++;
      if (seen.size % PAGE === 0) progress(`${seen.size} customers compared`);
    };
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<Payments["customers"]>> = await payments.customers(after);
      await inParallel(page.items, AT_A_TIME, async ({ id, accountId }) => {
        const known = await subscriptions.accountOf(id) ?? await this.#lost(id, accountId);
        if (known === undefined || seen.has(known)) return;
        seen.add(known);
        await look(known);
      });
      after = page.next;
    } while (after !== null);
    let last: { readonly updatedAt: number; readonly id: string } | undefined;
    for (;;) {
      const page = await books.customers.list(BILLING_OWNER, {
        limit: PAGE,
        ...last === undefined ? {} : { after: last },
      });
      const unseen = page.filter(({ body }) => !seen.has(body.accountId));
      await inParallel(unseen, AT_A_TIME, async ({ body }) => {
        seen.add(body.accountId);
        await look(body.accountId);
      });
      last = page.at(-1);
      if (page.length < PAGE) break;
    }
    return { customers: seen.size, drifted };
  }

  /** The account that a customer says it is of, where that was forgotten here, as by a restore. */
  async #lost(customerId: string, accountId: string | null): Promise<string | undefined> {
    if (accountId === null || await this.deps.accounts.find(accountId) === undefined) return;
    const kept = await this.deps.subscriptions.adopt(accountId, customerId);
    return kept === customerId ? accountId : undefined;
  }
}
