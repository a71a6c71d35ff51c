/** Commands on their way, kept in the browser until the server has them. */
import { type DBSchema, openDB } from "idb";
import type { Command } from "@/lib/combat/commands.ts";
import type { Id, Instant } from "@/lib/combat/state.ts";

export interface QueuedCommand {
  readonly id: Id;
  /** By this device's clock. */
  readonly at: Instant;
  readonly seed: string;
  readonly command: Command;
}

export interface QueueStorage {
  /** What was left, in the order in which it was put. */
  load(): Promise<readonly QueuedCommand[]>;
  put(item: QueuedCommand): Promise<void>;
  remove(ids: readonly Id[]): Promise<void>;
}

interface Tables extends DBSchema {
  queue: {
    key: number;
    value: { readonly fight: Id; readonly id: Id; readonly item: QueuedCommand };
    indexes: { "by-fight": Id; "by-id": Id };
  };
}

/** The queue of one fight in IndexedDB. */
export function browserQueue(encounterId: Id): QueueStorage {
  // Some browsers throw at once, in place of a promise, where they allow no storage.
  const open = async () =>
    await openDB<Tables>("encounter-tracker", 1, {
      upgrade(db) {
        const queue = db.createObjectStore("queue", { autoIncrement: true });
        queue.createIndex("by-fight", "fight");
        queue.createIndex("by-id", "id");
      },
    });
  const opened = open();
  opened.catch(() => {});
  return {
    async load() {
      const rows = await (await opened).getAllFromIndex("queue", "by-fight", encounterId);
      return rows.map((row) => row.item);
    },
    async put(item) {
      await (await opened).add("queue", { fight: encounterId, id: item.id, item });
    },
    async remove(ids) {
      const transaction = (await opened).transaction("queue", "readwrite");
      const byId = transaction.store.index("by-id");
      for (const id of ids) {
        for (const key of await byId.getAllKeys(id)) await transaction.store.delete(key);
      }
      await transaction.done;
    },
  };
}

/** Where the browser keeps nothing (a private window): the queue lives as long as the page. */
export function passingQueue(): QueueStorage {
  const items = new Map<Id, QueuedCommand>();
  return {
    load: () => Promise.resolve([...items.values()]),
    put: (item) => Promise.resolve(void items.set(item.id, item)),
    remove: (ids) => Promise.resolve(ids.forEach((id) => items.delete(id))),
  };
}
