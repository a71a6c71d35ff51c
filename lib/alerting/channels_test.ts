import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { SmtpMailer } from "@/lib/email/smtp.ts";
import { startPagerDuty } from "@/tests/fakes/pagerduty.ts";
import { startReceiver } from "@/tests/fakes/receiver.ts";
import { SLACK_PATH, startSlack } from "@/tests/fakes/slack.ts";
import { startSmtp } from "@/tests/fakes/smtp.ts";
import { emailChannel } from "./channels/email.ts";
import { pagerdutyChannel } from "./channels/pagerduty.ts";
import { escapeSlack, slackChannel } from "./channels/slack.ts";
import { webhookChannel } from "./channels/webhook.ts";
import type { Notification, NotifiedAlert } from "./port.ts";

const KEY = "0123456789abcdef0123456789abcdef";
const NASTY = "<!channel> & <https://evil.example|click> @here *bold* `x`\r\nBcc: a@b.example";

function notification(...alerts: Partial<NotifiedAlert>[]): Notification {
  return {
    id: "0b0e7c5e-message",
    environment: "staging",
    instance: "app-1",
    runbooks: "https://docs.example.org/runbooks/",
    alerts: alerts.map((alert) => ({
      key: "component_down:database",
      rule: "component_down",
      severity: "critical",
      summary: "database is down.",
      incident: "component_down:database@1",
      since: "2026-01-01T00:00:00.000Z",
      kind: "firing",
      ...alert,
    })),
  };
}

const signal = () => AbortSignal.timeout(3_000);

Deno.test("Slack takes the message; nothing in it can mention, link or format", async () => {
  const slack = startSlack();
  try {
    const channel = slackChannel(slack.url + SLACK_PATH);
    const nasty = notification({ summary: NASTY, key: "x:<!here>" });
    assert.deepEqual(await channel.send(nasty, signal()), { ok: true });
    // A plain_text block is never formatted; everything else must be harmless as it stands.
    const body = (slack.accepted[0]?.body ?? "").replace(/"type":"plain_text","text":"[^"]*"/, "");
    assert.doesNotMatch(body, /<!channel>|<!here>|<https:\/\/evil|@here/);
    assert.match(body, /<https:\/\/docs\.example\.org\/runbooks\/component-down\.md\|What to do>/);
    const many = notification(
      ...Array.from({ length: 300 }, (_, i) => ({ key: `k:${i}`, summary: "y".repeat(9_000) })),
    );
    assert.deepEqual(await channel.send(many, signal()), { ok: true });
    assert.deepEqual(slack.refused, []);
  } finally {
    await slack.close();
  }
  assert.equal(escapeSlack("a < b & c > d"), "a &lt; b &amp; c &gt; d");
});

Deno.test("what Slack says decides whether trying again helps", async () => {
  const slack = startSlack();
  try {
    const gone = await slackChannel(`${slack.url}/services/revoked`).send(
      notification({}),
      signal(),
    );
    assert.deepEqual(gone, { ok: false, retry: false, reason: "HTTP 404" });
    const channel = slackChannel(slack.url + SLACK_PATH);
    slack.fail({ kind: "status", status: 429, headers: { "retry-after": "7" } });
    assert.deepEqual(await channel.send(notification({}), signal()), {
      ok: false,
      retry: true,
      reason: "HTTP 429",
      retryAfterMs: 7_000,
    });
    slack.fail({ kind: "status", status: 500 });
    const broken = await channel.send(notification({}), signal());
    assert.equal(!broken.ok && broken.retry, true);
    slack.fail({ kind: "status", status: 302, headers: { location: "https://evil.example/" } });
    const moved = await channel.send(notification({}), signal());
    assert.deepEqual(moved, { ok: false, retry: false, reason: "HTTP 302" });
    slack.fail({ kind: "hang" });
    const hung = await channel.send(notification({}), AbortSignal.timeout(100));
    assert.equal(!hung.ok && hung.retry, true);
    assert.equal(slack.seen.faults, 4);
  } finally {
    await slack.close();
  }
});

Deno.test("PagerDuty opens one incident however often it is told, and closes it", async () => {
  const pagerduty = startPagerDuty();
  try {
    const channel = pagerdutyChannel(KEY, `${pagerduty.url}/v2/enqueue`);
    const long = notification({ summary: "s".repeat(5_000) });
    assert.deepEqual(await channel.send(long, signal()), { ok: true });
    assert.deepEqual(await channel.send(long, signal()), { ok: true });
    assert.deepEqual(await channel.send(notification({ kind: "resolved" }), signal()), {
      ok: true,
    });
    assert.deepEqual([...pagerduty.incidents.values()], [{ opened: 1, closed: 1, open: false }]);
    const wrong = await pagerdutyChannel("short", `${pagerduty.url}/v2/enqueue`)
      .send(notification({}), signal());
    assert.deepEqual(wrong, { ok: false, retry: false, reason: "HTTP 400" });
    pagerduty.fail({ kind: "status", status: 503 });
    const down = await channel.send(notification({}), signal());
    assert.equal(!down.ok && down.retry, true);
    assert.equal(pagerduty.seen.faults, 1);
  } finally {
    await pagerduty.close();
  }
});

