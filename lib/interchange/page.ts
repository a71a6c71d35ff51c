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

/** How many things a list page says there are beyond those it holds; 0 where it says nothing. */
export function missingFromPage(value: unknown): number {
  if (!isFields(value) || !Array.isArray(value["results"])) return 0;
  const { count, results } = value;
  const first = value["previous"] === null || value["previous"] === undefined;
  const more = typeof value["next"] === "string" || !first;
  return more && typeof count === "number" && Number.isSafeInteger(count)
    ? Math.max(0, count - results.length)
    : 0;
}
