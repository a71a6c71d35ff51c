import assert from "node:assert/strict";
import { bodyLimit } from "@/lib/http/body_limit.ts";
import { catchErrors } from "@/lib/http/catch_errors.ts";
import { type HttpContext, withHeaders } from "@/lib/http/context.ts";
import { csrf } from "@/lib/http/csrf.ts";
import { requestId } from "@/lib/http/request_id.ts";
import { securityHeaders } from "@/lib/http/security_headers.ts";
import { DependencyError } from "@/lib/errors.ts";
import { createLog, type Log } from "@/lib/log.ts";
import { watchRequests } from "@/lib/http/watch_requests.ts";

const NO_METER = { requestStarted() {}, requestEnded() {} };

interface Line {
  readonly event: string;
  readonly [field: string]: unknown;
}

function memoryLog(): { log: Log; lines: Line[] } {
  const lines: Line[] = [];
  const log = createLog({
    level: "debug",
    write: (line) => lines.push(JSON.parse(line)),
    now: () => new Date(0),
  });
  return { log, lines };
}

function context(
  init: RequestInit & { url?: string; route?: string | null; log?: Log; dev?: boolean } = {},
  answer: () => Response | Promise<Response> = () => new Response("ok"),
): HttpContext {
  const { url = "http://localhost/fights/1?x=secret", route = "/fights/:id", log } = init;
  return {
    config: { mode: init.dev ? "development" : "production" },
    req: new Request(url, init),
    url: new URL(url),
    route,
    state: { requestId: "test-id", log: log ?? memoryLog().log },
    next: () => Promise.resolve().then(answer),
  };
}

Deno.test("each request gets its own id, in the answer, the state and the log", async () => {
  const { log, lines } = memoryLog();
  let n = 0;
  const mw = requestId({ log, trustProxy: false, newId: () => `id-${++n}` });
  const ctx = context({ headers: { "x-request-id": "from-outside" } });
  assert.equal((await mw(ctx)).headers.get("x-request-id"), "id-1");
  assert.equal(ctx.state.requestId, "id-1");
  ctx.state.log.info("hello");
  assert.equal(lines[0]?.["requestId"], "id-1");
  assert.equal((await mw(context())).headers.get("x-request-id"), "id-2");
});

Deno.test("behind a trusted proxy its id is taken when it is well formed", async () => {
  const mw = requestId({ log: memoryLog().log, trustProxy: true, newId: () => "own-id" });
  const idFor = async (given: string) =>
    (await mw(context({ headers: { "x-request-id": given } }))).headers.get("x-request-id");
  assert.equal(await idFor("abc-12345"), "abc-12345");
  for (const bad of ["short", "has space in it", '","level":"error', "x".repeat(65)]) {
    assert.equal(await idFor(bad), "own-id");
  }
});

Deno.test("one line per request, with the route's pattern and without the address", async () => {
  const { log, lines } = memoryLog();
  let clock = 0;
  await watchRequests(NO_METER, () => clock += 12.34)(context({ log }));
  const [line] = lines;
  assert.equal(lines.length, 1);
  assert.deepEqual({ ...line, time: "" }, {
    time: "",
    level: "info",
    event: "request",
    method: "GET",
    route: "/fights/:id",
    status: 200,
    ms: 12.3,
  });
});

Deno.test("an unknown address is logged as none, for it may be a code; a fault as an error", async () => {
  const { log, lines } = memoryLog();
  await watchRequests(NO_METER)(
    context(
      { log, route: null, url: "http://localhost/K4TM9RWX?x=secret" },
      () => new Response("", { status: 404 }),
    ),
  );
  await watchRequests(NO_METER)(context({ log }, () => new Response("", { status: 500 })));
  assert.equal(lines[0]?.["route"], null);
  assert.doesNotMatch(JSON.stringify(lines), /secret|K4TM9RWX/);
  assert.equal(lines[1]?.["level"], "error");
});

