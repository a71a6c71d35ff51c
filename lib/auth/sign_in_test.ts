import assert from "node:assert/strict";
import { TOTP } from "otpauth";
import { PasswordReset } from "@/lib/auth/password_reset.ts";
import { Registration } from "@/lib/auth/registration.ts";
import { TakeOverGuest } from "@/lib/auth/take_over_guest.ts";
import { type AccountRoom, makeAccount, withAccounts } from "@/tests/help/account_services.ts";

const PASSWORD = "three owls over the moor";
const EMAIL = "mara@example.org";
const MINUTE = 60_000;

function attempt(
  room: AccountRoom,
  address: string,
  over: { email?: string; password?: string; device?: string } = {},
) {
  const { email = EMAIL, password = "not the right words", device } = over;
  return room.signIn.check({ email, password }, { address, device });
}

const codeOf = (result: { ok: boolean; code?: string }) => result.ok ? "ok" : result.code;

Deno.test("1,000 addresses on one account: ten attempts in 15 minutes, and the owner's browser gets in", async () => {
  await withAccounts(async (room) => {
    const account = await makeAccount(room, EMAIL, PASSWORD);
    const device = await room.signIn.deviceNote(account);
    const codes = [];
    for (let i = 0; i < 1_000; i++) codes.push(codeOf(await attempt(room, `192.0.2.${i}`)));
    assert.equal(codes.filter((code) => code === "NOT_SIGNED_IN").length, 10);
    assert.equal(codes.filter((code) => code === "TOO_MANY_REQUESTS").length, 990);
    const owner = await attempt(room, "198.51.100.1", { password: PASSWORD, device });
    assert.equal(owner.ok, true, "a known browser has attempts of its own");
    const stranger = await attempt(room, "198.51.100.2", { password: PASSWORD });
    assert.equal(codeOf(stranger), "TOO_MANY_REQUESTS");
    room.clock.now += 31 * MINUTE;
    assert.equal((await attempt(room, "198.51.100.2", { password: PASSWORD })).ok, true, "no lock");
  });
});

Deno.test("one address on 1,000 accounts: thirty attempts in 15 minutes", async () => {
  await withAccounts(async (room) => {
    const codes = [];
    for (let i = 0; i < 1_000; i++) {
      codes.push(codeOf(await attempt(room, "192.0.2.1", { email: `dm${i}@example.org` })));
    }
    assert.equal(codes.filter((code) => code === "NOT_SIGNED_IN").length, 30);
    assert.equal(codes.filter((code) => code === "TOO_MANY_REQUESTS").length, 970);
  });
});

Deno.test("unknown, disabled and wrong are one answer; limits count them alike", async () => {
  await withAccounts(async (room) => {
    const account = await makeAccount(room, EMAIL, PASSWORD);
    const unknown = await attempt(room, "a", { email: "nobody@example.org" });
    const wrong = await attempt(room, "b");
    await room.deps.accounts.change(account.id, (item) => ({ ...item, disabledAt: 1 }));
    const disabled = await attempt(room, "c", { password: PASSWORD });
    assert.deepEqual(unknown, wrong);
    assert.deepEqual(disabled, wrong);
  });
});

Deno.test("a note of a known browser is good for its own account only", async () => {
  await withAccounts(async (room) => {
    const account = await makeAccount(room, EMAIL, PASSWORD);
    await makeAccount(room, "other@example.org", PASSWORD);
    const device = await room.signIn.deviceNote(account);
    for (let i = 0; i < 10; i++) await attempt(room, `a${i}`, { email: "other@example.org" });
    const other = { email: "other@example.org", password: PASSWORD, device };
    assert.equal(codeOf(await attempt(room, "x", other)), "TOO_MANY_REQUESTS");
  });
});

