// Subscriptions against the fake Stripe: what is kept equals what Stripe says.
import assert from "node:assert/strict";
import { billingInstance, billingRoom, hand, newEvents } from "@/tests/help/billing_room.ts";

const DAY = 86_400;

Deno.test("bought, failed, mended, cancelled: the plan follows, and letters say so", async () => {
  const room = await billingRoom();
  const { stripe, subscriptions, letters, purchases } = room;
  const account = await room.account();
  assert.equal(await room.tier(account), "free");
  const sub = await room.buy(account, "expert");
  await room.deliver();
  assert.equal(await room.tier(account), "expert");

  stripe.books.badCards.add(sub.customer);
  stripe.books.advance(stripe.books.now + 32 * DAY);
  await room.deliver();
  assert.equal((await subscriptions.read(account)).subscription?.status, "past_due");
  assert.equal(await room.tier(account), "expert", "three days of grace");
  const due = (await subscriptions.read(account)).subscription?.unpaidSince ?? 0;
  stripe.books.now = due / 1_000 + 3 * DAY;
  assert.equal(await room.tier(account), "free", "the grace is over");

  stripe.books.badCards.delete(sub.customer);
  assert.ok(stripe.books.payOpen(sub));
  await room.deliver();
  assert.equal(await room.tier(account), "expert");

  assert.ok((await purchases.cancel(account)).ok);
  await room.deliver();
  assert.equal(await room.tier(account), "expert", "the paid time is left");
  stripe.books.advance(stripe.books.now + 40 * DAY);
  await room.deliver();
  assert.equal(await room.tier(account), "free");
  await room.outbox.deliver();
  const subjects = letters.letters().map(({ subject }) => subject).toReversed();
  assert.deepEqual(subjects, [
    "Your plan is Expert Dungeon Master",
    "A payment failed",
    "Your plan is Expert Dungeon Master",
    "Your plan is cancelled",
  ]);
  await room.close();
});

Deno.test("the same event 100 times at once on two instances has one effect", async () => {
  const room = await billingRoom();
  const other = billingInstance(room.store, room.stripe);
  const account = await room.account();
  await room.buy(account, "master");
  const events = newEvents(room.stripe);
  const event = events.find((one) => one["type"] === "customer.subscription.created");
  assert.ok(event);
  const asked = room.stripe.asked.length;
  const taken = await Promise.all(
    Array.from({ length: 100 }, (_, n) => hand(n % 2 === 0 ? room : other, room.stripe, event)),
  );
  await Promise.all([room.inbox.settled(), other.inbox.settled()]);
  assert.equal(taken.filter((one) => one.ok && one.value === "new").length, 1);
  assert.equal(taken.filter((one) => one.ok && one.value === "repeated").length, 99);
  assert.equal(room.stripe.asked.length - asked, 1, "Stripe is asked once");
  assert.equal(await room.tier(account), "master");
  assert.equal((await room.inbox.waiting()).count, 0);
  await room.outbox.deliver();
  assert.equal(room.letters.letters().length + other.letters.letters().length, 1);
  await other.outbox.close();
  await room.close();
});

Deno.test("two Checkouts in two tabs: one plan is left, the other is refunded", async () => {
  const room = await billingRoom();
  const account = await room.account();
  const [first, second] = [await room.buy(account, "seasoned"), await room.buy(account, "expert")];
  await room.deliver((all) => all.toReversed());
  await room.deliver();
  assert.equal(await room.tier(account), "expert");
  assert.deepEqual([first.status, second.status], ["canceled", "active"]);
  const refunds = room.stripe.books.all("refund");
  assert.deepEqual(refunds.map((one) => one["amount"]), [499]);
  const notices = await room.books.notices.list("billing", { limit: 10 });
  assert.deepEqual(notices.map(({ body }) => [body.kind, body.cents]), [["refund", 499]]);
  await room.close();
});

