// Two processes over one store: what one decides holds at the other, at once or within seconds.
import assert from "node:assert/strict";
import { PASSWORD, sendForm, signIn, signUp } from "@/tests/help/account.ts";
import { startApp } from "@/tests/help/app.ts";
import { HttpPerson } from "@/tests/help/person.ts";

/** Reads a stream until it ends; resolves with how long that took, in milliseconds. */
async function untilClosed(response: Response): Promise<number> {
  const start = performance.now();
  const reader = response.body?.getReader();
  while (reader !== undefined && !(await reader.read()).done);
  return performance.now() - start;
}

Deno.test("accounts on two instances", async (t) => {
  await using one = await startApp({ env: { TRUST_PROXY: "true" } });
  await using two = await startApp({ dataDir: one.dataDir, env: { TRUST_PROXY: "true" } });
  const email = "mara@example.org";
  const laptop = new HttpPerson(one.origin);
  await signUp(laptop, email);
  const made = await laptop.send("POST", "/api/v1/encounters", {
    name: "The mill",
    edition: "2014",
  });
  const { id } = await made.json();

  await t.step("a session of one is known at the other", async () => {
    assert.equal((await laptop.at(two.origin).fetch("/account")).status, 200);
  });

  await t.step("what is ended at one closes its open streams at the other within 5 s", async () => {
    const phone = new HttpPerson(two.origin);
    await signIn(phone, email);
    const stream = await phone.fetch(`/api/v1/encounters/${id}/stream`);
    assert.equal(stream.status, 200);
    const closed = untilClosed(stream);
    await (await sendForm(laptop, "/account/sessions", { do: "end-others" })).body?.cancel();
    const ms = await closed;
    assert.ok(ms < 5_000, `closed after ${ms} ms`);
    assert.equal((await phone.fetch("/account")).status, 303);
    assert.equal((await laptop.fetch("/account")).status, 200);
  });

  await t.step("two tabs at two instances that refresh at once are both signed in", async () => {
    const tabs = [one, two, one, two].map(({ origin }) => {
      const tab = laptop.at(origin);
      tab.cookies.delete("session");
      return tab;
    });
    const pages = await Promise.all(tabs.map((tab) => tab.fetch("/account")));
    assert.deepEqual(pages.map(({ status }) => status), [200, 200, 200, 200]);
    await Promise.all(pages.map(({ body }) => body?.cancel()));
    const tokens = new Set(tabs.map((tab) => tab.cookies.get("refresh")));
    assert.equal(tokens.size, 1, "one successor");
    laptop.cookies.set("refresh", [...tokens][0] ?? "");
    assert.equal((await laptop.fetch("/account")).status, 200);
  });

  await t.step(
    "a burst of sign-ins is refused with 503 and a time; the rest is served",
    async () => {
      const burst = Array.from({ length: 150 }, (_, at) =>
        fetch(`${one.origin}/sign-in`, {
          method: "POST",
          body: new URLSearchParams({ email: `dm${at}@example.org`, password: PASSWORD }),
          headers: { origin: one.origin, "x-forwarded-for": `192.0.2.${at}` },
          redirect: "manual",
        }));
      const alive = await fetch(`${one.origin}/livez`);
      assert.equal(await alive.text(), "ok");
      const answers = await Promise.all(burst);
      const refused = answers.filter(({ status }) => status === 503);
      assert.ok(refused.length > 0, answers.map(({ status }) => status).join());
      for (const response of refused) {
        assert.match(response.headers.get("retry-after") ?? "", /^\d+$/);
      }
      assert.ok(answers.every(({ status }) => status === 503 || status === 401));
      await Promise.all(answers.map(({ body }) => body?.cancel()));
    },
  );

  await t.step("a seat that an account took is there on its other device", async () => {
    const dm = new HttpPerson(one.origin);
    const encounter = await dm.send("POST", "/api/v1/encounters", {
      name: "The bridge",
      edition: "2014",
    });
    const { id: fightId } = await encounter.json();
    const { code } = await (await dm.send("POST", `/api/v1/encounters/${fightId}/share`)).json();
    const added = await dm.send("POST", `/api/v1/encounters/${fightId}/commands`, {
      sentAt: Date.now(),
      commands: [{
        id: "command-add-hero",
        at: Date.now(),
        seed: "0".repeat(32),
        command: {
          type: "AddCombatants",
          combatants: [{
            id: "hero",
            kind: "character",
            name: "Kestrel",
            side: "party",
            hp: { max: 20 },
          }],
        },
      }],
    });
    assert.equal(added.status, 200, await added.clone().text());
    await added.body?.cancel();
    const view = await (await laptop.fetch(`/api/v1/play/${code}`)).json();
    const character = Object.keys(view.view.table.claimable)[0];
    const seat = await laptop.send("POST", `/api/v1/play/${code}/seat`, {
      character,
      player: "Mara",
    });
    assert.equal(seat.status, 201, await seat.clone().text());
    await seat.body?.cancel();
    const phone = new HttpPerson(two.origin);
    await signIn(phone, email);
    const seen = await (await phone.fetch(`/api/v1/play/${code}`)).json();
    assert.equal(seen.view.seat?.player, "Mara", JSON.stringify(seen.view));
  });
});
