import assert from "node:assert/strict";
import { batch, command, FOES, newEncounter, ORDER, PARTY, sent, share } from "./encounters.ts";
import { openApi } from "./harness.ts";
import { Listener } from "./stream.ts";

Deno.test("a guest makes a fight, finds it in the list and reads it", async () => {
  const api = await openApi();
  try {
    const dm = api.person();
    const id = await newEncounter(dm);
    await command(dm, id, PARTY, FOES, ...ORDER, { type: "StartCombat" });
    const list = await (await dm.fetch("/api/v1/encounters")).json();
    assert.equal(list.encounters.length, 1);
    assert.equal(list.encounters[0].combatants, 4);
    const encounter = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
    assert.equal(encounter.state.activeId, "wren");
    assert.equal(encounter.log.length, encounter.version);
    assert.ok(!JSON.stringify(encounter).includes("guest_"), "the owner's id stays on the server");
  } finally {
    await api.close();
  }
});

Deno.test("fights that changed in the same millisecond are listed once each, page by page", async () => {
  const api = await openApi({ now: () => 1_700_000_000_000 });
  try {
    const dm = api.person();
    const made: string[] = [];
    for (let count = 0; count < 5; count++) made.push(await newEncounter(dm));
    const seen: string[] = [];
    let next = "";
    for (let page = 0; page < 3; page++) {
      const { encounters } = await (await dm.fetch(`/api/v1/encounters?limit=2${next}`)).json();
      seen.push(...encounters.map((encounter: { id: string }) => encounter.id));
      const last = encounters.at(-1);
      next = `&before=${last.updatedAt}&beforeId=${last.id}`;
    }
    assert.deepEqual(seen.toSorted(), made.toSorted());
    const end = await (await dm.fetch(`/api/v1/encounters?limit=2${next}`)).json();
    assert.deepEqual(end.encounters, []);
    assert.equal((await dm.fetch("/api/v1/encounters?before=1&beforeId=!")).status, 400);
  } finally {
    await api.close();
  }
});

Deno.test("a repeated command answers with its first result, also when it came in a batch", async () => {
  const api = await openApi();
  try {
    const dm = api.person();
    const id = await newEncounter(dm);
    const one = sent(PARTY);
    const path = `/api/v1/encounters/${id}/commands`;
    const body = { sentAt: Date.now(), commands: [one] };
    const first = await (await dm.send("POST", path, body)).json();
    const again = await (await dm.send("POST", path, body)).json();
    assert.equal(again.results[0].status, "repeated");
    assert.deepEqual(again.results[0].entry, first.results[0].entry);
    const more = sent({ type: "SetNotes", notes: "new" });
    const mixed = { sentAt: Date.now(), commands: [one, more, more] };
    const third = await (await dm.send("POST", path, mixed)).json();
    assert.deepEqual(
      third.results.map((result: { status: string }) => result.status),
      ["repeated", "applied", "repeated"],
    );
    assert.equal(third.version, first.version + 1);
  } finally {
    await api.close();
  }
});

Deno.test("a batch stops at the first refusal, keeps what came before and says which it was", async () => {
  const api = await openApi();
  try {
    const dm = api.person();
    const id = await newEncounter(dm);
    const heal = { type: "Heal", ids: ["nobody"], amount: 3 } as const;
    const body = batch(PARTY, heal, { type: "SetNotes", notes: "never" });
    const path = `/api/v1/encounters/${id}/commands`;
    const answer = await (await dm.send("POST", path, body)).json();
    assert.equal(answer.results.length, 1);
    assert.equal(answer.refused.index, 1);
    assert.equal(answer.refused.code, "UNKNOWN_TARGET");
    const alone = await dm.send("POST", path, batch(heal));
    assert.equal(alone.status, 422);
    assert.equal(alone.headers.get("content-type"), "application/problem+json");
    const encounter = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
    assert.equal(encounter.state.notes, "");
    assert.equal(encounter.version, 2);
  } finally {
    await api.close();
  }
});

