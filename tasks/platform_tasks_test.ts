import assert from "node:assert/strict";
import { startReceiver } from "@/tests/standins/receiver.ts";
import { startPagerDuty } from "@/tests/standins/pagerduty.ts";
import { SLACK_PATH, startSlack } from "@/tests/standins/slack.ts";
import { watchStore } from "@/lib/compose_store.ts";
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
    assert.match(first.out, /^evaluated: nobody to tell; 0 sent/);
    const env = { DATA_DIR: first.DATA_DIR };
    assert.equal((await run("alerts", ["silence", "error_rate", "2h", "planned"], env)).code, 0);
    const status = await run("alerts", ["status"], env);
    assert.match(status.out, /nothing fires\nsilence .+: error_rate until .+ \(planned\)/);
    assert.equal((await run("alerts", ["silence", "error_rate", "soon", "x"], env)).code, 64);
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
    assert.equal(tested.out, "slack: delivered\nwebhook: HTTP 401\n");
    assert.equal((await run("alerts", ["test", "slack"], channels)).code, 0);
  } finally {
    await Promise.all([slack.close(), webhook.close()]);
  }
});

/** What a scheduler's run tells PagerDuty of a store, and whether a second run tells it again. */
async function runTwice(env: Record<string, string>) {
  const pagerduty = startPagerDuty();
  try {
    const told = {
      ...env,
      PAGERDUTY_INTEGRATION_KEY: "R01234k6789abcdefghijklmnopqrstu",
      PAGERDUTY_EVENTS_URL: `${pagerduty.url}/v2/enqueue`,
    };
    const codes = [];
    for (let times = 0; times < 2; times++) codes.push((await run("alerts", ["run"], told)).code);
    return { codes, incidents: [...pagerduty.incidents] };
  } finally {
    await pagerduty.close();
  }
}

Deno.test("a scheduler's run tells of a store that is dead, once", async () => {
  const DATA_DIR = await Deno.makeTempDir();
  await Deno.writeTextFile(`${DATA_DIR}/tracker.sqlite`, "no database ".repeat(1_000));
  const { codes, incidents } = await runTwice({ DATA_DIR });
  assert.deepEqual(codes, [1, 1]);
  const down = incidents.filter(([key]) => key.includes("component_down:database"));
  assert.deepEqual(down.map(([, { opened, open }]) => [opened, open]), [[1, true]]);
});

Deno.test("a store that lacks a migration can still be watched", async () => {
  const { DATA_DIR } = await run("migrate", ["up"]);
  assert.equal((await run("migrate", ["down", "--yes"], { DATA_DIR })).code, 0);
  const { store, schema } = watchStore({ DATA_DIR });
  try {
    assert.equal((await schema()).missing.length, 1);
  } finally {
    await store.close();
  }
});

Deno.test("durations are read, and nonsense is not", () => {
  assert.deepEqual(["90s", "15m", "2h", "3d"].map(duration), [9e4, 9e5, 72e5, 2592e5]);
  for (const bad of ["", "2", "h", "-1h", "0h", "31d", "1e3s"]) {
    assert.equal(duration(bad), undefined);
  }
});
