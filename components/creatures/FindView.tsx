import type { Summary } from "@/lib/creatures/stat_block.ts";
import { findAddress, type FindQuery } from "@/lib/creatures/find_query.ts";
import { type FacetLists, FindForm } from "./FindForm.tsx";
import { FoundList } from "./FoundList.tsx";

export interface Found {
  readonly query: FindQuery;
  readonly hits: readonly Summary[];
  readonly total: number;
  readonly facets: FacetLists;
  /** 1 for the first. */
  readonly page: number;
}

export const PAGE_SIZE = 50;

/** "1 to 50 of 665, best match first". */
function countLine({ query, total, page }: Found): string {
  if (total === 0) return "Nothing found";
  const order = query.q === "" ? "by name" : "best match first";
  if (total <= PAGE_SIZE) return `${total} found, ${order}`;
  const first = (page - 1) * PAGE_SIZE + 1;
  return `${first} to ${Math.min(total, page * PAGE_SIZE)} of ${total}, ${order}`;
}

function Pages({ found }: { found: Found }) {
  const last = Math.ceil(found.total / PAGE_SIZE);
  if (last <= 1) return null;
  const to = (page: number) => {
    const address = findAddress(found.query);
    return `/bestiary${address === "" ? "?" : `${address}&`}page=${page}`;
  };
  return (
    <nav class="pages" aria-label="Pages">
      {found.page > 1 && <a class="btn" rel="prev" href={to(found.page - 1)}>Back</a>}
      <span class="label">Page {found.page} of {last}</span>
      {found.page < last && <a class="btn" rel="next" href={to(found.page + 1)}>More</a>}
    </nav>
  );
}

/** The whole search: form, count, results, pages. */
export function FindView({ found }: { found: Found }) {
  return (
    <>
      <FindForm query={found.query} facets={found.facets} />
      <p class="label" role="status">{countLine(found)}</p>
      {found.total === 0
        ? (
          <div class="empty">
            <h2>No creature is like that</h2>
            <p class="muted">Write less of the name, take a filter away, or make it yourself.</p>
            <div class="flow">
              <a class="btn" href="/bestiary">Show all</a>
              <a class="btn" href="/bestiary/new">Make a creature</a>
            </div>
          </div>
        )
        : <FoundList hits={found.hits} query={found.query.q} />}
      <Pages found={found} />
    </>
  );
}
