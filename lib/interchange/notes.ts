/**
 * What became of every field of a file: kept, changed or dropped, and why. Notes of the same field and reason are
 * counted together, so that a file of 5,000 creatures still makes a report that a person can read.
 */

export const OUTCOMES = ["kept", "changed", "dropped"] as const;
export type Outcome = typeof OUTCOMES[number];

/** One case of a note: the creature, and the value before and after. */
export interface NoteExample {
  readonly item: string;
  readonly before: string;
  readonly after?: string;
}

export interface FieldNote {
  readonly outcome: Outcome;
  /** Place in the file, list positions left out: `Creatures[].HP.Notes`. */
  readonly path: string;
  /** One clause; empty for a field that was kept as it is. */
  readonly reason: string;
  readonly count: number;
  readonly examples: readonly NoteExample[];
}

const EXAMPLES = 3;
const EXAMPLE_LENGTH = 80;
/** Distinct notes kept; a file of random keys must not fill the memory. */
const MOST_NOTES = 1_000;
const MOST_PATH = 160;

interface Tally {
  readonly outcome: Outcome;
  readonly path: string;
  readonly reason: string;
  count: number;
  readonly examples: NoteExample[];
}

/** A value as a few readable characters. */
export function shown(value: unknown): string {
  const text = typeof value === "string"
    ? value
    : typeof value === "object" && value !== null
    ? Array.isArray(value) ? `list of ${value.length}` : "group of fields"
    : String(value);
  const line = text.slice(0, EXAMPLE_LENGTH * 2).replace(/\s+/g, " ").toWellFormed().trim();
  return line.length > EXAMPLE_LENGTH ? `${line.slice(0, EXAMPLE_LENGTH - 1)}…` : line;
}

/** Collects notes while a file is read. */
export class Notes {
  readonly #tallies = new Map<string, Tally>();
  #item = "";
  #changed = 0;
  #dropped = 0;

  /** Says whose fields come next, and forgets the last one's figures. */
  begin(item: string): void {
    this.#item = shown(item);
    this.#changed = 0;
    this.#dropped = 0;
  }

  /** Gives the running item a better name. */
  rename(item: string): void {
    this.#item = shown(item);
  }

  /** How many fields of the running item were changed and dropped. */
  get figures(): { readonly changed: number; readonly dropped: number } {
    return { changed: this.#changed, dropped: this.#dropped };
  }

  kept(path: string): void {
    this.#note("kept", path, "", undefined, undefined);
  }

  changed(path: string, reason: string, before?: unknown, after?: unknown): void {
    this.#changed++;
    this.#note("changed", path, reason, before, after);
  }

  dropped(path: string, reason: string, before?: unknown): void {
    this.#dropped++;
    this.#note("dropped", path, reason, before, undefined);
  }

  /** All of them: what was dropped first, then what was changed, most frequent first. */
  all(): readonly FieldNote[] {
    const rank = { dropped: 0, changed: 1, kept: 2 } as const;
    return [...this.#tallies.values()].sort((a, b) =>
      rank[a.outcome] - rank[b.outcome] || b.count - a.count || (a.path < b.path ? -1 : 1)
    );
  }

  #note(outcome: Outcome, longPath: string, reason: string, before: unknown, after: unknown): void {
    const path = longPath.slice(0, MOST_PATH);
    const key = `${outcome}\n${path}\n${reason}`;
    const full = this.#tallies.size >= MOST_NOTES && !this.#tallies.has(key);
    const tally = this.#tally(
      full ? { key: `${outcome}\n…\n`, outcome, path: "…", reason: "further fields" } : {
        key,
        outcome,
        path,
        reason,
      },
    );
    tally.count++;
    if (outcome === "kept" || tally.examples.length >= EXAMPLES) return;
    tally.examples.push({
      item: this.#item,
      before: before === undefined ? "" : shown(before),
      ...(after === undefined ? {} : { after: shown(after) }),
    });
  }

  #tally(item: { key: string; outcome: Outcome; path: string; reason: string }): Tally {
    const known = this.#tallies.get(item.key);
    if (known) return known;
    const { outcome, path, reason } = item;
    const made: Tally = { outcome, path, reason, count: 0, examples: [] };
    this.#tallies.set(item.key, made);
    return made;
  }
}
