// Accounts over the built app, as browsers without script use them.
import assert from "node:assert/strict";
import { linkInMail, PASSWORD, sendForm, signIn, signUp } from "@/tests/help/account.ts";
import { startApp } from "@/tests/help/app.ts";
import { HttpPerson } from "@/tests/help/person.ts";

async function names(person: HttpPerson): Promise<string[]> {
  const { encounters } = await (await person.send("GET", "/api/v1/encounters")).json();
  return encounters.map((encounter: { name: string }) => encounter.name);
}

Deno.test("an account, from a guest's first fight to a second device and back", async (t) => {
  await using app = await startApp();
  const laptop = new HttpPerson(app.origin);
  const email = "mara@example.org";

  await t.step(
    "what a guest has moves into the account, on whichever page it is made",
    async () => {
      await laptop.send("POST", "/api/v1/encounters", { name: "The causeway", edition: "2014" });
      await sendForm(laptop, "/parties", { do: "create", name: "The four", with: "3" });
      await signUp(laptop, email);
      assert.deepEqual(await names(laptop), ["The causeway"]);
      assert.match(await (await laptop.fetch("/parties")).text(), /The four/);
      assert.equal(laptop.cookies.get("guest"), "", "the guest is gone from this browser");
      assert.match(await (await laptop.fetch("/account")).text(), /mara@example\.org/);
    },
  );

  const phone = new HttpPerson(app.origin);
  await t.step("a second device has the same after signing in, and adds what it had", async () => {
    await phone.send("POST", "/api/v1/encounters", { name: "The mill", edition: "2014" });
    const done = await signIn(phone, email);
    assert.equal(done.status, 303);
    assert.equal(done.headers.get("location"), "/encounters");
    assert.deepEqual((await names(phone)).toSorted(), ["The causeway", "The mill"]);
    assert.deepEqual((await names(laptop)).toSorted(), ["The causeway", "The mill"]);
  });

  await t.step("signing out ends the session and clears what the browser kept", async () => {
    const before = phone.at(app.origin);
    const done = await phone.fetch("/sign-out", { method: "POST" });
    assert.equal(done.headers.get("clear-site-data"), '"cache", "storage"');
    assert.deepEqual(await names(phone), []);
    assert.deepEqual(await names(before), [], "the tokens of before open nothing");
    assert.equal((await names(laptop)).length, 2, "other devices go on");
  });

  await t.step("a wrong password is refused in one sentence, without the password", async () => {
    const stranger = new HttpPerson(app.origin);
    const done = await signIn(stranger, email, "not the right words");
    assert.equal(done.status, 401);
    const html = await done.text();
    assert.match(html, /do not fit together/);
    assert.ok(!html.includes("not the right words"));
    assert.equal(stranger.cookies.get("session"), undefined);
  });

  await t.step(
    "a forgotten password is replaced by a letter; every device is signed out",
    async () => {
      const asked = await sendForm(new HttpPerson(app.origin), "/forgotten-password", { email });
      assert.equal(asked.headers.get("location"), "/forgotten-password?sent");
      const link = await linkInMail(app.origin, email, "/reset-password");
      const key = new URL(link, app.origin).searchParams.get("key") ?? "";
      const elsewhere = new HttpPerson(app.origin);
      assert.match(await (await elsewhere.fetch(link)).text(), /New password/);
      const weak = await sendForm(elsewhere, "/reset-password", { key, password: "short" });
      assert.equal(weak.status, 400);
      const another = "seven lanterns in the fog";
      const done = await sendForm(elsewhere, "/reset-password", { key, password: another });
      assert.equal(done.headers.get("location"), "/sign-in?said=password");
      assert.deepEqual(await names(laptop), []);
      const again = await sendForm(elsewhere, "/reset-password", { key, password: another });
      assert.equal(again.status, 404, "a link works once");
      assert.equal((await signIn(laptop, email)).status, 401, "the old password is void");
      assert.equal((await signIn(laptop, email, another)).status, 303);
      assert.equal((await names(laptop)).length, 2);
    },
  );

  await t.step("from another browser the link asks for the password that was chosen", async () => {
    const asker = new HttpPerson(app.origin);
    const other = "orsolya@example.org";
    await sendForm(asker, "/sign-up", { email: other, password: PASSWORD });
    const link = await linkInMail(app.origin, other, "/sign-up/finish");
    const key = new URL(link, app.origin).searchParams.get("key") ?? "";
    const opened = new HttpPerson(app.origin);
    assert.match(await (await opened.fetch(link)).text(), /The password you chose/);
    assert.equal((await sendForm(opened, "/sign-up/finish", { key })).status, 403);
    const done = await sendForm(opened, "/sign-up/finish", { key, password: PASSWORD });
    assert.equal(done.status, 303);
    assert.match(await (await opened.fetch("/account")).text(), /orsolya@example\.org/);
  });
});
