import assert from "node:assert/strict";
import type { Identity } from "@/lib/auth/identity.ts";
import { identify } from "@/lib/http/identify.ts";
import { SILENT_LOG } from "@/lib/log.ts";

const VISITOR = { ownerId: null, seatIds: [] };

/** What comes of an answer when the identity wants these cookies set. */
async function ask(setCookies: readonly string[], answer: HeadersInit): Promise<Headers> {
  const identity = { identify: () => Promise.resolve({ visitor: VISITOR, setCookies }) };
  const middleware = identify(identity as unknown as Identity, () => Promise.resolve(undefined));
  const response = await middleware({
    config: { mode: "production" },
    req: new Request("http://tracker.test/encounters"),
    url: new URL("http://tracker.test/encounters"),
    route: "/encounters",
    state: { requestId: "", log: SILENT_LOG },
    next: () => Promise.resolve(new Response("", { headers: answer })),
  });
  return response.headers;
}

Deno.test("renewed cookies come with answers that nobody keeps", async () => {
  const page = await ask(["session=new; Path=/"], { "cache-control": "public, max-age=60" });
  assert.equal(page.get("cache-control"), "no-store");
  assert.deepEqual(page.getSetCookie(), ["session=new; Path=/"]);
  const stream = await ask(["session=new"], { "cache-control": "no-store, no-transform" });
  assert.equal(stream.get("cache-control"), "no-store, no-transform", "a stream stays one");
  const plain = await ask([], { "cache-control": "public, max-age=60" });
  assert.equal(plain.get("cache-control"), "public, max-age=60");
});

Deno.test("a page that signs in or out has the last word about its cookies", async () => {
  const headers = await ask(["session=renewed", "refresh=renewed"], {
    "set-cookie": "session=; Max-Age=0",
  });
  assert.deepEqual(headers.getSetCookie(), ["session=; Max-Age=0", "refresh=renewed"]);
});
