import type { Line } from "./keep.ts";

/** `keepOpen` of keep.ts, fetched when the page is up: the page itself comes first. */
export function keepLater(line: Line, everyMs?: number): () => void {
  let stop = () => {};
  let stopped = false;
  void import("./keep.ts").then(({ keepOpen }) => {
    if (!stopped) stop = keepOpen(line, everyMs);
  }, () => {});
  return () => {
    stopped = true;
    stop();
  };
}
