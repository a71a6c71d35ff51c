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
export const figuresLine = (one: Summary) =>
  `${capital(one.size)} ${one.type}, AC ${one.ac}, ${one.hp} HP`;

/** Search results as links. */
export function FoundList({ hits, query }: { hits: readonly Summary[]; query: string }) {
  return (
    <ul class="creature-list" data-links>
      {/* By place, not by creature: as one types, rows take other words instead of being rebuilt. */}
      {hits.map((one, place) => (
        <li key={place}>
          <a class="creature-link" href={`/bestiary/${one.slug}`}>
            <Marked name={one.name} query={query} />
            <span class="label">{figuresLine(one)}</span>
          </a>
          <span class="label">{one.source}</span>
          <span class="num">CR {crText(one.cr)}</span>
        </li>
      ))}
    </ul>
  );
}
