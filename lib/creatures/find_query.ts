/** What the bestiary's search form says, as text fields, and what it means to the search. Pure. */
import { CHALLENGE_RATINGS, crText, xpOfCr } from "./challenge_rating.ts";
import { type Facet, FACETS, type Filters } from "./search.ts";

/** One value each; an empty one asks for nothing. */
export interface FindQuery {
  readonly q: string;
  readonly edition: string;
  readonly source: string;
  readonly type: string;
  readonly size: string;
  readonly environment: string;
  readonly tag: string;
  /** Lowest and highest challenge rating, as `crText()` writes them. */
  readonly from: string;
  readonly to: string;
}

export const NOTHING_ASKED: FindQuery = {
  q: "",
  edition: "",
  source: "",
  type: "",
  size: "",
  environment: "",
  tag: "",
  from: "",
  to: "",
};

const MOST = 80;
const KEYS = [
  "q",
  "edition",
  "source",
  "type",
  "size",
  "environment",
  "tag",
  "from",
  "to",
] as const;

/** Reads an address or a form; what is not understood is left out. */
export function readFindQuery(get: (name: string) => string | null): FindQuery {
  const asked: Record<typeof KEYS[number], string> = { ...NOTHING_ASKED };
  for (const key of KEYS) asked[key] = (get(key) ?? "").slice(0, MOST);
  return asked;
}

/** The address's part behind the question mark; "" when nothing is asked. */
export function findAddress(query: FindQuery): string {
  const asked = KEYS.filter((key) => query[key] !== "").map((key): [string, string] => [
    key,
    query[key],
  ]);
  return asked.length === 0 ? "" : `?${new URLSearchParams(asked)}`;
}

const ratingOf = (text: string): number | undefined =>
  CHALLENGE_RATINGS.find((cr) => crText(cr) === text);

/** The filters for `Search.find`; challenge ratings from–to become a list of values. */
export function filtersOf(query: FindQuery): Partial<Record<Facet, readonly string[]>> {
  const filters: Partial<Record<Facet, readonly string[]>> = {};
  for (const facet of FACETS) {
    if (facet === "cr") continue;
    if (query[facet] !== "") filters[facet] = [query[facet]];
  }
  const [from, to] = [ratingOf(query.from), ratingOf(query.to)];
  if (from !== undefined || to !== undefined) {
    filters.cr = CHALLENGE_RATINGS.filter((cr) => cr >= (from ?? 0) && cr <= (to ?? 30)).map(
      crText,
    );
  }
  return filters;
}

/** A piece of a name, and whether the query matches it. */
export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** Cuts a name where words of the query begin, to underline them. */
export function piecesOf(name: string, query: string): readonly Piece[] {
  const words = query.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((w) =>
    w !== "" && !/^\d/.test(w)
  );
  const pieces: Piece[] = [];
  for (const part of name.split(/(?<=[^\p{L}\p{N}])|(?=[^\p{L}\p{N}])/u)) {
    const word = words.find((candidate) => part.toLowerCase().startsWith(candidate));
    if (word === undefined) pieces.push({ text: part, hit: false });
    else {
      pieces.push({ text: part.slice(0, word.length), hit: true });
      if (part.length > word.length) pieces.push({ text: part.slice(word.length), hit: false });
    }
  }
  return pieces;
}

/** The same filters, within one edition and only creatures worth up to `mostXp` where that is given. */
export function encounterFilters(
  query: FindQuery,
  edition: string,
  mostXp: number | null,
): Filters {
  const filters = filtersOf({ ...query, edition: query.edition || edition });
  if (query.edition === "both") delete filters.edition;
  if (mostXp === null) return filters;
  const fits = CHALLENGE_RATINGS.filter((cr) => xpOfCr(cr) <= mostXp).map(crText);
  const asked = filters.cr;
  return { ...filters, cr: asked ? fits.filter((cr) => asked.includes(cr)) : fits };
}
