/** The difference between two states as operations for `patch.ts`. */
import type { PatchOperation } from "@/lib/combat/events.ts";
import { isRecord, KEPT, type Plain } from "./patch.ts";
import type { EncounterState } from "@/lib/combat/state.ts";

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, at) => same(value, b[at]));
}

/** Equal as JSON. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return sameList(a, b);
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

function compare(from: Plain, to: Plain, path: readonly string[], found: PatchOperation[]): void {
  for (const key of Object.keys(from)) {
    if (!Object.hasOwn(to, key)) found.push({ path: [...path, key] });
  }
  for (const key of Object.keys(to)) {
    const value = to[key];
    const before = Object.hasOwn(from, key) ? from[key] : undefined;
    // Nearly all is shared between two states: nothing is made for it.
    if (before === value) continue;
    const here = [...path, key];
    if (isRecord(before) && isRecord(value)) compare(before, value, here, found);
    else if (!same(before, value)) found.push({ path: here, value });
  }
}

/** What turns `from` into `to`, but for the fields that undo leaves alone. */
export function diffStates(from: EncounterState, to: EncounterState): readonly PatchOperation[] {
  const found: PatchOperation[] = [];
  const kept = Object.fromEntries(KEPT.map((key) => [key, from[key]]));
  compare({ ...from }, { ...to, ...kept }, [], found);
  return found;
}
