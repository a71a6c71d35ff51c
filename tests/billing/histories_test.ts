// Random histories: what an account may have equals what Stripe's books say, whatever the webhooks do.
import assert from "node:assert/strict";
import { compareTiers, isTier, PAID_TIERS, type Tier } from "@/lib/billing/plans.ts";
import {
  type BillingRoom,
  billingRoom,
  hand,
  newEvents,
  priceOf,
} from "@/tests/help/billing_room.ts";
import { SEED } from "@/tests/help/property.ts";
import { random as seeded } from "@/tests/help/random.ts";
import type { Wire } from "@/tests/fakes/stripe/wire.ts";

const DAY = 86_400;
/** `deno task bench billing` runs 5,000. */
const HISTORIES = Number(Deno.env.get("BILLING_HISTORIES") ?? 40);

/** What Stripe's books are worth: the reference. */
function truth({ stripe: { books } }: BillingRoom, customer: string): Tier {
  let best: Tier = "free";
  for (const sub of books.subscriptions().filter((one) => one.customer === customer)) {
    const metadata = books.get("price", books.line(sub.id).price)["metadata"];
    const tier = Reflect.get(Object(metadata), "tier");
    const invoice = sub.latest_invoice === null ? undefined : books.byId.get(sub.latest_invoice);
    const graceEnds = Number(invoice?.["created"] ?? 0) + 3 * DAY;
    const good = ["active", "trialing"].includes(sub.status) ||
      (sub.status === "past_due" && books.now < graceEnds);
    if (good && isTier(tier) && compareTiers(tier, best) > 0) best = tier;
  }
  return best;
}

/** One event of life at Stripe's side. */
function happen({ stripe }: BillingRoom, customer: string, random: () => number): void {
  const { books } = stripe;
  const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];
  const live = books.subscriptions().filter((one) =>
    one.customer === customer && ["active", "past_due", "trialing"].includes(one.status)
  );
  const sub = pick(live);
  const tier = pick(PAID_TIERS) ?? "expert";
  const price = priceOf(stripe, tier, random() < 0.3 ? "year" : "month");
  const dice = random();
  if (sub === undefined || dice < 0.08) books.subscribe(customer, price, random() < 0.2 ? 14 : 0);
  else if (dice < 0.3) books.advance(books.now + Math.floor(random() * 35 * DAY));
  else if (dice < 0.45) books.badCards.add(customer);
  else if (dice < 0.6) {
    books.badCards.delete(customer);
    books.payOpen(sub);
  } else if (dice < 0.75) {
    books.changePrice(sub, price, books.now, false);
    books.changed(sub);
  } else if (dice < 0.85) {
    sub.cancel_at_period_end = !sub.cancel_at_period_end;
    sub.cancel_at = sub.cancel_at_period_end ? books.line(sub.id).end : null;
    books.changed(sub);
  } else if (dice < 0.92) books.end(sub);
  else books.advance(books.now + 3 * DAY);
}

/** Loses, repeats and reorders. */
function mangle(events: readonly Wire[], random: () => number): Wire[] {
  return events.filter(() => random() < 0.8)
    .flatMap((one) => random() < 0.3 ? [one, one] : [one])
    .map((one) => ({ one, at: random() })).toSorted((a, b) => a.at - b.at).map(({ one }) => one);
}

Deno.test(`${HISTORIES} random histories end with Stripe's truth (seed ${SEED})`, async () => {
  const room = await billingRoom();
  const dice = seeded();
  const random = () => dice.below(1_000_000) / 1_000_000;
  for (let n = 0; n < HISTORIES; n++) {
    const account = await room.account();
    const customer = await room.subscriptions.customerFor(account);
    assert.ok(customer.ok);
    const steps = 3 + Math.floor(random() * 8);
    for (let step = 0; step < steps; step++) {
      happen(room, customer.value, random);
      if (random() < 0.7) await room.deliver((all) => mangle(all, random));
    }
    // The last event of a history comes in the end: Stripe sends each until it is taken.
    const last = room.stripe.books.all("event").find((one) =>
      Reflect.get(Object(Reflect.get(Object(one["data"]), "object")), "customer") === customer.value
    );
    newEvents(room.stripe);
    assert.ok(last);
    last["id"] = `evt_again_${n}`;
    assert.ok((await hand(room, room.stripe, last)).ok);
    await room.inbox.settled();
    const wanted = truth(room, customer.value);
    assert.equal(await room.tier(account), wanted, `history ${n} of seed ${SEED}`);
    const charged = room.stripe.books.subscriptions().filter((one) =>
      one.customer === customer.value && ["active", "trialing", "past_due"].includes(one.status)
    );
    assert.ok(charged.length <= 1, `history ${n}: ${charged.length} are charged`);
  }
  await room.close();
});

Deno.test("reconcile finds 1,000 missed events and every account that differs", async () => {
  const room = await billingRoom();
  const accounts: string[] = [];
  for (let n = 0; n < 110; n++) {
    const account = await room.account();
    accounts.push(account);
    await room.buy(account, n % 2 === 0 ? "expert" : "guild");
  }
  const { books } = room.stripe;
  while (books.all("event").length < 1_000) {
    for (const sub of books.subscriptions()) books.changed(sub);
  }
  const lines: string[] = [];
  const started = performance.now();
  const found = await room.reconcile.run({ progress: (line) => void lines.push(line) });
  const seconds = (performance.now() - started) / 1_000;
  assert.ok(found.missed >= 1_000, `${found.missed} events`);
  assert.equal(found.customers, 110);
  assert.ok(lines.length >= 10, "it says how far it is");
  assert.ok(seconds < 60, `${seconds} s`);
  for (const [n, account] of accounts.entries()) {
    assert.equal(await room.tier(account), n % 2 === 0 ? "expert" : "guild");
  }
  const sub = books.subscriptions()[0];
  assert.ok(sub);
  books.end(sub);
  const again = await room.reconcile.run();
  assert.deepEqual([again.missed, again.drifted], [1, 0]);
  const silent = books.subscriptions()[1];
  assert.ok(silent);
  silent.status = "canceled";
  assert.equal((await room.reconcile.run()).drifted, 1);
  assert.equal((await room.reconcile.status())?.drifted, 1);
  await room.close();
});
