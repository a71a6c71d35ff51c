// Two instances of the built server on one store and one cache, and what happens to a fight when
// the cache goes away underneath them.
import assert from "node:assert/strict";
import { batch, command, FOES, newEncounter, ORDER, PARTY, share } from "@/tests/api/encounters.ts";
import { UpstashCache } from "@/lib/cache/upstash.ts";
import { Listener } from "@/tests/api/stream.ts";
import type { RunningApp } from "@/tests/help/app.ts";
import { startPair } from "@/tests/help/instance_pair.ts";
import { HttpPerson } from "@/tests/help/person.ts";

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function listen(person: HttpPerson, path: string): Promise<Listener> {
  const response = await person.fetch(path);
  assert.equal(response.status, 200, path);
  return new Listener(response);
}

async function component(app: RunningApp, name: string): Promise<string> {
  const report = await (await fetch(`${app.origin}/health`)).json();
  return report.components.find((part: { name: string }) => part.name === name).status;
}

Deno.test("two instances run one fight together, also while the cache is away", async (t) => {
  const pair = await startPair();
  const { one, two, upstash } = pair;
  const dm = new HttpPerson(one.origin);
  const listeners: Listener[] = [];
  try {
    const id = await newEncounter(dm);
    await command(dm, id, PARTY, FOES, ...ORDER, { type: "StartCombat" });
    const code = await share(dm, id);
    const player = await listen(new HttpPerson(two.origin), `/api/v1/play/${code}/stream`);
    const tablet = await listen(dm.at(two.origin), `/api/v1/encounters/${id}/stream`);
    listeners.push(player, tablet);

    await t.step("a command to one is seen at the other at once", async () => {
      await tablet.until((events) => events.length >= 1);
      await player.until((events) => events.some((event) => event.event === "table"));
      await wait(300);
      const before = [tablet.events.length, player.events.length];
      const start = performance.now();
      // The turn in between is the hidden creature's, of which players see nothing.
      await command(dm, id, { type: "NextTurn" }, { type: "NextTurn" });
      await tablet.until((events) => events.length > before[0]!);
      await player.until((events) => events.length > before[1]!);
      const took = performance.now() - start;
      assert.ok(took < 900, `${took} ms: that was polling, not a wake-up`);
    });

    await t.step("devices at both instances command the same fight; nobody is lost", async () => {
      const [here, there] = [dm, dm.at(two.origin)];
      const sendAll = (person: HttpPerson, from: string) =>
        Promise.all(
          Array.from({ length: 10 }, (_, i) =>
            person.send(
              "POST",
              `/api/v1/encounters/${id}/commands`,
              batch({
                type: "SetNotes",
                notes: `${from} ${i}`,
              }),
            ).then(async (response) => {
              await response.body?.cancel();
              return response.status;
            })),
        );
      const codes = (await Promise.all([sendAll(here, "one"), sendAll(there, "two")])).flat();
      assert.deepEqual(new Set(codes), new Set([200]));
      const read = async (person: HttpPerson) =>
        await (await person.fetch(`/api/v1/encounters/${id}`)).json();
      const [first, second] = [await read(here), await read(there)];
      assert.equal(first.version, second.version);
      assert.deepEqual(first.state, second.state);
      const notes = first.log.filter((entry: unknown) =>
        JSON.stringify(entry).includes("SetNotes")
      );
      assert.ok(notes.length >= 20, `${notes.length} of 20 are in the log`);
    });

    await t.step("limits are counted across both", async () => {
      const statuses: number[] = [];
      for (let i = 0; i < 14; i++) {
        const at = i % 2 ? one.origin : two.origin;
        const answer = await new HttpPerson(at).fetch("/api/v1/play/ZZZZZZ");
        await answer.body?.cancel();
        statuses.push(answer.status);
      }
      const limited = statuses.filter((status) => status === 429).length;
      assert.ok(limited >= 2, `of 14 guesses at two instances ${limited} were turned away`);
    });

    await t.step("the cache hangs: the fight goes on, players see it within seconds", async () => {
      upstash.fail({ kind: "hang" });
      upstash.cutStreams();
      const faults = upstash.seen.faults;
      const before = player.events.length;
      const start = performance.now();
      await command(dm, id, { type: "NextTurn" });
      assert.ok(performance.now() - start < 2_000, "a command does not wait for the cache");
      await player.until((events) => events.length > before, 8_000);
      for (let i = 0; i < 150 && await component(one, "cache") === "ok"; i++) await wait(100);
      assert.equal(await component(one, "cache"), "degraded");
      assert.equal((await fetch(`${one.origin}/readyz`)).status, 200);
      assert.ok(upstash.seen.faults > faults, "the fault happened");
    });

    await t.step("the cache is back: the instances find each other without a restart", async () => {
      upstash.fail(undefined);
      for (let i = 0; i < 100 && upstash.seen.streams < 2; i++) await wait(100);
      assert.equal(upstash.seen.streams, 2);
      for (let i = 0; i < 150 && await component(two, "cache") !== "ok"; i++) await wait(100);
      assert.equal(await component(two, "cache"), "ok");
    });
  } finally {
    await Promise.all(listeners.map((listener) => listener.close()));
    await pair.close();
  }
});

Deno.test("each instance leaves word of its parts for the others, and takes it back", async () => {
  const pair = await startPair();
  const { one, upstash } = pair;
  const { url, token } = upstash;
  const cache = new UpstashCache({ url, token, prefix: "dnd:test" });
  const words = async () => {
    const lists = await cache.read([`instances:${Math.floor(Date.now() / 600_000)}`]);
    const ids = lists.flatMap((list) => Object.keys(list));
    const texts = await Promise.all(ids.map((id) => cache.get(`health:${id}`)));
    return texts.filter((text) => text !== null);
  };
  const until = async (count: number) => {
    for (const start = performance.now(); (await words()).length !== count;) {
      assert.ok(performance.now() - start < 15_000, `not ${count} words`);
      await wait(100);
    }
  };
  try {
    await until(2);
    for (const word of await words()) assert.match(word, /"name":"database","status":"ok"/);
    assert.equal(await one.stop(), 0);
    await until(1);
  } finally {
    await cache.close();
    await pair.close();
  }
});
