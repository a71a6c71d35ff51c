import type { Cache, WakeupBus, WakeupEvent } from "@/lib/cache/port.ts";
import { newsText } from "@/lib/encounters/live/wakeup_news.ts";
import type { StoreChange, WatchChanges } from "@/lib/store/ports/store_changes.ts";

/**
 * Wake-ups between instances: by the shared cache where there is one; else by what the store tells
 * of its changes; else, with a store that others may use too, by looking every second.
 */
export function composeWakeups(
  cache: Cache,
  watch: WatchChanges | undefined,
): { readonly wakeups: WakeupBus; close(): Promise<void> } {
  if (watch === undefined || cache.state().kind === "upstash") {
    return { wakeups: cache, close: () => Promise.resolve() };
  }
  const listeners = new Set<(event: WakeupEvent) => void>();
  let live = false;
  const stop = watch((change) => {
    if (change.type === "begun" || change.type === "ended") live = change.type === "begun";
    const event = eventOf(change);
    for (const listener of listeners) listener(event);
  });
  const wakeups: WakeupBus = {
    publish: (wakeup) => cache.publish(wakeup),
    subscribe(listener) {
      const own = (event: WakeupEvent) => listener(event);
      listeners.add(own);
      const leave = cache.subscribe(own);
      return () => {
        listeners.delete(own);
        leave();
      };
    },
    wakeups: () => live ? "live" : "polling",
  };
  return { wakeups, close: stop };
}

function eventOf(change: StoreChange): WakeupEvent {
  if (change.type === "begun" || change.type === "ended") return { type: "gap" };
  const { encounterId } = change;
  if (change.type === "changed") return { type: "wakeup", encounterId, version: 0 };
  const { appendedAt, entries } = change;
  const version = entries.at(-1)?.version ?? 0;
  const news = newsText({ appendedAt, entries });
  return { type: "wakeup", encounterId, version, ...news === undefined ? {} : { news } };
}
