import assert from "node:assert/strict";
import { SignJWT } from "jose";
import { AccessTokens } from "@/lib/auth/access_tokens.ts";
import { keysFor } from "@/lib/auth/keys.ts";
import { authRecords } from "@/lib/auth/records.ts";
import { ABSOLUTE_MS, GRACE_MS, IDLE_MS, Sessions } from "@/lib/auth/sessions.ts";
import { SILENT_LOG } from "@/lib/log.ts";
import { openStore } from "@/lib/store/sqlite/open.ts";
import { migrateUp } from "@/tasks/lib/temporary_store.ts";
import { random as seeded } from "@/tests/help/random.ts";

const ACCOUNT = `account_${"a".repeat(22)}`;
const DEVICE = { device: "Firefox on Linux", place: null };
const key = (n: number) => ({ kid: `k${n}`, bytes: new Uint8Array(32).fill(n) });
const ring = (...numbers: number[]) => {
  const keys = numbers.map(key);
  return { current: keys[0]!, keys };
};
const START = 1_800_000_000_000;

/** Instances over one store, with one clock. */
async function instances(
  work: (
    make: (keys?: ReturnType<typeof ring>) => Sessions,
    clock: { now: number },
  ) => Promise<void>,
) {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/store.sqlite`;
  await migrateUp(path);
  const store = openStore({ path });
  const clock = { now: START };
  try {
    await work((keys = ring(1)) =>
      new Sessions({
        records: authRecords(store.documents),
        keys,
        log: SILENT_LOG,
        now: () => clock.now,
        random: (length) => crypto.getRandomValues(new Uint8Array(length)),
      }), clock);
  } finally {
    await store.close();
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("200 parallel refreshes of one token over two instances give one successor", async () => {
  await instances(async (make) => {
    const [one, two] = [make(), make()];
    const { refresh } = await one.start(ACCOUNT, "password", DEVICE);
    const done = await Promise.all(
      Array.from({ length: 200 }, (_, at) => (at % 2 ? one : two).refresh(refresh, DEVICE)),
    );
    const successors = new Set(done.map((result) => {
      assert.equal(result.kind, "granted");
      return result.kind === "granted" ? result.grant.refresh : "";
    }));
    assert.equal(successors.size, 1);
    const [next = ""] = successors;
    assert.notEqual(next, refresh);
    assert.equal((await two.refresh(next, DEVICE)).kind, "granted");
  });
});

Deno.test("a token used up is good for 15 s more, then it ends the whole session", async () => {
  await instances(async (make, clock) => {
    const sessions = make();
    const { refresh, access } = await sessions.start(ACCOUNT, "password", DEVICE);
    const first = await sessions.refresh(refresh, DEVICE);
    clock.now += GRACE_MS;
    const late = await sessions.refresh(refresh, DEVICE);
    assert.ok(first.kind === "granted" && late.kind === "granted");
    assert.equal(late.grant.refresh, first.grant.refresh, "the same successor");
    clock.now += 1;
    assert.deepEqual(await sessions.refresh(refresh, DEVICE), { kind: "over", reused: true });
    assert.deepEqual(await sessions.refresh(first.grant.refresh, DEVICE), {
      kind: "over",
      reused: false,
    });
    const { sessionId } = (await sessions.access.read(access, clock.now))!;
    assert.equal(await sessions.revocations.isEnded(sessionId), true);
  });
});

Deno.test("an older token of the session is a theft too, one that was made up is nothing", async () => {
  await instances(async (make, clock) => {
    const sessions = make();
    const { refresh } = await sessions.start(ACCOUNT, "password", DEVICE);
    let current = refresh;
    for (let i = 0; i < 3; i++) {
      clock.now += 60_000;
      const done = await sessions.refresh(current, DEVICE);
      assert.ok(done.kind === "granted");
      current = done.grant.refresh;
    }
    const [account, session] = refresh.split(".");
    const madeUp = `${account}.${session}.${"A".repeat(43)}.${"B".repeat(22)}`;
    assert.deepEqual(await sessions.refresh(madeUp, DEVICE), { kind: "over", reused: false });
    assert.equal((await sessions.list(ACCOUNT, "")).length, 1, "nobody can end it by guessing");
    assert.deepEqual(await sessions.refresh(refresh, DEVICE), { kind: "over", reused: true });
    assert.equal((await sessions.list(ACCOUNT, "")).length, 0);
  });
});

Deno.test("a rotation of keys between two tabs keeps both signed in", async () => {
  await instances(async (make) => {
    const { refresh } = await make(ring(1)).start(ACCOUNT, "password", DEVICE);
    const first = await make(ring(1)).refresh(refresh, DEVICE);
    const second = await make(ring(2, 1)).refresh(refresh, DEVICE);
    assert.ok(first.kind === "granted" && second.kind === "granted");
    assert.equal(second.grant.refresh, first.grant.refresh);
    assert.equal((await make(ring(3)).refresh(refresh, DEVICE)).kind, "over", "a dropped key");
  });
});

Deno.test("a session ends after 14 days without use, and after 60 in any case", async () => {
  await instances(async (make, clock) => {
    const sessions = make();
    const idle = await sessions.start(ACCOUNT, "password", DEVICE);
    clock.now += IDLE_MS;
    assert.equal((await sessions.refresh(idle.refresh, DEVICE)).kind, "over");
    let current = (await sessions.start(ACCOUNT, "password", DEVICE)).refresh;
    const started = clock.now;
    for (;;) {
      clock.now += 10 * 86_400_000;
      const done = await sessions.refresh(current, DEVICE);
      if (done.kind === "over") break;
      current = done.grant.refresh;
    }
    assert.equal(clock.now - started, ABSOLUTE_MS);
  });
});

Deno.test("the store holds no token, and a session that is ended is ended on every instance", async () => {
  await instances(async (make) => {
    const [one, two] = [make(), make()];
    const { refresh, signedIn } = await one.start(ACCOUNT, "password", DEVICE);
    const kept = JSON.stringify(await one.list(ACCOUNT, ""));
    assert.ok(!kept.includes(refresh.split(".")[2]!));
    const heard: string[] = [];
    two.revocations.onEnded((id) => heard.push(id));
    assert.equal(await two.revocations.isEnded(signedIn.sessionId), false);
    await one.endAll(ACCOUNT);
    assert.equal(await one.revocations.isEnded(signedIn.sessionId), true);
    await two.revocations.look();
    assert.deepEqual(heard, [signedIn.sessionId]);
    assert.equal(await two.revocations.isEnded(signedIn.sessionId), true);
  });
});

Deno.test("one session more than fit signs the longest unused device out", async () => {
  await instances(async (make, clock) => {
    const sessions = make();
    const first = await sessions.start(ACCOUNT, "password", DEVICE);
    for (let i = 0; i < 50; i++) {
      clock.now += 1_000;
      await sessions.start(ACCOUNT, "password", DEVICE);
    }
    assert.equal((await sessions.list(ACCOUNT, "")).length, 50);
    assert.equal((await sessions.refresh(first.refresh, DEVICE)).kind, "over");
  });
});

const SIGNED_IN = { id: ACCOUNT, sessionId: "s".repeat(22), provenAt: START };

Deno.test("10,000 altered access tokens open nothing", async () => {
  const tokens = new AccessTokens(ring(1));
  const token = await tokens.sign(SIGNED_IN, START);
  assert.deepEqual(await tokens.read(token, START), SIGNED_IN);
  const { below } = seeded();
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  for (let i = 0; i < 10_000; i++) {
    const parts = token.split(".");
    const part = below(3);
    const text = parts[part] ?? "";
    // The last letter of a part carries spare bits: another may mean the same bytes.
    const at = below(text.length - 1);
    const letter = letters[below(letters.length)] ?? "A";
    const cut = [text.slice(0, at), text.slice(at + 1)] as const;
    const kind = below(3);
    parts[part] = kind === 0 ? cut[0] + letter + cut[1] : kind === 1 ? cut.join("") : cut[0];
    const changed = parts.join(".");
    if (changed === token) continue;
    assert.equal(await tokens.read(changed, START), undefined, changed);
  }
});

Deno.test("tokens of another kind, algorithm, key or time open nothing", async () => {
  const tokens = new AccessTokens(ring(1));
  const token = await tokens.sign(SIGNED_IN, START);
  const bytes = keysFor(ring(1), "access tokens").current.bytes;
  const seconds = START / 1_000;
  const make = (over: {
    alg?: string;
    kid?: string;
    typ?: string;
    aud?: string;
    iss?: string;
    key?: Uint8Array;
    exp?: number;
    iat?: number;
    claims?: Record<string, unknown>;
  }) => {
    const { alg = "HS256", kid = "k1", typ = "at+jwt", aud = "access" } = over;
    return new SignJWT({ sid: SIGNED_IN.sessionId, auth_time: seconds, ...over.claims })
      .setProtectedHeader({ alg, kid, typ }).setSubject(ACCOUNT).setAudience(aud)
      .setIssuer(over.iss ?? "encounter-tracker").setIssuedAt(over.iat ?? seconds)
      .setExpirationTime(over.exp ?? seconds + 600).sign(over.key ?? bytes);
  };
  assert.deepEqual(await tokens.read(await make({}), START), SIGNED_IN, "the maker of this test");
  const [, payload] = token.split(".");
  const none = (alg: string) =>
    `${btoa(JSON.stringify({ alg, kid: "k1", typ: "at+jwt" })).replaceAll("=", "")}.${payload}.`;
  const bad = {
    none: none("none"),
    None: none("None"),
    "HS512": await make({ alg: "HS512", key: new Uint8Array(64).fill(1) }),
    "an unknown kid": await make({ kid: "k9" }),
    "a path as kid": await make({ kid: "../../dev/null" }),
    "the ring's bare key": await make({ key: key(1).bytes }),
    "another key": await make({ key: key(2).bytes }),
    "a wrong type": await make({ typ: "JWT" }),
    "a wrong audience": await make({ aud: "ops" }),
    "a wrong issuer": await make({ iss: "somebody" }),
    "no exp in reach": await make({ exp: seconds - 10 }),
    "of a day's life": await make({ iat: seconds - 86_000, exp: seconds + 400 }),
    "a subject of another form": await make({ claims: { sid: { $ne: null } } }),
  };
  for (const [what, text] of Object.entries(bad)) {
    assert.equal(await tokens.read(text, START), undefined, what);
  }
  assert.equal(await tokens.read(token, START + 10 * 60_000 + 6_000), undefined, "10 min later");
  assert.equal(await tokens.read(token, START - 10 * 60_000), undefined, "10 min too early");
  assert.deepEqual(await tokens.read(token, START + 9 * 60_000), SIGNED_IN);
});
