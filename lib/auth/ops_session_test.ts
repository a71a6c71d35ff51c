import assert from "node:assert/strict";
import { SEED } from "@/tests/help/property.ts";
import { SignJWT } from "jose";
import { OpsSession } from "./ops_session.ts";

const PEER = "203.0.113.7";
const TOKEN = "kq7-R2ma9-Zt4bW8yPqLs0v-6HnJ3cXe";
const key = (kid: string, fill: number) => ({ kid, bytes: new Uint8Array(32).fill(fill) });
const ring = (...keys: ReturnType<typeof key>[]) => ({ current: keys[0]!, keys });
const [OLD, NEW] = [key("old", 1), key("new", 2)];

function session(
  keys = ring(NEW, OLD),
  more: { token?: string; now?: () => Date; encrypted?: boolean } = {},
): OpsSession {
  return new OpsSession({ token: TOKEN, keys, encrypted: true, ...more });
}

function request(headers: Record<string, string> = {}): Request {
  return new Request("https://fights.example/ops", { headers });
}

function withCookie(cookie: string | null): Request {
  return request({ cookie: `theme=dark; ${cookie?.split(";")[0] ?? ""}` });
}

Deno.test("the bearer token opens, anything else does not", async () => {
  const ops = session();
  assert.equal(await ops.allows(request({ authorization: `Bearer ${TOKEN}` }), PEER), true);
  const bad = [
    "",
    "Bearer ",
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(1)}`,
    `Basic ${TOKEN}`,
    TOKEN,
  ];
  for (const authorization of bad) {
    assert.equal(await ops.allows(request({ authorization }), PEER), false, authorization);
  }
  assert.equal(await ops.allows(request(), PEER), false);
});

Deno.test("without a token this machine gets in, and nobody from elsewhere", async () => {
  const ops = new OpsSession({ token: undefined, keys: undefined, encrypted: false });
  assert.equal(ops.open, true);
  for (const peer of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]) {
    assert.equal(await ops.allows(request(), peer), true, peer);
  }
  for (const peer of ["192.168.1.7", "::ffff:192.168.1.7", "fd00::1", "0.0.0.0", ""]) {
    assert.equal(await ops.allows(request(), peer), false, peer);
  }
  const passedOn = request({ "x-forwarded-for": "203.0.113.7" });
  assert.equal(await ops.allows(passedOn, "127.0.0.1"), false, "a proxy on this machine");
});

Deno.test("signing in gives a strict cookie that opens until it expires", async () => {
  let now = new Date("2026-01-01T00:00:00Z");
  const ops = session(undefined, { now: () => now });
  assert.equal(await ops.signIn("wrong"), null);
  const cookie = await ops.signIn(TOKEN);
  assert.match(
    cookie ?? "",
    /^__Host-ops=.+; Path=\/; Max-Age=28800; HttpOnly; SameSite=Strict; Secure$/,
  );
  assert.equal(await ops.allows(withCookie(cookie), PEER), true);
  now = new Date("2026-01-01T08:00:01Z");
  assert.equal(await ops.allows(withCookie(cookie), PEER), false);
  assert.match(ops.signOut(), /^__Host-ops=; Path=\/; Max-Age=0/);
});

Deno.test("a session survives a rotation of keys, and ends with its key or with the token", async () => {
  const cookie = await session(ring(OLD)).signIn(TOKEN);
  assert.equal(await session(ring(NEW, OLD)).allows(withCookie(cookie), PEER), true);
  assert.equal(await session(ring(NEW)).allows(withCookie(cookie), PEER), false);
  const other = session(ring(OLD), { token: "another-token-of-enough-length-1" });
  assert.equal(await other.allows(withCookie(cookie), PEER), false);
});

Deno.test("10,000 altered cookies and forged tokens are all refused", async () => {
  const seed = SEED;
  console.log(`seed ${seed}`);
  const ops = session();
  const cookie = (await ops.signIn(TOKEN))?.split(";")[0] ?? "";
  const value = cookie.slice("__Host-ops=".length);
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (let i = 0; i < 10_000; i++) {
    // The last letter of a part carries spare bits, so a change there may mean the same bytes.
    const parts = value.split(".");
    const part = random(3);
    const at = random((parts[part]?.length ?? 1) - 1);
    const letter = letters[random(letters.length)] ?? "A";
    if (parts[part]?.[at] === letter) continue;
    parts[part] = parts[part]!.slice(0, at) + letter + parts[part]!.slice(at + 1);
    assert.equal(
      await ops.allows(request({ cookie: `__Host-ops=${parts.join(".")}` }), PEER),
      false,
    );
  }
  const forge = async (alg: string, kid: string, bytes: Uint8Array, claims = {}) =>
    await new SignJWT({ token: "x", ...claims }).setProtectedHeader({ alg, kid })
      .setAudience("ops").setIssuedAt().setExpirationTime("1h").sign(bytes);
  const none = `${btoa('{"alg":"none","kid":"new"}')}.${value.split(".")[1]}.`;
  const forged = [
    none,
    await forge("HS256", "new", NEW.bytes),
    await forge("HS512", "new", new Uint8Array(64).fill(2)),
    await forge("HS256", "unknown", NEW.bytes),
  ];
  for (const item of forged) {
    assert.equal(await ops.allows(request({ cookie: `__Host-ops=${item}` }), PEER), false);
  }
});
