import { Buffer } from "node:buffer";
import type { TransferKey } from "@/lib/store/ports/transfer_store.ts";

/** Order of two keys: by parts, each by its UTF-8 bytes, as both databases have it. */
export function compareKeys(a: TransferKey, b: TransferKey): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = Buffer.compare(Buffer.from(a[index] ?? ""), Buffer.from(b[index] ?? ""));
    if (order !== 0) return order;
  }
  return 0;
}

/** JSON with keys in order, so that equal values are equal texts. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, inner: unknown) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1))
        : inner,
  );
}
