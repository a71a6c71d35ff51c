import { MemoryCache } from "./memory.ts";
import type { Cache } from "./port.ts";
import { type CacheObserver, ResilientCache } from "./resilient.ts";
import { UpstashCache } from "./upstash.ts";

/** The part of the configuration that decides which cache there is. */
export interface CacheSettings {
  /** Upstash's REST address and token; without them the cache lives in this process. */
  readonly upstash?: { readonly url: string; readonly token: string } | undefined;
  /** Environment name, part of every shared key. */
  readonly environment: string;
  /** What values in this process may take, in bytes. */
  readonly maxBytes?: number;
}

/** Builds the cache for the configuration; `observe` hears every shared operation. */
export function createCache(
  settings: CacheSettings,
  hooks: { observe?: CacheObserver; log?: (message: string) => void } = {},
): Cache {
  const { maxBytes } = settings;
  if (!settings.upstash) return new MemoryCache(maxBytes === undefined ? {} : { maxBytes });
  const remote = new UpstashCache({
    url: settings.upstash.url,
    token: settings.upstash.token,
    prefix: `dnd:${settings.environment}`,
    ...(hooks.log ? { log: hooks.log } : {}),
  });
  return new ResilientCache(remote, hooks.observe ? { observe: hooks.observe } : {});
}
