// Instances over one MongoDB without a shared cache: the server's change stream wakes them.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { MemoryCache } from "@/lib/cache/memory.ts";
import { composeWakeups } from "@/lib/compose/wakeups.ts";
import { Encounters } from "@/lib/encounters/encounters.ts";
import { openMongo } from "@/lib/store/mongo/open.ts";
import { quietLog } from "@/tasks/lib/api_app.ts";
import { endOwnServer, temporaryMongo } from "@/tasks/lib/temporary_mongo.ts";
import { FOES, PARTY, sent } from "@/tests/api/encounters.ts";
import { Listener } from "@/tests/api/stream.ts";

Deno.test.afterAll(endOwnServer);

const key = { kid: "test", bytes: new Uint8Array(32).fill(7) };
const DM = { ownerId: "guest_AAAAAAAAAAAAAAAAAAAAAA", seatIds: [] };

async function instance(uri: string) {
  const { store, watch } = await openMongo({ uri });
  const cache = new MemoryCache();
  const { wakeups, close } = composeWakeups(cache, watch);
  const encounters = new Encounters({
    store: store.encounters,
    values: store.values,
    wakeups,
    limiter: cache,
    log: quietLog(),
    now: () => Date.now(),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    // Nobody looks by himself: what comes, comes by the change stream.
    every: () => () => {},
    keys: { current: key, keys: [key] },
    encrypted: true,
  });
  for (let i = 0; i < 1_500 && wakeups.wakeups() !== "live"; i++) await sleep(20);
  assert.equal(wakeups.wakeups(), "live", "the server has change streams");
  return {
    encounters,
    async close() {
      encounters.close();
      await close();
      await store.close();
    },
  };
}

Deno.test("without a shared cache another instance hears of commands and of a code taken back", async () => {
  const { uri, close } = await temporaryMongo();
  const [here, there] = await Promise.all([instance(uri), instance(uri)]);
  try {
    const made = await here.encounters.create(DM.ownerId, { name: "A bridge", edition: "2024" });
    assert.ok(made.ok);
    const { id } = made.value;
    const shared = await here.encounters.renewCode(DM, id);
    assert.ok(shared.ok);
    const guest = { ownerId: null, seatIds: [] };
    const [dm, player] = [
      await there.encounters.stream(DM, id, 1),
      await there.encounters.playStream(guest, shared.value.code, ""),
    ];
    assert.ok(dm.ok && player.ok);
    const [ofDm, ofPlayer] = [dm, player].map(({ value }) => new Listener(new Response(value)));
    assert.ok(ofDm && ofPlayer);
    const applied = await here.encounters.apply(DM, id, [sent(PARTY), sent(FOES)], Date.now());
    assert.ok(applied.ok);
    await ofDm.until((events) => events.some((one) => one.id === "3"), 30_000);
    await ofPlayer.until((events) => events.some((one) => one.event === "message"), 30_000);
    assert.ok((await here.encounters.revokeCode(DM, id)).ok);
    await ofPlayer.until((events) => events.some((one) => one.event === "gone"), 30_000);
    for (const one of [ofDm, ofPlayer]) await one.close();
  } finally {
    await here.close();
    await there.close();
    await close();
  }
});
