/**
 * Small changes of a view: an object holds only what changed, `null` says "gone", objects are
 * merged member by member, everything else (arrays too) replaces what was there. A next turn is
 * `{"table":{"active":"…","next":"…"}}`. Small enough for the player's page: no dependency.
 */

/** A change of a value of type `T`; every member may be missing, changed or gone. */
export type Patch<T> = T extends readonly unknown[] ? T
  : T extends object ? { readonly [K in keyof T]?: Patch<T[K]> | null }
  : T;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** What turns `before` into `after`, or undefined when they are equal. Neither may hold a null. */
export function diff<T extends object>(before: T, after: T): Patch<T> | undefined {
  if (!isObject(before) || !isObject(after)) return undefined;
  return objectDiff(before, after) as Patch<T> | undefined;
}

function objectDiff(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, unknown> | undefined {
  const change: Record<string, unknown> = {};
  let changed = false;
  const put = (key: string, value: unknown) => {
    change[key] = value;
    changed = true;
  };
  for (const key of Object.keys(before)) {
    if (after[key] === undefined && before[key] !== undefined) put(key, null);
  }
  for (const [key, value] of Object.entries(after)) {
    const old = before[key];
    if (value === undefined || old === value) continue;
    if (isObject(old) && isObject(value)) {
      const inner = objectDiff(old, value);
      if (inner !== undefined) put(key, inner);
    } else if (!same(old, value)) put(key, value);
  }
  return changed ? change : undefined;
}

/** `before` with the change applied; shares every part that did not change. */
export function patched<T extends object>(before: T, change: Patch<T>): T {
  return merge(before, change) as T;
}

function merge(before: unknown, change: unknown): unknown {
  if (!isObject(change)) return change;
  const result: Record<string, unknown> = isObject(before) ? { ...before } : {};
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete result[key];
    else result[key] = merge(result[key], value);
  }
  return result;
}