Deno.test("signing up: the same answer and the same writes whether an address has an account", async () => {
  await withAccounts(async (room) => {
    await makeAccount(room, EMAIL, PASSWORD);
    room.letters.length = 0;
    const ask = (email: string) =>
      room.registration.begin({ email, password: PASSWORD, guestId: null }, email);
    const [known, unknown] = [await ask(EMAIL), await ask("new@example.org")];
    assert.ok(known.ok && unknown.ok);
    assert.deepEqual([known.value.link, unknown.value.link], [null, null]);
    assert.deepEqual(room.letters.map(({ kind, to }) => [kind, to]), [
      ["already-registered", EMAIL],
      ["sign-up", "new@example.org"],
    ]);
    room.letters.length = 0;
    assert.deepEqual(
      await room.reset.ask(EMAIL, "a"),
      await room.reset.ask("nobody@example.org", "b"),
    );
    assert.deepEqual(room.letters.map(({ kind, to }) => [kind, to]), [
      ["reset-password", EMAIL],
      ["reset-password", ""],
    ], "the second goes nowhere");
  });
});

Deno.test("links: reused, raced, forwarded, too late", async () => {
  await withAccounts(async (room) => {
    const { registration, reset, clock } = room;
    const begun = await registration.begin(
      { email: EMAIL, password: PASSWORD, guestId: null },
      "a",
    );
    assert.ok(begun.ok);
    const key = room.linkKey();
    const forwarded = await registration.finish(key, { browser: "another", password: "" });
    assert.equal(codeOf(forwarded), "FORBIDDEN", "another browser has to know the password");
    const { browser } = begun.value;
    const raced = await Promise.all(
      Array.from({ length: 20 }, () => registration.finish(key, { browser, password: "" })),
    );
    assert.equal(raced.filter(({ ok }) => ok).length, 1, "one of twenty makes the account");
    assert.equal(codeOf(await registration.finish(key, { browser, password: "" })), "NOT_FOUND");

    await reset.ask(EMAIL, "a");
    const first = room.linkKey();
    await reset.ask(EMAIL, "a");
    const second = room.linkKey();
    const resets = await Promise.all(
      Array.from({ length: 10 }, () => reset.finish(first, "seven lanterns in the fog")),
    );
    assert.equal(resets.filter(({ ok }) => ok).length, 1);
    assert.equal(codeOf(await reset.finish(second, PASSWORD)), "NOT_FOUND", "others are void now");
    room.clock.now += 60 * MINUTE;
    await reset.ask(EMAIL, "a");
    const late = room.linkKey();
    clock.now += 30 * MINUTE;
    assert.equal(codeOf(await reset.look(late)), "NOT_FOUND");
    assert.equal(codeOf(await reset.finish(late, PASSWORD)), "NOT_FOUND");
    assert.ok(await room.deps.links.purge() >= 1, "what ran out is removed");
  });
});

Deno.test("a reset signs every device out; the fourth request in an hour sends nothing", async () => {
  await withAccounts(async (room) => {
    const account = await makeAccount(room, EMAIL, PASSWORD);
    const device = { device: "Firefox", place: null };
    const { refresh } = await room.deps.sessions.start(account.id, "password", device);
    for (let i = 0; i < 3; i++) await room.reset.ask(EMAIL, "a");
    const sent = room.letters.length;
    assert.equal((await room.reset.ask(EMAIL, "a")).ok, true, "the same answer");
    assert.equal(room.letters.length, sent);
    await room.reset.finish(room.linkKey(), "seven lanterns in the fog");
    assert.equal((await room.deps.sessions.refresh(refresh, device)).kind, "over");
  });
});

Deno.test("passwords: too short, too long, known from breaches, one's own address; spaces are fine", async () => {
  await withAccounts(async (room) => {
    const begin = async (password: string) => {
      const address = crypto.randomUUID();
      const done = await room.registration.begin(
        { email: EMAIL, password, guestId: null },
        address,
      );
      return codeOf(done);
    };
    const bad = [
      "eleven char",
      "x".repeat(129),
      "1qaz2wsx3edc",
      "1QAZ2wsx3edc!",
      "mara@example.org",
      "aaaaaaaaaaaaaaaa",
      "\ud800 lone surrogates here",
    ];
    for (const password of bad) assert.equal(await begin(password), "INVALID_INPUT", password);
    const good = [
      "twelve chars",
      "ядерный бобёр в тумане",
      "  spaces at both ends  ",
      "é".repeat(3) + "clair au café",
    ];
    for (const password of good) assert.equal(await begin(password), "ok", password);
    // Composed and decomposed letters are one password.
    const account = await makeAccount(room, "x@example.org", "clair de lune à trois");
    const typed = "clair de lune à trois".normalize("NFD");
    const done = await attempt(room, "z", { email: account.email, password: typed });
    assert.equal(done.ok, true);
  });
});

