/** The lists that answers of an API come in. Pure. */
import { isFields } from "./source.ts";

/** What a list page, a set, a bare list or a single object holds. */
export function pageOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isFields(value)) return [];
  for (const key of ["results", "creatures", "monsters"]) {
    const list = value[key];
    if (Array.isArray(list)) return list;
  }
  return [value];
}
