// One request as one trace: the runtime's span with the route, and below it store and streams.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { command, newEncounter, share } from "@/tests/api/encounters.ts";
import { startApp } from "@/tests/help/app.ts";
import { HttpPerson } from "@/tests/help/person.ts";

const Span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(z.object({ key: z.string(), value: z.unknown() })).optional(),
});
const Export = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(Span) })) })),
});

Deno.test("a command is one trace through store and streams, by OpenTelemetry's names", async () => {
  const spans: z.infer<typeof Span>[] = [];
  const receiver = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (req) => {
      const body = await req.json();
      if (new URL(req.url).pathname !== "/v1/traces") return Response.json({});
      for (const { scopeSpans } of Export.parse(body).resourceSpans) {
        spans.push(...scopeSpans.flatMap((scopeSpan) => scopeSpan.spans));
      }
      return Response.json({});
    },
  );
  try {
    await using app = await startApp({
      env: {
        OTEL_DENO: "true",
        OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${receiver.addr.port}`,
        OTEL_BSP_SCHEDULE_DELAY: "200",
      },
    });
    const dm = new HttpPerson(app.origin);
    const id = await newEncounter(dm);
    const stream = await fetch(`${app.origin}/api/v1/play/${await share(dm, id)}/stream`);
    await sleep(300);
    await command(dm, id, { type: "RenameEncounter", name: "Traced" });
    const isCommand = ({ name }: { name: string }) =>
      name === "POST /api/v1/encounters/:id/commands";
    for (let i = 0; i < 100 && !spans.some(isCommand); i++) await sleep(100);
    await stream.body?.cancel();
    const request = spans.find(isCommand);
    assert.ok(request, spans.map((item) => item.name).join());
    const parts = spans.filter((candidate) =>
      candidate.traceId === request.traceId && candidate !== request
    );
    assert.ok(parts.some(({ name }) => name === "append encounters"), JSON.stringify(parts));
    assert.ok(parts.some(({ name }) => name === "publish streams"), JSON.stringify(parts));
    const keys = parts.flatMap((part) => part.attributes ?? []).map(({ key }) => key);
    for (const key of ["db.system.name", "db.operation.name", "db.collection.name"]) {
      assert.ok(keys.includes(key), key);
    }
  } finally {
    await receiver.shutdown();
  }
});
