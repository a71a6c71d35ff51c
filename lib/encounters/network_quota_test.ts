import assert from "node:assert/strict";
import { NetworkQuota, purgeNetworkSums } from "./network_quota.ts";
import { openStore } from "@/lib/store/sqlite/open.ts";
import { migrateUp } from "@/tasks/lib/temporary_store.ts";

const DAY = 86_400_000;
const MB = 1024 * 1024;

Deno.test("what a network adds in a day is counted over instances and restarts", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/store.sqlite`;
  await migrateUp(path);
  const stores = [openStore({ path }), openStore({ path })];
  let now = 1_800_000_000_000;
  const [here, there] = stores.map(({ values }) => new NetworkQuota({ values, now: () => now }));
  assert.ok(here && there);
  try {
    assert.equal(await there.today("192.0.2.7"), 0);
    // Both at once, many times: no sum is lost.
    await Promise.all(Array.from({ length: 20 }, (_, n) => {
      return (n % 2 === 0 ? here : there).added("192.0.2.7", 2 * MB);
    }));
    now += 61_000;
    assert.equal(await here.today("192.0.2.7"), 40 * MB);
    assert.equal(await there.today("192.0.2.7"), 40 * MB);
    await here.added("192.0.2.7", 300);
    assert.equal(await here.today("192.0.2.7"), 40 * MB + 300, "what is small is known here");
    const values = stores[0]!.values;
    const restarted = new NetworkQuota({ values, now: () => now });
    assert.equal(await restarted.today("192.0.2.7"), 40 * MB);
    assert.equal(await restarted.today("192.0.2.8"), 0, "another network");

    const kept = await values.list("network-bytes/", 10);
    assert.equal(kept.length, 1, "who adds little leaves no trace");
    assert.doesNotMatch(JSON.stringify(kept), /192/);
    assert.equal(await purgeNetworkSums(values, now), 0);
    now += 2 * DAY;
    assert.equal(await restarted.today("192.0.2.7"), 0, "another day");
    assert.equal(await purgeNetworkSums(values, now), 1);
    assert.deepEqual(await values.list("network-bytes/", 10), []);
  } finally {
    for (const store of stores) await store.close();
    await Deno.remove(folder, { recursive: true });
  }
});
