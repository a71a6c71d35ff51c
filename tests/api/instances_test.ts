// Several instances of the server over one store, as edge regions run them.
import assert from "node:assert/strict";
import { MemoryCache } from "@/lib/cache/memory.ts";
import { Encounters } from "@/lib/encounters/encounters.ts";
import { quietLog } from "@/tasks/lib/api_app.ts";
import { temporaryStore } from "@/tasks/lib/temporary_store.ts";
import { FOES, PARTY, sent } from "./encounters.ts";
import { Listener } from "./stream.ts";

const key = { kid: "test", bytes: new Uint8Array(32).fill(7) };

/** One update that stood in the streams of an instance, and how long after its append. */
interface Fanout {
  readonly instance: string;
  readonly from: "here" | "elsewhere";
  readonly seconds: number;
}

async function twoInstances(
  work: (first: Encounters, second: Encounters, fanouts: readonly Fanout[]) => Promise<void>,
): Promise<void> {
  const fanouts: Fanout[] = [];
  const { store, close } = await temporaryStore();
  const [first, second] = ["first", "second"].map((instance) => {
    const cache = new MemoryCache();
    return new Encounters({
      store: store.encounters,
      values: store.values,
      // Nothing links the two: every wake-up of the other instance is lost.
      wakeups: {
        publish: (wakeup) => cache.publish(wakeup),
        subscribe: (listener) => cache.subscribe(listener),
        wakeups: () => "polling",
      },
      limiter: cache,
      meters: {
        command: () => {},
        stream: () => {},
        wrongCode: () => {},
        fanout: (from, seconds) => fanouts.push({ instance, from, seconds }),
      },
      log: quietLog(),
      now: () => Date.now(),
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
      keys: { current: key, keys: [key] },
      encrypted: true,
    });
  });
  try {
    assert.ok(first && second);
    await work(first, second, fanouts);
  } finally {
    first?.close();
    second?.close();
    await close();
  }
}

const DM = { ownerId: "guest_AAAAAAAAAAAAAAAAAAAAAA", seatIds: [] };

Deno.test("a stream catches up within seconds when a wake-up of another instance is lost", () =>
  twoInstances(async (first, second) => {
    const made = await first.create(DM.ownerId, { name: "A bridge", edition: "2024" });
    assert.ok(made.ok);
    const { id } = made.value;
    const shared = await first.renewCode(DM, id);
    assert.ok(shared.ok);
    const dm = await first.stream(DM, id, 1);
    const player = await first.playStream({ ownerId: null, seatIds: [] }, shared.value.code, "");
    assert.ok(dm.ok && player.ok);
    const listeners = [
      new Listener(new Response(dm.value)),
      new Listener(new Response(player.value)),
    ];
    const applied = await second.apply(DM, id, [sent(PARTY), sent(FOES)], Date.now());
    assert.ok(applied.ok);
    await listeners[0]?.until((events) => events.some((one) => one.id === "3"), 4000);
    await listeners[1]?.until((events) => events.some((one) => one.event === "message"), 4000);
    for (const listener of listeners) await listener.close();
  }));

Deno.test("two instances append at once: nobody is lost and nothing is carried out twice", () =>
  twoInstances(async (first, second) => {
    const made = await first.create(DM.ownerId, { name: "A bridge", edition: "2024" });
    assert.ok(made.ok);
    const { id } = made.value;
    await first.apply(DM, id, [sent(PARTY), sent(FOES)], Date.now());
    const hit = {
      type: "ApplyDamage",
      targets: [{ id: "ogre" }],
      damage: [{ amount: 1 }],
    } as const;
    const commands = Array.from({ length: 30 }, () => sent(hit));
    const answers = await Promise.all(commands.flatMap((one, index) => [
      first.apply(DM, id, [one], Date.now()),
      ...index % 2 === 0 ? [second.apply(DM, id, [one], Date.now())] : [],
    ]));
    for (const answer of answers) assert.ok(answer.ok && !answer.value.refused);
    for (const instance of [first, second]) {
      const opened = await instance.open(DM, id);
      assert.ok(opened.ok);
      assert.equal(opened.value.state.combatants["ogre"]?.hp?.current, 59 - 30);
      assert.equal(opened.value.state.version, 3 + 30);
    }
  }));

Deno.test("an instance refuses nothing for want of what another one has stored", () =>
  twoInstances(async (first, second) => {
    const made = await first.create(DM.ownerId, { name: "A bridge", edition: "2024" });
    assert.ok(made.ok);
    const { id } = made.value;
    const here = await second.apply(DM, id, [sent({ type: "SetNotes", notes: "x" })], Date.now());
    assert.ok(here.ok);
    // The second one has the fight in memory now, and no wake-up tells it of the ogre.
    await first.apply(DM, id, [sent(PARTY), sent(FOES)], Date.now());
    const hide = (ogre: string) => sent({ type: "SetHidden", ids: [ogre], hidden: "until-turn" });
    const done = await second.apply(DM, id, [hide("ogre")], Date.now());
    assert.ok(done.ok);
    assert.equal(done.value.refused, undefined);
    assert.equal(done.value.version, 5);
    const refused = await second.apply(DM, id, [hide("nobody")], Date.now());
    assert.ok(refused.ok);
    assert.equal(refused.value.refused?.refusal.code, "UNKNOWN_TARGET");
    assert.equal(refused.value.version, 5);
  }));

Deno.test("in secure places cookies are bound to the host", () =>
  twoInstances(async (first) => {
    const cookie = await first.visitors.guestCookie(first.visitors.newGuest());
    const [pair = "", ...attributes] = cookie.split("; ");
    assert.match(pair, /^__Host-guest=[\w.-]+$/);
    for (const attribute of ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"]) {
      assert.ok(attributes.includes(attribute), attribute);
    }
  }));

Deno.test("an update's way into the streams is timed from its append, over instances too", () =>
  twoInstances(async (first, second, fanouts) => {
    const made = await first.create(DM.ownerId, { name: "A bridge", edition: "2024" });
    assert.ok(made.ok);
    const { id } = made.value;
    await second.apply(DM, id, [sent(PARTY)], Date.now());
    assert.equal(fanouts.length, 0, "nobody listens");
    const stream = await first.stream(DM, id, 1);
    assert.ok(stream.ok);
    const listener = new Listener(new Response(stream.value));
    const start = performance.now();
    await second.apply(DM, id, [sent(FOES)], Date.now());
    await listener.until((events) => events.some((one) => one.id === "3"), 4000);
    const took = (performance.now() - start) / 1_000;
    await first.apply(DM, id, [sent({ type: "SetNotes", notes: "x" })], Date.now());
    await listener.until((events) => events.some((one) => one.id === "4"), 4000);
    assert.deepEqual(fanouts.map(({ instance, from }) => [instance, from]), [
      ["first", "elsewhere"],
      ["first", "here"],
    ]);
    // The wake-up is lost, so that the way is as long as the first one's next look at the store.
    assert.ok((fanouts[0]?.seconds ?? 0) > 0.5 * took, `${fanouts[0]?.seconds} of ${took} s`);
    assert.ok((fanouts[1]?.seconds ?? 9) < 0.5);
    await listener.close();
  }));
