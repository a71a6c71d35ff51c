// What attackers try on the forms of accounts, over the built app.
import assert from "node:assert/strict";
import { PASSWORD, sendForm, signIn, signUp } from "@/tests/help/account.ts";
import { startApp } from "@/tests/help/app.ts";
import { HttpPerson } from "@/tests/help/person.ts";
import { SEED } from "@/tests/help/property.ts";

const FORMS: Readonly<Record<string, readonly string[]>> = {
  "/sign-in": ["email", "password", "to"],
  "/sign-up": ["email", "password"],
  "/sign-up/finish": ["key", "password"],
  "/sign-in/code": ["code"],
  "/forgotten-password": ["email"],
  "/reset-password": ["key", "password"],
  "/account": ["do", "name", "email"],
  "/account/prove": ["password", "to"],
  "/account/security": ["do", "password", "next", "id"],
  "/account/codes": ["do", "code"],
  "/account/sessions": ["do", "id"],
  "/account/preferences": ["edition"],
  "/account/confirm-email": ["key"],
};

const NASTY = [
  '{"$ne":null}',
  "' OR 1=1 --",
  "a@example.org\r\nBcc: all@example.org",
  "mаra@example.org", // a Cyrillic а
  "ｍara@example.org",
  "mara@exаmple.org",
  "\u202egro.elpmaxe@aram",
  "<script>alert(1)</script>@example.org",
  "{{7*7}}${7*7}<%= 7*7 %>",
  "../../../etc/passwd",
  "\u0000",
  "constructor",
  "__proto__",
  "-1e999",
];

