/** Keeps the open page for the time without a connection. */
import { workerUrl } from "./worker_url.ts";
import type { Connection } from "@/lib/client/encounter/connection.ts";

/** What a page knows of its line to the server. */
export interface Line {
  readonly connection: Connection;
  subscribe(listener: () => void): () => void;
}

/** The first time waits until the page has what it needs itself. */
const FIRST_MS = 2_000;

/**
 * Has the service worker keep this page: once, again whenever it is put away, and while it changes
 * every `everyMs` milliseconds at most (left out: not while it is looked at). Takes a kept page's
 * note away as soon as the page is live. Returns how to stop.
 */
export function keepOffline(line: Line, everyMs?: number): () => void {
  const { serviceWorker } = navigator;
  // Plain http on another machine has none.
  if (serviceWorker === undefined) return () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  let changed = true;

  async function keep(): Promise<void> {
    timer = undefined;
    if (!changed || line.connection.kind !== "live") return;
    changed = false;
    const { active } = await serviceWorker.ready;
    active?.postMessage({ keep: location.href.split("#")[0] });
  }

  const off = line.subscribe(() => {
    changed = true;
    if (line.connection.kind !== "live") return;
    document.querySelector(".kept-note")?.remove();
    if (everyMs !== undefined) timer ??= setTimeout(keep, everyMs);
  });
  const onHidden = () => {
    if (document.visibilityState === "hidden") void keep();
  };
  document.addEventListener("visibilitychange", onHidden);
  timer = setTimeout(() => {
    // Without the worker everything works but a reload without a connection.
    serviceWorker.register(workerUrl("/sw.js")).then(keep, () => {});
  }, FIRST_MS);
  return () => {
    off();
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onHidden);
  };
}
