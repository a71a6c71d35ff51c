import assert from "node:assert/strict";
import { WebAuthnCeremonies } from "@/lib/auth/adapters/webauthn.ts";
import { Passkeys } from "@/lib/auth/passkeys.ts";
import { MemoryCache } from "@/lib/cache/memory.ts";
import { type AnswerChange, SoftwareAuthenticator } from "@/tests/fakes/authenticator.ts";
import { KEYS, makeAccount, withAccounts } from "@/tests/help/account_services.ts";

const ORIGIN = "https://fights.example.org";

/** An account with a passkey, and a way to sign in with what an authenticator answers. */
async function withPasskey(
  work: (parts: {
    key: SoftwareAuthenticator;
    passkeys: Passkeys;
    counter(): Promise<number | undefined>;
    signIn(change?: AnswerChange, origin?: string): Promise<string>;
  }) => Promise<void>,
  key = new SoftwareAuthenticator(ORIGIN),
) {
  await withAccounts(async (room) => {
    const passkeys = new Passkeys(room.deps, {
      ceremonies: (origin) => new WebAuthnCeremonies(origin),
      used: new MemoryCache(),
      keys: KEYS,
    });
    const account = await makeAccount(room, "mara@example.org", "three owls over the moor");
    const who = { id: account.id, sessionId: "s", provenAt: 0 };
    const begun = await passkeys.beginAdding(ORIGIN, account);
    assert.ok(begun.ok);
    const answer = key.register(begun.value.options as never);
    const added = await passkeys.finishAdding(ORIGIN, who, begun.value.note, answer, "Laptop");
    assert.ok(added.ok, !added.ok ? added.message : "");
    const again = await passkeys.finishAdding(ORIGIN, who, begun.value.note, answer, "Laptop");
    assert.equal(again.ok, false, "a challenge is good once");
    await work({
      key,
      passkeys,
      counter: async () => (await room.deps.accounts.find(account.id))?.passkeys[0]?.counter,
      async signIn(change = {}, origin = ORIGIN) {
        const asked = await passkeys.beginSignIn(origin, crypto.randomUUID());
        assert.ok(asked.ok);
        const given = key.authenticate(asked.value.options as never, change);
        const done = await passkeys.finishSignIn(origin, asked.value.note, given);
        return done.ok ? done.value.email : done.code;
      },
    });
  });
}

Deno.test("a passkey signs in, and its counter goes up", async () => {
  await withPasskey(async ({ signIn, counter }) => {
    assert.equal(await signIn(), "mara@example.org");
    assert.equal(await signIn(), "mara@example.org");
    assert.equal(await counter(), 2);
  });
});

Deno.test("a counter that stays 0 is a synced passkey's, and fine", async () => {
  await withPasskey(async ({ signIn, counter }) => {
    assert.equal(await signIn(), "mara@example.org");
    assert.equal(await signIn(), "mara@example.org");
    assert.equal(await counter(), 0);
  }, new SoftwareAuthenticator(ORIGIN, false));
});

Deno.test("a counter that goes back or stands still is a copy's, and refused", async () => {
  await withPasskey(async ({ signIn }) => {
    await signIn({ counter: 7 });
    assert.equal(await signIn({ counter: 7 }), "FORBIDDEN");
    assert.equal(await signIn({ counter: 3 }), "FORBIDDEN");
    assert.equal(await signIn({ counter: 0 }), "FORBIDDEN");
    assert.equal(await signIn({ counter: 8 }), "mara@example.org");
  });
});

Deno.test("another origin, host or challenge, and a device that nobody unlocked, are refused", async () => {
  await withPasskey(async ({ signIn }) => {
    assert.equal(await signIn({ origin: "https://fights.example.com" }), "FORBIDDEN");
    assert.equal(await signIn({ origin: "https://fights.example.org.evil.example" }), "FORBIDDEN");
    assert.equal(await signIn({ host: "evil.example" }), "FORBIDDEN");
    assert.equal(await signIn({ challenge: "A".repeat(43) }), "FORBIDDEN");
    assert.equal(await signIn({ userVerified: false }), "FORBIDDEN");
    assert.equal(await signIn({}, "https://other.example.org"), "FORBIDDEN");
  });
});

Deno.test("an answer cannot be replayed, nor raced, nor sent with another's note", async () => {
  await withPasskey(async ({ key, passkeys }) => {
    const [one, two] = [
      await passkeys.beginSignIn(ORIGIN, "a"),
      await passkeys.beginSignIn(ORIGIN, "b"),
    ];
    assert.ok(one.ok && two.ok);
    const answer = key.authenticate(one.value.options as never);
    assert.equal((await passkeys.finishSignIn(ORIGIN, two.value.note, answer)).ok, false);
    const raced = await Promise.all(
      Array.from({ length: 10 }, () => passkeys.finishSignIn(ORIGIN, one.value.note, answer)),
    );
    assert.equal(raced.filter(({ ok }) => ok).length, 1);
    assert.equal((await passkeys.finishSignIn(ORIGIN, one.value.note, answer)).ok, false);
  });
});

Deno.test("nonsense and somebody else's key in place of an answer are refused, never thrown", async () => {
  await withPasskey(async ({ passkeys, key }) => {
    const stranger = new SoftwareAuthenticator(ORIGIN);
    const bad: unknown[] = [null, 1, "x", {}, { id: { $ne: null } }, [], { response: {} }];
    for (const answer of bad) {
      const asked = await passkeys.beginSignIn(ORIGIN, crypto.randomUUID());
      assert.ok(asked.ok);
      const done = await passkeys.finishSignIn(ORIGIN, asked.value.note, answer);
      assert.equal(!done.ok && done.code, "FORBIDDEN");
    }
    const asked = await passkeys.beginSignIn(ORIGIN, "x");
    assert.ok(asked.ok);
    const mine = key.authenticate(asked.value.options as never);
    const theirs = stranger.authenticate(asked.value.options as never);
    const mixed = { ...mine, response: { ...mine.response, signature: theirs.response.signature } };
    assert.equal((await passkeys.finishSignIn(ORIGIN, asked.value.note, mixed)).ok, false);
  });
});
