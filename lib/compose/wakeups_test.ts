import assert from "node:assert/strict";
import { MemoryCache } from "@/lib/cache/memory.ts";
import type { WakeupEvent } from "@/lib/cache/port.ts";
import { composeWakeups } from "@/lib/compose/wakeups.ts";
import { newsFrom } from "@/lib/encounters/live/wakeup_news.ts";
import { NOON, sampleEntries } from "@/lib/store/contracts/samples.ts";
import type { StoreChange } from "@/lib/store/ports/store_changes.ts";

/** A store that tells what `tell` is given. */
function watched() {
  let listener: (change: StoreChange) => void = () => {};
  let stopped = 0;
  const { wakeups, close } = composeWakeups(new MemoryCache(), (told) => {
    listener = told;
    return () => {
      stopped++;
      return Promise.resolve();
    };
  });
  const heard: WakeupEvent[] = [];
  const leave = wakeups.subscribe((event) => heard.push(event));
  const tell = (change: StoreChange) => listener(change);
  return { wakeups, close, heard, leave, tell, stopped: () => stopped };
}

Deno.test("without a shared cache the store's changes wake, with what was appended", async () => {
  const { wakeups, close, heard, leave, tell, stopped } = watched();
  const entries = sampleEntries(4, 5);
  tell({ type: "appended", encounterId: "a", appendedAt: NOON, entries });
  tell({ type: "changed", encounterId: "b" });
  tell({ type: "appended", encounterId: "c", appendedAt: NOON, entries: sampleEntries(1, 400) });
  await wakeups.publish({ encounterId: "d", version: 3 });
  const [first, ...others] = heard;
  assert.ok(first?.type === "wakeup" && first.version === 5);
  assert.deepEqual(newsFrom(first.news ?? ""), { appendedAt: NOON, entries });
  assert.deepEqual(others, [
    { type: "wakeup", encounterId: "b", version: 0 },
    { type: "wakeup", encounterId: "c", version: 400 },
    { type: "wakeup", encounterId: "d", version: 3 },
  ]);
  leave();
  tell({ type: "changed", encounterId: "b" });
  await wakeups.publish({ encounterId: "d", version: 4 });
  assert.equal(heard.length, 4);
  await close();
  assert.equal(stopped(), 1);
});

Deno.test("instances look by themselves while the store tells nothing", () => {
  const { wakeups, heard, tell } = watched();
  assert.equal(wakeups.wakeups(), "polling");
  tell({ type: "begun" });
  assert.equal(wakeups.wakeups(), "live");
  tell({ type: "ended" });
  assert.equal(wakeups.wakeups(), "polling");
  assert.deepEqual(heard, [{ type: "gap" }, { type: "gap" }]);
});

Deno.test("a store that is one machine's own needs nothing of it", () => {
  const cache = new MemoryCache();
  assert.equal(composeWakeups(cache, undefined).wakeups, cache);
});
