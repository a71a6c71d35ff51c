// The runbooks of billing's alerts, run as written, and the alerts that lead to them.
import assert from "node:assert/strict";
import { observe } from "@/lib/alerting/rules.ts";
import { MemoryCache } from "@/lib/cache/memory.ts";
import { TrafficRollup } from "@/lib/metrics/rollup.ts";
import { noteStanding, readStanding } from "@/lib/billing/watch.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { billingRoom, hand, newEvents } from "@/tests/help/billing_room.ts";
import { runShell, shellOf } from "@/tests/help/shell_doc.ts";
import { startShop } from "@/tests/help/shop.ts";
import { KEY, WEBHOOK_SECRET } from "@/tests/fakes/stripe/server.ts";

const MINUTE = 60_000;

Deno.test("billing's alerts fire and are over", async () => {
  const room = await billingRoom();
  const { stripe } = room;
  const verdicts = async (now: number) => {
    const quiet = () => Promise.reject(new Error("not asked here"));
    const all = await observe({
      traffic: new TrafficRollup(new MemoryCache(), () => now, "one"),
      health: quiet,
      alerting: quiet,
      billing: () => readStanding(room.store.values),
      now: () => now,
    });
    const of = (key: string) => all.find((one) => one.key === key)?.verdict;
    return [of("billing_events_waiting"), of("billing_drift")];
  };
  const account = await room.account();
  await room.buy(account, "expert");
  stripe.fault = "500";
  const [event] = newEvents(stripe).filter((one) =>
    one["type"] === "customer.subscription.created"
  );
  assert.ok(event && (await hand(room, stripe, event)).ok);
  await room.inbox.settled();
  const at = stripe.books.now * 1_000;
  await noteStanding(room.store.values, room, at);
  assert.deepEqual(await verdicts(at + 9 * MINUTE), ["clear", "clear"]);
  assert.deepEqual(await verdicts(at + 11 * MINUTE), ["breach", "clear"]);
  stripe.fault = "none";
  await room.inbox.workOff();
  const [sub] = stripe.books.subscriptions();
  assert.ok(sub);
  sub.status = "unpaid";
  for (const one of stripe.books.all("event")) one["pending_webhooks"] = 0;
  await room.reconcile.run();
  await noteStanding(room.store.values, room, at);
  assert.deepEqual(await verdicts(at), ["clear", "breach"]);
  await room.reconcile.run();
  await noteStanding(room.store.values, room, at);
  assert.deepEqual(await verdicts(at), ["clear", "clear"]);
  await room.close();
});

Deno.test("the runbooks of billing and docs/billing.md's commands run as written", async () => {
  await using shop = await startShop();
  const env = {
    APP_ENV: "test",
    DATA_DIR: shop.dataDir,
    STRIPE_SECRET_KEY: KEY,
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    STRIPE_API_URL: shop.stripe.origin,
    NO_COLOR: "1",
  };
  for (const name of ["runbooks/billing-drift", "runbooks/billing-events-waiting", "billing"]) {
    const script = shellOf(await Deno.readTextFile(`${ROOT}docs/${name}.md`));
    assert.match(script, /^deno task billing /m, name);
    const done = await runShell(script, env, ROOT);
    assert.equal(done.code, 0, `${name}: ${done.out}${done.err}`);
    assert.match(done.out, /accounts differed|Stripe has every product and price/);
  }
});
