import assert from "node:assert/strict";
import { cacheFiles } from "./cache_files.ts";
import { securityHeaders } from "./security_headers.ts";
import type { HttpContext } from "./context.ts";

const FOREVER = "public, max-age=31536000, immutable";
const NEVER = "no-cache, no-store, max-age=0, must-revalidate";

/** The answer for `pathname` when the framework's own middleware says `cacheControl`. */
async function cachingOf(pathname: string, cacheControl: string, status = 200): Promise<string> {
  const url = new URL(pathname, "http://localhost");
  const answer = new Response("", { status, headers: { "cache-control": cacheControl } });
  const response = await cacheFiles({ url, next: () => Promise.resolve(answer) });
  return response.headers.get("cache-control") ?? "";
}

Deno.test("a name with a hash is kept for ever, the service worker never", async () => {
  assert.equal(await cachingOf("/fonts/faustina.0123abcd.woff2", NEVER), FOREVER);
  assert.equal(await cachingOf("/fonts/faustina.0123abcd.woff2", NEVER, 404), NEVER);
  assert.equal(await cachingOf("/sw.js", FOREVER), "no-cache, max-age=0");
  assert.equal(await cachingOf("/icon.svg", NEVER), NEVER);
  assert.equal(await cachingOf("/assets/sw.js", FOREVER), FOREVER);
});

Deno.test("the service worker has a policy of its own, also where it was said to last", async () => {
  const type = { "content-type": "text/javascript; charset=utf-8", "cache-control": FOREVER };
  const url = new URL("http://localhost/sw.js");
  const ctx = { url, next: () => Promise.resolve(new Response("", { headers: type })) };
  const outer: Pick<HttpContext, "config" | "next"> = {
    config: { mode: "production" },
    next: () => cacheFiles(ctx),
  };
  const response = await securityHeaders({ encrypted: false })(outer);
  const policy = response.headers.get("content-security-policy");
  assert.equal(policy, "default-src 'self'; frame-ancestors 'none'");
});
