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

/**
 * Parts of states that were found equal to another's part once. A state that was replayed shares
 * nothing with the present one, but nearly everything with the one before it: the next undo need
 * not look at all effects of five hundred creatures again.
 */
const equalTo = new WeakMap<object, WeakRef<object>>();

function* compare(
  from: Plain,
  to: Plain,
  path: readonly string[],
  found: PatchOperation[],
): Generator<void, void> {
  for (const key of Object.keys(from)) {
    if (!Object.hasOwn(to, key)) found.push({ path: [...path, key] });
  }
  for (const key of Object.keys(to)) {
    const value = to[key];
    const before = Object.hasOwn(from, key) ? from[key] : undefined;
    // Nearly all is shared between two states: nothing is made for it.
    if (before === value) continue;
    if (typeof before !== "object" || before === null || typeof value !== "object" || !value) {
      found.push({ path: [...path, key], value });
      continue;
    }
    if (equalTo.get(before)?.deref() === value) continue;
    const differences = found.length;
    if (isRecord(before) && isRecord(value)) yield* compare(before, value, [...path, key], found);
    else if (!same(before, value)) found.push({ path: [...path, key], value });
    if (found.length === differences) equalTo.set(before, new WeakRef(value));
    yield;
  }
}

/**
 * What turns `from` into `to`, but for the fields that undo leaves alone. It stops between parts
 * of the states, for whoever has to let others go on meanwhile.
 */
export function* diffSteps(
  from: EncounterState,
  to: EncounterState,
): Generator<void, readonly PatchOperation[]> {
  const found: PatchOperation[] = [];
  const kept = Object.fromEntries(KEPT.map((key) => [key, from[key]]));
  yield* compare({ ...from }, { ...to, ...kept }, [], found);
  return found;
}