Deno.test("undo reaches across a restart and far back", async () => {
  const api = await openApi();
  try {
    const dm = api.person();
    const id = await newEncounter(dm);
    await command(dm, id, PARTY, FOES, ...ORDER, { type: "StartCombat" });
    const hit = {
      type: "ApplyDamage",
      targets: [{ id: "ogre" }],
      damage: [{ amount: 1 }],
    } as const;
    await command(dm, id, ...Array.from({ length: 30 }, () => hit));
    await api.restart();
    await command(dm, id, ...Array.from({ length: 20 }, () => ({ type: "Undo" }) as const));
    const half = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
    assert.equal(half.state.combatants.ogre.hp.current, 59 - 10);
    await command(dm, id, ...Array.from({ length: 20 }, () => ({ type: "Redo" }) as const));
    const whole = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
    assert.equal(whole.state.combatants.ogre.hp.current, 59 - 30);
  } finally {
    await api.close();
  }
});

Deno.test("archive, delete, restore and duplicate", async () => {
  const api = await openApi();
  try {
    const dm = api.person();
    const id = await newEncounter(dm);
    await command(dm, id, PARTY, FOES, { type: "SetNotes", notes: "the bridge is rotten" });
    const count = async (which: string) =>
      (await (await dm.fetch(`/api/v1/encounters?which=${which}`)).json()).encounters.length;
    await dm.send("POST", `/api/v1/encounters/${id}/archive`);
    assert.deepEqual([await count("open"), await count("archived")], [0, 1]);
    await dm.send("DELETE", `/api/v1/encounters/${id}/archive`);
    assert.equal((await dm.send("DELETE", `/api/v1/encounters/${id}`)).status, 200);
    assert.equal((await dm.fetch(`/api/v1/encounters/${id}`)).status, 404);
    assert.equal(await count("deleted"), 1);
    assert.equal((await dm.send("POST", `/api/v1/encounters/${id}/restore`)).status, 200);
    const copy = await dm.send("POST", `/api/v1/encounters/${id}/duplicate`);
    assert.equal(copy.status, 201);
    const made = await (await dm.fetch(`/api/v1/encounters/${(await copy.json()).id}`)).json();
    assert.equal(made.combatants, 4);
    assert.equal(made.state.notes, "the bridge is rotten");
    assert.equal(await count("open"), 2);
  } finally {
    await api.close();
  }
});

Deno.test("the DM's stream brings new entries and resumes after the last one seen", async () => {
  const api = await openApi();
  try {
    const dm = api.person();
    const id = await newEncounter(dm);
    const stream = new Listener(await dm.fetch(`/api/v1/encounters/${id}/stream?from=1`));
    await command(dm, id, PARTY, FOES);
    await stream.until((events) =>
      events.filter((received) => received.event === "message").length === 2
    );
    assert.deepEqual(
      stream.events.filter((received) => received.id).map((received) => received.id),
      ["2", "3"],
    );
    await stream.close();
    await command(dm, id, { type: "SetNotes", notes: "later" });
    const headers = { "last-event-id": "3" };
    const resumed = new Listener(await dm.fetch(`/api/v1/encounters/${id}/stream`, { headers }));
    await resumed.until((events) => events.some((received) => received.id === "4"));
    assert.equal(resumed.events.filter((received) => received.id).length, 1);
    await resumed.close();
  } finally {
    await api.close();
  }
});

Deno.test("a revoked or renewed code works no longer and ends the players' streams", async () => {
  const api = await openApi();
  try {
    const dm = api.person();
    const id = await newEncounter(dm);
    const code = await share(dm, id);
    assert.match(code, /^[A-HJKMNP-RTUVWXY346789]{8}$/);
    const player = api.person();
    assert.equal((await player.fetch(`/api/v1/play/${code.toLowerCase()}`)).status, 200);
    const stream = new Listener(await player.fetch(`/api/v1/play/${code}/stream`));
    await stream.until((events) => events.some((received) => received.event === "table"));
    const next = await share(dm, id);
    await stream.until((events) => events.some((received) => received.event === "gone"));
    await stream.close();
    const old = await player.fetch(`/api/v1/play/${code}`);
    const never = await player.fetch(`/api/v1/play/AAAAAA`);
    assert.equal(old.status, 404);
    const { requestId: _a, ...first } = await old.json();
    const { requestId: _b, ...second } = await never.json();
    assert.deepEqual(first, second);
    assert.equal((await player.fetch(`/api/v1/play/${next}`)).status, 200);
    await dm.send("DELETE", `/api/v1/encounters/${id}/share`);
    assert.equal((await player.fetch(`/api/v1/play/${next}`)).status, 404);
  } finally {
    await api.close();
  }
});
