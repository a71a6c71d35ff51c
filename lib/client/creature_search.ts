/** The search in the browser: the index is fetched when it is first needed, and only then. */
import type { Search } from "@/lib/bestiary/search.ts";
import type { IndexData } from "@/lib/bestiary/search_index.ts";
import type { Summary } from "@/lib/bestiary/stat_block.ts";

let loading: Promise<Search> | undefined;

/** The index is this project's own build output, not foreign input. */
async function readIndex(): Promise<IndexData> {
  const file: { default: unknown } = await import("@/lib/bestiary/data/search_index.json", {
    with: { type: "json" },
  });
  return file.default as IndexData;
}

async function load(own: readonly Summary[]): Promise<Search> {
  const [{ createSearch }, { decodeIndex }, index] = await Promise.all([
    import("@/lib/bestiary/search.ts"),
    import("@/lib/bestiary/search_index.ts"),
    readIndex(),
  ]);
  return createSearch([...own, ...decodeIndex(index)]);
}

/** The search over the built-in creatures and the visitor's own; tried again after a failure. */
export function creatureSearch(own: readonly Summary[]): Promise<Search> {
  const asked = loading ??= load(own);
  asked.catch(() => loading = undefined);
  return asked;
}
