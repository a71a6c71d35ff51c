// Webhooks that are not what they should be, over HTTP against the built app.
import assert from "node:assert/strict";
import { startApp } from "@/tests/help/app.ts";
import { FakeStripe, KEY, WEBHOOK_SECRET } from "@/tests/fakes/stripe/server.ts";
import type { Wire } from "@/tests/fakes/stripe/wire.ts";

const OLD_SECRET = "whsec_b2xkLXNlY3JldC10aGF0LWlzLXJvdGF0ZWQ";
const SECONDS = () => Math.floor(Date.now() / 1_000);

function eventOf(id: string, more: Wire = {}): Wire {
  return {
    id,
    object: "event",
    type: "customer.subscription.updated",
    created: SECONDS(),
    livemode: false,
    data: { object: { id: "sub_1", object: "subscription", customer: "cus_of_nobody" } },
    ...more,
  };
}

Deno.test("only what Stripe signed in the last five minutes is taken", async () => {
  await using stripe = new FakeStripe();
  const secrets = `${WEBHOOK_SECRET},${OLD_SECRET}`;
  const env = {
    STRIPE_SECRET_KEY: KEY,
    STRIPE_WEBHOOK_SECRET: secrets,
    STRIPE_API_URL: stripe.origin,
  };
  await using app = await startApp({ env });
  const post = async (body: string, header: string) => {
    const answer = await fetch(`${app.origin}/api/v1/webhooks/stripe`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", "stripe-signature": header },
    });
    const said = await answer.json();
    return [answer.status, said.received ?? said.code];
  };
  const send = async (event: Wire, secret = WEBHOOK_SECRET, at = SECONDS()) => {
    const { body, header } = await stripe.sign(event, secret, at);
    return await post(body, header);
  };
  assert.deepEqual(await send(eventOf("evt_1")), [200, "new"]);
  assert.deepEqual(await send(eventOf("evt_1")), [200, "repeated"]);
  assert.deepEqual(await send(eventOf("evt_2"), OLD_SECRET), [200, "new"]);
  assert.deepEqual(await send(eventOf("evt_3"), "whsec_d3Jvbmctc2VjcmV0LW9mLXNvbWVib2R5"), [
    400,
    "INVALID_INPUT",
  ]);
  for (const off of [-301, 301, 3_600, 315_360_000]) {
    assert.deepEqual(await send(eventOf("evt_4"), WEBHOOK_SECRET, SECONDS() + off), [
      400,
      "INVALID_INPUT",
    ], `${off} s`);
  }
  for (const off of [-290, 290]) {
    const [status] = await send(eventOf(`evt_5${off}`), WEBHOOK_SECRET, SECONDS() + off);
    assert.equal(status, 200, `${off} s`);
  }
  const { body, header } = await stripe.sign(eventOf("evt_6"), WEBHOOK_SECRET, SECONDS());
  for (let n = 0; n < 64; n++) {
    const bytes = new TextEncoder().encode(body);
    const at = Math.floor((n / 64) * bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    assert.deepEqual(await post(new TextDecoder().decode(bytes), header), [400, "INVALID_INPUT"]);
  }
  for (
    const bad of ["", "t=1", `t=${SECONDS()},v1=`, `t=NaN,v1=${"a".repeat(64)}`, "x".repeat(4_000)]
  ) {
    assert.deepEqual(await post(body, bad), [400, "INVALID_INPUT"]);
  }
  assert.deepEqual(await send(eventOf("evt_7", { type: "price.created" })), [200, "unknown"]);
  assert.deepEqual(await send(eventOf("evt_8", { livemode: true })), [200, "foreign"]);
  assert.deepEqual(await send(eventOf("evt_9", { account: "acct_other" })), [200, "foreign"]);
  const huge = await send(eventOf("evt_10", { pad: "x".repeat(270_000) }));
  assert.deepEqual(huge, [413, "TOO_LARGE"]);
  const notJson = await stripe.sign({}, WEBHOOK_SECRET, SECONDS());
  assert.equal((await post("{", notJson.header))[0], 400);
  const metrics = await (await fetch(`${app.origin}/metrics`)).text();
  assert.match(metrics, /billing_events_total\{result="foreign"\} 2/);
  assert.match(metrics, /billing_events_total\{result="unknown"\} 1/);
});

Deno.test("without Stripe's keys there is no webhook", async () => {
  await using app = await startApp();
  const answer = await fetch(`${app.origin}/api/v1/webhooks/stripe`, {
    method: "POST",
    body: "{}",
  });
  assert.equal(answer.status, 404);
  await answer.body?.cancel();
});
