import { RULES } from "./rules.ts";

/** How many letters have to be changed, added or left out to make `b` of `a`. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const changed = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * Why a silence would keep nothing quiet: its rule does not exist. Undefined when there is one, or
 * when all are meant. What stands behind the colon (a part, a job) is not looked at.
 */
export function unknownMatch(match: string): string | undefined {
  const [rule = ""] = match.split(":");
  if (match === "*" || RULES.some((candidate) => candidate === rule)) return undefined;
  const written = rule.toLowerCase().replaceAll("-", "_");
  const [nearest] = [...RULES].sort((a, b) => distance(written, a) - distance(written, b));
  return `there is no rule ${rule}; did you mean ${nearest}?`;
}
