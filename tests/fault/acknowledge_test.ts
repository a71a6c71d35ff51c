// Taking an incident on: by the address that was sent, from /ops, and in PagerDuty.
import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { AckLinks } from "@/lib/alerting/ack_link.ts";
import { emptyDocument } from "@/lib/alerting/document.ts";
import { KvAlertStore } from "@/lib/alerting/kv_store.ts";
import { parseKeyRing } from "@/lib/config/key_ring.ts";
import { openStore, storePath } from "@/lib/store/sqlite/open.ts";
import { type RunningApp, startApp } from "@/tests/help/app.ts";

const ring = `k1:${randomBytes(32).toString("base64url")}`;
const SECRET = randomBytes(24).toString("base64url");
const OPS_TOKEN = randomBytes(32).toString("base64url");
const env = { OPS_TOKEN, JWT_KEYS: ring, PAGERDUTY_WEBHOOK_SECRET: SECRET };
const INCIDENT = "error_rate@1";

/** Puts a firing alert into the store, as an evaluation would. */
async function fire(app: RunningApp): Promise<void> {
  const store = openStore({ path: storePath(app.dataDir) });
  const since = Date.now();
  const alert = {
    key: "error_rate",
    rule: "error_rate",
    severity: "critical" as const,
    summary: "8 % of 500 requests failed.",
    incident: INCIDENT,
  };
  const written = await new KvAlertStore(store.values).write(
    JSON.stringify({
      ...emptyDocument(),
      alerts: [{
        ...alert,
        status: "firing",
        forMs: 0,
        since,
        breaches: 2,
        clearSince: null,
        notifiedAt: since,
        silenced: false,
        inhibited: false,
        acknowledged: null,
        toldAs: null,
      }],
      incidents: [{
        ...alert,
        startedAt: since,
        endedAt: null,
        events: [{ at: since, what: "fires" }, { at: since, what: "told" }],
      }],
    }),
    0,
  );
  assert.ok(written);
  await store.close();
}

async function opsPage(app: RunningApp): Promise<string> {
  const headers = { authorization: `Bearer ${OPS_TOKEN}` };
  return await (await fetch(`${app.origin}/ops`, { headers })).text();
}

Deno.test("the address of a message takes an incident on, once somebody presses the button", async () => {
  await using app = await startApp({ env });
  await fire(app);
  const keys = parseKeyRing(ring);
  assert.ok(typeof keys !== "string");
  const address = new AckLinks(keys, app.origin).addressFor(INCIDENT) ?? "";
  const opened = await fetch(address);
  assert.equal(opened.status, 200);
  assert.match(await opened.text(), /You take on <b>error_rate<\/b>/);
  assert.doesNotMatch(await opsPage(app), /works on it/, "a preview of the link changes nothing");
  const press = (url: string) =>
    fetch(url, {
      method: "POST",
      headers: { "sec-fetch-site": "same-origin" },
      body: new URLSearchParams({ incident: "another@2", by: "Wren" }),
    });
  const done = await press(address);
  assert.match(await done.text(), /Written down: you work on it/);
  const page = await opsPage(app);
  assert.match(page, /Wren works on it/);
  assert.match(page, /acknowledged by Wren/, "the timeline has it");
  assert.match(await (await press(address)).text(), /Nothing to do/);
  const forged = await press(address.replace(/signature=.{4}/, "signature=AAAA"));
  assert.equal(forged.status, 404);
  await forged.body?.cancel();
});

Deno.test("who acknowledges in PagerDuty has acknowledged here; unsigned posts are refused", async () => {
  await using app = await startApp({ env });
  await fire(app);
  const body = JSON.stringify({
    event: {
      id: "01",
      event_type: "incident.acknowledged",
      agent: { type: "user_reference", summary: "Bram Oakhollow" },
      data: { type: "incident", id: "PGR0VU2", incident_key: "test/error_rate" },
    },
  });
  const post = async (signature: string) => {
    const headers = { "content-type": "application/json", "x-pagerduty-signature": signature };
    const response = await fetch(`${app.origin}/ops/pagerduty`, { method: "POST", headers, body });
    await response.body?.cancel();
    return response.status;
  };
  const hex = createHmac("sha256", SECRET).update(body).digest("hex");
  assert.equal(await post(`v1=${"0".repeat(64)}`), 404);
  assert.equal(await post(""), 404);
  assert.doesNotMatch(await opsPage(app), /works on it/);
  assert.equal(await post(`v1=${"0".repeat(64)},v1=${hex}`), 204);
  assert.match(await opsPage(app), /Bram Oakhollow \(PagerDuty\) works on it/);
});
