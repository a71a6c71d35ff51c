/** Speeds out of a line of text, in the languages of the books; what has no field is kept and reported. */
import type { Draft } from "@/lib/interchange/draft.ts";
import type { Source } from "@/lib/interchange/source.ts";
import { FEET, METRES, SQUARES } from "./attack_words.ts";
import { addWords } from "./defences.ts";
import { feetIn } from "./words.ts";

const start = (stems: string) => new RegExp(`(?<!\\p{L})(?:${stems})\\p{L}*`, "iu");
const KINDS = [
  ["fly", start("fly|flight|vol|vuel|flieg|flug|voo|voar|пол[её]т|лет|lata|lot")],
  ["swim", start("swim|nad|nata|schwimm|nag|nuot|плав|pływ")],
  ["climb", start("climb|trep|escal|kletter|grimp|scal|arramp|лаз|wspin")],
  ["burrow", start("burrow|excav|grab|foui|creus|scav|escav|копа|рыть|kop|ryc")],
  ["walk", start("walk|land|ground|geh|camina|march|cammina|andar|ходьб|chod")],
] as const;
const HOVER = start("hover|schweb|stationnaire|flot|levit|fluttu|paira|парит|парен|зависан|unos");
/** Words that say nothing beyond the figure. */
const PLAIN = new RegExp(
  `(?<!\\p{L})(?:speed|velocidad|bewegungsrate|vitesse|velocità|deslocamento|скорость|szybkość|and|und|y|et|e|и|i|${FEET}|${METRES}|${SQUARES})(?!\\p{L})`,
  "giu",
);
const OTHER_UNIT = /\d\s?(?:mi|miles?|km|yds?|yards?|hex(?:es)?|zones?)\b/i;

/** Reads "30 ft., fly 60 ft. (hover)" into the draft. */
export function readSpeedText(source: Source, key: string, text: string, draft: Draft): void {
  const { speeds, left } = speedsIn(text);
  draft.speeds = speeds;
  for (const words of left) {
    addWords(draft, `Speed: ${words}.`);
    source.notes.changed(
      source.at(key),
      "a speed with more than its figure: kept as a trait",
      words,
    );
  }
}

/** Speeds in feet by kind, and the parts that say more than a kind and a figure. */
export function speedsIn(
  text: string,
): { readonly speeds: Record<string, number>; readonly left: readonly string[] } {
  const speeds: Record<string, number> = {};
  const left: string[] = [];
  const line = text.slice(0, 400);
  for (const raw of line.split(/,(?!\d)|;|(?<=ft\.?) (?=walk|fly|swim|climb|burrow)/)) {
    const part = raw.trim().replace(/\.$/, "");
    if (!/\d/.test(part)) {
      if (part !== "" && words(part) !== "") left.push(part);
      continue;
    }
    const feet = OTHER_UNIT.test(part) ? undefined : feetIn(/\d[\s\S]*/.exec(part)?.[0]);
    const kind = KINDS.find(([, re]) => re.test(part))?.[0];
    const more = words(part);
    const name = kind ?? (more === "" || !Object.hasOwn(speeds, "walk") ? "walk" : undefined);
    const taken = feet === undefined || name === undefined || Object.hasOwn(speeds, name);
    if (!taken) speeds[name] = Math.min(100_000, feet);
    const again = taken && name !== undefined && speeds[name] === feet && more === "";
    if (!again && (taken || more !== "")) left.push(part);
  }
  if (HOVER.test(line)) speeds["hover"] = 1;
  return { speeds, left };
}

/** The words of a part beside its kind, figure and unit. */
function words(part: string): string {
  let rest = part.replace(/\d+(?:[.,]\d+)?/, "").replace(PLAIN, "").replace(HOVER, "");
  for (const [, re] of KINDS) rest = rest.replace(re, "");
  return rest.replace(/[^\p{L}\d]+/gu, " ").trim();
}
