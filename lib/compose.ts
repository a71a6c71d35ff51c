import process from "node:process";
import { createCache } from "@/lib/cache/create.ts";
import type { Cache } from "@/lib/cache/port.ts";
import type { Config } from "@/lib/config.ts";
import { localKeys } from "@/lib/config/local_keys.ts";
import { Encounters } from "@/lib/encounters/service.ts";
import { createLog, type Log } from "@/lib/log.ts";
import { writeLine } from "@/lib/runtime.ts";
import { ensureSchema } from "@/lib/store/ensure_schema.ts";
import { openMigrationStore, openStore, storePath } from "@/lib/store/sqlite/open.ts";
import type { Store } from "@/lib/store/store_port.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";

/** The parts of the app, ready to use. Routes reach them as `ctx.state.services`. */
export interface Services {
  readonly config: Config;
  readonly log: Log;
  readonly store: Store;
  readonly cache: Cache;
  /** Fights: the DM's side and the players'. */
  readonly encounters: Encounters;
  /** True where people reach the site by https only. */
  readonly encrypted: boolean;
  /** Whether this instance should get traffic. Answers from memory. */
  ready(): boolean;
  /** Ends every part, in the order opposite to their making. */
  close(): Promise<void>;
}

/**
 * Makes every part of the app. The only place where adapters are constructed.
 *
 * @throws {SchemaMismatch} When the store's schema is not this release's.
 * @throws {DependencyError} When a part that the app cannot do without is out of reach.
 */
export async function compose(config: Config): Promise<Services> {
  const log = createLog({
    level: config.LOG_LEVEL,
    write: writeLine,
    now: () => new Date(),
    fields: { release: config.RELEASE },
  });
  const store = await embeddedStore(config, log);
  const cache = createCache({
    environment: config.APP_ENV,
    ...config.UPSTASH_REDIS_REST_URL && config.UPSTASH_REDIS_REST_TOKEN
      ? { upstash: { url: config.UPSTASH_REDIS_REST_URL, token: config.UPSTASH_REDIS_REST_TOKEN } }
      : {},
  });
  const encrypted = config.PUBLIC_ORIGIN?.startsWith("https://") ?? false;
  const encounters = new Encounters({
    store: store.encounters,
    wakeups: cache,
    limiter: cache,
    log,
    now: () => Date.now(),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    keys: config.JWT_KEYS ?? localKeys(config.DATA_DIR),
    encrypted,
  });
  let open = true;
  return {
    config,
    log,
    store,
    cache,
    encounters,
    encrypted,
    ready: () => open,
    async close() {
      if (!open) return;
      open = false;
      encounters.close();
      await cache.close();
      await store.close();
    },
  };
}

/** SQLite in `DATA_DIR`. On one's own machine its schema is brought up to date by the way. */
async function embeddedStore(config: Config, log: Log): Promise<Store> {
  const path = storePath(config.DATA_DIR);
  const schema = openMigrationStore({ path });
  try {
    await ensureSchema(schema, MIGRATIONS, {
      migrate: config.APP_ENV === "development" || config.APP_ENV === "test",
      owner: `app ${process.pid} ${crypto.randomUUID()}`,
      progress: ({ id, name, step }) => log.debug("migrating", { id, name, step }),
    });
  } finally {
    schema.close();
  }
  return openStore({ path });
}
