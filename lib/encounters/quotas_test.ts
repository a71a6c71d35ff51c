import assert from "node:assert/strict";
import type { Command } from "@/lib/combat/commands.ts";
import { batch, newEncounter, PARTY } from "@/tests/api/encounters.ts";
import { openApi, type Person } from "@/tests/api/harness.ts";

const ROLLS: Command = { type: "RollDice", dice: "400d1000" };
const KB = 1024;

async function send(dm: Person, id: string, ...commands: readonly Command[]) {
  const answer = await dm.send("POST", `/api/v1/encounters/${id}/commands`, batch(...commands));
  return { status: answer.status, text: await answer.text() };
}

/** Fills a fight until it refuses; resolves with the refusal. */
async function fill(dm: Person, id: string): Promise<string> {
  for (let n = 0; n < 100; n++) {
    const { status, text } = await send(dm, id, ROLLS);
    if (status !== 200) return text;
  }
  throw new Error("It never refused");
}

Deno.test("a full fight takes no more dice, but plays on", async () => {
  const api = await openApi({ quotas: { limits: { encounter: 300 * KB } } });
  const dm = api.person();
  const id = await newEncounter(dm);
  await send(dm, id, PARTY, { type: "StartCombat" });
  assert.match(await fill(dm, id), /log is full. You can play on/);
  const next = await send(dm, id, { type: "NextTurn" });
  assert.equal(next.status, 200, next.text);
  const bytes = await api.store.encounters.logBytes(id);
  assert.ok(bytes < 330 * KB, `${bytes}`);
  const other = await newEncounter(dm, "The next one");
  assert.equal((await send(dm, other, ROLLS)).status, 200);
  await api.close();
});

Deno.test("an owner's fights keep to a quota together, copies too", async () => {
  const api = await openApi({ quotas: { limits: { owner: 60 * KB } } });
  const dm = api.person();
  const id = await newEncounter(dm);
  assert.match(await fill(dm, id), /take all the space/);
  const made = await dm.send("POST", "/api/v1/encounters", { name: "More", edition: "2024" });
  assert.equal(made.status, 403, await made.text());
  const copied = await dm.send("POST", `/api/v1/encounters/${id}/duplicate`);
  assert.match(await copied.text(), /take all the space/);
  const other = api.person();
  assert.equal((await send(other, await newEncounter(other), ROLLS)).status, 200);
  await api.close();
});

Deno.test("an owner has a bounded number of fights", async () => {
  const api = await openApi({ quotas: { limits: { encounters: 3 } } });
  const dm = api.person();
  for (let n = 0; n < 3; n++) await newEncounter(dm);
  // What the store said is believed for a minute; a new process asks it.
  await api.restart();
  const made = await dm.send("POST", "/api/v1/encounters", { name: "More", edition: "2024" });
  assert.match(await made.text(), /as many fights as fit/);
  await api.close();
});

Deno.test("cookies thrown away do not help: a network adds so much in a day", async () => {
  const api = await openApi({ quotas: { limits: { networkADay: 100 * KB } } });
  const answers: string[] = [];
  for (let n = 0; n < 6; n++) {
    const dm = api.person();
    const made = await dm.send("POST", "/api/v1/encounters", { name: "x", edition: "2024" });
    const body = await made.text();
    if (made.status !== 201) answers.push(body);
    else {
      const { status, text } = await send(dm, JSON.parse(body).id, ...Array(10).fill(ROLLS));
      answers.push(status === 200 ? "taken" : text);
    }
  }
  assert.equal(answers[0], "taken");
  assert.match(answers.at(-1) ?? "", /from your network today/);
  await api.close();
});

Deno.test("whatever a network adds counts, and play goes on when it has added its share", async () => {
  const api = await openApi({ quotas: { limits: { networkADay: 64 * KB } } });
  const dm = api.person("192.0.2.7");
  const id = await newEncounter(dm);
  const begun = await send(dm, id, PARTY, { type: "StartCombat" });
  assert.doesNotMatch(begun.text, /refused/);
  let text = "";
  for (let n = 0; n < 200 && !/network today/.test(text); n++) {
    // Another guest each: fights alone are counted for nobody else.
    const stranger = api.person("192.0.2.7");
    const made = await stranger.send("POST", "/api/v1/encounters", { name: "x", edition: "2024" });
    text = await made.text();
  }
  assert.match(text, /from your network today/);
  const next = await send(dm, id, { type: "NextTurn" });
  assert.equal(next.status, 200, next.text);
  const code = await dm.send("POST", `/api/v1/encounters/${id}/share`);
  assert.equal(code.status, 403, await code.text());
  await newEncounter(api.person("192.0.2.8"));
  await api.close();
});

Deno.test("who adds very much at once has to wait, and may play on", async () => {
  const api = await openApi({ quotas: { limits: { networkBurst: 100 * KB, networkASecond: 1 } } });
  const dm = api.person();
  const id = await newEncounter(dm);
  await send(dm, id, PARTY, { type: "StartCombat" });
  assert.match(await fill(dm, id), /from your network at once/);
  assert.equal((await send(dm, id, { type: "NextTurn" })).status, 200);
  await api.close();
});

Deno.test("short of space the server refuses what grows and lets people play on", async () => {
  let free = 1_000 * KB;
  const quotas = {
    limits: { reserve: 500 * KB },
    freeBytes: () => Promise.resolve(free),
  };
  const api = await openApi({ quotas });
  const dm = api.person();
  const id = await newEncounter(dm);
  await send(dm, id, PARTY, { type: "StartCombat" });
  free = 400 * KB;
  assert.match((await send(dm, id, ROLLS)).text, /short of space. You can play on/);
  assert.equal((await send(dm, id, { type: "NextTurn" })).status, 200);
  const made = await dm.send("POST", "/api/v1/encounters", { name: "More", edition: "2024" });
  assert.match(await made.text(), /short of space/);
  free = 200 * KB;
  assert.match((await send(dm, id, { type: "NextTurn" })).text, /short of space/);
  await api.close();
});
