import type { Lease } from "@/lib/store/ports/lease_store.ts";
import type { AlertStore } from "./port.ts";
import { LeaseLostError } from "./leader_lease.ts";

const KEY = "alerts/document";

/** The part of the store that is used: values by key, replaced by compare-and-set. */
export interface DocumentValues {
  get(key: string): Promise<{ readonly value: unknown; readonly version: number } | null>;
  put(
    key: string,
    value: string,
    expectedVersion: number,
    lease?: Lease,
  ): Promise<{ readonly kind: string }>;
}

/** Keeps the alerting document among the store's small values. */
export class KvAlertStore implements AlertStore {
  readonly #values: DocumentValues;

  constructor(values: DocumentValues) {
    this.#values = values;
  }

  async read(): Promise<{ version: number; document: string } | null> {
    const found = await this.#values.get(KEY);
    if (!found) return null;
    if (typeof found.value !== "string") throw new Error("Cannot read the alerting document");
    return { version: found.version, document: found.value };
  }

  async write(document: string, expected: number, lease?: Lease): Promise<boolean> {
    const result = await this.#values.put(KEY, document, expected, lease);
    if (result.kind === "fenced") throw new LeaseLostError();
    return result.kind === "saved";
  }
}
