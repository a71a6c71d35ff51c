/** Live streams: how many one network and one fight may have, and who is far behind. */
import assert from "node:assert/strict";
import { command, FOES, newEncounter, PARTY, share } from "@/tests/api/encounters.ts";
import { type Api, openApi, type Person } from "@/tests/api/harness.ts";

interface Table {
  readonly api: Api;
  readonly dm: Person;
  readonly id: string;
  readonly code: string;
}

async function atTable(
  over: Parameters<typeof openApi>[0],
  work: (table: Table) => Promise<void>,
): Promise<void> {
  const api = await openApi(over);
  try {
    const dm = api.person("192.0.2.1");
    const id = await newEncounter(dm);
    await command(dm, id, PARTY, FOES);
    await work({ api, dm, id, code: await share(dm, id) });
  } finally {
    await api.close();
  }
}

async function open(person: Person, path: string) {
  const answer = await person.fetch(path);
  if (answer.status !== 200) await answer.body?.cancel();
  return answer;
}

/** A player's device with a seat. */
async function seated(api: Api, code: string, address: string): Promise<Person> {
  const person = api.person(address);
  const { view } = await (await person.fetch(`/api/v1/play/${code}`)).json();
  const [character] = Object.keys(view.table.claimable);
  const answer = await person.send("POST", `/api/v1/play/${code}/seat`, {
    character,
    player: "Kim",
  });
  assert.equal(answer.status, 201);
  return person;
}

Deno.test("one network has 40 streams; another one and who closes some are let in", () =>
  atTable({}, async ({ api, dm, id, code }) => {
    const path = `/api/v1/play/${code}/stream`;
    const crowd = api.person("203.0.113.9");
    const answers = await Promise.all(Array.from({ length: 60 }, () => open(crowd, path)));
    const opened = answers.filter(({ status }) => status === 200);
    assert.equal(opened.length, 40);
    assert.deepEqual(
      [
        ...new Set(
          answers.filter((answer) => !opened.includes(answer)).map(({ status }) => status),
        ),
      ],
      [429],
    );
    assert.equal(api.encounters.hub.streams, 40);
    const others = [
      await open(api.person("203.0.113.10"), path),
      await open(dm, `/api/v1/encounters/${id}/stream?from=0`),
    ];
    assert.deepEqual(others.map(({ status }) => status), [200, 200]);
    await opened[0]?.body?.cancel();
    const again = await open(crowd, path);
    assert.equal(again.status, 200);
    assert.equal((await open(crowd, path)).status, 429);
    // Who is not let in holds no place: neither an unknown code nor another's fight.
    const stranger = api.person("203.0.113.11");
    for (let i = 0; i < 41; i++) await open(stranger, "/api/v1/encounters/never-was-one/stream");
    assert.equal((await open(stranger, path)).status, 200);
  }));

Deno.test("a fight has 200 streams of players; who plays comes before who watches", () =>
  atTable({}, async ({ api, dm, id, code }) => {
    const path = `/api/v1/play/${code}/stream`;
    const player = await seated(api, code, "198.51.100.1");
    const watchers = [];
    for (let i = 0; i < 200; i++) {
      watchers.push(await open(api.person(`203.0.113.${1 + Math.floor(i / 40)}`), path));
    }
    assert.ok(watchers.every(({ status }) => status === 200));
    assert.equal((await open(api.person("203.0.113.99"), path)).status, 429);
    assert.equal((await open(player, path)).status, 200);
    const first = watchers[0]?.body?.getReader();
    while (!(await first?.read())?.done);
    const { hub } = api.encounters;
    assert.equal(hub.streams, 200);
    assert.equal((await open(dm, `/api/v1/encounters/${id}/stream?from=0`)).status, 200);
  }));

/** The next frames of a stream, until `wanted` is among them. */
async function framesUntil(body: ReadableStream<Uint8Array>, wanted: RegExp): Promise<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (!wanted.test(text)) {
    const { done, value } = await reader.read();
    assert.ok(!done, `the stream ended after ${text.slice(0, 100)}`);
    text += decoder.decode(value, { stream: true });
  }
  reader.releaseLock();
  return text;
}

Deno.test("a DM's device that is 100 MB behind is told to load anew, and hears what comes", () =>
  // More than the quota of one fight lets anybody write: what an earlier release may have left.
  atTable({
    quotas: { limits: { encounter: 1e9, owner: 1e9, networkADay: 1e9, networkBurst: 1e9 } },
  }, async (
    { api, dm, id },
  ) => {
    const known = (await (await dm.fetch(`/api/v1/encounters/${id}`)).json()).version;
    // Three bytes a sign: few enough entries that their number alone would not stop them.
    const notes = (turn: number) => `${turn}`.padEnd(19_000, "€");
    for (let turn = 0; turn < 1_890; turn += 30) {
      const commands = Array.from(
        { length: 30 },
        (_, k) => ({ type: "SetNotes", notes: notes(turn + k) }) as const,
      );
      await command(dm, id, ...commands);
    }
    await api.restart();
    const { log } = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
    const behind = 1_890 * new TextEncoder().encode(JSON.stringify(log.at(-1))).length;
    assert.ok(behind > 100e6, `only ${behind} bytes behind`);
    const stream = await open(dm, `/api/v1/encounters/${id}/stream?from=${known}`);
    assert.ok(stream.body);
    assert.match(await framesUntil(stream.body, /event:/), /event:hello/);
    await framesUntil(stream.body, /event:reset/);
    const { version } = await command(dm, id, { type: "SetNotes", notes: "short" });
    await framesUntil(stream.body, new RegExp(`id:${version}\\n`));
    await stream.body.cancel();
  }));

Deno.test("a batch of megabytes cuts no DM's device that reads", () =>
  atTable({}, async ({ dm, id }) => {
    const { version } = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
    const stream = await open(dm, `/api/v1/encounters/${id}/stream?from=${version}`);
    assert.ok(stream.body);
    await framesUntil(stream.body, /event:hello/);
    const notes = (turn: number) => `${turn}`.padEnd(19_000, "x");
    await command(
      dm,
      id,
      ...Array.from({ length: 90 }, (_, k) => ({ type: "SetNotes", notes: notes(k) }) as const),
    );
    await framesUntil(stream.body, /event:reset|"19 *x"/);
    const next = await command(dm, id, { type: "SetNotes", notes: "short" });
    await framesUntil(stream.body, new RegExp(`id:${next.version}\\n`));
    await stream.body.cancel();
  }));
