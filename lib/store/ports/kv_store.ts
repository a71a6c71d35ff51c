/** Small values by key, for the product's own housekeeping (alert states, outboxes). */
import type { Json } from "./json.ts";
import type { Lease } from "./lease_store.ts";

export interface KeyValue {
  readonly key: string;
  readonly value: Json;
  /** 1 when new, one more with every change. */
  readonly version: number;
}

export type KvResult =
  | { readonly kind: "saved"; readonly version: number }
  /** Somebody else changed it first; `version` is the present one, 0 when it is not there. */
  | { readonly kind: "conflict"; readonly version: number }
  /** The lease that the write hangs on has passed to another. */
  | { readonly kind: "fenced" };

export interface KeyValueStore {
  get(key: string): Promise<KeyValue | null>;
  /**
   * @param value anything that JSON can carry
   * @param expectedVersion the version seen; 0 for a key that must not be there yet
   * @param lease write only while this lease stands
   */
  put(key: string, value: unknown, expectedVersion: number, lease?: Lease): Promise<KvResult>;
  /** False when it was not there or at another version. */
  delete(key: string, expectedVersion: number): Promise<boolean>;
  /** Keys that begin with `prefix`, in order of keys, from after `afterKey` on. */
  list(prefix: string, limit: number, afterKey?: string): Promise<readonly KeyValue[]>;
}
