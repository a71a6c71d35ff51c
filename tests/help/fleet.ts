import assert from "node:assert/strict";
import { dropDatabase, emptyDatabase, endOwnServer } from "@/tasks/lib/temporary_mongo.ts";
import { startUpstash, type UpstashStandIn } from "@/tests/fakes/upstash.ts";
import { type RunningApp, startApp } from "@/tests/help/app.ts";
import { type Balancer, startBalancer } from "@/tests/help/balancer.ts";

/** Built instances over one MongoDB and one Redis, behind a balancer without sticky sessions. */
export interface Fleet {
  readonly origin: string;
  readonly balancer: Balancer;
  readonly upstash: UpstashStandIn;
  readonly uri: string;
  readonly instances: readonly RunningApp[];
  /** Ends an instance without a word; the balancer learns it by being refused. */
  kill(index: number): Promise<void>;
  /** Starts it again, on a port of its own. */
  restart(index: number): Promise<void>;
  close(): Promise<void>;
}

const ATTEMPTS = 200;

/** Starts `count` instances and waits until they listen to each other. */
export async function startFleet(
  count: number,
  env: Readonly<Record<string, string>> = {},
): Promise<Fleet> {
  const upstash = await startUpstash();
  const uri = await emptyDatabase();
  // The keys that sign sessions are kept there.
  const dataDir = await Deno.makeTempDir();
  const start = () =>
    startApp({
      dataDir,
      env: {
        MONGODB_URI: uri,
        UPSTASH_REDIS_REST_URL: upstash.url,
        UPSTASH_REDIS_REST_TOKEN: upstash.token,
        TRUST_PROXY: "true",
        ...env,
      },
    });
  const instances = [await start()];
  // The first has migrated the schema.
  instances.push(...await Promise.all(Array.from({ length: count - 1 }, start)));
  const balancer = startBalancer("localhost");
  const route = () => {
    balancer.targets = instances.map(({ origin }) => origin);
  };
  route();
  for (let i = 0; i < ATTEMPTS && upstash.seen.streams < count; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(upstash.seen.streams, count, "all instances listen to each other");
  return {
    origin: balancer.origin,
    balancer,
    upstash,
    uri,
    instances,
    kill: async (index) => await instances[index]?.kill(),
    restart: async (index) => {
      instances[index] = await start();
      route();
    },
    close: async () => {
      await Promise.all(instances.map((instance) => instance.stop()));
      await balancer.close();
      await upstash.close();
      await dropDatabase(uri);
      await endOwnServer();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}
