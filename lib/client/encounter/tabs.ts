import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { Id } from "@/lib/combat/state.ts";
import type { QueuedCommand } from "./queue_storage.ts";

/** What the tabs of one browser tell each other about a fight. */
export type TabMessage =
  | { readonly kind: "queued"; readonly item: QueuedCommand }
  | { readonly kind: "entries"; readonly entries: readonly LogEntry[] }
  | { readonly kind: "dropped"; readonly id: Id };

export interface Tabs {
  tell(message: TabMessage): void;
  close(): void;
}

/** Nobody to speak with. */
export const NO_TABS: Tabs = { tell() {}, close() {} };

/** The other tabs that show the same fight; only pages of this site can speak on the channel. */
export function otherTabs(encounterId: Id, onMessage: (message: TabMessage) => void): Tabs {
  const channel = openChannel(`fight ${encounterId}`);
  if (channel === undefined) return NO_TABS;
  channel.onmessage = (event: MessageEvent<TabMessage>) => onMessage(event.data);
  return {
    tell: (message) => channel.postMessage(message),
    close: () => channel.close(),
  };
}

/** A browser that keeps nothing may refuse this too: then each tab stands for itself. */
function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name);
  } catch {
    return undefined;
  }
}
