// The whole evening again, over two instances of the built server with MongoDB and Redis behind a
// balancer that sends every request to the other one than the request before it.
import assert from "node:assert/strict";
import { SCREENS } from "@/tests/help/browser.ts";
import { type Fleet, startFleet } from "@/tests/help/fleet.ts";
import { playEvening } from "@/tests/help/full_session.ts";
import { keyboard } from "@/tests/help/keyboard.ts";
import type { RunningApp } from "@/tests/help/app.ts";

/** Shorter than in the evening on one server, which shows that the length does not matter. */
const OFFLINE_MS = 10_000;

/** A fleet as one server: to kill it is to kill one of its instances. */
function asOne(fleet: Fleet, dataDir: string): RunningApp {
  return {
    origin: fleet.origin,
    pid: fleet.instances[0]?.pid ?? 0,
    lines: [],
    dataDir,
    kill: () => fleet.kill(0),
    stop: async () => {
      await fleet.close();
      return 0;
    },
  };
}

Deno.test("a whole evening on two instances over MongoDB and Redis", async (t) => {
  let fleet: Fleet | undefined;
  await playEvening(t, {
    screen: SCREENS.laptop,
    hands: keyboard,
    offline: OFFLINE_MS,
    async start({ dataDir = "" }) {
      if (fleet === undefined) fleet = await startFleet(2);
      else await fleet.restart(0);
      return asOne(fleet, dataDir);
    },
  });
  const [first = 0, second = 0] = fleet?.balancer.served ?? [];
  assert.ok(first > 20 && second > 20, `${first} and ${second} requests`);
});
