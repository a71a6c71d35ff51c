/** Small readers shared by both editions: armour notes, senses, languages, damage defences. */
import type { DamageTrait } from "../../lib/combat/block.ts";
import { DAMAGE_TYPES } from "../../lib/combat/vocabulary.ts";
import type { SenseRanges } from "@/lib/creatures/stat_block.ts";
import type { Reading } from "./reading.ts";

interface Armor {
  readonly type: string;
  readonly value: number;
  readonly desc?: string | undefined;
  readonly armor?: readonly { readonly name: string }[] | undefined;
  readonly spell?: { readonly name: string } | undefined;
  readonly condition?: { readonly name: string } | undefined;
}

/** "natural armor", "leather armor, shield", "15 with mage armor". */
export function acNote2014(all: readonly Armor[]): string | undefined {
  const [first, ...others] = all;
  const worn = (a: Armor): string =>
    a.desc ?? a.armor?.map((x) => x.name.toLowerCase()).join(", ") ?? a.spell?.name.toLowerCase() ??
      a.condition?.name.toLowerCase() ?? "";
  const own = first?.type === "natural" ? "natural armor" : first ? worn(first) : "";
  const notes = [
    own,
    ...others.map((a) => `${a.value} ${a.type === "condition" ? "while" : "with"} ${worn(a)}`),
  ];
  return notes.filter(Boolean).join("; ") || undefined;
}

const SENSES = ["blindsight", "darkvision", "tremorsense", "truesight"] as const;

/** Ranges in feet and a line of text in own words. */
export function senses(raw: Readonly<Record<string, string | number | null>>) {
  const ranges: { -readonly [K in keyof SenseRanges]: SenseRanges[K] } = {};
  const words: string[] = [];
  for (const kind of SENSES) {
    const value = raw[kind];
    if (value === undefined || value === null) continue;
    const feet = Number.parseInt(String(value), 10);
    ranges[kind] = feet;
    const blind = /blind beyond/.test(String(value));
    const deaf = /(\d+) ft\. while deafened/.exec(String(value));
    if (blind) ranges.blindBeyond = true;
    words.push(
      `${kind} ${feet} ft` + (deaf ? ` (${deaf[1]} ft when deafened)` : "") +
        (blind ? " (sees nothing beyond)" : ""),
    );
  }
  return { text: words.join(", "), ranges };
}

/** Languages in own words; telepathy also as feet. */
export function languages(raw: string): { text: string; telepathy?: number } {
  const telepathy = /telepathy (\d+) ft/i.exec(raw)?.[1];
  let text = raw.replace(/;/g, ",").replace(/\bAnd\b/g, "and");
  text = text.replace(
    /understands (.+?) but (?:can't|doesn't) speak(?: it| them)?/gi,
    (_, what: string) => `${what.replace(/, and | and /g, ", ")} (understood, not spoken)`,
  );
  text = text.replace(/works only with creatures that understand Abyssal/, "Abyssal speakers only");
  text = text.replace(/doesn't allow the receiving creature to respond telepathically/, "one-way");
  text = text.replace(/\bcan't speak in (\w+) form/, "not in $1 form");
  text = text.trim();
  return {
    text: text ? text.charAt(0).toUpperCase() + text.slice(1) : "",
    ...(telepathy ? { telepathy: Number(telepathy) } : {}),
  };
}

/** "bludgeoning, piercing, and slashing from nonmagical weapons that aren't silvered" → three traits. */
export function defences(raw: readonly string[], at: Reading): DamageTrait[] {
  return raw.flatMap((line) => {
    const only = limitOf(line);
    if (line === "damage from spells") {
      return DAMAGE_TYPES.map((type) => ({ type, only: "spells" }));
    }
    const types = DAMAGE_TYPES.filter((t) => new RegExp(`\\b${t}\\b`).test(line));
    if (types.length === 0) at.report(`damage defence not structured: ${line}`);
    return types.map((type) => ({ type, ...(only ? { only } : {}) }));
  });
}

function limitOf(line: string): string | undefined {
  if (/stoneskin/.test(line)) return "nonmagical attacks (stoneskin)";
  if (/silvered/.test(line)) return "nonmagical attacks, not silvered";
  if (/adamantine/.test(line)) return "nonmagical attacks, not adamantine";
  if (/magic weapons wielded by good/.test(line)) return "magic weapons of good creatures";
  if (/nonmagical/.test(line)) return "nonmagical attacks";
  return undefined;
}
