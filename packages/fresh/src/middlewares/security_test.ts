import assert from "node:assert/strict";
import { h } from "preact";
import { App } from "../app.ts";
import { cors } from "./cors.ts";
import { csp } from "./csp.ts";
import { csrf } from "./csrf.ts";
import { trailingSlashes } from "./trailing_slashes.ts";

const ORIGIN = "http://localhost";
type Headers_ = Record<string, string>;

function send(app: App<unknown>, path: string, method = "GET", headers: Headers_ = {}) {
  return app.handler()(new Request(ORIGIN + path, { method, headers }));
}

const page = () => h("html", null, h("head", null), h("body", null, h("script", null, "x=1")));

Deno.test("csp: each page has its own nonce on every script, and no 'unsafe-inline'", async () => {
  const app = new App().use(csp({ useNonce: true })).get("/", (ctx) => ctx.render(page()));
  const seen = new Set<string>();
  for (let i = 0; i < 3; i++) {
    const res = await send(app, "/");
    const policy = res.headers.get("content-security-policy") ?? "";
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
    assert.ok(nonce.length >= 22);
    assert.ok(!policy.includes("unsafe-inline"));
    assert.ok((await res.text()).includes(`<script nonce="${nonce}">`));
    seen.add(nonce);
  }
  assert.equal(seen.size, 3);
});

Deno.test("csp: own directives replace the default ones; frozen headers are copied", async () => {
  const app = new App().use(csp({ csp: ["img-src *"], reportOnly: true }))
    .get("/", () => Response.redirect(ORIGIN + "/x"));
  const policy = (await send(app, "/")).headers.get("content-security-policy-report-only") ?? "";
  assert.ok(policy.includes("img-src *"));
  assert.equal(policy.match(/img-src/g)?.length, 1);
});

Deno.test("csrf: changes from other origins are refused", async () => {
  const app = new App().use(csrf()).post("/", (ctx) => ctx.text("done"));
  const status = async (headers: Headers_) => (await send(app, "/", "POST", headers)).status;
  assert.equal(await status({}), 200);
  assert.equal(await status({ "sec-fetch-site": "same-origin" }), 200);
  assert.equal(await status({ "sec-fetch-site": "none" }), 200);
  assert.equal(await status({ origin: ORIGIN }), 200);
  assert.equal(await status({ "sec-fetch-site": "cross-site" }), 403);
  assert.equal(await status({ "sec-fetch-site": "same-site" }), 403);
  assert.equal(await status({ origin: "https://evil.example" }), 403);
  assert.equal(await status({ origin: "null" }), 403);
  assert.equal(await status({ origin: ORIGIN + ":81" }), 403);
});

Deno.test("csrf: a function may decide", async () => {
  const app = new App().use(csrf({ origin: (origin) => origin.endsWith(".example") }))
    .post("/", (ctx) => ctx.text("done"));
  const cross = { "sec-fetch-site": "cross-site" };
  const of = async (origin: string) => (await send(app, "/", "POST", { ...cross, origin })).status;
  assert.equal(await of("https://a.example"), 200);
  assert.equal(await of("https://a.test"), 403);
});

Deno.test("cors: preflights are answered and origins named", async () => {
  const app = new App().use(cors({ origin: ["https://a.example"], maxAge: 60, credentials: true }))
    .get("/", (ctx) => ctx.text("x"));
  const preflight = await send(app, "/", "OPTIONS", {
    origin: "https://a.example",
    "access-control-request-headers": "x-key",
  });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get("access-control-allow-origin"), "https://a.example");
  assert.equal(preflight.headers.get("access-control-allow-headers"), "x-key");
  assert.equal(preflight.headers.get("access-control-max-age"), "60");
  const other = await send(app, "/", "GET", { origin: "https://b.example" });
  assert.equal(other.headers.get("access-control-allow-origin"), null);
  assert.equal(other.headers.get("vary"), "Origin");
});

Deno.test("trailingSlashes: redirects keep the query and stay on the origin", async () => {
  const never = new App().use(trailingSlashes("never")).get("/a", (ctx) => ctx.text("a"));
  assert.equal((await send(never, "/a/?q=1")).headers.get("location"), "/a?q=1");
  const evil = (await send(never, "/%5Cevil.example/")).headers.get("location") ?? "";
  assert.equal(new URL(evil, ORIGIN).origin, ORIGIN);
});
