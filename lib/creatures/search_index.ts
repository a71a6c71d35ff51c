/**
 * The search index as it travels: columns instead of rows, words once in dictionaries, whatever can be worked out
 * left out (XP from CR, slug from name and edition). Small under gzip and read in one pass.
 */
import type { Edition, Size } from "@/lib/combat/vocabulary.ts";
import { CHALLENGE_RATINGS, xpOfCr } from "./challenge_rating.ts";
import { type Environment, ENVIRONMENTS, type Summary } from "./stat_block.ts";

export interface IndexData {
  readonly v: 1;
  /** Names, one a line, in the order of every column. */
  readonly names: string;
  readonly editions: readonly Edition[];
  readonly sources: readonly string[];
  readonly sizes: readonly Size[];
  readonly types: readonly string[];
  /** Tag lists, joined by "|". */
  readonly tags: readonly string[];
  /** Sets of environments as bit masks over ENVIRONMENTS. */
  readonly places: readonly number[];
  /** Columns: positions in the dictionaries above and in CHALLENGE_RATINGS; AC; HP. */
  readonly edition: readonly number[];
  readonly source: readonly number[];
  readonly size: readonly number[];
  readonly type: readonly number[];
  readonly tag: readonly number[];
  readonly place: readonly number[];
  readonly cr: readonly number[];
  readonly ac: readonly number[];
  readonly hp: readonly number[];
  /** Exceptions by row: slugs and XP that do not follow from the rest. */
  readonly slugs: Readonly<Record<number, string>>;
  readonly xp: Readonly<Record<number, number>>;
}

/** "Will-o'-Wisp", "2024" → "will-o-wisp-2024". */
export function slugOf(name: string, edition: string): string {
  const kebab = name.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "")
    .replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return `${kebab}-${edition}`;
}

/** Gives each distinct value a number, in order of first use. */
function dictionary<T extends string | number>() {
  const at = new Map<T, number>();
  return {
    add(value: T): number {
      const known = at.get(value);
      if (known !== undefined) return known;
      at.set(value, at.size);
      return at.size - 1;
    },
    all: (): T[] => [...at.keys()],
  };
}

/** Packs summaries. Names must not hold line breaks; they are replaced by spaces. */
export function encodeIndex(rows: readonly Summary[]): IndexData {
  const [sources, types, tags] = [dictionary<string>(), dictionary<string>(), dictionary<string>()];
  const [editions, sizes] = [dictionary<Edition>(), dictionary<Size>()];
  const places = dictionary<number>();
  const slugs: Record<number, string> = {};
  const xp: Record<number, number> = {};
  rows.forEach((r, i) => {
    if (r.slug !== slugOf(r.name, r.edition)) slugs[i] = r.slug;
    if (r.xp !== xpOfCr(r.cr)) xp[i] = r.xp;
  });
  return {
    v: 1,
    names: rows.map((r) => r.name.replace(/[\r\n]+/g, " ")).join("\n"),
    edition: rows.map((r) => editions.add(r.edition)),
    source: rows.map((r) => sources.add(r.source)),
    size: rows.map((r) => sizes.add(r.size)),
    type: rows.map((r) => types.add(r.type)),
    tag: rows.map((r) => tags.add(r.tags.join("|"))),
    place: rows.map((r) => places.add(opaqueIdsOf(r.environments))),
    cr: rows.map((r) => CHALLENGE_RATINGS.indexOf(r.cr)),
    ac: rows.map((r) => r.ac),
    hp: rows.map((r) => r.hp),
    editions: editions.all(),
    sources: sources.all(),
    sizes: sizes.all(),
    types: types.all(),
    tags: tags.all(),
    places: places.all(),
    slugs,
    xp,
  };
}

const opaqueIdsOf = (places: readonly Environment[]): number =>
  places.reduce((mask, p) => mask | (1 << ENVIRONMENTS.indexOf(p)), 0);

const placesOf = (mask: number): Environment[] => ENVIRONMENTS.filter((_, i) => mask & (1 << i));

/** Unpacks an index. Throws RangeError when a column does not fit the names (a broken download). */
export function decodeIndex(data: IndexData): Summary[] {
  const names = data.names === "" ? [] : data.names.split("\n");
  const tagLists = data.tags.map((t) => t === "" ? [] : t.split("|"));
  const placeLists = data.places.map(placesOf);
  const pick = <T>(list: readonly T[], at: number | undefined): T => {
    const value = list[at ?? -1];
    if (value === undefined) {
      throw new RangeError("Cannot read the search index: a column is broken");
    }
    return value;
  };
  return names.map((name, i) => {
    const edition = pick(data.editions, data.edition[i]);
    const cr = pick(CHALLENGE_RATINGS, data.cr[i]);
    return {
      slug: data.slugs[i] ?? slugOf(name, edition),
      name,
      edition,
      source: pick(data.sources, data.source[i]),
      size: pick(data.sizes, data.size[i]),
      type: pick(data.types, data.type[i]),
      tags: pick(tagLists, data.tag[i]),
      environments: pick(placeLists, data.place[i]),
      cr,
      xp: data.xp[i] ?? xpOfCr(cr),
      ac: pick(data.ac, i),
      hp: pick(data.hp, i),
    };
  });
}
