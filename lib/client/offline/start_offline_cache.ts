import type { Line } from "./offline_cache.ts";

/**
 * `keepOffline` of keep.ts, fetched when the page is up: the page itself comes first. With it comes the
 * reporter of errors, so that every screen that stays open has one.
 */
export function startOfflineCache(line: Line, everyMs?: number): () => void {
  let stop = () => {};
  let stopped = false;
  void import("./offline_cache.ts").then(({ keepOffline }) => {
    if (!stopped) stop = keepOffline(line, everyMs);
  }, () => {});
  void import("@/lib/client/error_reporter.ts").then(
    ({ reportErrors }) => reportErrors(),
    () => {},
  );
  return () => {
    stopped = true;
    stop();
  };
}
