import assert from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import { readBytes, readForm, readJson } from "@/lib/http/body.ts";
import { propertyRuns } from "@/tests/help/property.ts";

const SCHEMA = z.object({ name: z.string().min(1), count: z.number().int() });
const JSON_TYPE = { "content-type": "application/json" };

function post(body: BodyInit, headers: HeadersInit = JSON_TYPE): Request {
  return new Request("http://localhost/", { method: "POST", body, headers });
}

Deno.test("a valid body becomes a typed value", async () => {
  const result = await readJson(post('{"name":"a","count":2}'), SCHEMA);
  assert.deepEqual(result, { ok: true, value: { name: "a", count: 2 } });
});

Deno.test("each issue names its path", async () => {
  const result = await readJson(post('{"name":"","count":1.5}'), SCHEMA);
  assert.ok(!result.ok);
  assert.equal(result.code, "INVALID_INPUT");
  assert.deepEqual(result.issues?.map((issue) => issue.path), ["name", "count"]);
});

Deno.test("what is not JSON, not UTF-8 or not declared as JSON is refused", async () => {
  const codeOf = async (req: Request) => {
    const result = await readJson(req, SCHEMA);
    return result.ok ? "ok" : result.code;
  };
  assert.equal(await codeOf(post("{")), "INVALID_INPUT");
  assert.equal(await codeOf(post("")), "INVALID_INPUT");
  assert.equal(await codeOf(post(new Uint8Array([0x22, 0xff, 0x22]))), "INVALID_INPUT");
  assert.equal(await codeOf(post("{}", { "content-type": "text/plain" })), "UNSUPPORTED_MEDIA");
  assert.equal(await codeOf(post(new FormData())), "INVALID_INPUT");
  const merge = { "content-type": "application/merge-patch+json; charset=utf-8" };
  assert.equal(await codeOf(post('{"name":"a","count":2}', merge)), "ok");
});

Deno.test("a body without a length is cut off at the limit", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      sent += 1024;
      controller.enqueue(new Uint8Array(1024));
    },
  });
  const result = await readBytes(post(endless, {}), { maxBytes: 10_000 });
  assert.equal(!result.ok && result.code, "TOO_LARGE");
  assert.ok(sent < 20_000, `${sent} bytes were read`);
});

Deno.test("an announced length above the limit is refused at once", async () => {
  const req = post("abc", { "content-length": "99999999" });
  const result = await readBytes(req, { maxBytes: 10 });
  assert.equal(!result.ok && result.code, "TOO_LARGE");
});

Deno.test("JSON that is 10,000 levels deep is refused, not a fault", async () => {
  const deep = "[".repeat(10_000) + "]".repeat(10_000);
  const result = await readJson(post(deep), SCHEMA);
  assert.equal(!result.ok && result.code, "INVALID_INPUT");
});

Deno.test("a form is read by its fields; a file upload is refused", async () => {
  const fields = z.object({ theme: z.string() });
  const form = await readForm(post(new URLSearchParams({ theme: "dark" }), {}), fields);
  assert.deepEqual(form, { ok: true, value: { theme: "dark" } });
  const upload = new Request("http://localhost/", { method: "POST", body: new FormData() });
  const refused = await readForm(upload, fields);
  assert.equal(!refused.ok && refused.code, "UNSUPPORTED_MEDIA");
});

Deno.test("any bytes are either a value or a refusal", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (bytes) => {
      const result = await readJson(post(new Uint8Array(bytes)), SCHEMA);
      assert.ok(result.ok || result.message.length > 0);
    }),
    propertyRuns("any bytes as a body", 300),
  );
});

Deno.test("a sender who is silent, or slow for ever, is cut off", async () => {
  const deadlines = { silenceMs: 40, wholeMs: 200 };
  let cancelled = 0;
  const dripping = (everyMs: number) => {
    let timer: ReturnType<typeof setInterval> | undefined;
    return new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        timer = setInterval(() => controller.enqueue(new Uint8Array(1)), everyMs);
      },
      cancel() {
        clearInterval(timer);
        cancelled++;
      },
    });
  };
  for (const everyMs of [10, 100_000]) {
    const body = dripping(everyMs);
    const read = await readBytes(new Request("http://x", { method: "POST", body }), { deadlines });
    assert.ok(!read.ok && read.code === "TOO_SLOW", String(everyMs));
  }
  assert.equal(cancelled, 2);
});
