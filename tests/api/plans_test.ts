// Plans as people meet them: on a site that limits what is kept, and on one that does not.
import assert from "node:assert/strict";
import { sendForm, signUp } from "@/tests/help/account.ts";
import { startApp } from "@/tests/help/app.ts";
import { HttpPerson } from "@/tests/help/person.ts";

const EMAIL = "mara@example.org";

Deno.test("a site with plans: a refusal says the way up, a trial opens it", async () => {
  await using app = await startApp({ env: { TIERS: "on" } });
  const person = new HttpPerson(app.origin);
  await signUp(person, EMAIL);
  const start = () => sendForm(person, "/encounters", { do: "create", name: "Fight" });
  for (let n = 0; n < 3; n++) assert.equal((await start()).status, 303);
  const full = await start();
  assert.equal(full.status, 403);
  assert.match(await full.text(), /room for 3 fights.*Seasoned Adventurer/s);
  const before = await (await person.fetch("/account/plan")).text();
  assert.match(before, /Free Adventurer/);
  assert.match(before, /3 of 3/);
  // Nobody is asked for money on a site that cannot take any.
  assert.doesNotMatch(before, /\$|pricing/);
  assert.equal((await sendForm(person, "/account/plan", { do: "trial" })).status, 303);
  const page = await (await person.fetch("/account/plan")).text();
  assert.match(page, /The trial runs for 14 days/);
  assert.match(page, /3 of 50/);
  assert.equal((await start()).status, 303);
  assert.equal((await sendForm(person, "/account/plan", { do: "trial" })).status, 303);
  assert.match(await (await person.fetch("/account/plan")).text(), /was used already/);
});

Deno.test("a site without Stripe's keys has no limits and sells nothing", async () => {
  await using app = await startApp();
  const person = new HttpPerson(app.origin);
  await signUp(person, EMAIL);
  for (let n = 0; n < 5; n++) {
    const made = await sendForm(person, "/encounters", { do: "create", name: "Fight" });
    assert.equal(made.status, 303);
  }
  const page = await (await person.fetch("/account/plan")).text();
  assert.match(page, /This site sets no limits/);
  assert.doesNotMatch(page, /\$|All plans|Try Expert/);
});
