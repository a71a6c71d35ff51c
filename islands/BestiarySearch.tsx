import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { facetLists } from "@/components/bestiary/FindForm.tsx";
import { FindView, type Found, PAGE_SIZE } from "@/components/bestiary/FindView.tsx";
import { filtersOf, findAddress, readFindQuery } from "@/lib/bestiary/find_query.ts";
import type { Summary } from "@/lib/bestiary/stat_block.ts";
import { creatureSearch } from "@/lib/client/creature_search.ts";

export interface BestiarySearchProps {
  readonly found: Found;
  /** The visitor's own creatures, which no index holds. */
  readonly own: readonly Summary[];
}

/** The bestiary's search as one types; without it the same form asks the server. */
export default function BestiarySearch({ found, own }: BestiarySearchProps) {
  const shown = useSignal(found);
  const root = useRef<HTMLDivElement>(null);
  const asked = useRef(0);

  async function search() {
    const form = root.current?.querySelector("form");
    if (!form) return;
    const mine = ++asked.current;
    const index = await creatureSearch(own).catch(() => undefined);
    // Without the index the Search button still asks the server; an older question is void.
    if (index === undefined || mine !== asked.current) return;
    const fields = new FormData(form);
    const query = readFindQuery((name) => String(fields.get(name) ?? ""));
    const result = index.find(query.q, { filters: filtersOf(query), limit: PAGE_SIZE });
    const { hits, total } = result;
    shown.value = { query, hits, total, facets: facetLists(result.facets), page: 1 };
    history.replaceState(null, "", `/bestiary${findAddress(query)}`);
  }

  /** Arrows walk from the field through the results. */
  function walk(event: KeyboardEvent) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const { target } = event;
    if (step === 0 || !(target instanceof HTMLElement) || target.matches("select")) return;
    const stops = [...root.current?.querySelectorAll<HTMLElement>("#q, .find-link") ?? []];
    const at = stops.indexOf(target);
    if (at < 0) return;
    event.preventDefault();
    stops[Math.min(stops.length - 1, Math.max(0, at + step))]?.focus();
  }

  return (
    <div
      class="search-page"
      ref={root}
      onInput={search}
      onKeyDown={walk}
      onFocusIn={() => void creatureSearch(own).catch(() => {})}
      onSubmit={(event) => {
        event.preventDefault();
        void search();
      }}
    >
      <FindView found={shown.value} />
    </div>
  );
}
