import type { KeptScreen } from "./offline_cache.ts";

/** A browser whose database hangs holds nothing up for longer, in milliseconds. */
const PATIENCE_MS = 3_000;

/**
 * Begins what `begin` takes from offline_cache.ts, which is fetched when the page is up: the page
 * itself comes first. With it comes the reporter of errors, so that every screen that stays open
 * has one.
 */
export function startOfflineCache(
  begin: (module: typeof import("./offline_cache.ts")) => KeptScreen,
): KeptScreen {
  let stopped = false;
  void import("@/lib/client/error_reporter.ts").then(
    ({ reportErrors }) => reportErrors(),
    () => {},
  );
  // Plain http on another machine has no workers: a reload needs the line, whatever is kept.
  const started = isSecureContext
    ? import("./offline_cache.ts").then(
      (module) => stopped ? undefined : begin(module),
      () => undefined,
    )
    : Promise.resolve(undefined);
  return {
    kept: () =>
      Promise.race([
        started.then((running) => running?.kept()),
        new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS)),
      ]),
    stop() {
      stopped = true;
      void started.then((running) => running?.stop());
    },
  };
}