Deno.test("attacks on the forms of accounts", async (t) => {
  console.log(`seed ${SEED}`);
  await using app = await startApp();
  const { origin } = app;
  const mara = new HttpPerson(origin);
  await signUp(mara, "mara@example.org");

  await t.step("nonsense in every field is refused in words, never a fault", async () => {
    for (const [path, fields] of Object.entries(FORMS)) {
      for (const nasty of NASTY) {
        const response = await sendForm(
          mara,
          path,
          Object.fromEntries(fields.map((field) => [field, nasty])),
        );
        const text = await response.text();
        assert.ok(response.status < 500, `${path} ${nasty}: ${response.status}`);
        assert.ok(!/at .*\.ts:\d+|node_modules|SQLITE/.test(text), `${path} tells of its insides`);
        assert.ok(!text.includes("<script>alert(1)"), `${path} repeats markup`);
      }
    }
  });

  await t.step("1 MB in a field is refused before it is read as anything", async () => {
    const big = "x".repeat(1_000_000);
    for (const [path, fields] of Object.entries(FORMS)) {
      const response = await sendForm(mara, path, { [fields[0] ?? ""]: big });
      await response.body?.cancel();
      // Whoever has not begun what the form ends is sent to its beginning.
      assert.ok(response.status >= 300 && response.status < 500, `${path}: ${response.status}`);
    }
  });

  await t.step(
    "addresses that look like another's, and repeated or nested fields, open nothing",
    async () => {
      const stranger = new HttpPerson(origin);
      for (
        const email of [
          "mаra@example.org",
          "ｍara@example.org",
          '{"$ne":null}',
          "mara@example.org\u0000",
        ]
      ) {
        const done = await signIn(stranger, email);
        assert.ok(done.status === 400 || done.status === 401, `${email}: ${done.status}`);
        await done.body?.cancel();
      }
      const body = "email[$ne]=&password[$ne]=";
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const nested = await stranger.fetch("/sign-in", { method: "POST", headers, body });
      assert.equal(nested.status, 400);
      await nested.body?.cancel();
      const asJson = await stranger.send("POST", "/sign-in", {
        email: { $ne: null },
        password: { $ne: null },
      });
      assert.equal(asJson.status, 415);
      await asJson.body?.cancel();
      assert.equal(stranger.cookies.get("session"), undefined);
    },
  );

  await t.step("role, owner and tier cannot be sent along", async () => {
    const more = {
      role: "admin",
      ownerId: "account_x",
      tier: "guild",
      disabledAt: "",
      id: "account_x",
    };
    await (await sendForm(mara, "/account", { do: "rename", name: "Mara", ...more })).body
      ?.cancel();
    await (await sendForm(mara, "/account/preferences", { edition: "2024", ...more })).body
      ?.cancel();
    const task = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "tasks/user.ts", "list"],
      env: { APP_ENV: "test", DATA_DIR: app.dataDir },
    });
    const { stdout } = await task.output();
    const text = new TextDecoder().decode(stdout);
    assert.match(text, /mara@example\.org {2}user {2}since/);
    assert.ok(!text.includes("admin"));
  });

  await t.step("signing in leads to this site only", async () => {
    const places = [
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "/\t/evil.example",
      "javascript:alert(1)",
      "/..//evil.example",
      "http:evil.example",
    ];
    for (const to of places) {
      const person = new HttpPerson(origin);
      const done = await sendForm(person, "/sign-in", {
        email: "mara@example.org",
        password: PASSWORD,
        to,
      });
      if (done.status === 429) break;
      const location = done.headers.get("location") ?? "";
      assert.equal(new URL(location, origin).origin, origin, `${to} leads to ${location}`);
      const shown = await (await person.fetch(`/sign-in?to=${encodeURIComponent(to)}`)).text();
      assert.ok(!shown.includes('evil.example"'));
    }
  });

  await t.step("a session that somebody planted is not taken over", async () => {
    const victim = mara.at(origin);
    const planted = victim.cookies.get("session");
    const refresh = victim.cookies.get("refresh");
    // What the browser held before is over after signing in, and the new one is another.
    const done = await signIn(victim, "mara@example.org");
    if (done.status === 303) {
      assert.notEqual(victim.cookies.get("refresh"), refresh);
      const attacker = new HttpPerson(origin);
      attacker.cookies.set("session", planted ?? "");
      attacker.cookies.set("refresh", refresh ?? "");
      const page = await attacker.fetch("/account");
      assert.equal(page.status, 303, "the planted session opens nothing");
      mara.cookies.clear();
      for (const [name, value] of victim.cookies) mara.cookies.set(name, value);
    } else assert.equal(done.status, 429);
    await done.body?.cancel();
  });

  await t.step("forms from other sites change nothing", async () => {
    for (const path of Object.keys(FORMS).concat("/sign-out")) {
      const cookie = [...mara.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const response = await fetch(origin + path, {
        method: "POST",
        headers: { cookie, origin: "https://evil.example", "sec-fetch-site": "cross-site" },
        body: new URLSearchParams({ do: "end-others" }),
        redirect: "manual",
      });
      assert.equal(response.status, 403, path);
      await response.body?.cancel();
    }
    assert.equal((await mara.fetch("/account")).status, 200);
  });

  await t.step("pages and cookies of accounts stay with the person", async () => {
    const page = await mara.fetch("/account");
    assert.match(page.headers.get("cache-control") ?? "", /no-store/);
    await page.body?.cancel();
    const done = await sendForm(new HttpPerson(origin), "/sign-up", {
      email: "new@example.org",
      password: PASSWORD,
    });
    for (const cookie of done.headers.getSetCookie()) {
      assert.match(cookie, /; HttpOnly; SameSite=Lax/);
      assert.match(cookie, /; Path=\/;/);
      assert.ok(!/Domain=/i.test(cookie));
    }
    await done.body?.cancel();
  });

  await t.step("another's session cannot be ended, another's account not seen", async () => {
    const eve = new HttpPerson(origin);
    await signUp(eve, "eve@example.org");
    const html = await (await mara.fetch("/account/sessions")).text();
    const id = /name="id" value="([\w-]{22})"/.exec(html)?.[1] ?? "";
    assert.notEqual(id, "");
    await (await sendForm(eve, "/account/sessions", { do: "end", id })).body?.cancel();
    assert.equal((await mara.fetch("/account")).status, 200);
    const seen = await (await eve.fetch("/account")).text();
    assert.ok(!seen.includes("mara@example.org"));
  });
});
