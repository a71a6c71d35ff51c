import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { startPagerDuty } from "@/tests/fakes/pagerduty.ts";
import { startReceiver } from "@/tests/fakes/receiver.ts";
import { SLACK_PATH, startSlack } from "@/tests/fakes/slack.ts";
import { duration } from "@/tasks/alerts.ts";
import { ROOT } from "@/tasks/lib/files.ts";

async function run(task: string, words: readonly string[], env: Record<string, string> = {}) {
  const DATA_DIR = env["DATA_DIR"] ?? await Deno.makeTempDir();
  const output = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `tasks/${task}.ts`, ...words],
    cwd: ROOT,
    env: { APP_ENV: "test", NO_COLOR: "1", DATA_DIR, ...env },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code: output.code, out: text(output.stdout), err: text(output.stderr), DATA_DIR };
}

Deno.test("health probes from here, as a table and as JSON", async () => {
  const table = await run("health", []);
  assert.equal(table.code, 0, table.err);
  assert.match(table.out, /^test dev: ok\n {2}database +ok +required/);
  const json = await run("health", ["--json"]);
  assert.equal(JSON.parse(json.out).status, "ok");
});

Deno.test("health asks an instance; its exit code says how it is", async () => {
  const part = {
    name: "database",
    status: "down",
    required: true,
    latencyMs: 2_000,
    checkedAt: null,
    changedAt: "2026-01-01T00:00:00.000Z",
  };
  const answers: Record<string, [Response, number]> = {
    down: [
      Response.json({ status: "down", release: "r", environment: "test", components: [part] }, {
        status: 503,
      }),
      2,
    ],
    "no report": [new Response("<html>", { status: 200 }), 3],
    hidden: [new Response("not found", { status: 404 }), 3],
  };
  for (const [what, [answer, code]] of Object.entries(answers)) {
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => answer);
    const done = await run("health", [`http://127.0.0.1:${server.addr.port}`]);
    await server.shutdown();
    assert.equal(done.code, code, what);
  }
  assert.equal((await run("health", ["http://127.0.0.1:9"])).code, 3);
  assert.equal((await run("health", ["nonsense"])).code, 64);
});

Deno.test("alerts: run, silence, status and test do what they say", async () => {
  const [slack, webhook] = [
    startSlack(),
    startReceiver(() => ({ status: 401, body: "no" }), () => new Response()),
  ];
  try {
    const first = await run("alerts", ["run"]);
    assert.equal(first.code, 0, first.err);
    assert.match(first.out, /^evaluated: nothing new; 0 sent \(no channel is configured\)/);
    const env = { DATA_DIR: first.DATA_DIR };
    assert.equal((await run("alerts", ["silence", "error_rate", "2h", "planned"], env)).code, 0);
    const status = await run("alerts", ["status"], env);
    assert.match(status.out, /nothing fires\nsilence .+: error_rate until .+ \(planned\)/);
    assert.equal((await run("alerts", ["silence", "error_rate", "soon", "x"], env)).code, 64);
    const unknown = await run("alerts", ["silence", "eror-rate", "2h", "x"], env);
    assert.equal(unknown.code, 3);
    assert.match(unknown.err, /there is no rule eror-rate; did you mean error_rate\?/);
    assert.equal((await run("alerts", ["unsilence", "unknown"], env)).code, 3);
    assert.equal((await run("alerts", ["dance"], env)).code, 64);
    assert.equal((await run("alerts", ["test"], env)).code, 3);
    const channels = {
      ...env,
      SLACK_WEBHOOK_URL: slack.url + SLACK_PATH,
      ALERT_WEBHOOK_URL: webhook.url,
      ALERT_WEBHOOK_SECRET: "kq7-R2ma9-Zt4bW8yPqLs0v-6HnJ3cXe",
    };
    const tested = await run("alerts", ["test"], channels);
    assert.equal(tested.code, 1);
    assert.equal(tested.out, "slack: delivered, firing and resolved\nwebhook: HTTP 401\n");
    assert.equal((await run("alerts", ["test", "slack"], channels)).code, 0);
  } finally {
    await Promise.all([slack.close(), webhook.close()]);
  }
});

