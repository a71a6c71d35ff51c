// Our requests, and the fake's answers, against Stripe's published shapes (stripe-mock).
import assert from "node:assert/strict";
import { StripePayments } from "@/lib/billing/adapters/stripe.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { freePort } from "@/tasks/lib/mongo_server.ts";
import { run } from "@/tasks/lib/run.ts";
import { billingRoom, priceOf } from "@/tests/help/billing_room.ts";
import { KEY } from "@/tests/fakes/stripe/server.ts";

/** Stripe's own mock in a process; null, with a printed reason, where it cannot be had. */
async function startMock() {
  const { text } = await run(`${ROOT}.ci/tools`, ["stripe-mock"], { output: "collect" });
  const path = /^ok stripe[-_]mock \S+ (\S+)$/m.exec(text)?.[1];
  if (path === undefined) {
    console.log(`left out: stripe-mock is not to be had here: ${text.trim()}`);
    return null;
  }
  const [http, https] = [freePort(), freePort()];
  const child = new Deno.Command(path, {
    args: ["-http-addr", `127.0.0.1:${http}`, "-https-addr", `127.0.0.1:${https}`],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const origin = `http://127.0.0.1:${http}`;
  const ask = (method: string, where: string, body?: string) =>
    fetch(`${origin}${where}`, {
      method,
      headers: {
        authorization: `Bearer ${KEY}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      ...body === undefined ? {} : { body },
    });
  for (let n = 0;; n++) {
    const up = await ask("GET", "/v1/customers").then(async (answer) => {
      await answer.body?.cancel();
      return answer.ok;
    }, () => false);
    if (up) break;
    if (n > 200) throw new Error("stripe-mock does not answer");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const stop = async () => {
    child.kill("SIGTERM");
    await child.status;
  };
  return { origin, ask, stop };
}

/** Fields of the fake that Stripe's shape does not have, or has as another type. */
function foreignFields(fake: unknown, real: unknown, path: string): string[] {
  if (real === null || real === undefined || fake === null || typeof fake !== "object") return [];
  if (Array.isArray(fake)) {
    return Array.isArray(real) && real.length > 0
      ? fake.flatMap((one) => foreignFields(one, real[0], `${path}[]`))
      : [];
  }
  // Metadata is free; what is expanded in one answer is an id in the other.
  if (path.endsWith(".metadata") || typeof real !== "object") return [];
  return Object.entries(fake).flatMap(([name, value]) => {
    const where = `${path}.${name}`;
    if (!Object.hasOwn(real, name)) return [`${where} is not in Stripe's shape`];
    const theirs: unknown = Reflect.get(real, name);
    const differ = value !== null && theirs !== null && typeof theirs !== typeof value &&
      !(typeof theirs === "object" && typeof value === "string");
    return differ
      ? [`${where} is ${typeof value}, Stripe's is ${typeof theirs}`]
      : foreignFields(value, theirs, where);
  });
}

Deno.test("every request of ours has a shape that Stripe takes", async () => {
  const mock = await startMock();
  if (mock === null) return;
  try {
    const payments = new StripePayments({
      key: KEY,
      webhookSecrets: [],
      address: mock.origin,
      automaticTax: true,
      promotionCodes: true,
      retries: 0,
    });
    const ref = { id: "sub_1", itemId: "si_1", scheduleId: null };
    assert.match(await payments.customer({ id: "account_1", email: "mara@example.org" }), /^cus_/);
    assert.ok((await payments.customers(null)).items.length > 0);
    assert.ok((await payments.subscriptions("cus_1")).length > 0);
    const wish = {
      customerId: "cus_1",
      lookupKey: "tracker_expert_month",
      successUrl: "https://fights.example.org/billing/success",
      cancelUrl: "https://fights.example.org/billing/cancelled",
      key: crypto.randomUUID(),
    };
    assert.equal(typeof await payments.checkout(wish), "string");
    await payments.expireCheckouts("cus_1");
    assert.match(
      await payments.portal("cus_1", "https://fights.example.org/account/plan"),
      /^http/,
    );
    assert.ok(await payments.preview("cus_1", ref, "tracker_guild_month", Date.now()));
    assert.equal(await payments.changeNow(ref, "tracker_guild_month", Date.now()), "done");
    assert.equal(await payments.changeLater(ref, "tracker_seasoned_month"), "done");
    await payments.releaseSchedule("sub_sched_1");
    await payments.cancelAtPeriodEnd("sub_1", true);
    await payments.resume({ id: "sub_1", status: "paused" });
    await payments.resume({ id: "sub_1", status: "active" });
    await payments.cancelNow("sub_1", { refund: true });
    assert.ok((await payments.invoices("cus_1", 10)).length > 0);
    assert.ok((await payments.undelivered(Date.now() - 86_400_000, null)).items.length > 0);
    assert.ok(Array.isArray(await payments.products()));
    assert.ok((await payments.prices(["tracker_expert_month"])).length > 0);
    const productId = await payments.makeProduct({ tier: "expert", name: "Expert" });
    await payments.renameProduct(productId, "Expert Dungeon Master");
    const lookupKey = "tracker_expert_month";
    const price = { productId, tier: "expert", lookupKey, cents: 999, interval: "month" } as const;
    assert.match(await payments.makePrice(price), /^price_/);
    await payments.ping();
    // What this proves hangs on the mock refusing what Stripe refuses.
    const refused = await mock.ask("POST", "/v1/customers", "nonsense=1");
    assert.equal(refused.status, 400);
    await refused.body?.cancel();
  } finally {
    await mock.stop();
  }
});

Deno.test("the fake's answers have no field that Stripe's shapes do not have", async () => {
  const mock = await startMock();
  if (mock === null) return;
  const room = await billingRoom();
  try {
    const { stripe } = room;
    const account = await room.account();
    await room.buy(account, "expert");
    assert.ok((await room.purchases.portal(account)).ok);
    assert.ok(
      (await room.purchases.change(account, { tier: "seasoned", interval: "month" }, 0)).ok,
    );
    const other = await room.account();
    assert.ok((await room.purchases.checkout(other, { tier: "expert", interval: "month" })).ok);
    const price = priceOf(stripe, "expert");
    const places: Readonly<Record<string, string>> = {
      customer: "/v1/customers/cus_1",
      product: "/v1/products/prod_1",
      price: `/v1/prices/${price}`,
      subscription: "/v1/subscriptions/sub_1",
      subscription_schedule: "/v1/subscription_schedules/sub_sched_1",
      invoice: "/v1/invoices/in_1",
      "checkout.session": "/v1/checkout/sessions/cs_1",
      event: "/v1/events/evt_1",
      payment_intent: "/v1/payment_intents/pi_1",
    };
    const problems: string[] = [];
    let compared = 0;
    for (const [kind, place] of Object.entries(places)) {
      const answer = await mock.ask("GET", place);
      const real = await answer.json();
      for (const fake of stripe.books.all(kind).slice(0, 3)) {
        compared++;
        const seen = kind === "event" ? { ...fake, data: {}, request: real.request } : fake;
        problems.push(...foreignFields(seen, real, kind));
      }
    }
    assert.ok(compared >= 15, `${compared} objects`);
    assert.deepEqual([...new Set(problems)], []);
  } finally {
    await room.close();
    await mock.stop();
  }
});
