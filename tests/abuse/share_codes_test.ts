/** Guessing share codes: nobody learns which ones exist by trying, and old ones end. */
import assert from "node:assert/strict";
import { MemoryCache } from "@/lib/cache/memory.ts";
import { LIMITS } from "@/lib/cache/port.ts";
import { CODES, newShareCode } from "@/lib/encounters/share_code.ts";
import { command, newEncounter, PARTY, share } from "@/tests/api/encounters.ts";
import { type Api, openApi, type Person } from "@/tests/api/harness.ts";

const DAY = 86_400_000;
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const wrongCode = () => newShareCode(random);

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
    const dm = api.person();
    const id = await newEncounter(dm);
    await command(dm, id, PARTY);
    await work({ api, dm, id, code: await share(dm, id) });
  } finally {
    await api.close();
  }
}

async function look(person: Person, code: string) {
  const response = await person.fetch(`/api/v1/play/${code}`);
  return { status: response.status, body: { ...await response.json(), requestId: "" } };
}

Deno.test("who is over the limit is told the same of a right code as of a wrong one", () =>
  atTable({ limiter: new MemoryCache() }, async ({ api, code }) => {
    const joined = api.person("203.0.113.9");
    assert.equal((await look(joined, code)).status, 200);
    const guesser = api.person("203.0.113.9");
    for (let i = 0; i < LIMITS.joinCode.limit; i++) {
      assert.equal((await look(guesser, wrongCode())).status, 404);
    }
    const [right, wrong] = [await look(guesser, code), await look(guesser, wrongCode())];
    assert.equal(right.status, 429);
    assert.deepEqual(right, wrong);
    const claim = { character: "aAAAAAAA", player: "Mallory" };
    for (const path of ["seat", "proposals"]) {
      const body = path === "seat" ? claim : { body: { kind: "heal", amount: 5 } };
      const sent = await guesser.send("POST", `/api/v1/play/${code}/${path}`, body);
      assert.equal(sent.status, 429, path);
    }
    const stream = await guesser.fetch(`/api/v1/play/${code}/stream`);
    await stream.body?.cancel();
    assert.equal(stream.status, 429);
    assert.equal((await look(joined, code)).status, 200, "a device that has joined passes");
    assert.equal((await look(api.person("203.0.113.10"), code)).status, 200);
  }));

Deno.test("of a thousand tries at once no more are looked up than one after the other", () =>
  atTable({ limiter: new MemoryCache() }, async ({ api }) => {
    const guesser = api.person("203.0.113.9");
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, () => look(guesser, wrongCode())),
    );
    const looked = answers.filter(({ status }) => status !== 429);
    assert.equal(looked.length, LIMITS.joinCode.limit);
  }));

Deno.test("addresses of one IPv6 connection are one guesser", () =>
  atTable({ limiter: new MemoryCache() }, async ({ api, code }) => {
    for (let i = 0; i < LIMITS.joinCode.limit; i++) {
      await look(api.person(`2001:db8:1:2::${i + 1}`), wrongCode());
    }
    assert.equal((await look(api.person("2001:db8:1:2:ffff::9"), code)).status, 429);
    assert.equal((await look(api.person("2001:db8:1:3::9"), code)).status, 200);
  }));

Deno.test("while many networks guess, each has two tries an hour, and tables still sit down", () =>
  atTable({ limiter: new MemoryCache() }, async ({ api, code }) => {
    const { limit } = LIMITS.joinCodeSite;
    for (let i = 0; i < limit; i++) {
      await look(api.person(`198.51.${Math.floor(i / 10)}.7`), wrongCode());
    }
    const newcomer = api.person("203.0.113.9");
    assert.equal((await look(newcomer, code)).status, 200);
    const guesser = api.person("203.0.113.77");
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await look(guesser, wrongCode())).status);
    assert.deepEqual(statuses, [404, 404, 429, 429]);
    const neighbour = api.person("2001:db8:1:1::1");
    for (let i = 0; i < 2; i++) await look(api.person(`2001:db8:1:${i + 2}::1`), wrongCode());
    assert.equal((await look(neighbour, code)).status, 429, "a /48 is one network then");
  }));

Deno.test("a code ends seven days after its fight, and after 30 days without anybody", async () => {
  let now = Date.now();
  await atTable({ now: () => now }, async ({ api, dm, id, code }) => {
    const shownToDm = async () =>
      (await (await dm.fetch(`/api/v1/encounters/${id}`)).json()).shareCode;
    now += 29 * DAY;
    assert.equal((await look(api.person(), code)).status, 200);
    now += 29 * DAY;
    assert.equal((await look(api.person(), code)).status, 200, "somebody came 29 days ago");
    now += 30 * DAY;
    assert.equal((await look(api.person(), code)).status, 404);
    assert.equal(await shownToDm(), null);
    const next = await share(dm, id);
    assert.equal(await shownToDm(), next);
    await command(dm, id, { type: "StartCombat" });
    await command(dm, id, { type: "EndCombat" });
    now += 3 * DAY;
    await command(dm, id, { type: "SetNotes", notes: "what a night" });
    now += 4 * DAY - 1;
    assert.equal((await look(api.person(), next)).status, 200);
    now += 1;
    assert.equal((await look(api.person(), next)).status, 404);
    const claim = { character: "aAAAAAAA", player: "Late" };
    const late = await api.person().send("POST", `/api/v1/play/${next}/seat`, claim);
    assert.equal(late.status, 404);
    await command(dm, id, { type: "ResumeCombat" });
    assert.equal((await look(api.person(), next)).status, 200, "the fight goes on");
  });
});

Deno.test("a code of six signs from before works while it lives", () =>
  atTable({}, async ({ api, id }) => {
    await api.store.encounters.setShareCode(id, "K4TM9R", Date.now());
    assert.equal((await look(api.person(), "k4t-m9r")).status, 200);
  }));

/**
 * Years until one of `live` codes is expected to be found from `networks` networks that never
 * rest: they are always beyond the site's limit, so each has its short allowance.
 */
function yearsToGuess(live: number, networks: number): number {
  const { limit, windowMs } = LIMITS.joinCodeShort;
  const site = LIMITS.joinCodeSite;
  const triesAnHour = Math.max(networks * limit * 3_600_000 / windowMs, site.limit);
  return CODES / live / triesAnHour / (24 * 365);
}

Deno.test("finding one of 10,000 codes from 1,000 networks takes more than a year", async () => {
  const years = yearsToGuess(10_000, 1_000);
  assert.ok(years >= 1, String(years));
  const docs = await Deno.readTextFile("docs/security.md");
  assert.ok(
    docs.includes(`${years.toFixed(1)} years`),
    `docs/security.md says ${years.toFixed(1)}`,
  );
});
