/** What this browser keeps of open fights for the time without a connection. */
import { type DBSchema, openDB } from "idb";
import type { Instant } from "@/lib/combat/state.ts";

/** One screen's fight, as the server told it. */
export interface OfflineCopy {
  /** Which screen: "encounter ID" or "play CODE". */
  readonly key: string;
  /** Grows with the fight: the later of two copies has the larger one. */
  readonly order: number;
  /** When the server told it, by the server's clock. */
  readonly at: Instant;
  readonly body: unknown;
}

export interface CopyStorage {
  load(key: string): Promise<OfflineCopy | undefined>;
  /** Keeps `copy`; another tab's later one stays, unless `force` says that this is the truth. */
  put(copy: OfflineCopy, force: boolean): Promise<void>;
  remove(key: string): Promise<void>;
}

interface Tables extends DBSchema {
  copies: { key: string; value: OfflineCopy; indexes: { "by-time": Instant } };
}

/** Fights that are kept; beyond it the one that was told first goes. */
const MOST_COPIES = 8;

/**
 * Copies in IndexedDB: a database of its own, so that an old tab with an open queue holds nothing
 * up. Every method rejects where the browser refuses, is full or has lost what it kept.
 */
export function browserCopies(): CopyStorage {
  let opened: ReturnType<typeof open> | undefined;
  const forget = () => void (opened = undefined);

  async function open() {
    const db = await openDB<Tables>("encounter-copies", 1, {
      upgrade(db) {
        db.createObjectStore("copies", { keyPath: "key" }).createIndex("by-time", "at");
      },
      blocking(_version, _blocked, event) {
        forget();
        if (event.target instanceof IDBDatabase) event.target.close();
      },
      terminated: forget,
    });
    return db;
  }

  /** Opens it when it is first needed, and anew after it was lost. */
  async function database() {
    opened ??= open();
    try {
      return await opened;
    } catch (cause) {
      forget();
      throw cause;
    }
  }

  return {
    async load(key) {
      return await (await database()).get("copies", key);
    },
    async put(copy, force) {
      const transaction = (await database()).transaction("copies", "readwrite");
      const { store } = transaction;
      const kept = force ? undefined : await store.get(copy.key);
      if (kept === undefined || kept.order <= copy.order) {
        await store.put(copy);
        const more = await store.count() - MOST_COPIES;
        const oldest = more > 0 ? await store.index("by-time").getAllKeys(null, more + 1) : [];
        const gone = oldest.filter((key) => key !== copy.key).slice(0, more);
        await Promise.all(gone.map((key) => store.delete(key)));
      }
      await transaction.done;
    },
    async remove(key) {
      await (await database()).delete("copies", key);
    },
  };
}
