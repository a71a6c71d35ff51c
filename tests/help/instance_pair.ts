import assert from "node:assert/strict";
import { type RunningApp, startApp } from "./app.ts";
import { startUpstash, type UpstashStandIn } from "@/tests/fakes/upstash.ts";

/** Two instances of the built server on one store and one cache. */
export interface InstancePair {
  readonly upstash: UpstashStandIn;
  readonly one: RunningApp;
  readonly two: RunningApp;
  close(): Promise<void>;
}

const ATTEMPTS = 100;

/** Starts both and waits until they listen to each other. */
export async function startPair(
  more: Readonly<Record<string, string>> = {},
): Promise<InstancePair> {
  const upstash = await startUpstash();
  const dataDir = await Deno.makeTempDir();
  const env = {
    UPSTASH_REDIS_REST_URL: upstash.url,
    UPSTASH_REDIS_REST_TOKEN: upstash.token,
    ...more,
  };
  const one = await startApp({ env, dataDir });
  const two = await startApp({ env, dataDir });
  const close = async () => {
    await Promise.all([one.stop(), two.stop()]);
    await upstash.close();
    await Deno.remove(dataDir, { recursive: true });
  };
  for (let i = 0; i < ATTEMPTS && upstash.seen.streams < 2; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(upstash.seen.streams, 2, "both instances listen to each other");
  return { upstash, one, two, close };
}
