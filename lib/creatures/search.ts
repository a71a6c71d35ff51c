/**
 * Search as you type over creatures: name, type, tags, size, environment, source, edition, CR; forgiving of typos,
 * with facets. Own and small, because ready-made libraries' indexes are several times the size budget
 * (docs/dependencies.md). Runs in the browser; no I/O.
 */
import { crText, crValue } from "./challenge_rating.ts";
import type { Summary } from "./stat_block.ts";
import { prefixDistance, slipsFor } from "./typo.ts";

export const FACETS = ["edition", "source", "type", "size", "cr", "environment", "tag"] as const;
export type Facet = typeof FACETS[number];

/** Chosen values by facet: one of each list must hold. CR values are written as `crText()` does. */
export type Filters = Readonly<Partial<Record<Facet, readonly string[]>>>;

export interface SearchResult {
  /** Best first; at most `limit`. */
  readonly hits: readonly Summary[];
  readonly total: number;
  /** How many hits each value would leave if it were chosen in its facet, the other facets as they are. */
  readonly facets: Readonly<Record<Facet, ReadonlyMap<string, number>>>;
}

export interface Search {
  readonly size: number;
  find(
    query: string,
    options?: { readonly filters?: Filters; readonly limit?: number },
  ): SearchResult;
}

/** Letters and digits of any script, without accents, in lower case. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "")
    .split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

const valuesOf = (s: Summary, facet: Facet): readonly string[] => {
  switch (facet) {
    case "edition":
      return [s.edition];
    case "source":
      return [s.source];
    case "type":
      return [s.type];
    case "size":
      return [s.size];
    case "cr":
      return [crText(s.cr)];
    case "environment":
      return s.environments;
    case "tag":
      return s.tags;
    default:
      return facet satisfies never;
  }
};

/** What a word of the vocabulary points at: rows that have it in the name, and rows that have it elsewhere. */
interface Word {
  readonly text: string;
  readonly inName: number[];
  readonly elsewhere: number[];
}

const EXACT = 12;
const PREFIX = 8;
const INSIDE = 4;
const SLIP = 3;
const ELSEWHERE = 0.5;
const LIMIT = 50;

/** "cr 3", "cr1/2", "cr 5-8" anywhere in the query. */
const CR = /\bcr\s*(\d+(?:\/\d+)?)(?:\s*(?:-|–|to)\s*(\d+(?:\/\d+)?))?\b/i;

/** Builds the search over these creatures; about 10 ms for 5,000. */
export function createSearch(rows: readonly Summary[]): Search {
  const words = vocabulary(rows);
  const scores = new Float32Array(rows.length);
  const best = new Float32Array(rows.length);
  const order = orderByName(rows);
  const columns = FACETS.map((facet) => columnOf(rows, facet));

  /** Adds to `scores` the best match of one typed word in every row; a row without any match drops out. */
  function apply(typed: string): void {
    best.fill(0);
    // forgiveness only where nothing matches as typed: a right word must not drag its lookalikes in
    if (score(words, typed, best, false) === 0) score(words, typed, best, true);
    for (let i = 0; i < scores.length; i++) {
      const gain = best[i] ?? 0;
      scores[i] = gain > 0 && (scores[i] ?? -1) >= 0 ? (scores[i] ?? 0) + gain : -1;
    }
  }

  return {
    size: rows.length,
    find(query, { filters = {}, limit = LIMIT } = {}) {
      const range = crRange(query);
      const typed = wordsOf(range ? query.replace(CR, " ") : query).slice(0, 8);
      scores.fill(0);
      for (const word of typed) apply(word.slice(0, 40));
      if (range) {
        rows.forEach((r, i) => {
          if (r.cr < range.from || r.cr > range.to) scores[i] = -1;
        });
      }
      const whole = typed.join(" ");
      return collect(rows, order, columns, scores, filters, limit, whole);
    },
  };
}

function vocabulary(rows: readonly Summary[]): Word[] {
  const all = new Map<string, Word>();
  const add = (text: string, row: number, inName: boolean): void => {
    let word = all.get(text);
    if (!word) all.set(text, word = { text, inName: [], elsewhere: [] });
    const list = inName ? word.inName : word.elsewhere;
    if (list.at(-1) !== row) list.push(row);
  };
  rows.forEach((r, i) => {
    for (const w of wordsOf(r.name)) add(w, i, true);
    const other = [r.type, r.size, r.source, r.edition, ...r.tags, ...r.environments].join(" ");
    for (const w of wordsOf(other)) add(w, i, false);
  });
  return [...all.values()];
}

function orderByName(rows: readonly Summary[]): number[] {
  const compare = new Intl.Collator("en", { sensitivity: "base" }).compare;
  return rows.map((_, i) => i).sort((a, b) =>
    compare(rows[a]?.name ?? "", rows[b]?.name ?? "") ||
    (rows[a]?.slug ?? "").localeCompare(rows[b]?.slug ?? "")
  );
}

/** Raises `best` for the rows of every word that `typed` matches; returns how many words matched. */
function score(
  words: readonly Word[],
  typed: string,
  best: Float32Array,
  forgiving: boolean,
): number {
  const slips = /\d/.test(typed) ? 0 : slipsFor(typed.length);
  if (forgiving && slips === 0) return 0;
  let found = 0;
  for (const word of words) {
    const gain = forgiving ? slipped(typed, word.text, slips) : exactly(typed, word.text);
    if (gain === 0) continue;
    found++;
    raise(best, word.inName, gain);
    raise(best, word.elsewhere, gain * ELSEWHERE);
  }
  return found;
}

