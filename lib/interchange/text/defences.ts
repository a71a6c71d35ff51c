/** Damage and condition defences, senses and types out of the texts of a stat block. */
import type { DamageTrait } from "@/lib/combat/block.ts";
import { DAMAGE_TYPES } from "@/lib/combat/vocabulary.ts";
import type { SenseRanges } from "@/lib/creatures/stat_block.ts";
import type { Draft } from "@/lib/interchange/draft.ts";
import { clip } from "./plain_text.ts";
import type { Source } from "@/lib/interchange/source.ts";
import { conditionIn, feetIn, sizesIn } from "./words.ts";

const SENSES = ["blindsight", "darkvision", "tremorsense", "truesight"] as const;

const WEAPON_PROVISO = /magical|adamantine|silver|weapon|attack/i;
const isPhysical = (type: string): boolean => /^(?:bludgeoning|piercing|slashing)$/.test(type);

/** "fire; bludgeoning and piercing from nonmagical attacks" as single defences. */
export function defencesIn(text: string): readonly DamageTrait[] {
  return text.slice(0, 600).split(";").flatMap((part) => {
    const words = part.toLowerCase();
    const clause = /\b(?:from|that|except|while|when|in|by|not|with|damage (?:from|dealt)|\()\b/
      .exec(words);
    const only = clause ? plainClause(part.slice(clause.index)) : "";
    const head = clause ? words.slice(0, clause.index) : words;
    const types = DAMAGE_TYPES.filter((type) => new RegExp(`\\b${type}\\b`).test(head));
    // "fire, bludgeoning and slashing from nonmagical attacks": fire is no attack's quality
    const weapons = WEAPON_PROVISO.test(only) && types.some(isPhysical);
    return types.map((type) =>
      only === "" || weapons && !isPhysical(type) ? { type } : { type, only }
    );
  });
}

function plainClause(text: string): string {
  const plain = text.replace(/^\s*from\s+/i, "").replace(/[()]/g, " ").replace(/\s+/g, " ").trim();
  return clip(plain, 160);
}

/** Reads a list of defences; words that name no damage type are kept as a trait. */
export function readDefences(source: Source, key: string, draft: Draft, into: DefenceKind): void {
  for (const line of joinedDefences(source.lines(key, 300))) {
    addDefence(source, key, draft, into, line);
  }
}

/**
 * The items of a list, where one sentence was cut at its commas put together again: "bludgeoning", "piercing",
 * "and slashing from nonmagical attacks" share the proviso.
 */
export function joinedDefences(items: readonly string[]): readonly string[] {
  const out: string[] = [];
  let held: string[] = [];
  for (const item of items) {
    const line = item.trim().replace(/[,;]$/, "");
    const word = line.toLowerCase().replace(/^(?:and|or) /, "");
    if (isPhysical(word)) {
      held.push(line);
      continue;
    }
    const ends = held.length > 0 && /^(?:bludgeoning|piercing|slashing)\b/.test(word);
    if (ends) out.push([...held, line].join(", "));
    else out.push(...held, line);
    held = [];
  }
  return [...out, ...held];
}

export type DefenceKind = "vulnerabilities" | "resistances" | "immunities";

const SAID: Readonly<Record<DefenceKind, string>> = {
  vulnerabilities: "Vulnerable to",
  resistances: "Resists",
  immunities: "Immune to",
};

export function addDefence(
  source: Source,
  key: string,
  draft: Draft,
  into: DefenceKind,
  line: string,
): void {
  const found = defencesIn(line);
  if (found.length > 0) {
    for (const trait of found) if (draft[into].length < 40) draft[into].push(trait);
    return;
  }
  addWords(draft, `${SAID[into]} ${line}.`);
  source.notes.changed(source.at(key), "no damage type of the rules: kept as a trait", line);
}

/** Reads condition immunities; unknown conditions are kept as a trait. */
export function readConditions(source: Source, key: string, draft: Draft): void {
  for (const line of source.lines(key, 300)) addConditions(source, key, draft, line);
}

export function addConditions(source: Source, key: string, draft: Draft, line: string): void {
  for (const word of line.split(/[,;]| and /).map((part) => part.trim()).filter(Boolean)) {
    const found = conditionIn(word);
    if (found === undefined) {
      addWords(draft, `Immune to ${word}.`);
      source.notes.changed(source.at(key), "no condition of the rules: kept as a trait", word);
    } else if (!draft.conditionImmunities.includes(found)) draft.conditionImmunities.push(found);
  }
}

/** The trait of words that have no field of their own; the last one of a creature. */
export const FURTHER = "Further figures";

/** Puts words that have no field of their own into a trait. */
export function addWords(draft: Draft, words: string): void {
  const name = FURTHER;
  const at = draft.entries.findIndex((entry) => entry.section === "trait" && entry.name === name);
  const known = draft.entries[at];
  if (known === undefined) draft.entries.push({ section: "trait", name, text: clip(words, 4000) });
  else draft.entries[at] = { ...known, text: clip(`${known.text} ${words}`, 4000) };
}

/** Senses of a line of text: ranges in feet, passive Perception, and the words themselves. */
export function readSenses(text: string, draft: Draft): void {
  const ranges: { -readonly [K in keyof SenseRanges]: SenseRanges[K] } = { ...draft.ranges };
  const lower = text.slice(0, 600).toLowerCase();
  for (const kind of SENSES) {
    const at = lower.indexOf(kind);
    const feet = at < 0
      ? undefined
      : feetIn(/^\D{0,12}(\d[\s\S]{0,20})/.exec(lower.slice(at + kind.length))?.[1]);
    if (feet !== undefined) ranges[kind] = Math.min(100_000, feet);
  }
  if (/blind beyond/.test(lower)) ranges.blindBeyond = true;
  draft.ranges = ranges;
  const passive = /passive perception\D{0,5}(\d{1,3})/.exec(lower)?.[1];
  if (passive !== undefined) draft.passive ??= Math.min(100, Number(passive));
  const words = text.replace(/,?\s*passive perception\D{0,5}\d{1,3}/i, "").replace(/^[,;\s]+/, "")
    .trim();
  if (words !== "" && words !== "-" && words !== "—") {
    draft.senses = clip(draft.senses === undefined ? words : `${draft.senses}, ${words}`, 300);
  }
}

/** Languages as a line, and the range of telepathy in it. */
export function readLanguages(text: string, draft: Draft): void {
  const words = text.trim();
  if (words === "" || /^[-—–]+$/.test(words)) return;
  draft.languages = clip(
    draft.languages === undefined ? words : `${draft.languages}, ${words}`,
    300,
  );
  const telepathy = /telepathy (\d{1,5})/i.exec(words)?.[1];
  if (telepathy !== undefined) draft.telepathy = Number(telepathy);
}

/** "Medium humanoid (elf, drow), chaotic evil": size, type, tags, alignment, as far as they are there. */
export function readTypeLine(line: string, draft: Draft): void {
  const brackets = /\(([^()]{0,120})\)/.exec(line);
  const outside = brackets ? line.replace(brackets[0], "") : line;
  const comma = outside.indexOf(",");
  const head = (comma < 0 ? outside : outside.slice(0, comma)).trim();
  const alignment = comma < 0 ? "" : outside.slice(comma + 1).trim();
  if (draft.sizes.length === 0) draft.sizes = sizesIn(head);
  const type = head.replace(/\b(?:tiny|small|medium|large|huge|gargantuan)\b(?:\s+or\b)?/gi, "")
    .replace(/\s+/g, " ").trim();
  const swarm = /^swarm of (\w{1,30}?)s?$/i.exec(type);
  if (swarm) draft.tags.push("swarm");
  const word = (swarm?.[1] ?? type).toLowerCase().replace(/\s+/g, " ").trim();
  if (word !== "") draft.type = clip(word, 80);
  if (brackets?.[1]) {
    draft.tags.push(
      ...brackets[1].split(",").map((tag) => clip(tag.trim().toLowerCase(), 60)).filter(Boolean),
    );
  }
  if (alignment !== "") draft.alignment ??= clip(alignment, 80);
}
