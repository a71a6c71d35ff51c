/**
 * One object of a foreign file, read field by field. It remembers what has been read, so that whatever nobody asked
 * for ends up in the report instead of vanishing. No value is trusted: each reader takes what has the right type,
 * turns what can be turned, and notes the rest as dropped.
 */
import type { Notes } from "./notes.ts";
import { clip, plainLine, plainText } from "./text/plain_text.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is a plain object with fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const kindOf = (value: unknown): string =>
  value === null ? "nothing" : Array.isArray(value) ? "a list" : {
    string: "text",
    number: "a number",
    boolean: "yes or no",
    object: "a group of fields",
  }[typeof value as string] ?? "something else";

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === "" ||
  Array.isArray(value) && value.length === 0;

/** A foreign value as text; nothing for what is no text, number or yes and no. */
export function textIn(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** A number out of a number or a text that begins with one; undefined when there is none. */
export function numberIn(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string") return undefined;
  const match = /^\s*([+-]?\d{1,9}(?:\.\d{1,6})?)/.exec(value.slice(0, 40).replace(/[−–]/g, "-"));
  return match ? Number(match[1]) : undefined;
}

export const FORMULA = "a formula, no figure";

/** "4 times your level", "+2 + PB": a text whose first number is not its value. */
export function isFormula(value: unknown): boolean {
  return typeof value === "string" &&
    /\d\s*(?:[+*×x-]\s*|plus\s+|times\s+|per\s+)+(?:the\s|your\s|its\s|\d*\s*×?\s*)?(?:PB|prof|level|your|the|summoner|spell|\p{L}+(?:'s)? (?:modifier|bonus|level))/iu
      .test(value.slice(0, 200));
}

export class Source {
  readonly #fields: Fields;
  readonly #seen = new Set<string>();

  constructor(value: unknown, readonly path: string, readonly notes: Notes) {
    this.#fields = isFields(value) ? value : {};
    if (!isFields(value) && !isEmpty(value)) {
      notes.dropped(path, `expected a group of fields, found ${kindOf(value)}`, value);
    }
  }

  at(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#fields, key) && !isEmpty(this.#fields[key]);
  }

  keys(): string[] {
    return Object.keys(this.#fields);
  }

  /** The bare value; the reader notes what becomes of it. */
  raw(key: string): unknown {
    this.#seen.add(key);
    return Object.hasOwn(this.#fields, key) ? this.#fields[key] : undefined;
  }

  /** One line of text; a number is written out. */
  line(key: string, max = 160): string | undefined {
    return this.#text(key, max, plainLine);
  }

  /** Text of several lines. */
  prose(key: string, max = 4000): string | undefined {
    return this.#text(key, max, plainText);
  }

  /** A whole number between `min` and `max`. */
  whole(key: string, min: number, max: number): number | undefined {
    const value = this.raw(key);
    if (isEmpty(value)) return undefined;
    if (isFormula(value)) {
      this.notes.dropped(this.at(key), FORMULA, value);
      return undefined;
    }
    const found = numberIn(value);
    if (found === undefined) {
      this.notes.dropped(this.at(key), `expected a number, found ${kindOf(value)}`, value);
      return undefined;
    }
    return this.fitted(key, value, found, min, max);
  }

  /** Notes a number as kept, or as changed to fit between `min` and `max`. */
  fitted(key: string, before: unknown, found: number, min: number, max: number): number {
    const fit = Math.min(max, Math.max(min, Math.trunc(found))) + 0;
    if (fit !== found) {
      this.notes.changed(this.at(key), `must be a whole number from ${min} to ${max}`, before, fit);
    } else if (typeof before !== "number" && String(before).trim() !== String(found)) {
      this.notes.changed(this.at(key), "read the number in the text", before, fit);
    } else this.notes.kept(this.at(key));
    return fit;
  }

  flag(key: string): boolean {
    const value = this.raw(key);
    if (isEmpty(value)) return false;
    if (typeof value === "boolean") {
      this.notes.kept(this.at(key));
      return value;
    }
    const found = value === 1 || value === "true" || value === "YES" || value === "yes";
    this.notes.changed(this.at(key), "read as yes or no", value, found);
    return found;
  }

  /** A list; a single value counts as a list of one. */
  list(key: string, most = 200): readonly unknown[] {
    const value = this.raw(key);
    if (isEmpty(value)) return [];
    const all = Array.isArray(value) ? value : [value];
    if (all.length > most) {
      this.notes.dropped(this.at(key), `more than ${most} entries`, `${all.length - most} entries`);
    }
    return all.slice(0, most);
  }

  /** The lines of a list of texts; numbers are written out, others are dropped with a note. */
  lines(key: string, max = 160): readonly string[] {
    const found: string[] = [];
    for (const item of this.list(key)) {
      const text = typeof item === "string" || typeof item === "number"
        ? plainLine(String(item))
        : "";
      if (text !== "") found.push(clip(text, max));
      else if (!isEmpty(item)) {
        this.notes.dropped(this.at(`${key}[]`), `expected text, found ${kindOf(item)}`, item);
      }
    }
    if (found.length > 0) this.notes.kept(this.at(key));
    return found;
  }

  /** The group of fields under a key. */
  group(key: string): Source {
    return new Source(this.raw(key), this.at(key), this.notes);
  }

  /** Every group of fields in a list. */
  groups(key: string, most = 200): readonly Source[] {
    return this.list(key, most).map((item) => new Source(item, this.at(`${key}[]`), this.notes));
  }

  keep(key: string): void {
    this.#seen.add(key);
    this.notes.kept(this.at(key));
  }

  change(key: string, reason: string, after?: unknown): void {
    this.notes.changed(this.at(key), reason, this.raw(key), after);
  }

  /** Leaves fields out on purpose; empty ones and a plain "no" need no word. */
  drop(reason: string, ...keys: readonly string[]): void {
    for (const key of keys) {
      const value = this.raw(key);
      if (!isEmpty(value) && value !== false) this.notes.dropped(this.at(key), reason, value);
    }
  }

  /** Marks fields as read without a note: they only repeat what others say. */
  skip(...keys: readonly string[]): void {
    for (const key of keys) this.#seen.add(key);
  }

  /** Notes everything that nobody read. Call it last. */
  rest(reason = "no place for it here"): void {
    this.drop(reason, ...this.keys().filter((key) => !this.#seen.has(key)));
  }

  #text(key: string, max: number, plain: (raw: string) => string): string | undefined {
    const value = this.raw(key);
    if (isEmpty(value)) return undefined;
    if (typeof value !== "string" && typeof value !== "number") {
      this.notes.dropped(this.at(key), `expected text, found ${kindOf(value)}`, value);
      return undefined;
    }
    const text = plain(String(value).slice(0, 100_000));
    const cut = clip(text, max);
    if (cut !== text) this.notes.changed(this.at(key), `longer than ${max} characters`, value, cut);
    else if (String(value).includes("<") && !text.includes("<")) {
      this.notes.changed(this.at(key), "HTML became plain text", value, text);
    } else this.notes.kept(this.at(key));
    return cut === "" ? undefined : cut;
  }
}
