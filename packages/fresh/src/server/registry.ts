import type { Island } from "../types.ts";

/** Islands by the function that renders them: the function itself is the identity. */
const islands = new WeakMap<object, Island>();

/** Called by the code that the build appends to every island's file. */
export function registerIslands(
  file: string,
  name: string,
  exported: Readonly<Record<string, unknown>>,
): void {
  for (const [exportName, value] of Object.entries(exported)) {
    if (typeof value !== "function") continue;
    const suffix = exportName === "default" ? "" : "_" + exportName;
    islands.set(value, { file, exportName, name: name + suffix });
  }
}

/** The island that a component is, if it is one. */
export function islandOf(component: object): Island | undefined {
  return islands.get(component);
}
