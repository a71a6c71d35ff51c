// OpenTelemetry is Deno's own: its variables alone turn it on, in the built server as it is.
import assert from "node:assert/strict";
import { HttpPerson } from "@/tests/help/person.ts";
import { startApp } from "@/tests/help/app.ts";
import { startReceiver } from "@/tests/fakes/receiver.ts";

Deno.test("Deno's variables send spans of requests to a collector, without them none are", async () => {
  const collector = startReceiver(
    (post) => post.path.startsWith("/v1/") ? undefined : { status: 404, body: post.path },
    () => Response.json({}),
  );
  const env = {
    OTEL_DENO: "true",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_SERVICE_NAME: "encounter-tracker",
    OTEL_BSP_SCHEDULE_DELAY: "200",
  };
  try {
    for (const [variables, expected] of [[env, true], [{}, false]] as const) {
      collector.accepted.length = 0;
      const app = await startApp({ env: variables });
      const person = new HttpPerson(app.origin);
      for (let i = 0; i < 5; i++) await (await person.fetch("/livez")).body?.cancel();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await app.stop();
      const traces = collector.accepted.filter((post) => post.path === "/v1/traces");
      assert.equal(traces.length > 0, expected);
      if (expected) assert.ok(traces.some((post) => post.body.includes("encounter-tracker")));
    }
  } finally {
    await collector.close();
  }
});
