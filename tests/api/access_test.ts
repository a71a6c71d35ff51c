/** Who may what: a matrix made from the API's registry, held against the route files. */
import assert from "node:assert/strict";
import { type Operation, OPERATIONS } from "@/lib/contracts/registry.ts";
import { batch, command, FOES, newEncounter, PARTY, share } from "./encounters.ts";
import { routeFiles } from "@/tasks/lib/api_app.ts";
import { type Api, openApi, type Person } from "./harness.ts";

/** Valid bodies, so that only who asks decides. */
const BODIES: Readonly<Record<string, unknown>> = {
  createEncounter: { name: "Mine", edition: "2024" },
  sendCommands: batch({ type: "SetNotes", notes: "was here" }),
  claimSeat: { character: "aAAAAAAA", player: "Mallory" },
  propose: { body: { kind: "heal", amount: 5 } },
};

async function ask(
  person: Person,
  item: Operation,
  id: string,
  code: string,
  init: RequestInit = {},
) {
  const path = `/api/v1${item.path.replace("{id}", id).replace("{code}", code)}`;
  const body = BODIES[item.id];
  const response = await person.fetch(path, {
    method: item.method,
    ...body === undefined ? {} : {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    },
    ...init,
  });
  if (item.answer.stream !== undefined && response.ok) await response.body?.cancel();
  return response;
}

interface Scene {
  readonly api: Api;
  readonly id: string;
  readonly code: string;
  readonly dm: Person;
  readonly player: Person;
  readonly stranger: Person;
  readonly anonymous: Person;
}

async function scene(work: (at: Scene) => Promise<void>): Promise<void> {
  const api = await openApi();
  try {
    const dm = api.person();
    const id = await newEncounter(dm);
    await command(dm, id, PARTY, FOES);
    const code = await share(dm, id);
    const stranger = api.person();
    await newEncounter(stranger);
    const player = api.person();
    const { view } = await (await player.fetch(`/api/v1/play/${code}`)).json();
    const [character] = Object.keys(view.table.claimable);
    const claim = { character, player: "Kim" };
    const seated = await player.send("POST", `/api/v1/play/${code}/seat`, claim);
    assert.equal(seated.status, 201);
    await work({ api, id, code, dm, player, stranger, anonymous: api.person() });
  } finally {
    await api.close();
  }
}

Deno.test("every route file is in the registry, with every method it answers", async () => {
  const listed = new Map<string, string[]>();
  for (const { path, method } of OPERATIONS) {
    const pattern = `/api/v1${path.replace(/\{(\w+)\}/g, ":$1")}`;
    listed.set(pattern, [...listed.get(pattern) ?? [], method]);
  }
  // Webhooks are other services' way in, below /account is what our own pages ask by their cookie:
  // no client of the API calls either.
  const asked = routeFiles().filter(({ path }) =>
    !path.includes("/webhooks/") && !path.includes("/v1/account/")
  );
  for (const { path, pattern } of asked) {
    const module = await import(new URL(`../../${path}`, import.meta.url).href);
    const methods = Object.keys(module.handler).sort();
    assert.deepEqual(methods, listed.get(pattern)?.sort(), `${path} is not as the registry says`);
    listed.delete(pattern);
  }
  assert.deepEqual([...listed.keys()], [], "the registry names routes that are not there");
});

Deno.test("another DM's fight is not there: for strangers, players and nobody alike", () =>
  scene(async ({ id, code, stranger, player, anonymous }) => {
    for (const item of OPERATIONS.filter((op) => op.access === "owner")) {
      const answers = [];
      for (const person of [stranger, player, anonymous]) {
        const foreign = await ask(person, item, id, code);
        assert.equal(foreign.status, 404, `${item.id} answers ${foreign.status}`);
        assert.equal(foreign.headers.get("content-type"), "application/problem+json");
        answers.push({ ...await foreign.json(), requestId: "" });
        const never = await ask(person, item, "never-was-one", code);
        answers.push({ ...await never.json(), requestId: "" });
      }
      for (const answer of answers) assert.deepEqual(answer, answers[0], item.id);
    }
  }));