Deno.test("a second Checkout ends the first, and none begins beside a plan", async () => {
  const room = await billingRoom();
  const account = await room.account();
  const wanted = { tier: "expert", interval: "month" } as const;
  assert.ok((await room.purchases.checkout(account, wanted)).ok);
  assert.ok((await room.purchases.checkout(account, { ...wanted, interval: "year" })).ok);
  const sessions = room.stripe.books.all("checkout.session").map((one) => one["status"]);
  assert.deepEqual(sessions, ["open", "expired"]);
  await room.buy(account, "expert");
  const again = await room.purchases.checkout(account, wanted);
  assert.equal(again.ok ? "" : again.code, "CONFLICT");
  await room.close();
});

Deno.test("up at once with its price shown before, down at the end of the period", async () => {
  const room = await billingRoom();
  const { purchases, subscriptions, stripe } = room;
  const account = await room.account();
  const sub = await room.buy(account, "seasoned");
  const up = { tier: "expert", interval: "month" } as const;
  const planned = await purchases.plan(account, up);
  assert.ok(planned.ok && planned.value.preview);
  assert.equal(planned.value.preview.cents, 500);
  stripe.books.badCards.add(sub.customer);
  const declined = await purchases.change(account, up, planned.value.at);
  assert.match(declined.ok ? "" : declined.message, /declined, and nothing was changed/);
  assert.equal(await room.tier(account), "seasoned");
  stripe.books.badCards.delete(sub.customer);
  assert.deepEqual(await purchases.change(account, up, planned.value.at), {
    ok: true,
    value: "now",
  });
  assert.equal(await room.tier(account), "expert");
  const paid = stripe.books.all("invoice")[0];
  assert.equal(paid?.["amount_paid"], 500, "what was shown is what was charged");

  const down = { tier: "seasoned", interval: "month" } as const;
  assert.deepEqual(await purchases.change(account, down, 0), { ok: true, value: "later" });
  assert.equal((await subscriptions.read(account)).subscription?.nextTier, "seasoned");
  assert.equal(await room.tier(account), "expert");
  assert.ok((await purchases.resume(account)).ok);
  assert.equal((await subscriptions.read(account)).subscription?.nextTier, null);
  assert.ok((await purchases.change(account, down, 0)).ok);
  stripe.books.advance(stripe.books.now + 32 * DAY);
  await room.deliver();
  assert.equal(await room.tier(account), "seasoned");
  await room.close();
});

Deno.test("what was paid for goes on when Stripe is away, and Checkout says so", async () => {
  const room = await billingRoom();
  const account = await room.account();
  await room.buy(account, "guild");
  const [event] = newEvents(room.stripe).filter((one) =>
    one["type"] === "customer.subscription.created"
  );
  assert.ok(event);
  for (const fault of ["500", "429", "hang"] as const) {
    room.stripe.fault = fault;
    const checkout = await room.purchases.checkout(account, { tier: "expert", interval: "month" });
    assert.equal(checkout.ok ? "" : checkout.code, "UNAVAILABLE", fault);
  }
  // The event is safe though its effect waits.
  assert.ok((await hand(room, room.stripe, event)).ok);
  await room.inbox.settled();
  assert.equal((await room.inbox.waiting()).count, 1);
  await assert.rejects(room.inbox.workOff());
  room.stripe.fault = "none";
  assert.equal(await room.inbox.workOff(), 1);
  assert.equal(await room.tier(account), "guild");
  room.stripe.fault = "500";
  assert.equal(await room.tier(account), "guild");
  await room.close();
});

Deno.test("a changed price is a new one; who has the old one keeps it", async () => {
  const room = await billingRoom();
  const { syncCatalogue, catalogueSteps } = await import("@/lib/billing/catalogue.ts");
  assert.deepEqual(await syncCatalogue(room.payments), []);
  const account = await room.account();
  const sub = await room.buy(account, "expert");
  const old = room.stripe.books.line(sub.id).price;
  room.stripe.books.get("price", old)["unit_amount"] = 899;
  const steps = await catalogueSteps(room.payments);
  assert.deepEqual(steps.map(({ kind }) => kind), ["replace-price"]);
  await syncCatalogue(room.payments);
  assert.deepEqual(await catalogueSteps(room.payments), []);
  assert.equal(room.stripe.books.line(sub.id).price, old);
  await room.deliver();
  assert.equal(await room.tier(account), "expert", "the old price is still its plan's");
  await room.close();
});
