import assert from "node:assert/strict";
import type { Command } from "@/lib/combat/commands.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import { evolve } from "@/lib/combat/evolve.ts";
import { batch, newEncounter } from "@/tests/api/encounters.ts";
import { type Api, openApi, type Person } from "@/tests/api/harness.ts";
import { EncounterCache } from "./encounter_cache.ts";
import { roughBytes } from "./rough_bytes.ts";

const KEYS = { kid: "test", bytes: new Uint8Array(32) };
const MB = 1_000_000;

function crowd(many: number): Command {
  return {
    type: "AddCombatants",
    combatants: Array.from({ length: many }, (_, n) => ({
      id: `c${n}`,
      kind: "monster" as const,
      name: `Goblin ${n}`,
      hp: { max: 10_000 },
      initiative: n,
    })),
  };
}

async function sendAll(dm: Person, id: string, commands: readonly Command[]): Promise<void> {
  for (let at = 0; at < commands.length; at += 200) {
    const path = `/api/v1/encounters/${id}/commands`;
    const answer = await dm.send("POST", path, batch(...commands.slice(at, at + 200)));
    const { refused } = await answer.json();
    assert.equal(answer.status, 200);
    assert.equal(refused, undefined);
  }
}

/** As many fights as asked for, each with some hundred kilobytes in memory. */
async function encounters(api: Api, many: number): Promise<string[]> {
  const dm = api.person();
  const ids: string[] = [];
  for (let n = 0; n < many; n++) {
    const id = await newEncounter(dm, `Crowd ${n}`);
    await sendAll(dm, id, [crowd(200)]);
    ids.push(id);
  }
  return ids;
}

Deno.test("fights in memory keep to a budget in bytes, and who left comes back", async () => {
  const api = await openApi();
  const ids = await encounters(api, 12);
  const [first = "", ...others] = ids;
  const alone = new EncounterCache(api.store.encounters, { current: KEYS, keys: [KEYS] });
  const one = (await alone.load(first, 0)).bytes;
  const budget = 4 * one;
  const cache = new EncounterCache(api.store.encounters, { current: KEYS, keys: [KEYS] }, budget);
  const before = (await cache.load(first, 0)).state;
  for (const id of others) {
    await cache.load(id, 0);
    assert.ok(cache.bytes <= budget, `${cache.bytes} of ${budget}`);
  }
  assert.equal(cache.peek(first), undefined);
  assert.deepEqual((await cache.load(first, 0)).state, before);
  await api.close();
});

Deno.test("a fight that somebody listens to stays, with its state alone when there is no room", async () => {
  const api = await openApi();
  const [held = "", ...others] = await encounters(api, 6);
  const cache = new EncounterCache(api.store.encounters, { current: KEYS, keys: [KEYS] }, MB);
  const listened = await cache.load(held, 0);
  cache.hold(held);
  for (const id of others) await cache.load(id, 0);
  assert.equal(cache.peek(held), listened);
  assert.equal(listened.entriesAfter(0), undefined);
  await api.close();
});

Deno.test("the estimate of memory errs high", () => {
  const state = {
    ...NOTHING_YET,
    notes: "a".repeat(1_000),
    dice: Array.from({ length: 400 }, () => 7),
  };
  assert.ok(roughBytes(state) > JSON.stringify(state).length * 2);
});

Deno.test("an undo far back reads a stretch once, not once an undo", async () => {
  let reads = 0;
  const api = await openApi();
  const dm = api.person();
  const id = await newEncounter(dm);
  const turns = Array.from({ length: 450 }, (): Command => ({ type: "NextTurn" }));
  await sendAll(dm, id, [crowd(20), { type: "StartCombat" }, ...turns]);
  const { encounters } = api.store;
  const { entriesAfter } = encounters;
  encounters.entriesAfter = (...args) => {
    reads++;
    return entriesAfter.apply(encounters, args);
  };
  await sendAll(dm, id, Array.from({ length: 300 }, (): Command => ({ type: "Undo" })));
  // Two stretches of at most two snapshots' distance, in pages of 20 and more.
  assert.ok(reads <= 40, `${reads} reads for 300 undos`);
  const kept = await entriesAfter.call(encounters, id, 0);
  const state = kept.reduce(evolve, NOTHING_YET);
  assert.equal(
    (await (await dm.fetch(`/api/v1/encounters/${id}`)).json()).state.round,
    state.round,
  );
  await api.close();
});

Deno.test("an undo reads at most two snapshots' distance, however far back", async () => {
  const api = await openApi();
  const dm = api.person();
  const id = await newEncounter(dm);
  await sendAll(dm, id, [crowd(5), { type: "StartCombat" }]);
  const turns = Array.from({ length: 2_400 }, (): Command => ({ type: "NextTurn" }));
  await sendAll(dm, id, turns);
  const { encounters } = api.store;
  const { entriesAfter } = encounters;
  let read = 0;
  encounters.entriesAfter = async (...args) => {
    const entries = await entriesAfter.apply(encounters, args);
    read += entries.length;
    return entries;
  };
  for (const toVersion of [2_100, 1_590, 910, 395, 20]) {
    read = 0;
    await sendAll(dm, id, [{ type: "Undo", toVersion }]);
    assert.ok(read <= 2 * 200, `${read} entries were read to go back to ${toVersion}`);
  }
  await api.close();
});

Deno.test("a long batch lets others have their turn between its commands", async () => {
  const api = await openApi();
  const dm = api.person();
  const id = await newEncounter(dm);
  await sendAll(dm, id, [crowd(400), { type: "StartCombat" }]);
  const everybody = Array.from({ length: 400 }, (_, n) => ({ id: `c${n}` }));
  const hit: Command = { type: "ApplyDamage", targets: everybody, damage: [{ amount: 1 }] };
  let turns = 0;
  let done = false;
  const others = () => {
    turns++;
    if (!done) setTimeout(others, 0);
  };
  setTimeout(others, 0);
  await sendAll(dm, id, Array.from({ length: 60 }, () => hit));
  done = true;
  // Some while they are checked, others while they are decided, stored and packed.
  assert.ok(turns >= 5, `${turns} turns during 60 commands`);
  await api.close();
});
