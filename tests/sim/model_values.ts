import type { Json } from "@/lib/store/ports/json.ts";
import type { KeyValue, KeyValueStore, KvResult } from "@/lib/store/ports/kv_store.ts";

/** The store's small values in the plainest form. */
export class ModelValues implements KeyValueStore {
  readonly #kept = new Map<string, KeyValue>();

  get(key: string): Promise<KeyValue | null> {
    return Promise.resolve(this.#kept.get(key) ?? null);
  }

  put(key: string, value: unknown, expectedVersion: number): Promise<KvResult> {
    const version = this.#kept.get(key)?.version ?? 0;
    if (version !== expectedVersion) return Promise.resolve({ kind: "conflict", version });
    const copy: Json = JSON.parse(JSON.stringify(value));
    this.#kept.set(key, { key, value: copy, version: version + 1 });
    return Promise.resolve({ kind: "saved", version: version + 1 });
  }

  delete(key: string, expectedVersion: number): Promise<boolean> {
    const there = this.#kept.get(key)?.version === expectedVersion;
    return Promise.resolve(there && this.#kept.delete(key));
  }

  list(prefix: string, limit: number, afterKey = ""): Promise<readonly KeyValue[]> {
    const found = [...this.#kept.values()].filter(({ key }) => {
      return key.startsWith(prefix) && key > afterKey;
    });
    return Promise.resolve(found.sort((a, b) => a.key < b.key ? -1 : 1).slice(0, limit));
  }
}
