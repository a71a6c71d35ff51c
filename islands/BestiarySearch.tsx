import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { facetLists } from "@/components/creatures/FindForm.tsx";
import { FindView, type Found, PAGE_SIZE } from "@/components/creatures/FindView.tsx";
import { filtersOf, findAddress, readFindQuery } from "@/lib/creatures/find_query.ts";
import { creatureSearch } from "@/lib/client/creature_search.ts";

export interface BestiarySearchProps {
  readonly found: Found;
}

const PAUSE_MS = 150;
/** Results of one key: more than a screen shows. */
const AT_ONCE = 24;

/** The bestiary's search as one types; without it the same form asks the server. */
export default function BestiarySearch({ found }: BestiarySearchProps) {
  const shown = useSignal(found);
  const root = useRef<HTMLDivElement>(null);
  const asked = useRef(0);
  const rest = useRef<ReturnType<typeof setTimeout>>();

  async function search() {
    const form = root.current?.querySelector("form");
    if (!form) return;
    const mine = ++asked.current;
    const index = await creatureSearch().catch(() => undefined);
    // Without the index the Search button still asks the server; an older question is void.
    if (index === undefined || mine !== asked.current) return;
    const fields = new FormData(form);
    const query = readFindQuery((name) => String(fields.get(name) ?? ""));
    const result = index.all.find(query.q, { filters: filtersOf(query), limit: PAGE_SIZE });
    const { hits, total } = result;
    const { facets } = shown.peek();
    shown.value = { query, hits: hits.slice(0, AT_ONCE), total, facets, page: 1 };
    // A screenful comes in the key's own frame; the rest, counts and address wait for a pause.
    clearTimeout(rest.current);
    rest.current = setTimeout(() => {
      shown.value = { ...shown.peek(), hits, facets: facetLists(result.facets) };
      history.replaceState(null, "", `/bestiary${findAddress(query)}`);
    }, PAUSE_MS);
  }

  // What was typed before this page came alive counts too.
  useEffect(() => {
    const typed = root.current?.querySelector<HTMLInputElement>("#q")?.value;
    if (typed !== found.query.q) void search();
  }, []);

  /** Arrows walk from the field through the results. */
  function walk(event: KeyboardEvent) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const { target } = event;
    if (step === 0 || !(target instanceof HTMLElement) || target.matches("select")) return;
    const stops = [...root.current?.querySelectorAll<HTMLElement>("#q, .creature-link") ?? []];
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
      onFocusIn={() => void creatureSearch().catch(() => {})}
      onSubmit={(event) => {
        event.preventDefault();
        void search();
      }}
    >
      <FindView found={shown.value} />
    </div>
  );
}
