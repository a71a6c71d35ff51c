/** Guards against nesting: no file of stat blocks needs more, and readers may then recurse without care. */

export const MOST_DEPTH = 40;

/** One sentence when a value is nested too deep; walks without recursion. */
export function depthProblem(value: unknown): string | undefined {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_DEPTH) return `The file is nested more than ${MOST_DEPTH} levels deep.`;
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one !== "object" || one === null) continue;
      for (const inner of Array.isArray(one) ? one : Object.values(one)) {
        if (typeof inner === "object" && inner !== null) next.push(inner);
      }
    }
    level = next;
  }
  return undefined;
}