Deno.test("headers of a redirect can be changed", () => {
  const response = withHeaders(Response.redirect("http://localhost/x"), (h) => h.set("a", "b"));
  assert.equal(response.status, 302);
  assert.equal(response.headers.get("a"), "b");
  assert.equal(response.headers.get("location"), "http://localhost/x");
});

const PASSES: readonly [why: string, init: RequestInit][] = [
  ["a page of ours", { method: "POST", headers: { "sec-fetch-site": "same-origin" } }],
  ["our own origin", { method: "DELETE", headers: { origin: "http://localhost" } }],
  ["reading", { method: "GET", headers: { "sec-fetch-site": "cross-site" } }],
  ["a bearer without cookies", { method: "POST", headers: { authorization: "Bearer x" } }],
];
for (const [why, init] of PASSES) {
  Deno.test(`csrf lets through: ${why}`, async () => {
    assert.equal((await csrf({ origin: undefined })(context(init))).status, 200);
  });
}

const REFUSED: readonly [why: string, headers: Record<string, string>][] = [
  ["no word about where it comes from", {}],
  ["another site", { "sec-fetch-site": "cross-site", origin: "http://localhost" }],
  ["another host of the same site", { "sec-fetch-site": "same-site" }],
  ["typed or bookmarked", { "sec-fetch-site": "none" }],
  ["another origin", { origin: "https://evil.example" }],
  ["a sandboxed frame", { origin: "null" }],
  ["another port", { origin: "http://localhost:81" }],
  ["a bearer with cookies", { authorization: "Bearer x", cookie: "sid=1" }],
];
for (const [why, headers] of REFUSED) {
  Deno.test(`csrf refuses: ${why}`, async () => {
    let reached = false;
    const ctx = context({ method: "POST", headers }, () => {
      reached = true;
      return new Response();
    });
    const response = await csrf({ origin: undefined })(ctx);
    assert.equal(response.status, 403);
    assert.equal((await response.json()).code, "FORBIDDEN");
    assert.equal(reached, false);
  });
}

Deno.test("csrf compares with the public origin where there is one, and skips signed hooks", async () => {
  const mw = csrf({
    origin: "https://fights.example",
    exempt: (path) => path === "/api/webhooks/stripe",
  });
  const post = (url: string, headers: HeadersInit) => context({ url, method: "POST", headers });
  const outside = { origin: "https://fights.example" };
  assert.equal((await mw(post("http://10.0.0.1/x", outside))).status, 200);
  assert.equal((await mw(post("http://10.0.0.1/x", { origin: "http://10.0.0.1" }))).status, 403);
  assert.equal((await mw(post("http://10.0.0.1/api/webhooks/stripe", {}))).status, 200);
});

Deno.test("a body announced above the ceiling is refused unread", async () => {
  const ctx = context({ method: "POST", body: "x", headers: { "content-length": "11" } });
  const response = await bodyLimit(10)(ctx);
  assert.equal(response.status, 413);
  assert.equal(response.headers.get("connection"), "close");
  const fine = context({ method: "POST", body: "x", headers: { "content-length": "10" } });
  assert.equal((await bodyLimit(10)(fine)).status, 200);
});

const PRODUCTION = { encrypted: true };

Deno.test("a page's policy allows its own nonce and nothing inline beside it", async () => {
  const page = () =>
    new Response("<p>", {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": "script-src 'self' 'nonce-abc+/=' 'unsafe-inline'",
      },
    });
  const { headers } = await securityHeaders(PRODUCTION)(context({}, page));
  const policy = headers.get("content-security-policy") ?? "";
  assert.match(policy, /script-src 'self' 'nonce-abc\+\/='; style-src 'self' 'nonce-abc\+\/='/);
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
  assert.match(policy, /require-trusted-types-for 'script'; trusted-types worker/);
  assert.equal(headers.get("cache-control"), "private, no-cache");
  assert.equal(headers.get("strict-transport-security"), "max-age=63072000; includeSubDomains");
});

Deno.test("plain http is neither upgraded nor remembered as https", async () => {
  const mw = securityHeaders({ encrypted: false });
  const html = () => new Response("", { headers: { "content-type": "text/html" } });
  const { headers } = await mw(context({}, html));
  assert.ok(!headers.has("strict-transport-security"));
  assert.doesNotMatch(headers.get("content-security-policy") ?? "", /upgrade|nonce/);
});

