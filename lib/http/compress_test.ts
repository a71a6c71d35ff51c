import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { compress, packingFor } from "./compress.ts";
import type { HttpContext } from "./context.ts";

const PAGE = "<p>Goblin</p>".repeat(200);

function ask(accepts: string, answer: Response): Promise<Response> {
  const req = new Request("http://localhost/", { headers: { "accept-encoding": accepts } });
  const ctx: Pick<HttpContext, "req" | "next"> = { req, next: () => Promise.resolve(answer) };
  return compress(ctx);
}
const html = (body = PAGE, headers: Record<string, string> = {}) =>
  new Response(body, { headers: { "content-type": "text/html; charset=utf-8", ...headers } });

Deno.test("packingFor() takes the smallest that the sender allows", () => {
  assert.equal(packingFor("gzip, deflate, br"), "br");
  assert.equal(packingFor("gzip;q=0.5"), "gzip");
  assert.equal(packingFor("br;q=0, gzip"), "gzip");
  assert.equal(packingFor("identity"), undefined);
  assert.equal(packingFor(""), undefined);
});

Deno.test("compress() packs a page and says so", async () => {
  const response = await ask("gzip", html());
  assert.equal(response.headers.get("content-encoding"), "gzip");
  assert.equal(response.headers.get("vary"), "Accept-Encoding");
  const bytes = new Uint8Array(await response.arrayBuffer());
  assert.equal(response.headers.get("content-length"), String(bytes.length));
  assert.equal(gunzipSync(bytes).toString(), PAGE);
});

Deno.test("compress() leaves streams, small answers and packed ones as they are", async () => {
  const stream = await ask("br", html(PAGE, { "content-type": "text/event-stream" }));
  assert.equal(stream.headers.get("content-encoding"), null);
  const small = await ask("br", html("<p>a</p>"));
  assert.equal(small.headers.get("content-encoding"), null);
  assert.equal(await small.text(), "<p>a</p>");
  const ready = await ask("gzip", html(PAGE, { "content-encoding": "br" }));
  assert.equal(await ready.text(), PAGE);
});

Deno.test("compress() packs files that carry a tag, which holds for both forms", async () => {
  for (const etag of ['"a"', 'W/"a"']) {
    const response = await ask("gzip", html(PAGE, { etag, vary: "If-None-Match" }));
    assert.equal(response.headers.get("content-encoding"), "gzip");
    assert.equal(response.headers.get("etag"), 'W/"a"');
    assert.equal(response.headers.get("vary"), "If-None-Match, Accept-Encoding");
    const bytes = new Uint8Array(await response.arrayBuffer());
    assert.equal(gunzipSync(bytes).toString(), PAGE);
  }
});

Deno.test("compress() leaves what does not get smaller", async () => {
  const noise = new Uint8Array(2_000);
  crypto.getRandomValues(noise);
  const response = await ask(
    "gzip",
    new Response(noise, { headers: { "content-type": "text/plain" } }),
  );
  assert.equal(response.headers.get("content-encoding"), null);
  assert.deepEqual(new Uint8Array(await response.arrayBuffer()), noise);
});
