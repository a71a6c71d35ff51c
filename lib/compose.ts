import { lookup } from "node:dns/promises";
import { Creatures } from "@/lib/bestiary/creatures.ts";
import { Exports } from "@/lib/bestiary/exporters/exports.ts";
import { Imports } from "@/lib/bestiary/importers/imports.ts";
import { Homebrew, storedCreature } from "@/lib/bestiary/homebrew.ts";
import { HomebrewDesk } from "@/lib/bestiary/homebrew_desk.ts";
import { composePlatform, type Platform } from "@/lib/compose_platform.ts";
import { composeStore } from "@/lib/compose_store.ts";
import type { Config } from "@/lib/config.ts";
import { localKeys } from "@/lib/config/local_keys.ts";
import { planSchema, templateSchema } from "@/lib/contracts/plan.ts";
import { Builder } from "@/lib/encounters/build/service.ts";
import { Encounters } from "@/lib/encounters/service.ts";
import { createLog, type Log } from "@/lib/log.ts";
import { observeCalls } from "@/lib/metrics/observe_calls.ts";
import { Parties, storedParty } from "@/lib/parties/parties.ts";
import { writeLine } from "@/lib/runtime.ts";
import { collection } from "@/lib/store/document_collection.ts";
import type { Store } from "@/lib/store/store_port.ts";

/** The parts of the app, ready to use. Routes reach them as `ctx.state.services`. */
export interface Services extends Platform {
  readonly config: Config;
  readonly log: Log;
  readonly store: Store;
  /** Fights: the DM's side and the players'. */
  readonly encounters: Encounters;
  /** Creatures of both editions and the visitors' own. */
  readonly creatures: Creatures;
  /** Making and changing one's own creatures. */
  readonly homebrewDesk: HomebrewDesk;
  readonly parties: Parties;
  /** Files of other tools and of this site on their way in. */
  readonly imports: Imports;
  readonly exports: Exports;
  /** Building fights: who is in them, whether they are fair, what comes later. */
  readonly builder: Builder;
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
  const composed = await composeStore(config, log);
  const platform = composePlatform(config, log, composed);
  // Known before the first request: an instance that is fine takes traffic from the start.
  await platform.health.check();
  const encrypted = config.PUBLIC_ORIGIN?.startsWith("https://") ?? false;
  const now = () => Date.now();
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const { documents } = composed.store;
  const encounters = new Encounters({
    store: observeCalls("encounters", composed.store.encounters, platform.metrics),
    wakeups: platform.cache,
    limiter: platform.cache,
    meters: platform.metrics,
    log,
    now,
    random,
    keys: config.JWT_KEYS ?? localKeys(config.DATA_DIR),
    encrypted,
  });
  const creatures = new Creatures(
    new Homebrew({ documents: collection(documents, "stat-block", storedCreature), now, random }),
  );
  const parties = new Parties({
    documents: collection(documents, "party", storedParty),
    now,
    newId: () => crypto.randomUUID(),
    roll: (sides) =>
      1 + Math.floor((new DataView(random(4).buffer).getUint32(0) / 2 ** 32) * sides),
  });
  const builder = new Builder({
    encounters,
    creatures,
    parties,
    plans: collection(documents, "plan", planSchema),
    templates: collection(documents, "template", templateSchema),
    now,
    random,
  });
  const imports = new Imports({
    store: composed.store,
    now,
    fetching: {
      hosts: config.IMPORT_HOSTS.split(",").map((host) => host.trim()).filter((host) =>
        /\./.test(host)
      ),
      resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
      fetch: (url, init) => fetch(url, init),
    },
  });
  let open = true;
  return {
    ...platform,
    config,
    log,
    store: composed.store,
    encounters,
    creatures,
    homebrewDesk: new HomebrewDesk(creatures),
    parties,
    imports,
    exports: new Exports({ creatures, parties, encounters, documents, now }),
    builder,
    encrypted,
    ready: () => open && platform.health.ready() === "ready",
    async close() {
      if (!open) return;
      open = false;
      encounters.close();
      await platform.close();
      await composed.store.close();
    },
  };
}
