// The built server under faults of its parts: who is told, what people see, how it recovers.
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { HttpPerson } from "@/tests/help/person.ts";
import { type RunningApp, startApp } from "@/tests/help/app.ts";
import { startDeadEnd } from "@/tests/fakes/unreachable.ts";
import { startPagerDuty } from "@/tests/fakes/pagerduty.ts";
import { startSentry } from "@/tests/fakes/sentry.ts";
import { SLACK_PATH, startSlack } from "@/tests/fakes/slack.ts";
import { startSmtp } from "@/tests/fakes/smtp.ts";

const PAGER_KEY = "R01234k6789abcdefghijklmnopqrstu";

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function until(condition: () => Promise<boolean> | boolean, ms: number): Promise<number> {
  const start = performance.now();
  while (!await condition()) {
    if (performance.now() - start > ms) assert.fail(`waited ${ms} ms in vain`);
    await wait(50);
  }
  return performance.now() - start;
}

async function ready(app: RunningApp): Promise<boolean> {
  const answer = await fetch(`${app.origin}/readyz`);
  await answer.body?.cancel();
  return answer.status === 200;
}

Deno.test("a locked store: 503 within 3 s, people are told though Slack hangs, recovery", async () => {
  const [slack, pagerduty, smtp] = [startSlack(), startPagerDuty(), await startSmtp()];
  slack.fail({ kind: "hang" });
  const app = await startApp({
    env: {
      ALERTS_EVERY_SECONDS: "1",
      SLACK_WEBHOOK_URL: slack.url + SLACK_PATH,
      PAGERDUTY_INTEGRATION_KEY: PAGER_KEY,
      PAGERDUTY_EVENTS_URL: `${pagerduty.url}/v2/enqueue`,
      SMTP_URL: smtp.url,
      ALERT_EMAILS: "ops@acme.org",
      ALERT_FROM: "alerts@acme.org",
      PUBLIC_ORIGIN: "http://localhost",
    },
  });
  const lock = new DatabaseSync(`${app.dataDir}/tracker.sqlite`);
  try {
    assert.equal(await ready(app), true);
    lock.exec("BEGIN EXCLUSIVE");
    const person = new HttpPerson(app.origin);
    const start = performance.now();
    const refused = await fetch(`${app.origin}/api/v1/encounters`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: "http://localhost",
        "sec-fetch-site": "same-origin",
      },
      body: JSON.stringify({ name: "x", edition: "2024" }),
    });
    const problem = await refused.json();
    assert.equal(refused.status, 503);
    assert.ok(performance.now() - start < 3_000);
    assert.equal(problem.code, "UNAVAILABLE");
    assert.ok(problem.requestId);
    assert.doesNotMatch(JSON.stringify(problem), /sqlite|SQLITE|locked|\/tmp|stack/);
    assert.equal((await person.fetch("/livez")).status, 200);
    await until(async () => !await ready(app), 12_000);
    const took = await until(() => pagerduty.incidents.size > 0, 30_000);
    console.log(`paged ${Math.round(took)} ms after the instance was out, Slack hanging`);
    await until(() => smtp.letters.length > 0, 10_000);
    assert.match(smtp.letters[0]?.raw ?? "", /component_down:database/);
    assert.match(smtp.letters[0]?.raw ?? "", /component-down\.md/);
    assert.ok(slack.seen.faults > 0, "the fault happened");
    lock.exec("ROLLBACK");
    const recovered = await until(() => ready(app), 10_000);
    console.log(`ready again after ${Math.round(recovered)} ms, without a restart`);
    slack.fail(undefined);
    await until(() => slack.accepted.length > 0, 20_000);
    assert.equal(
      [...pagerduty.incidents.values()].filter((incident) => incident.opened > 1).length,
      0,
    );
    assert.deepEqual(slack.refused, []);
  } finally {
    lock.close();
    await app.stop();
    await Promise.all([slack.close(), pagerduty.close(), smtp.close()]);
  }
});

/** Makes the server meet a fault of its own: the only thing that makes it load Sentry's SDK. */
async function meetFault(app: RunningApp): Promise<void> {
  const lock = new DatabaseSync(`${app.dataDir}/tracker.sqlite`);
  try {
    lock.exec("BEGIN EXCLUSIVE");
    const refused = await new HttpPerson(app.origin)
      .send("POST", "/api/v1/encounters", { name: "x", edition: "2024" });
    await refused.body?.cancel();
    assert.equal(refused.status, 503);
    lock.exec("ROLLBACK");
  } finally {
    lock.close();
  }
}

/** Thirty people make a fight each; the median of their waits in milliseconds. */
async function medianWait(app: RunningApp): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 30; i++) {
    const start = performance.now();
    const person = new HttpPerson(app.origin);
    const made = await person.send("POST", "/api/v1/encounters", { name: "x", edition: "2024" });
    await made.body?.cancel();
    times.push(performance.now() - start);
    assert.ok([201, 429].includes(made.status), String(made.status));
  }
  return times.toSorted((a, b) => a - b)[15] ?? Infinity;
}

Deno.test("Sentry unreachable, the cache and the mail server too: requests do not notice", async () => {
  const [sentry, cache, mail] = [startDeadEnd(), startDeadEnd(), startDeadEnd()];
  const app = await startApp({
    env: {
      SENTRY_DSN: `http://b7e1f09ac3d84e52a6170fd29c5eb384@127.0.0.1:${sentry.port}/42`,
      UPSTASH_REDIS_REST_URL: `http://127.0.0.1:${cache.port}`,
      UPSTASH_REDIS_REST_TOKEN: "kq7-R2ma9-Zt4bW8yPqLs0v",
      SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      ALERT_EMAILS: "ops@acme.org",
      ALERT_FROM: "alerts@acme.org",
    },
  });
  try {
    await meetFault(app);
    await until(() => sentry.callers() > 0, 10_000);
    assert.ok(await medianWait(app) < 250, "the median request does not wait");
    await until(() => ready(app), 10_000);
    const report = await (await fetch(`${app.origin}/health`)).json();
    assert.equal(report.status, "degraded");
    const bad = report.components.filter((part: { status: string }) => part.status === "degraded");
    assert.deepEqual(bad.map((part: { name: string }) => part.name), ["cache", "mail"]);
    assert.doesNotMatch(JSON.stringify(report), /127\.0\.0\.1|ECONNREFUSED|ECONNRESET/);
    assert.ok(cache.callers() > 0 && mail.callers() > 0, "the faults happened");
  } finally {
    await app.stop();
    await Promise.all([sentry.close(), cache.close(), mail.close()]);
  }
});

Deno.test("Sentry hanging: requests do not notice, and the end of the process does not wait", async () => {
  const sentry = startSentry();
  sentry.fail({ kind: "hang" });
  const app = await startApp({ env: { SENTRY_DSN: sentry.dsn } });
  try {
    await meetFault(app);
    await until(() => sentry.seen.faults > 0, 10_000);
    assert.ok(await medianWait(app) < 250, "the median request does not wait");
    const start = performance.now();
    assert.equal(await app.stop(), 0);
    assert.ok(performance.now() - start < 4_000, "it waited for Sentry");
  } finally {
    await app.stop();
    await sentry.close();
  }
});
