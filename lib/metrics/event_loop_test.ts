import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { watchEventLoop } from "./event_loop.ts";

Deno.test("what keeps the process busy shows as lag of the event loop, and stops with the watch", async () => {
  const seen: number[] = [];
  const stop = watchEventLoop((seconds) => seen.push(seconds), 20);
  await sleep(70);
  assert.ok(seen.length > 0);
  for (const end = performance.now() + 200; performance.now() < end;);
  await sleep(50);
  assert.ok(Math.max(...seen) > 0.1, seen.join());
  stop();
  const { length } = seen;
  await sleep(50);
  assert.equal(seen.length, length);
});
