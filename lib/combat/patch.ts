/**
 * Undo carries with it everything that replay needs: a list of operations on a state. Plain
 * JSON: records are changed key by key, the rest is replaced whole. `difference.ts` makes them.
 */
import type { PatchOperation } from "./events.ts";
import { copyRecord, reshaped } from "./records.ts";

/** Fields that undo leaves as they are. */
export const KEPT = ["version", "seats", "proposals", "clock", "history"] as const;

export type Plain = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `state` with the operations of a patch carried out; each record is copied at most once. */
export function patchState<T extends object>(state: T, patch: readonly PatchOperation[]): T {
  const after = { ...state };
  const copied = new Set<unknown>([after]);
  for (const { path, ...change } of patch) {
    const key = path.at(-1);
    // Nothing of ours has this key, and writing to it would change a prototype.
    if (key === undefined || path.includes("__proto__")) continue;
    if (KEPT.some((kept) => kept === path[0])) continue;
    let record: Record<string, unknown> = after as Record<string, unknown>;
    for (const step of path.slice(0, -1)) {
      const inner = Object.hasOwn(record, step) ? record[step] : undefined;
      if (!isRecord(inner) || !copied.has(inner)) {
        const copy: Record<string, unknown> = isRecord(inner) ? copyRecord(inner) : {};
        copied.add(copy);
        record[step] = copy;
      }
      record = record[step] as Record<string, unknown>;
    }
    if (!("value" in change) || !Object.hasOwn(record, key)) reshaped(record);
    if ("value" in change) record[key] = change.value;
    else delete record[key];
  }
  return after;
}
