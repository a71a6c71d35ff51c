/**
 * Undo carries with it everything that replay needs: a list of operations on a state. Plain
 * JSON: records are changed key by key, the rest is replaced whole. `difference.ts` makes them.
 */
import type { PatchOperation } from "@/lib/combat/events.ts";
import { copyRecord, reshaped } from "@/lib/combat/records.ts";

/** Fields that undo leaves as they are. */
export const KEPT = ["version", "seats", "barredDevices", "proposals", "clock", "history"] as const;

export type Plain = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The record at `steps` below `root`, with every record on the way copied once. */
function recordAt(
  root: Record<string, unknown>,
  steps: readonly string[],
  copied: Set<unknown>,
): Record<string, unknown> | undefined {
  let record = root;
  for (const step of steps) {
    const inner = Object.hasOwn(record, step) ? record[step] : undefined;
    if (!isRecord(inner)) return undefined;
    const own: Record<string, unknown> = copied.has(inner) ? inner : copyRecord(inner);
    copied.add(own);
    record[step] = own;
    record = own;
  }
  return record;
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
    const record = recordAt(after as Record<string, unknown>, path.slice(0, -1), copied);
    // Who is not there is not changed: half a creature would be worse than none.
    if (record === undefined) continue;
    if (!("value" in change) || !Object.hasOwn(record, key)) reshaped(record);
    if ("value" in change) record[key] = change.value;
    else delete record[key];
  }
  return after;
}