function exactly(typed: string, word: string): number {
  if (word.startsWith(typed)) {
    return word.length === typed.length ? EXACT : PREFIX + 3 * typed.length / word.length;
  }
  return typed.length >= 3 && word.includes(typed) ? INSIDE : 0;
}

function slipped(typed: string, word: string, slips: number): number {
  // a typo in the very first letter is rare; a swap of the first two is not
  const first = typed.charCodeAt(0);
  if (word.charCodeAt(0) !== first && word.charCodeAt(1) !== first) return 0;
  const distance = prefixDistance(typed, word, slips);
  return distance > slips ? 0 : SLIP - distance + 1 - Math.abs(word.length - typed.length) / 50;
}

function raise(best: Float32Array, list: readonly number[], gain: number): void {
  for (const row of list) if (gain > (best[row] ?? 0)) best[row] = gain;
}

function crRange(query: string): { from: number; to: number } | undefined {
  const m = CR.exec(query);
  if (!m) return undefined;
  try {
    const from = crValue(m[1] ?? "");
    return { from, to: m[2] ? crValue(m[2]) : from };
  } catch {
    return undefined; // "cr 7/3": read as words instead
  }
}

/** One facet's values as numbers: those of row `i` stand in `codes` from `from[i]` to `from[i + 1]`. */
interface Column {
  readonly values: readonly string[];
  readonly codes: Uint16Array;
  readonly from: Uint32Array;
}

function columnOf(rows: readonly Summary[], facet: Facet): Column {
  const at = new Map<string, number>();
  const codes: number[] = [];
  const from = new Uint32Array(rows.length + 1);
  rows.forEach((r, i) => {
    for (const value of valuesOf(r, facet)) {
      const code = at.get(value) ?? at.size;
      at.set(value, code);
      codes.push(code);
    }
    from[i + 1] = codes.length;
  });
  return { values: [...at.keys()], codes: Uint16Array.from(codes), from };
}

/** One facet while rows stream by: is a value chosen, and how often was each seen. */
interface Tally {
  readonly column: Column;
  readonly chosen: Uint8Array | undefined;
  readonly counts: Uint32Array;
}

function tallyOf(column: Column, chosen: readonly string[] | undefined): Tally {
  const flags = chosen?.length
    ? Uint8Array.from(column.values, (v) => chosen.includes(v) ? 1 : 0)
    : undefined;
  return { column, chosen: flags, counts: new Uint32Array(column.values.length) };
}

function passes({ column, chosen }: Tally, row: number): boolean {
  if (!chosen) return true;
  for (let k = column.from[row] ?? 0; k < (column.from[row + 1] ?? 0); k++) {
    if (chosen[column.codes[k] ?? 0]) return true;
  }
  return false;
}

function count({ column, counts }: Tally, row: number): void {
  for (let k = column.from[row] ?? 0; k < (column.from[row + 1] ?? 0); k++) {
    const code = column.codes[k] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
  }
}

const countsOf = (tally: Tally): Map<string, number> =>
  new Map(
    tally.column.values.flatMap((v, i) => tally.counts[i] ? [[v, tally.counts[i] ?? 0]] : []),
  );

/** Filters, counts facets and takes the best: a row failing a single filter counts for that facet alone. */
function collect(
  rows: readonly Summary[],
  order: readonly number[],
  columns: readonly Column[],
  scores: Float32Array,
  filters: Filters,
  limit: number,
  whole: string,
): SearchResult {
  const tallies = columns.map((column, f) => tallyOf(column, filters[FACETS[f] ?? "type"]));
  const filtering = tallies.filter((tally) => tally.chosen);
  const found: number[] = [];
  for (const i of order) {
    if ((scores[i] ?? -1) < 0) continue;
    let failed: Tally | undefined;
    let failures = 0;
    for (const tally of filtering) {
      if (passes(tally, i)) continue;
      failed = tally;
      failures++;
    }
    if (failures > 1) continue;
    if (failed) {
      count(failed, i);
      continue;
    }
    found.push(i);
    for (const tally of tallies) count(tally, i);
  }
  return {
    hits: bestOf(found, scores, rows, whole, limit),
    total: found.length,
    facets: facetsOf(tallies),
  };
}

function facetsOf(tallies: readonly Tally[]): SearchResult["facets"] {
  const of = (facet: Facet): ReadonlyMap<string, number> => {
    const tally = tallies[FACETS.indexOf(facet)];
    return tally ? countsOf(tally) : new Map();
  };
  return {
    edition: of("edition"),
    source: of("source"),
    type: of("type"),
    size: of("size"),
    cr: of("cr"),
    environment: of("environment"),
    tag: of("tag"),
  };
}

/** The best `limit` rows by score; names that begin with the whole query come first. `found` is in name order. */
function bestOf(
  found: readonly number[],
  scores: Float32Array,
  rows: readonly Summary[],
  whole: string,
  limit: number,
): Summary[] {
  if (!whole) return found.slice(0, limit).flatMap((i) => rows[i] ?? []);
  const ranked = found.toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  // a name that begins with the query gains a little: look at twice the page, not at every row
  const page = ranked.slice(0, limit * 2).map((i) => ({
    i,
    rank: (scores[i] ?? 0) + (startsWith(rows[i], whole) ? 5 : 0),
  }));
  return page.sort((a, b) => b.rank - a.rank).slice(0, limit).flatMap(({ i }) => rows[i] ?? []);
}

const startsWith = (row: Summary | undefined, whole: string): boolean =>
  row !== undefined && wordsOf(row.name).join(" ").startsWith(whole);
