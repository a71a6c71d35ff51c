// Two browsers of one DM change the same fight at once while the server is killed underneath them
// and comes back: in the end both show what the server holds.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { LiveEncounterClient } from "@/lib/client/encounter/encounter_client.ts";
import { passingQueue } from "@/lib/client/encounter/queue_storage.ts";
import { arbitraryStep } from "@/lib/combat/testing/arbitraries.ts";
import type { Step } from "@/lib/combat/testing/step.ts";
import { commandFor } from "@/lib/combat/testing/commands.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import { command, FOES, newEncounter, ORDER, PARTY } from "@/tests/api/encounters.ts";
import { type RunningApp, startApp } from "@/tests/help/app.ts";
import { SEED } from "@/tests/help/property.ts";
import { HttpPerson } from "@/tests/help/person.ts";

const ROUNDS = 25;
/** Fights of a round, which share its restart: 25 × 4 = 100 random runs. */
const FIGHTS = 4;
const COMMANDS = 10;
/** Longest that a fight may take to be in step again after the restart. */
const IN_STEP_MS = 10_000;

/** The server that is there now, whatever its port. */
interface Site {
  app: RunningApp;
  readonly dm: HttpPerson;
}

async function open(site: Site, id: string): Promise<{ state: EncounterState }> {
  const response = await site.dm.at(site.app.origin).fetch(`/api/v1/encounters/${id}`);
  assert.equal(response.status, 200);
  return await response.json();
}

async function openClient(site: Site, id: string): Promise<LiveEncounterClient> {
  const { state } = await open(site, id);
  return new LiveEncounterClient({
    encounterId: id,
    seed: { state, log: [] },
    storage: passingQueue(),
    environment: {
      fetch: (path, init) => site.dm.at(site.app.origin).fetch(path, init),
      now: () => Date.now(),
      chance: () => Math.random(),
      randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
      later: (work, ms) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      onLine: () => () => {},
      tabs: false,
    },
  });
}

/** What one person does: random commands of the engine's own tests, at random moments. */
async function play(
  client: LiveEncounterClient,
  steps: readonly Step[],
  salt: number,
): Promise<number> {
  let taken = 0;
  for (const [index, step] of steps.entries()) {
    await sleep(step.a % 60);
    // A fight knows a refusal at once; that one changes nothing here or there.
    if (client.dispatch(commandFor(client.state, step, salt + index)).ok) taken++;
  }
  return taken;
}

/** Waits until both clients and the server are at one version with nothing on its way. */
async function inStep(site: Site, id: string, clients: readonly LiveEncounterClient[]) {
  const deadline = performance.now() + IN_STEP_MS;
  for (;;) {
    await Promise.race([Promise.all(clients.map((client) => client.settled())), sleep(IN_STEP_MS)]);
    const { state } = await open(site, id);
    const settled = clients.every(({ connection, state: { version } }) =>
      connection.pending === 0 && version === state.version
    );
    if (settled) return state;
    const where = clients.map(({ connection, state }) => [state.version, connection]);
    assert.ok(performance.now() < deadline, `${id}: ${state.version}, ${JSON.stringify(where)}`);
    await sleep(50);
  }
}

interface SharedEncounter {
  readonly id: string;
  readonly clients: readonly LiveEncounterClient[];
}

/** A running fight that two clients look at. */
async function startEncounter(site: Site): Promise<SharedEncounter> {
  const person = site.dm.at(site.app.origin);
  const id = await newEncounter(person);
  await command(person, id, PARTY, FOES, ...ORDER, { type: "StartCombat" });
  return { id, clients: await Promise.all([openClient(site, id), openClient(site, id)]) };
}

/** Both clients play; resolves with how many commands took effect on the screen that made them. */
async function playTogether({ clients }: SharedEncounter, seed: number): Promise<number> {
  const steps = fc.sample(arbitraryStep, { seed, numRuns: clients.length * COMMANDS });
  const taken = await Promise.all(
    clients.map((client, index) =>
      play(client, steps.slice(index * COMMANDS, (index + 1) * COMMANDS), 1_000 * (index + 1))
    ),
  );
  return taken.reduce((sum, count) => sum + count, 0);
}

/** Both clients show what the server holds. */
async function compare(site: Site, { id, clients }: SharedEncounter, seed: number): Promise<void> {
  const state = await inStep(site, id, clients);
  for (const client of clients) {
    assert.deepEqual(client.state, state, `seed ${seed}: a client shows another fight`);
    client.close();
  }
}

Deno.test("two clients of one fight converge while the server restarts, 100 of 100 times", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "tracker-converge-" });
  const start = () => startApp({ dataDir, env: { LOG_LEVEL: "error" } });
  const seed = SEED % 1_000_000;
  console.log(`seed ${seed}`);
  const site: Site = { app: await start(), dm: new HttpPerson("") };
  // The first request makes the guest whose cookie all others carry.
  const guest = new HttpPerson(site.app.origin);
  await newEncounter(guest);
  guest.cookies.forEach((value, name) => site.dm.cookies.set(name, value));
  let converged = 0;
  let taken = 0;
  let waiting = 0;
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const first = seed + round * FIGHTS;
      const encounters = await Promise.all(
        Array.from({ length: FIGHTS }, () => startEncounter(site)),
      );
      const playing = Promise.all(
        encounters.map((encounter, index) => playTogether(encounter, first + index)),
      );
      await sleep(((seed + round) * 0.618_033_988_749 % 1) * COMMANDS * 25);
      await site.app.kill();
      const back = await start();
      waiting += encounters.flatMap(({ clients }) => clients)
        .reduce((sum, { connection }) => sum + connection.pending, 0);
      site.app = back;
      taken += (await playing).reduce((sum, count) => sum + count, 0);
      await Promise.all(
        encounters.map((encounter, index) => compare(site, encounter, first + index)),
      );
      converged += FIGHTS;
    }
  } finally {
    await site.app.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
  console.log(
    `${converged} of ${ROUNDS * FIGHTS} fights in step, ${taken} commands, ` +
      `${waiting} of them made while the server was away`,
  );
  assert.equal(converged, ROUNDS * FIGHTS);
  assert.ok(taken > 500, `only ${taken} commands took effect`);
  assert.ok(waiting > 50, "the restarts met no command");
});