Deno.test("the owner reaches each operation; nothing that strangers sent has left a trace", () =>
  scene(async ({ id, code, dm, stranger }) => {
    for (const item of OPERATIONS.filter((op) => op.access === "owner")) {
      await ask(stranger, item, id, code);
    }
    const before = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
    assert.equal(before.state.notes, "");
    assert.equal(before.deletedAt, null);
    assert.equal(before.shareCode, code);
    const last = ["revokeShareCode", "deleteEncounter", "restoreEncounter"];
    const order = OPERATIONS.filter((op) => op.access === "owner")
      .sort((a, b) => last.indexOf(a.id) - last.indexOf(b.id));
    for (const item of order) {
      const response = await ask(dm, item, id, code);
      assert.equal(response.status, item.answer.status, `${item.id}: ${response.status}`);
    }
  }));

Deno.test("a code opens the players' side to anybody who has it, and to nobody else", () =>
  scene(async ({ id, anonymous, stranger }) => {
    for (const item of OPERATIONS.filter((op) => op.path.startsWith("/play"))) {
      for (const person of [anonymous, stranger]) {
        const response = await ask(person, item, id, "QQQQQQ");
        assert.equal(response.status, 404, item.id);
        assert.equal((await response.json()).code, "CODE_UNKNOWN");
      }
    }
  }));

Deno.test("only who sits in a seat may propose for it; a seat elsewhere counts nothing", () =>
  scene(async ({ code, anonymous, player, stranger, dm }) => {
    const other = await newEncounter(dm);
    await command(dm, other, PARTY);
    const otherCode = await share(dm, other);
    const body = { body: { kind: "damage", amount: 5 } };
    for (const person of [anonymous, stranger]) {
      const response = await person.send("POST", `/api/v1/play/${code}/proposals`, body);
      assert.equal(response.status, 403);
    }
    const elsewhere = await player.send("POST", `/api/v1/play/${otherCode}/proposals`, body);
    assert.equal(elsewhere.status, 403);
    const own = await player.send("POST", `/api/v1/play/${code}/proposals`, body);
    assert.equal(own.status, 204);
  }));

Deno.test("a changed, foreign or unsigned token makes nobody of anybody", () =>
  scene(async ({ id, dm, player }) => {
    const token = dm.cookies.get("guest") ?? "";
    const [head = "", claims = "", mark = ""] = token.split(".");
    const none = btoa(JSON.stringify({ alg: "none" })).replace(/=+$/, "");
    const flipped = mark.slice(0, -2) + (mark.endsWith("AA") ? "BB" : "AA");
    const forged = [
      `${head}.${claims}.${flipped}`,
      `${none}.${claims}.`,
      `${head}.${btoa('{"sub":"guest_AAAAAAAAAAAAAAAAAAAAAA"}')}.${mark}`,
      player.cookies.get("seats") ?? "",
      "",
      "x".repeat(5000),
    ];
    for (const value of forged) {
      const headers = { cookie: `guest=${value}` };
      const response = await dm.fetch(`/api/v1/encounters/${id}`, { headers });
      assert.equal(response.status, 404);
    }
    const bearer = { authorization: `Bearer ${token}`, cookie: "" };
    assert.equal((await dm.fetch(`/api/v1/encounters/${id}`, { headers: bearer })).status, 200);
  }));

Deno.test("a changing request from another site is refused whatever cookies it carries", () =>
  scene(async ({ id, dm }) => {
    const body = JSON.stringify(batch({ type: "SetNotes", notes: "from elsewhere" }));
    const type = "application/json";
    for (const origin of ["https://evil.example", "null"]) {
      const response = await dm.fetch(`/api/v1/encounters/${id}/commands`, {
        method: "POST",
        headers: { origin, "content-type": type },
        body,
      });
      assert.equal(response.status, 403);
    }
  }));

Deno.test("a stream that was asked for by a code opens no more when the code is taken back", () =>
  scene(async ({ api, id, code, dm, player }) => {
    const { store, encounters: { hub } } = api;
    const open = await player.fetch(`/api/v1/play/${code}/stream`);
    const [reader, watched] = [
      open.body?.getReader(),
      await dm.fetch(`/api/v1/encounters/${id}/stream`),
    ];
    await reader?.read();
    // Found by the code, and then overtaken by the DM while the room was opened.
    const found = await store.encounters.find(id);
    assert.ok(found);
    await ask(dm, operation("revokeShareCode"), id, code);
    while (!(await reader?.read())?.done);
    const late = await hub.openPlayer(found, undefined, { seatIds: [] });
    assert.equal(late.ok ? "open" : late.code, "CODE_UNKNOWN");
    await watched.body?.cancel();
  }));

function operation(id: string): Operation {
  const found = OPERATIONS.find((candidate) => candidate.id === id);
  assert.ok(found);
  return found;
}
