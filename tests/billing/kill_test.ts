// A process that dies between an event's acknowledgement and its effect loses neither.
import assert from "node:assert/strict";
import { runDeno } from "@/tasks/lib/run.ts";
import { sendForm, signUp } from "@/tests/help/account.ts";
import { type RunningApp, startApp } from "@/tests/help/app.ts";
import { priceOf } from "@/tests/help/billing_room.ts";
import { HttpPerson } from "@/tests/help/person.ts";
import { startShop } from "@/tests/help/shop.ts";
import { KEY, WEBHOOK_SECRET } from "@/tests/fakes/stripe/server.ts";

/** `BILLING_KILLS=100` is the long form. */
const KILLS = Number(Deno.env.get("BILLING_KILLS") ?? 3);

Deno.test(`kill -9 between insert and effect, ${KILLS} times`, async () => {
  await using shop = await startShop({ env: { JOBS_EVERY_SECONDS: "0" } });
  const { stripe, dataDir } = shop;
  const person = new HttpPerson(shop.origin);
  await signUp(person, "mara@example.org");
  const bought = await sendForm(person, "/account/plan", { plan: "expert:month" });
  const pay = await fetch(bought.headers.get("location") ?? "", {
    method: "POST",
    body: new URLSearchParams({ do: "good" }),
    redirect: "manual",
  });
  await pay.body?.cancel();
  await stripe.settled();
  const [sub] = stripe.books.subscriptions();
  assert.ok(sub);
  stripe.webhookUrl = undefined;
  const env = {
    STRIPE_SECRET_KEY: KEY,
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    STRIPE_API_URL: stripe.origin,
    JOBS_EVERY_SECONDS: "0",
  };
  let app: RunningApp = shop.app;
  for (let n = 0; n < KILLS; n++) {
    const tier = n % 2 === 0 ? "guild" : "seasoned";
    stripe.books.changePrice(sub, priceOf(stripe, tier), stripe.books.now, false);
    stripe.books.changed(sub);
    const event = stripe.books.all("event").find((one) =>
      one["type"] === "customer.subscription.updated"
    );
    assert.ok(event);
    // Stripe answers nothing from here on: the effect cannot come before the process is dead.
    stripe.fault = "hang";
    const { body, header } = await stripe.sign(event);
    const answer = await fetch(`${app.origin}/api/v1/webhooks/stripe`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", "stripe-signature": header },
    });
    assert.deepEqual(await answer.json(), { received: "new" });
    await app.kill();
    stripe.fault = "none";
    const run = await runDeno(["run", "-A", "tasks/jobs.ts", "run", "billing_events"], {
      output: "collect",
      env: { ...env, APP_ENV: "test", DATA_DIR: dataDir, NO_COLOR: "1" },
    });
    assert.match(run.text, /[1-9]\d* events worked off/, run.text);
    app = await startApp({ dataDir, env });
    const again = await fetch(`${app.origin}/api/v1/webhooks/stripe`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", "stripe-signature": header },
    });
    assert.deepEqual(await again.json(), { received: "repeated" });
    const page = await (await person.at(app.origin).fetch("/account/plan")).text();
    assert.match(page, tier === "guild" ? /<h2[^>]*>Guild Master/ : /<h2[^>]*>Seasoned/);
  }
  await app.stop();
});
