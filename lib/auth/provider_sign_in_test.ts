import assert from "node:assert/strict";
import { OpenIdProvider } from "@/lib/auth/adapters/openid.ts";
import { ProviderSignIn } from "@/lib/auth/provider_sign_in.ts";
import { type FakeOpenIdProvider, startOpenIdProvider } from "@/tests/fakes/openid_provider.ts";
import {
  type AccountRoom,
  KEYS,
  makeAccount,
  withAccounts,
} from "@/tests/help/account_services.ts";

const BACK = "http://tracker.test/sign-in/provider/callback";
const PASSWORD = "three owls over the moor";

interface Parts {
  readonly room: AccountRoom;
  readonly provider: FakeOpenIdProvider;
  readonly signIn: ProviderSignIn;
  /** Goes there and back; `change` may alter the address of the way back. */
  walk(change?: (callback: URL) => void, note?: string): Promise<string>;
}

async function withProvider(work: (parts: Parts) => Promise<void>) {
  await using provider = await startOpenIdProvider(() => BACK);
  await withAccounts(async (room) => {
    const { issuer, clientId, clientSecret } = provider;
    const adapter = new OpenIdProvider({
      issuer,
      clientId,
      clientSecret,
      name: "Guild",
      plain: true,
    });
    const signIn = new ProviderSignIn(room.deps, { provider: adapter, keys: KEYS });
    await work({
      room,
      provider,
      signIn,
      async walk(change = () => {}, note) {
        const address = crypto.randomUUID();
        const begun = await signIn.begin({ redirectUri: BACK, to: "/encounters", address });
        assert.ok(begun.ok);
        const answer = await fetch(begun.value.location, { redirect: "manual" });
        const callback = new URL(answer.headers.get("location") ?? "");
        change(callback);
        const done = await signIn.finish(callback, note ?? begun.value.note);
        return done.ok ? done.value.account.email : done.code;
      },
    });
  });
}

Deno.test("another site's account makes an account here, and opens it the next time", async () => {
  await withProvider(async ({ walk, room, provider }) => {
    assert.equal(await walk(), "mara@example.org");
    const made = await room.deps.accounts.findByEmail("mara@example.org");
    assert.equal(made?.passwordHash, null);
    // The subject counts, whatever the address is by then.
    provider.word.email = "new@example.org";
    assert.equal(await walk(), "mara@example.org");
    assert.equal(await room.deps.accounts.findByEmail("new@example.org"), undefined);
    assert.equal(provider.seen.tokenRequests, 2);
  });
});

Deno.test("an address that has an account here is not taken over; its owner may connect the two", async () => {
  await withProvider(async ({ walk, room, signIn }) => {
    const account = await makeAccount(room, "mara@example.org", PASSWORD);
    assert.equal(await walk(), "CONFLICT");
    const who = { id: account.id, sessionId: "s", provenAt: room.clock.now };
    const wanted = { redirectUri: BACK, to: "/account/security", address: "a" };
    const begun = await signIn.begin(wanted, who);
    assert.ok(begun.ok);
    const back = new URL(
      (await fetch(begun.value.location, { redirect: "manual" })).headers.get("location") ?? "",
    );
    const stranger = { ...who, id: `account_${"e".repeat(22)}` };
    assert.equal((await signIn.finish(back, begun.value.note, stranger)).ok, false);
    const again = await signIn.begin(wanted, who);
    assert.ok(again.ok);
    const fresh = new URL(
      (await fetch(again.value.location, { redirect: "manual" })).headers.get("location") ?? "",
    );
    assert.equal((await signIn.finish(fresh, again.value.note, who)).ok, true);
    assert.equal(await walk(), "mara@example.org", "from now on it signs in");
  });
});

Deno.test("an address that the provider has not confirmed makes no account", async () => {
  await withProvider(async ({ walk, provider }) => {
    provider.word.emailVerified = false;
    assert.equal(await walk(), "FORBIDDEN");
  });
});

Deno.test("another state, note, nonce, audience, issuer, key or time opens nothing", async () => {
  await withProvider(async ({ walk, provider, signIn }) => {
    assert.equal(await walk((url) => url.searchParams.set("state", "another")), "FORBIDDEN");
    assert.equal(await walk((url) => url.searchParams.set("code", "another")), "FORBIDDEN");
    assert.equal(await walk((url) => url.searchParams.set("error", "access_denied")), "FORBIDDEN");
    const elsewhere = await signIn.begin({ redirectUri: BACK, to: "/", address: "x" });
    assert.ok(elsewhere.ok);
    assert.equal(
      await walk(undefined, elsewhere.value.note),
      "FORBIDDEN",
      "another browser's note",
    );
    assert.equal(await walk(undefined, "nonsense"), "FORBIDDEN");
    const faults = [
      "wrong_nonce",
      "wrong_audience",
      "wrong_issuer",
      "expired",
      "other_key",
    ] as const;
    for (const fault of faults) {
      const before = provider.seen.tokenRequests;
      provider.word.fault = fault;
      assert.equal(await walk(), "FORBIDDEN", fault);
      assert.equal(provider.seen.tokenRequests, before + 1, `${fault} happened`);
    }
  });
});
