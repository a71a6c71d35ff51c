/**
 * `_copy` of 5etools: a creature that is another one with changes. The base may be in the same file; fields beside
 * `_copy` override it; `_mod` changes texts and lists. Cycles and bases that are not there are told, not followed.
 */
import { type Fields, isFields, textIn } from "@/lib/interchange/source.ts";

const MOST_LINKS = 8;
/** Kept out of a copy: they belong to the base alone. */
const NOT_COPIED = [
  "_copy",
  "_mod",
  "page",
  "otherSources",
  "srd",
  "srd52",
  "basicRules",
  "hasToken",
  "reprintedAs",
];

/** What "*" means: the sections with texts, and neither names, languages nor tags. */
const SECTIONS = [
  ...["trait", "action", "bonus", "reaction", "legendary", "mythic", "variant", "spellcasting"],
  ...["actionHeader", "bonusHeader", "reactionHeader", "legendaryHeader", "mythicHeader"],
];
/** The texts of one entry of a section; its name is no text. */
const TEXTS = ["entries", "entry", "items", "headerEntries", "footerEntries"];

export type Copied =
  | { readonly ok: true; readonly fields: Fields; readonly skipped: readonly string[] }
  | { readonly ok: false; readonly reason: string };

export type Shelf = ReadonlyMap<string, Fields>;

/** What a creature or group is known by: its name and book. */
export const keyOf = (name: unknown, source: unknown): string =>
  `${textIn(name ?? "").trim().toLowerCase()}|${textIn(source ?? "").trim().toLowerCase()}`;

/** Every creature of a file by name and source. */
export function shelfOf(monsters: readonly unknown[]): Shelf {
  return new Map(
    monsters.filter(isFields).map((
      monster,
    ) => [keyOf(monster["name"], monster["source"]), monster]),
  );
}

/** A creature with everything that it copies. */
export function resolveCopy(monster: Fields, shelf: Shelf): Copied {
  return resolve(monster, shelf, new Set());
}

function resolve(monster: Fields, shelf: Shelf, seen: Set<string>): Copied {
  const copy = monster["_copy"];
  if (!isFields(copy)) return { ok: true, fields: monster, skipped: [] };
  const key = keyOf(copy["name"], copy["source"]);
  const own = keyOf(monster["name"], monster["source"]);
  if (seen.has(own) || key === own) return { ok: false, reason: "it copies itself in a circle" };
  if (seen.size >= MOST_LINKS) {
    return { ok: false, reason: "it is a copy of a copy, too many times over" };
  }
  const base = shelf.get(key);
  const beside = Object.fromEntries(Object.entries(monster).filter(([name]) => name !== "_copy"));
  if (base === undefined) {
    const named = `${textIn(copy["name"] ?? "")} (${textIn(copy["source"] ?? "?")})`.slice(0, 80);
    return isFields(monster["hp"])
      ? { ok: true, fields: beside, skipped: [`the base ${named} is not in the file`] }
      : {
        ok: false,
        reason: `it copies ${named}, which is not in this file: put both into one file`,
      };
  }
  const resolved = resolve(base, shelf, new Set([...seen, own]));
  if (!resolved.ok) return resolved;
  const kept = Object.fromEntries(
    Object.entries(resolved.fields).filter(([name]) => !NOT_COPIED.includes(name)),
  );
  const skipped = [...resolved.skipped];
  const changed = applyMods(kept, copy["_mod"], skipped);
  return { ok: true, fields: { ...changed, ...beside }, skipped };
}

function applyMods(fields: Fields, mods: unknown, skipped: string[]): Fields {
  if (!isFields(mods)) return fields;
  const result: Record<string, unknown> = { ...fields };
  for (const [target, list] of Object.entries(mods)) {
    for (const mod of (Array.isArray(list) ? list : [list]).slice(0, 100)) {
      const keys = target === "*" || target === "_"
        ? SECTIONS.filter((key) => Object.hasOwn(result, key))
        : [target];
      if (typeof mod === "string" && mod === "remove") {
        delete result[target];
        continue;
      }
      if (!isFields(mod)) continue;
      for (const key of keys) {
        const next = applied(result[key], mod, skipped);
        if (next !== undefined) result[key] = next;
      }
    }
  }
  return result;
}

function applied(value: unknown, mod: Fields, skipped: string[]): unknown {
  const mode = textIn(mod["mode"] ?? "");
  const items = mod["items"] === undefined
    ? []
    : Array.isArray(mod["items"])
    ? mod["items"]
    : [mod["items"]];
  const list = Array.isArray(value) ? value : [];
  const named = (item: unknown) => isFields(item) ? textIn(item["name"] ?? "") : textIn(item);
  switch (mode) {
    case "replaceTxt":
      return replaceText(value, mod, skipped);
    case "appendArr":
    case "appendIfNotExistsArr":
      return [...list, ...items];
    case "prependArr":
      return [...items, ...list];
    case "insertArr":
      return list.toSpliced(Number(mod["index"]) || 0, 0, ...items);
    case "replaceArr":
    case "replaceOrAppendArr": {
      const wanted = isFields(mod["replace"]) ? undefined : textIn(mod["replace"] ?? "");
      const at = isFields(mod["replace"])
        ? Number(mod["replace"]["index"]) || 0
        : list.findIndex((candidate) => named(candidate) === wanted);
      if (at < 0) return mode === "replaceArr" ? value : [...list, ...items];
      return list.toSpliced(at, 1, ...items);
    }
    case "removeArr": {
      const names = new Set([mod["names"], mod["items"]].flat().map(textIn));
      return list.filter((candidate) => !names.has(named(candidate)));
    }
    default:
      if (!skipped.includes(`change "${mode.slice(0, 30)}"`)) {
        skipped.push(`change "${mode.slice(0, 30)}"`);
      }
      return value;
  }
}

/**
 * Replaces words in the texts of a section. The file's pattern is taken as words: a foreign pattern could run for ever.
 */
function replaceText(value: unknown, mod: Fields, skipped: string[]): unknown {
  const pattern = textIn(mod["replace"] ?? "").replace(/\\b/g, "").slice(0, 200);
  const words = pattern.split("|").filter(Boolean).slice(0, 20);
  if (words.length === 0 || words.some((word) => /[\\^$.*+?()[\]{}]/.test(word))) {
    skipped.push("a change of text by pattern");
    return value;
  }
  const escaped = words.join("|");
  const flags = textIn(mod["flags"] ?? "").includes("i") ? "gi" : "g";
  const re = new RegExp(escaped, flags);
  const into = textIn(mod["with"] ?? "").slice(0, 500);
  const walk = (item: unknown, depth: number): unknown => {
    if (typeof item === "string") return item.replace(re, () => into);
    if (depth > 30) return item;
    if (Array.isArray(item)) return item.map((inner: unknown) => walk(inner, depth + 1));
    if (!isFields(item)) return item;
    return mapped(item, (_, inner) => walk(inner, depth + 1));
  };
  const ofEntry = (item: unknown) =>
    isFields(item)
      ? mapped(item, (key, inner) => TEXTS.includes(key) ? walk(inner, 0) : inner)
      : walk(item, 0);
  return Array.isArray(value) ? value.map(ofEntry) : ofEntry(value);
}

const mapped = (fields: Fields, change: (key: string, value: unknown) => unknown): Fields =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, change(key, value)]));
