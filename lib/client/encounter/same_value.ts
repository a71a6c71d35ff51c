/**
 * Whether two values of JSON say the same: a property that is undefined counts as one that is not
 * there, as it does on the wire.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  for (const key of Object.keys(a)) {
    if (!sameValue(Reflect.get(a, key), Reflect.get(b, key))) return false;
  }
  return Object.keys(b).every((key) => Reflect.get(b, key) === undefined || key in a);
}
