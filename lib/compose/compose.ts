import type { OpenIdSettings } from "@/lib/auth/adapters/openid.ts";
import { campaignCollections } from "@/lib/campaigns/records.ts";
import { Sharing } from "@/lib/campaigns/sharing.ts";
import type { AccountServices } from "@/lib/compose/accounts.ts";
import type { AppServices } from "@/lib/compose/app_services.ts";
import type { BillingServices } from "@/lib/compose/billing.ts";
import { composeIdentity, type IdentityServices } from "@/lib/compose/identity.ts";
import { composeMail } from "@/lib/compose/mail.ts";
import { freeSpaceOf } from "@/lib/compose/free_space.ts";
import { cacheBudgets } from "@/lib/compose/memory.ts";
import { composePlatform, type Platform } from "@/lib/compose/platform.ts";
import { uploadOriginOf } from "@/lib/compose/s3_access.ts";
import { composeLimits } from "@/lib/compose/limits.ts";
import { composeWakeups } from "@/lib/compose/wakeups.ts";
import { composeStore } from "@/lib/compose/store.ts";
import { startJobs } from "@/lib/compose/jobs.ts";
import type { Config } from "@/lib/config.ts";
import type { LetterBox } from "@/lib/email/port.ts";
import { localKeys } from "@/lib/config/local_keys.ts";
import type { PlanLimits } from "@/lib/billing/limits.ts";
import { GuestVisits } from "@/lib/encounters/guest_visits.ts";
import { Encounters } from "@/lib/encounters/encounters.ts";
import { createLog, type Log } from "@/lib/log.ts";
import { observeStore } from "@/lib/metrics/observe_store.ts";
import type { Store } from "@/lib/store/ports/store.ts";
import { writeLine } from "@/lib/runtime.ts";

/** The parts of the app, ready to use. Routes reach them as `ctx.state.services`. */
export interface Services extends Platform, IdentityServices {
  readonly config: Config;
  readonly log: Log;
  readonly store: Store;
  /** What campaigns make of somebody at things that another owns. */
  readonly sharing: Sharing;
  /** Fights: the DM's side and the players'. */
  readonly encounters: Encounters;
  /** What people's plans let them have. */
  readonly limits: PlanLimits;
  /**
   * What stands around the fights. Loaded in the background after the start, which would take a
   * third longer with it; the first who asks earlier waits for it.
   */
  appServices(): Promise<AppServices>;
  /** The use cases of accounts; loaded when first asked for. */
  accounts(): Promise<AccountServices>;
  /** Plans and payments; loaded when first asked for. */
  billing(): Promise<BillingServices>;
  /** Letters that no server sends: for development; null elsewhere. */
  readonly letterBox: LetterBox | null;
  /** True where people reach the site by https only. */
  readonly encrypted: boolean;
  /** Another origin that pages send files to; undefined where it is the site's own. */
  readonly uploadOrigin: string | undefined;
  /** Where Stripe's pages are in tests; undefined where they are Stripe's own. */
  readonly payOrigin: string | undefined;
  /** Whether this instance should get traffic. Answers from memory. */
  ready(): boolean;
  /** From now on this instance is not ready; it serves on. */
  drain(): void;
  /** Ends the open streams and refuses new ones: their readers connect to another instance. */
  endStreams(): void;
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
    writeLater: writeLine,
    now: () => Date.now(),
    fields: { release: config.RELEASE },
  });
  const composed = await composeStore(config, log);
  const platform = composePlatform(config, log, composed);
  const store = observeStore(composed.store, platform.metrics);
  // Known before the first request: an instance that is fine takes traffic from the start.
  await platform.health.check();
  const encrypted = config.PUBLIC_ORIGIN?.startsWith("https://") ?? false;
  const now = () => Date.now();
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const keys = config.JWT_KEYS ?? localKeys(config.DATA_DIR);
  const limits = composeLimits(config, store, now);
  const sharing = new Sharing(campaignCollections(store.documents));
  const wakeups = composeWakeups(platform.cache, composed.watch);
  const encounters = new Encounters({
    store: store.encounters,
    values: store.values,
    limits,
    shared: sharing,
    wakeups: wakeups.wakeups,
    limiter: platform.cache,
    streamBounds: { network: config.STREAMS_PER_ADDRESS, encounter: 200 },
    meters: platform.metrics,
    quotas: {
      limits: { reserve: config.STORAGE_RESERVE_MB * 1024 * 1024 },
      // Where the store is elsewhere, it watches over its own space.
      ...config.MONGODB_URI === undefined ? { freeBytes: freeSpaceOf(config.DATA_DIR, now) } : {},
    },
    guestVisits: new GuestVisits(store.values),
    cacheBytes: cacheBudgets(config.CACHE_MB).encounters,
    log,
    now,
    random,
    keys,
    encrypted,
  });
  const identity = composeIdentity({
    config,
    store,
    log,
    encounters,
    keys,
    limiter: platform.cache,
    encrypted,
    now,
    random,
  });
  const { outbox, letterBox } = composeMail(config, { store, log, meter: platform.metrics });
  const accounts = once(async () => {
    const { composeAccounts } = await import("@/lib/compose/accounts.ts");
    const origin = config.PUBLIC_ORIGIN ?? `http://localhost:${config.PORT}`;
    const { cache } = platform;
    // The keys of one's own machine are never rotated away; those of sessions are.
    const encryptionKeys = config.ENCRYPTION_KEYS ??
      (config.JWT_KEYS === undefined ? localKeys(config.DATA_DIR) : undefined);
    return composeAccounts({
      store,
      log,
      cache,
      keys,
      encryptionKeys,
      openId: openIdOf(config),
      outbox,
      identity,
      origin,
      now,
      random,
    });
  });
  const appServices = once(async () => {
    const { composeAppServices } = await import("@/lib/compose/app_services.ts");
    const ended = identity.sessions.revocations;
    const parts = { store, encounters, limits, sharing, ended, now, random };
    return composeAppServices(config, parts);
  });
  let billingMade: BillingServices | undefined;
  const billing = once(async () => {
    const { composeBilling } = await import("@/lib/compose/billing.ts");
    return billingMade = await composeBilling({
      config,
      store,
      log,
      limits,
      appServices,
      outbox,
      meter: platform.metrics,
      now,
    });
  });
  const stopJobs = startJobs({ config, store, log, outbox, meter: platform.metrics });
  let [open, draining] = [true, false];
  return {
    ...platform,
    ...identity,
    config,
    log,
    store,
    sharing,
    encounters,
    limits,
    appServices,
    accounts,
    billing,
    letterBox,
    encrypted,
    uploadOrigin: uploadOriginOf(config),
    payOrigin: config.STRIPE_API_URL && new URL(config.STRIPE_API_URL).origin,
    ready: () => open && !draining && platform.health.ready() === "ready",
    drain() {
      draining = true;
    },
    endStreams() {
      encounters.close();
      billingMade?.feed.close();
    },
    async close() {
      if (!open) return;
      open = false;
      encounters.close();
      billingMade?.feed.close();
      identity.close();
      await stopJobs();
      await billingMade?.paid?.inbox.settled();
      await outbox.close();
      await platform.close();
      await wakeups.close();
      await composed.store.close();
    },
  };
}

function openIdOf(config: Config): OpenIdSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } =
    config;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    return undefined;
  }
  const plain = issuer.startsWith("http://");
  return { issuer, clientId, clientSecret, name: config.OIDC_NAME, plain };
}

/** Calls `make` at the first call, and again only after it failed. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () =>
    made ??= make().catch((error) => {
      made = undefined;
      throw error;
    });
}
