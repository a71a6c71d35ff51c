/** The search in the browser: the indexes are fetched when they are first needed, and only then. */
import { isIndexData, readAnswer } from "@/lib/client/wire.ts";
import type { Search } from "@/lib/creatures/search.ts";
import type { IndexData } from "@/lib/creatures/search_index.ts";

export interface CreatureSearch {
  /** Built-in creatures and the visitor's own. */
  readonly all: Search;
  readonly own: Search;
}

let loading: Promise<CreatureSearch> | undefined;

/** The index of the built-in creatures, which is a part of the build. */
async function builtIn(): Promise<IndexData> {
  const file: { default: unknown } = await import("@/lib/creatures/data/search_index.json", {
    with: { type: "json" },
  });
  if (!isIndexData(file.default)) throw new TypeError("The search index is of another build");
  return file.default;
}

/** The visitor's own creatures; without an answer the built-in ones are found all the same. */
async function ownIndex(): Promise<IndexData | undefined> {
  try {
    const response = await fetch("/api/v1/creatures");
    if (!response.ok) return undefined;
    return await readAnswer(response, isIndexData);
  } catch {
    return undefined;
  }
}

async function load(): Promise<CreatureSearch> {
  const [{ createSearch }, { decodeIndex }, index, mine] = await Promise.all([
    import("@/lib/creatures/search.ts"),
    import("@/lib/creatures/search_index.ts"),
    builtIn(),
    ownIndex(),
  ]);
  const own = mine === undefined ? [] : decodeIndex(mine);
  return { all: createSearch([...own, ...decodeIndex(index)]), own: createSearch(own) };
}

/** The search over everything the visitor may use; tried again after a failure. */
export function creatureSearch(): Promise<CreatureSearch> {
  const asked = loading ??= load();
  asked.catch(() => loading = undefined);
  return asked;
}
