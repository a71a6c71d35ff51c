import { capital } from "@/components/ui/capital.ts";
import { crText } from "@/lib/creatures/challenge_rating.ts";
import { piecesOf } from "@/lib/creatures/find_query.ts";
import type { Summary } from "@/lib/creatures/stat_block.ts";

/** A name with the typed beginnings underlined. */
export function Marked({ name, query }: { name: string; query: string }) {
  return (
    <span class="name">
      {piecesOf(name, query).map(({ text, hit }, at) => hit ? <mark key={at}>{text}</mark> : text)}
    </span>
  );
}

/** "Huge dragon, AC 19, 256 HP". */
export const figuresLine = (summary: Summary) =>
  `${capital(summary.size)} ${summary.type}, AC ${summary.ac}, ${summary.hp} HP`;

/** Search results as links. */
export function FoundList({ hits, query }: { hits: readonly Summary[]; query: string }) {
  return (
    <ul class="creature-list" data-links>
      {/* By place, not by creature: as one types, rows take other words instead of being rebuilt. */}
      {hits.map((hit, place) => (
        <li key={place}>
          <a class="creature-link" href={`/bestiary/${hit.slug}`}>
            <Marked name={hit.name} query={query} />
            <span class="label">{figuresLine(hit)}</span>
          </a>
          <span class="label">{hit.source}</span>
          <span class="num">CR {crText(hit.cr)}</span>
        </li>
      ))}
    </ul>
  );
}
