import { BILLING_OWNER, type BillingBooks, dayOf, type EventRecord } from "./customers.ts";
import type { PaymentEvent, Payments } from "./payments_port.ts";
import type { Subscriptions } from "./subscriptions.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import type { Log } from "@/lib/log.ts";

const DAY_MS = 86_400_000;
/** Stripe lists events for 30 days: for longer none can come again. */
const KEPT_DAYS = 32;
const PAGE = 100;
/** Accounts that are asked for at the same time while a backlog is worked off. */
const AT_A_TIME = 8;

export type Received = "new" | "repeated" | "unknown" | "foreign";

export interface InboxDeps {
  readonly payments: Payments;
  readonly subscriptions: Subscriptions;
  readonly books: BillingBooks;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Counts what came. */
  readonly count: (result: Received | "refused" | "failed") => void;
}

/** Events that touch an account's subscription; others are acknowledged and counted. */
const KNOWN =
  /^(customer\.(subscription\.|deleted$)|checkout\.session\.|invoice\.|charge\.(refunded$|dispute\.))/;

/** Takes Stripe's events in: each is kept before it is acknowledged, and has one effect. */
export class Inbox {
  readonly #working = new Set<Promise<void>>();

  constructor(private readonly deps: InboxDeps) {}

  /** A webhook's body; when this resolves with success, the event is kept for good. */
  async webhook(body: string, header: string): Promise<Result<Received>> {
    const { payments, now, count, log } = this.deps;
    const event = await payments.verify(body, header, now());
    if (event === null) {
      count("refused");
      return refuse("INVALID_INPUT", "The signature of this event is not good.");
    }
    const received = await this.take(event);
    count(received);
    if (received === "new") {
      const working = this.work(event.id, dayOf(event.createdAt))
        .catch((error) => {
          // It stays where it is: the job that looks after waiting events tries again.
          count("failed");
          log.warn("an event waits", { event: event.id, error });
        })
        .finally(() => this.#working.delete(working));
      this.#working.add(working);
    }
    return ok(received);
  }

  /** Resolves when nothing is being worked on any more. */
  async settled(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }

  /** Keeps an event; of the same one a hundred at once one is new. */
  async take(event: PaymentEvent): Promise<Received> {
    const { books, now } = this.deps;
    const at = now();
    const known = KNOWN.test(event.type);
    const result = event.foreign ? "foreign" : known ? "waiting" : "unknown";
    const body: EventRecord = {
      type: event.type.slice(0, 120),
      customerId: event.customerId,
      createdAt: event.createdAt,
      receivedAt: at,
      doneAt: result === "waiting" ? null : at,
      result,
    };
    const day = dayOf(event.createdAt);
    const { notice } = event;
    const put = await books.documents.putMany([
      { ownerId: day, kind: "billing-event", id: event.id, body, at, expectedVersion: 0 },
      ...result === "waiting"
        ? [{
          ownerId: BILLING_OWNER,
          kind: "billing-pending" as const,
          id: event.id,
          body: { day },
          at,
          expectedVersion: 0,
        }]
        : [],
      ...result === "waiting" && notice !== null
        ? [{
          ownerId: BILLING_OWNER,
          kind: "billing-notice" as const,
          id: event.id,
          body: { ...notice, customerId: event.customerId, at: event.createdAt },
          at,
          expectedVersion: 0,
        }]
        : [],
    ]);
    if (put.kind === "conflict") return "repeated";
    return result === "waiting" ? "new" : result;
  }

  /** The effect of one event that is kept. */
  async work(id: string, day: string): Promise<void> {
    const kept = await this.deps.books.events.get(day, id);
    if (kept?.body.result === "waiting") {
      const account = await this.#accountOf(kept.body);
      if (account !== undefined) await this.deps.subscriptions.sync(account);
    }
    await this.#done(id, day);
  }

  async #accountOf({ customerId }: EventRecord): Promise<string | undefined> {
    return customerId === null ? undefined : await this.deps.subscriptions.accountOf(customerId);
  }

  async #done(id: string, day: string): Promise<void> {
    const { books: { events, pending }, now } = this.deps;
    const kept = await events.get(day, id);
    if (kept?.body.result === "waiting") {
      const at = now();
      const known = await this.#accountOf(kept.body) !== undefined;
      const result = known || kept.body.customerId === null ? "applied" : "foreign";
      const body: EventRecord = { ...kept.body, doneAt: at, result };
      await events.put({ ownerId: day, id, body, at, expectedVersion: kept.version });
    }
    await pending.delete(BILLING_OWNER, id);
  }

  /** How many events wait, and since when the oldest does; at most `limit` are looked at. */
  async waiting(limit = PAGE): Promise<{ readonly count: number; readonly since: number | null }> {
    const page = await this.deps.books.pending.list(BILLING_OWNER, { limit });
    const times = page.map(({ createdAt }) => createdAt);
    return { count: page.length, since: times.length === 0 ? null : Math.min(...times) };
  }

  /** Works off what waits: an account is asked for once, however many events are about it. */
  async workOff(
    signal?: AbortSignal,
    progress: (done: number) => void = () => {},
  ): Promise<number> {
    const { books, subscriptions } = this.deps;
    let done = 0;
    let failure: unknown;
    for (;;) {
      const page = await books.pending.list(BILLING_OWNER, { limit: PAGE });
      if (page.length === 0 || signal?.aborted) break;
      const groups = new Map<string, { readonly id: string; readonly day: string }[]>();
      for (const { id, body: { day } } of page) {
        const kept = await books.events.get(day, id);
        const account = kept === null ? undefined : await this.#accountOf(kept.body);
        const group = groups.get(account ?? "") ?? [];
        group.push({ id, day });
        groups.set(account ?? "", group);
      }
      const before = done;
      await inParallel([...groups], AT_A_TIME, async ([account, events]) => {
        if (signal?.aborted) return;
        try {
          if (account !== "") await subscriptions.sync(account);
          for (const { id, day } of events) await this.#done(id, day);
          done += events.length;
          progress(done);
        } catch (error) {
          failure = error;
        }
      });
      // Nothing more can be done now: what is left waits for the next round.
      if (done === before) break;
    }
    if (failure !== undefined) throw failure;
    return done;
  }

  /** Forgets events so old that Stripe cannot send them again. */
  async purge(): Promise<number> {
    const { books, now } = this.deps;
    let removed = 0;
    for (let days = KEPT_DAYS; days < KEPT_DAYS + 30; days++) {
      removed += await books.documents.deleteAll(dayOf(now() - days * DAY_MS));
    }
    return removed;
  }
}

/** Does `work` with each, `most` at a time. */
export async function inParallel<T>(
  all: readonly T[],
  most: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const rest = [...all];
  const lane = async () => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(most, all.length) }, lane));
}