Deno.test("a letter arrives at everybody with one clean subject line", async () => {
  const smtp = await startSmtp();
  try {
    const mailer = new SmtpMailer({ url: smtp.url, from: "alerts@example.org", plainLogin: true });
    await mailer.verify();
    const channel = emailChannel(mailer, ["ops@example.org", "dm@example.org"]);
    const nasty = notification({ key: NASTY, summary: NASTY });
    assert.deepEqual(await channel.send(nasty, signal()), { ok: true });
    const letter = smtp.letters[0];
    assert.deepEqual(letter?.to, ["ops@example.org", "dm@example.org"]);
    const [head = ""] = (letter?.raw ?? "").split("\r\n\r\n");
    assert.doesNotMatch(head, /^Bcc:/mi);
    assert.match(head, /^Subject: \[staging\] 1 firing, critical/m);
    assert.match(head, /^Auto-Submitted: auto-generated/m);
    assert.match(letter?.raw ?? "", /component-down\.md/);
  } finally {
    await smtp.close();
  }
});

Deno.test("no password goes over a line without encryption", async () => {
  const smtp = await startSmtp();
  try {
    const mailer = new SmtpMailer({ url: smtp.url, from: "alerts@example.org" });
    const sent = await mailer.send({ to: ["ops@example.org"], subject: "x", text: "y" });
    assert.equal(sent.ok, false);
    assert.deepEqual(smtp.letters, []);
  } finally {
    await smtp.close();
  }
});

Deno.test("what the mail server says decides whether trying again helps", async () => {
  const smtp = await startSmtp();
  const mailer = new SmtpMailer({
    url: smtp.url,
    from: "alerts@example.org",
    timeoutMs: 500,
    plainLogin: true,
  });
  const channel = emailChannel(mailer, ["ops@example.org"]);
  const send = async () => {
    const result = await channel.send(notification({}), signal());
    return result.ok ? "sent" : result.retry ? "retry" : "final";
  };
  try {
    smtp.fail({ kind: "refuse_recipient", code: 450 });
    assert.equal(await send(), "retry");
    smtp.fail({ kind: "refuse_letter", code: 552 });
    assert.equal(await send(), "final");
    smtp.fail({ kind: "refuse_login" });
    assert.equal(await send(), "final");
    await assert.rejects(mailer.verify());
    smtp.fail({ kind: "hang" });
    assert.equal(await send(), "retry");
    assert.ok(smtp.seen.faults >= 5, "the faults happened");
    smtp.fail(undefined);
    assert.equal(await send(), "sent");
  } finally {
    await smtp.close();
  }
  assert.equal(await send(), "retry", "nobody listens any more");
});

Deno.test("docs/alerting.md shows the webhook's body, field by field", async () => {
  const receiver = startReceiver(() => undefined, () => new Response(null, { status: 204 }));
  try {
    const channel = webhookChannel(`${receiver.url}/hook`, "shared-secret");
    const acknowledge = "https://fights.example.org/ops/acknowledge?i=1";
    await channel.send(notification({ acknowledge }), signal());
    const sent = JSON.parse(receiver.accepted[0]?.body ?? "");
    const text = await Deno.readTextFile(new URL("../../docs/alerting.md", import.meta.url));
    const shown = JSON.parse(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? "");
    const fields = (of: Record<string, unknown>) => Object.keys(of).sort();
    assert.deepEqual(fields(shown), fields(sent));
    assert.deepEqual(fields(shown.alerts[0]), fields(sent.alerts[0]));
  } finally {
    await receiver.close();
  }
});

Deno.test("the webhook's signature covers the body and its time", async () => {
  const receiver = startReceiver((post) => {
    const match = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(post.headers.get("x-signature") ?? "");
    const expected = createHmac("sha256", "shared-secret").update(`${match?.[1]}.${post.body}`);
    const fresh = Math.abs(Date.now() / 1_000 - Number(match?.[1])) < 300;
    return fresh && expected.digest("hex") === match?.[2]
      ? undefined
      : { status: 401, body: "bad signature" };
  }, () => new Response(null, { status: 204 }));
  try {
    const good = webhookChannel(`${receiver.url}/hook`, "shared-secret");
    assert.deepEqual(await good.send(notification({}), signal()), { ok: true });
    assert.equal(receiver.accepted[0]?.headers.get("idempotency-key"), "0b0e7c5e-message");
    const bad = await webhookChannel(`${receiver.url}/hook`, "other").send(
      notification({}),
      signal(),
    );
    assert.deepEqual(bad, { ok: false, retry: false, reason: "HTTP 401" });
    const old = webhookChannel(`${receiver.url}/hook`, "shared-secret", () => 0);
    assert.equal((await old.send(notification({}), signal())).ok, false);
  } finally {
    await receiver.close();
  }
});
