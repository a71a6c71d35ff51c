/** One player, or one device, that would paralyse a table. */
import assert from "node:assert/strict";
import { MemoryCache } from "@/lib/cache/memory.ts";
import { command, newEncounter, PARTY, share } from "@/tests/api/encounters.ts";
import { type Api, openApi, type Person } from "@/tests/api/harness.ts";

interface Table {
  readonly api: Api;
  readonly dm: Person;
  readonly id: string;
  readonly code: string;
  version(): Promise<number>;
}

async function atTable(work: (table: Table) => Promise<void>): Promise<void> {
  const api = await openApi({ limiter: new MemoryCache() });
  try {
    const dm = api.person("192.0.2.1");
    const id = await newEncounter(dm);
    await command(dm, id, PARTY);
    const version = async () => (await api.store.encounters.find(id))?.version ?? 0;
    await work({ api, dm, id, code: await share(dm, id), version });
  } finally {
    await api.close();
  }
}

async function claim(person: Person, code: string, name: string): Promise<number> {
  const { view } = await (await person.fetch(`/api/v1/play/${code}`)).json();
  const claims = Object.entries<{ name: string }>(view.table.claimable);
  const character = claims.find(([, one]) => one.name === name)?.[0];
  const body = { character, player: "Kim" };
  const answer = await person.send("POST", `/api/v1/play/${code}/seat`, body);
  await answer.body?.cancel();
  return answer.status;
}

const heal = (person: Person, code: string) =>
  person.send("POST", `/api/v1/play/${code}/proposals`, { body: { kind: "heal", amount: 1 } });

Deno.test("one seat's proposals leave room for everybody else's", () =>
  atTable(async ({ api, code, dm, id }) => {
    const [loud, quiet] = [api.person("203.0.113.9"), api.person("203.0.113.10")];
    assert.equal(await claim(loud, code, "Wren Halloway"), 201);
    assert.equal(await claim(quiet, code, "Bram Oakhollow"), 201);
    const statuses: number[] = [];
    for (let i = 0; i < 40; i++) statuses.push((await heal(loud, code)).status);
    assert.equal(statuses.filter((candidate) => candidate === 204).length, 12);
    assert.equal((await heal(quiet, code)).status, 204);
    const { state } = await (await dm.fetch(`/api/v1/encounters/${id}`)).json();
    assert.equal(state.proposals.length, 13);
  }));

Deno.test("sitting down and standing up writes no flood into the log", () =>
  atTable(async ({ api, code, version }) => {
    const dancer = api.person("203.0.113.9");
    const before = await version();
    const statuses = new Set<number>();
    for (let i = 0; i < 60; i++) {
      statuses.add(await claim(dancer, code, i % 2 ? "Wren Halloway" : "Bram Oakhollow"));
      const left = await dancer.send("DELETE", `/api/v1/play/${code}/seat`);
      statuses.add(left.status);
      await left.body?.cancel();
    }
    assert.ok(statuses.has(429));
    const written = await version() - before;
    assert.ok(written <= 8, `${written} entries`);
    // The same without its cookies: every claim is another device, from one address.
    for (let i = 0; i < 60; i++) await claim(api.person("203.0.113.9"), code, "Wren Halloway");
    const all = await version() - before;
    assert.ok(all <= 24, `${all} entries`);
    assert.equal(await claim(api.person("203.0.113.10"), code, "Bram Oakhollow"), 201);
  }));

Deno.test("a device that the DM puts out sits down no more; others do, and it may be let in", () =>
  atTable(async ({ api, code, dm, id }) => {
    const [rude, polite] = [api.person("203.0.113.9"), api.person("203.0.113.9")];
    assert.equal(await claim(rude, code, "Wren Halloway"), 201);
    const opened = async () => (await (await dm.fetch(`/api/v1/encounters/${id}`)).json()).state;
    const [seatId = ""] = Object.keys((await opened()).seats);
    await command(dm, id, { type: "BarDevice", seatId });
    assert.deepEqual((await opened()).seats, {});
    assert.equal((await heal(rude, code)).status, 403);
    assert.equal(await claim(rude, code, "Wren Halloway"), 409);
    assert.equal(await claim(polite, code, "Wren Halloway"), 201);
    await command(dm, id, { type: "AllowDevices" });
    assert.equal(await claim(rude, code, "Bram Oakhollow"), 201);
  }));
