/** Spell lists out of the text of a Spellcasting trait or action, of both editions. Pure. */
import type { Spellcasting } from "@/lib/combat/block.ts";
import { clip } from "./plain_text.ts";
import { abilityIn } from "./words.ts";

const GROUP =
  /(?:^|[\n•.:-])[ \t*_•-]{0,6}(cantrips?(?: \([^()\n]{0,30}\))?|at[ -]will|(\d)\/(?:day|rest|long rest|short rest)(?: each)?|(?:(\d)(?:st|nd|rd|th)[ -]level|level (\d))(?:[^:\n]{0,10}\((\d{1,2}) slots?\))?)[ *_]{0,4}:[ *_]{0,4}([^\n]{1,800})/gi;

interface Group {
  readonly label: string;
  readonly perDay?: number;
  readonly spells: readonly string[];
}

function spellsOf(line: string): readonly string[] {
  const end = line.search(/\.\s|\.$/);
  return (end < 0 ? line : line.slice(0, end)).split(",")
    .map((spell) => clip(spell.replace(/[*_]/g, "").trim(), 120)).filter(Boolean).slice(0, 100);
}

function labelOf(match: RegExpExecArray): string {
  const level = match[3] ?? match[4];
  if (level !== undefined) {
    const slots = match[5];
    return slots === undefined
      ? `Level ${level}`
      : `Level ${level} (${slots} ${slots === "1" ? "slot" : "slots"})`;
  }
  if (match[2] !== undefined) return `${match[2]}/day each`;
  return /^cantrip/i.test(match[1] ?? "") ? "Cantrips" : "At will";
}

/** The spells, save DC, attack bonus and slots that a text names; undefined when it lists no spells. */
export function spellsIn(raw: string): Spellcasting | undefined {
  const text = raw.slice(0, 8_000);
  if (!/spell/i.test(text)) return undefined;
  const groups: Group[] = [];
  const slots: number[] = [];
  for (const match of text.matchAll(GROUP)) {
    const spells = spellsOf(match[6] ?? "");
    if (spells.length === 0 || groups.length >= 20) continue;
    const perDay = match[2] === undefined ? undefined : Number(match[2]);
    groups.push({ label: labelOf(match), ...(perDay ? { perDay } : {}), spells });
    const level = Number(match[3] ?? match[4] ?? 0);
    if (level >= 1 && level <= 9 && match[5] !== undefined) slots[level - 1] = Number(match[5]);
  }
  if (groups.length === 0) return undefined;
  const word = /(?:spellcasting ability is|using) (\w{3,20})/i.exec(text)?.[1];
  const ability = word === undefined ? undefined : abilityIn(word);
  const dc = /(?:spell save|save) DC (\d{1,2})/i.exec(text)?.[1];
  const toHit = /([+-]\d{1,2}) to hit with spell/i.exec(text)?.[1];
  return {
    ...(ability ? { ability } : {}),
    ...(dc ? { dc: Number(dc) } : {}),
    ...(toHit ? { toHit: Number(toHit) } : {}),
    ...(slots.length > 0 ? { slots: Array.from(slots, (n) => Math.min(99, n ?? 0)) } : {}),
    groups,
  };
}