Deno.test("codes: each passes once, also of twenty sent at once; ten wrong ones end it for a while", async () => {
  await withAccounts(async (room) => {
    const { secondFactor, clock } = room;
    const account = await makeAccount(room, EMAIL, PASSWORD);
    const who = { id: account.id, sessionId: "s", provenAt: clock.now };
    const begun = await secondFactor.begin(account);
    assert.ok(begun.ok);
    const { secret, note } = begun.value;
    const code = () => new TOTP({ secret }).generate({ timestamp: clock.now });
    const recovery = await secondFactor.finish(who, note, code());
    assert.ok(recovery.ok);
    const kept = JSON.stringify(await room.deps.accounts.find(account.id));
    assert.ok(!kept.includes(secret), "the secret is kept encrypted");
    for (const item of recovery.value) assert.ok(!kept.includes(item.replaceAll("-", "")));
    assert.equal(codeOf(await secondFactor.checkCode(account.id, code())), "FORBIDDEN", "used up");
    clock.now += 31 * MINUTE;
    const raced = await Promise.all(
      Array.from({ length: 8 }, () => secondFactor.checkCode(account.id, code())),
    );
    assert.equal(raced.filter(({ ok }) => ok).length, 1);
    clock.now += 31 * MINUTE;
    const [first = ""] = recovery.value;
    assert.equal((await secondFactor.checkCode(account.id, first.toLowerCase())).ok, true);
    assert.equal(codeOf(await secondFactor.checkCode(account.id, first)), "FORBIDDEN");
    for (let i = 0; i < 8; i++) await secondFactor.checkCode(account.id, "000000");
    assert.equal(codeOf(await secondFactor.checkCode(account.id, code())), "TOO_MANY_REQUESTS");
  });
});

Deno.test("a new address counts when its letter was opened by the account that asked", async () => {
  await withAccounts(async (room) => {
    const mara = await makeAccount(room, EMAIL, PASSWORD);
    const eve = await makeAccount(room, "eve@example.org", PASSWORD);
    const who = (id: string) => ({ id, sessionId: "s", provenAt: room.clock.now });
    await room.settings.askEmailChange(who(mara.id), "new@example.org");
    const key = room.linkKey();
    assert.equal(codeOf(await room.settings.confirmEmail(who(eve.id), key)), "NOT_FOUND");
    assert.equal((await room.settings.confirmEmail(who(mara.id), key)).ok, true);
    assert.equal((await room.deps.accounts.findByEmail("new@example.org"))?.id, mara.id);
    assert.equal(await room.deps.accounts.findByEmail(EMAIL), undefined);
    assert.equal(room.letters.at(-1)?.to, EMAIL, "the old address is told");
    await room.settings.askEmailChange(who(eve.id), "new@example.org");
    assert.equal(room.letters.at(-1)?.kind, "already-registered");
  });
});

Deno.test("where no mail is sent signing up finishes at once, and passwords are the operator's business", async () => {
  await withAccounts(async (room) => {
    const deps = { ...room.deps, letters: { ...room.deps.letters, delivers: false } };
    const { documents, encounters } = room.store;
    const { accounts, now } = deps;
    const takeOver = new TakeOverGuest({ documents, encounters, accounts, now });
    const registration = new Registration(deps, takeOver);
    const ask = () => registration.begin({ email: EMAIL, password: PASSWORD, guestId: null }, "a");
    const begun = await ask();
    assert.ok(begun.ok);
    const { link, browser } = begun.value;
    const key = new URL(link ?? "", "http://x.test").searchParams.get("key") ?? "";
    assert.equal((await registration.finish(key, { browser, password: "" })).ok, true);
    assert.equal(codeOf(await ask()), "CONFLICT");
    assert.equal(codeOf(await new PasswordReset(deps).ask(EMAIL, "a")), "UNAVAILABLE");
    assert.equal(room.letters.length, 0);
  });
});
