/**
 * The difference between two states as a list of operations, so that an undo carries with it
 * everything that replay needs. Plain JSON: records are compared key by key, the rest whole.
 */
import type { PatchOperation } from "./events.ts";
import type { EncounterState } from "./state.ts";

/** Fields that undo leaves as they are. */
const KEPT = ["version", "seats", "proposals", "clock", "history"] as const;

type Plain = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, at) => same(value, b[at]));
}

/** Equal as JSON. */
export function same(a: unknown, b: unknown): boolean {
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
  for (const [key, value] of Object.entries(to)) {
    const before = Object.hasOwn(from, key) ? from[key] : undefined;
    const here = [...path, key];
    if (before === value) continue;
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
        const copy = isRecord(inner) ? { ...inner } : {};
        copied.add(copy);
        record[step] = copy;
      }
      record = record[step] as Record<string, unknown>;
    }
    if ("value" in change) record[key] = change.value;
    else delete record[key];
  }
  return after;
}
