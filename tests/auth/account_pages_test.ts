// The account's own pages over the built app, without script.
import assert from "node:assert/strict";
import { PASSWORD, sendForm, signIn, signUp } from "@/tests/help/account.ts";
import { startApp } from "@/tests/help/app.ts";
import { HttpPerson } from "@/tests/help/person.ts";
import { AccessTokens } from "@/lib/auth/access_tokens.ts";
import { localKeys } from "@/lib/config/local_keys.ts";
import { decodeJwt } from "jose";
import { z } from "zod";

const claims = z.object({ sub: z.string(), sid: z.string() });

/** As if the last proof were so many minutes ago. */
async function ageProof(person: HttpPerson, dataDir: string, minutes: number): Promise<void> {
  const { sub, sid } = claims.parse(decodeJwt(person.cookies.get("session") ?? ""));
  const provenAt = Date.now() - minutes * 60_000;
  const who = { id: sub, sessionId: sid, provenAt };
  const token = await new AccessTokens(localKeys(dataDir)).sign(who, Date.now());
  person.cookies.set("session", token);
}

async function userTask(
  dataDir: string,
  ...args: string[]
): Promise<{ code: number; text: string }> {
  const task = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "tasks/user.ts", ...args],
    env: { APP_ENV: "test", DATA_DIR: dataDir },
  });
  const { code, stdout, stderr } = await task.output();
  return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

Deno.test("the account's pages", async (t) => {
  await using app = await startApp();
  const mara = new HttpPerson(app.origin);
  const phone = new HttpPerson(app.origin);
  const email = "mara@example.org";
  await signUp(mara, email);
  await signIn(phone, email);

  await t.step("the name is kept, the edition of new fights followed", async () => {
    await sendForm(mara, "/account", { do: "rename", name: "Mara the Map" });
    assert.match(await (await mara.fetch("/account?said=name")).text(), /value="Mara the Map"/);
    await sendForm(mara, "/account/preferences", { edition: "2024" });
    await sendForm(mara, "/encounters", { do: "create", name: "The mill" });
    const { encounters } = await (await mara.send("GET", "/api/v1/encounters")).json();
    assert.equal(encounters[0].edition, "2024");
  });

  await t.step("after ten minutes changes ask for a proof, and lead back", async () => {
    await ageProof(mara, app.dataDir, 9);
    assert.equal((await mara.fetch("/account/security")).status, 200);
    await ageProof(mara, app.dataDir, 10);
    for (const path of ["/account/security", "/account/codes"]) {
      const asked = await mara.fetch(path);
      assert.equal(asked.headers.get("location"), `/account/prove?to=${encodeURIComponent(path)}`);
    }
    const change = { do: "password", password: PASSWORD, next: "seven lanterns in the fog" };
    const refused = await sendForm(mara, "/account/security", change);
    assert.match(refused.headers.get("location") ?? "", /^\/account\/prove/);
    const options = await mara.send("POST", "/account/passkeys/options", {});
    assert.equal(options.status, 403);
    const wrong = await sendForm(mara, "/account/prove", {
      password: "not it at all",
      to: "/account/security",
    });
    assert.equal(wrong.status, 403);
    const right = await sendForm(mara, "/account/prove", {
      password: PASSWORD,
      to: "/account/security",
    });
    assert.equal(right.headers.get("location"), "/account/security");
    assert.equal((await mara.fetch("/account/security")).status, 200);
  });

  await t.step("a new password needs the one of now, and signs the other devices out", async () => {
    const next = "seven lanterns in the fog";
    const wrong = await sendForm(mara, "/account/security", {
      do: "password",
      password: "no",
      next,
    });
    assert.equal(wrong.status, 403);
    const weak = await sendForm(mara, "/account/security", {
      do: "password",
      password: PASSWORD,
      next: "short",
    });
    assert.equal(weak.status, 400);
    const done = await sendForm(mara, "/account/security", {
      do: "password",
      password: PASSWORD,
      next,
    });
    assert.equal(done.headers.get("location"), "/account/security?said=password");
    assert.equal((await phone.fetch("/account")).status, 303, "the phone is out");
    assert.equal((await mara.fetch("/account")).status, 200);
    await signIn(phone, email, next);
    assert.equal((await phone.fetch("/account")).status, 200);
  });

  await t.step(
    "a disabled account is out everywhere and cannot sign in; enabled, it can",
    async () => {
      const disabled = await userTask(app.dataDir, "disable", email);
      assert.deepEqual([disabled.code, /user, disabled/.test(disabled.text)], [0, true]);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      assert.equal((await phone.fetch("/account")).status, 303);
      const again = await signIn(phone, email, "seven lanterns in the fog");
      assert.equal(again.status, 401);
      assert.equal((await userTask(app.dataDir, "enable", email)).code, 0);
      assert.equal((await signIn(phone, email, "seven lanterns in the fog")).status, 303);
      assert.equal((await userTask(app.dataDir, "promote", "nobody@example.org")).code, 3);
      assert.equal((await userTask(app.dataDir, "promote")).code, 64);
      assert.match((await userTask(app.dataDir, "promote", email)).text, /admin/);
    },
  );

  await t.step("an operator gives a link to set a password, and learns none", async () => {
    const { code, text } = await userTask(app.dataDir, "reset-password", email);
    const key = /key=([\w-]{43})/.exec(text)?.[1] ?? "";
    assert.equal(code, 0, text);
    const password = "nine foxes under the ice";
    const done = await sendForm(new HttpPerson(app.origin), "/reset-password", { key, password });
    assert.equal(done.headers.get("location"), "/sign-in?said=password");
    assert.equal((await signIn(mara, email, password)).status, 303);
  });
});