Deno.test("a test of the pager opens an incident and closes it", async () => {
  const pager = startPagerDuty();
  try {
    const tested = await run("alerts", ["test", "pagerduty"], {
      PAGERDUTY_INTEGRATION_KEY: "R01234k6789abcdefghijklmnopqrstu",
      PAGERDUTY_EVENTS_URL: `${pager.url}/v2/enqueue`,
    });
    assert.equal(tested.code, 0, tested.err);
    assert.deepEqual([...pager.incidents.values()], [{ opened: 1, closed: 1, open: false }]);
  } finally {
    await pager.close();
  }
});

Deno.test("runs of a scheduler page a dead store, and close the incident when it lives", async () => {
  const pager = startPagerDuty();
  const { DATA_DIR } = await run("alerts", ["run"]);
  const env = {
    DATA_DIR,
    PUBLIC_ORIGIN: "http://localhost",
    PAGERDUTY_INTEGRATION_KEY: "R01234k6789abcdefghijklmnopqrstu",
    PAGERDUTY_EVENTS_URL: `${pager.url}/v2/enqueue`,
  };
  const incidents = () => [...pager.incidents.values()].map(({ open }) => open);
  const lock = new DatabaseSync(`${DATA_DIR}/tracker.sqlite`);
  try {
    lock.exec("BEGIN EXCLUSIVE");
    const first = await run("alerts", ["run"], env);
    assert.deepEqual([first.code, incidents()], [1, []], first.err);
    const second = await run("alerts", ["run"], env);
    assert.match(second.out, /firing component_down:database/);
    assert.deepEqual([second.code, incidents()], [1, [true]], second.err);
    assert.match(
      (await run("alerts", ["run"], env)).out,
      /nothing new; 0 sent \(channels: pagerduty\)/,
    );
    lock.exec("ROLLBACK");
    const back = await run("alerts", ["run"], env);
    assert.deepEqual([back.code, incidents()], [1, [true]], "it must be clear for a minute");
    const { value } = lock.prepare("SELECT value FROM entries WHERE key = 'alerts/document'")
      .get() ?? {};
    const stored = JSON.parse(JSON.parse(String(value)));
    for (const alert of stored.alerts) alert.clearSince -= 60_000;
    lock.prepare("UPDATE entries SET value = ? WHERE key = 'alerts/document'")
      .run(JSON.stringify(JSON.stringify(stored)));
    const over = await run("alerts", ["run"], env);
    assert.deepEqual([over.code, incidents()], [0, [false]], over.err);
  } finally {
    lock.close();
    await pager.close();
  }
});

Deno.test("a store that cannot be opened and a missing migration reach people from a task", async () => {
  const { DATA_DIR } = await run("alerts", ["run"]);
  const staging = {
    DATA_DIR,
    APP_ENV: "staging",
    PUBLIC_ORIGIN: "https://staging.acme.org",
    OPS_TOKEN: "kq7-R2ma9-Zt4bW8yPqLs0v-6HnJ3cXe",
    JWT_KEYS: "k1:kq7R2ma9Zt4bW8yPqLs0v6HnJ3cXekq7R2ma9Zt4bW8",
  };
  const db = new DatabaseSync(`${DATA_DIR}/tracker.sqlite`);
  db.exec("DELETE FROM schema_migrations WHERE id = (SELECT max(id) FROM schema_migrations)");
  db.close();
  await run("alerts", ["run"], staging);
  const behind = await run("alerts", ["run"], staging);
  assert.match(behind.out, /firing migration_pending/, behind.err);
  assert.equal(behind.code, 1);
  const health = await run("health", [], staging);
  assert.equal(health.code, 2, health.err);
  assert.match(health.out, /schema +down .*migration missing/);

  const damaged = await Deno.makeTempDir();
  await Deno.writeTextFile(`${damaged}/tracker.sqlite`, "Once upon a time ".repeat(1_000));
  await run("alerts", ["run"], { DATA_DIR: damaged });
  const dead = await run("alerts", ["run"], { DATA_DIR: damaged });
  assert.match(dead.out, /firing component_down:database/, dead.err);
  assert.equal(dead.code, 1);
});

Deno.test("durations are read, and nonsense is not", () => {
  assert.deepEqual(["90s", "15m", "2h", "3d"].map(duration), [9e4, 9e5, 72e5, 2592e5]);
  for (const bad of ["", "2", "h", "-1h", "0h", "31d", "1e3s"]) {
    assert.equal(duration(bad), undefined);
  }
});
