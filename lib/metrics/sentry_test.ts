import assert from "node:assert/strict";
import { SILENT_LOG } from "@/lib/log.ts";
import { MemoryCache } from "@/lib/cache/memory.ts";
import { startSentry } from "@/tests/fakes/sentry.ts";
import { browserErrors } from "./browser_errors.ts";
import { scrubEvent, scrubFile, scrubText } from "./scrub.ts";
import { SentryReporter } from "./sentry.ts";

Deno.test("a fault arrives scrubbed, with release, place and stack, once", async () => {
  const sentry = startSentry();
  const reporter = new SentryReporter({ dsn: sentry.dsn, release: "r7", environment: "test" });
  try {
    const secret = "hunter2hunter2hunter2";
    const fault = new Error(
      `login of ann@example.org failed: Bearer ${secret} at /x?token=${secret}`,
    );
    for (let i = 0; i < 20; i++) {
      reporter.report(fault, {
        source: "server",
        requestId: "req-1",
        route: "/api/:id",
        method: "POST",
      });
    }
    for (let i = 0; i < 100 && sentry.events.length === 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await reporter.flush(500);
    }
    assert.equal(sentry.events.length, 1);
    const text = sentry.events[0] ?? "";
    assert.doesNotMatch(text, /hunter2|ann@example|breadcrumbs|server_name|"user"|"request"/);
    const event = JSON.parse(text);
    assert.equal(event.release, "r7");
    assert.equal(event.environment, "test");
    assert.deepEqual(event.tags, {
      source: "server",
      requestId: "req-1",
      route: "/api/:id",
      method: "POST",
    });
    const frames = event.exception.values[0].stacktrace.frames;
    assert.ok(
      frames.some((frame: { filename: string }) => frame.filename === "lib/metrics/sentry_test.ts"),
    );
    assert.deepEqual(sentry.refused, []);
    // Unreachable and failing: nothing is thrown, nothing is waited for.
    sentry.fail({ kind: "hang" });
    const start = performance.now();
    reporter.report(new Error("another"), { source: "server", route: "/b" });
    assert.ok(performance.now() - start < 50);
    await reporter.flush(100);
    sentry.fail({ kind: "status", status: 429, headers: { "retry-after": "60" } });
    reporter.report(new Error("a third"), { source: "server", route: "/c" });
    await reporter.flush(100);
    assert.ok(sentry.seen.faults >= 1, "the fault happened");
  } finally {
    await sentry.close();
  }
});

Deno.test("an event keeps what is on the list and nothing else", () => {
  const event = scrubEvent({
    event_id: "1",
    release: "r",
    request: { url: "https://h/?token=1", headers: { Cookie: "sid=1" }, data: "body" },
    user: { ip_address: "203.0.113.1", email: "a@b.example" },
    breadcrumbs: [{ message: "secret" }],
    extra: { password: "p" },
    server_name: "host",
    contexts: { device: {} },
    transaction: "/join/ABC123",
    tags: { route: "/x", COOKIE: "sid", requestId: 7 },
    exception: {
      values: [{
        type: "T",
        value: 'refused "Bob the player" 123456789',
        extra: 1,
        stacktrace: {
          frames: [{ filename: "file:///srv/app/lib/a.ts?x=1", lineno: 3, vars: { token: "t" } }],
        },
      }],
    },
  });
  const { exception, ...rest } = event;
  assert.deepEqual(rest, {
    event_id: "1",
    release: "r",
    level: "error",
    platform: "javascript",
    tags: { route: "/x" },
  });
  assert.deepEqual(exception.values, [{
    type: "T",
    value: 'refused "…" [number]',
    stacktrace: {
      frames: [{ filename: "lib/a.ts", function: "?", in_app: false, lineno: 3 }],
    },
  }]);
});

Deno.test("text and files lose what could be a secret, a person or a machine's folder", () => {
  assert.equal(
    scrubText("GET https://u:p@h/a?b=c failed 503"),
    "GET https://h/a?[removed] failed 503",
  );
  assert.equal(scrubText("key sk_live_abc123def456ghi"), "key [id]");
  assert.equal(scrubText("TypeError: x is undefined"), "TypeError: x is undefined");
  assert.equal(scrubFile("file:///srv/ann/app/_fresh/server/x.js?v=1"), "_fresh/server/x.js");
  assert.equal(scrubFile("https://h/secret/path/y.js"), "y.js");
});

Deno.test("browser reports are checked, limited per address, sampled and counted", async () => {
  const counted: boolean[] = [];
  const reported: string[] = [];
  const make = (percent: number) =>
    browserErrors({
      limiter: new MemoryCache(),
      log: SILENT_LOG,
      meters: { browserError: (accepted) => counted.push(accepted) },
      faults: {
        report: (error) => reported.push(error instanceof Error ? error.message : ""),
        flush: () => Promise.resolve(),
      },
      percent,
    });
  const errors = make(100);
  const good = { message: "x of ann@example.org is undefined", island: "Tracker", line: 3 };
  assert.equal(await errors.take(good, "a", "r"), "accepted");
  assert.deepEqual(reported, ["x of [email] is undefined"]);
  for (
    const bad of [null, 1, "x", [], {}, { message: "" }, { ...good, more: 1 }, {
      message: "m".repeat(501),
    }]
  ) {
    assert.equal(await errors.take(bad, `b${JSON.stringify(bad)}`, "r"), "invalid");
  }
  const results = [];
  for (let i = 0; i < 30; i++) results.push(await errors.take(good, "one", "r"));
  assert.equal(results.filter((result) => result === "accepted").length, 20);
  assert.equal(await make(0).take(good, "c", "r"), "dropped");
  assert.ok(counted.includes(true) && counted.includes(false));
});