Deno.test("what is no page may not act as one; a worker script may fetch", async () => {
  const policyOf = async (type: string) => {
    const answer = () => new Response("", { headers: { "content-type": type } });
    const { headers } = await securityHeaders(PRODUCTION)(context({}, answer));
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    return headers.get("content-security-policy");
  };
  assert.equal(await policyOf("image/svg+xml"), "default-src 'none'; frame-ancestors 'none'");
  assert.equal(await policyOf("text/javascript"), "default-src 'self'; frame-ancestors 'none'");
});

/** What the framework throws for an unknown route and the like. */
class StatusError extends Error {
  constructor(readonly status: number) {
    super("internal words");
  }
}

async function caught(error: unknown, init: RequestInit & { url?: string } = {}) {
  const { log, lines } = memoryLog();
  const ctx = context({ ...init, log }, () => Promise.reject(error));
  const response = await catchErrors((_, { status, detail }) =>
    Promise.resolve(new Response(`page: ${detail}`, { status }))
  )(ctx);
  return { response, text: await response.text(), lines };
}

Deno.test("a fault shows nothing of itself and is logged whole, once", async () => {
  const cause = new Error("SQLITE_BUSY at /srv/app/db.ts:12");
  const { response, text, lines } = await caught(new Error("oh /srv/app/x.ts", { cause }), {
    url: "http://localhost/api/v1/x",
  });
  assert.equal(response.status, 500);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  assert.deepEqual(JSON.parse(text), {
    type: "about:blank",
    title: "Something broke on our side",
    status: 500,
    code: "INTERNAL",
    detail: "Try again in a moment. If it stays, tell us the request id.",
    requestId: "test-id",
  });
  assert.equal(lines.length, 1);
  assert.match(JSON.stringify(lines[0]), /SQLITE_BUSY/);
});

Deno.test("people get a page, programs get JSON, by address or by what they accept", async () => {
  const html = await caught(new StatusError(404), { headers: { accept: "text/html,*/*" } });
  assert.equal(html.response.status, 404);
  assert.match(html.text, /^page: Nothing is at this address/);
  assert.equal(html.lines.length, 0);
  const json = await caught(new StatusError(405), { headers: { accept: "application/json" } });
  assert.equal(JSON.parse(json.text).code, "METHOD_NOT_ALLOWED");
});

Deno.test("a part that does not answer is 503 with the time to come back", async () => {
  const down = new DependencyError("store", "mongodb://u:p@host", { cause: new Error("x") });
  const { response, text } = await caught(down, { url: "http://localhost/api/v1/x" });
  assert.equal(response.status, 503);
  assert.equal(response.headers.get("retry-after"), "5");
  assert.ok(!text.includes("mongodb"));
});

Deno.test("when the error page fails too, the answer is still an answer", async () => {
  const { log, lines } = memoryLog();
  const ctx = context({ log }, () => Promise.reject(new Error("first")));
  const response = await catchErrors(() => Promise.reject(new Error("second")))(ctx);
  assert.equal(response.status, 500);
  assert.deepEqual(lines.map((line) => line.event), ["fault", "error page failed"]);
});

Deno.test("in development a fault goes on to the overlay, what is no fault gets its page", async () => {
  const fault = new Error("oops");
  const page = () => Promise.resolve(new Response("page"));
  const failing = context({ dev: true }, () => Promise.reject(fault));
  await assert.rejects(catchErrors(page)(failing), fault);
  const lost = context({ dev: true }, () => Promise.reject(new StatusError(404)));
  assert.equal(await (await catchErrors(page)(lost)).text(), "page");
});

Deno.test("a sender who hung up is no fault of ours", async () => {
  const { lines, response } = await caught(new Error("stream closed"), {
    signal: AbortSignal.abort(),
  });
  assert.equal(response.status, 499);
  assert.equal(lines.length, 0);
});
