/** Reading an area effect in one line: `28 fire dex 15`, `28f d15`, `8d6 lightning dex 15 none`. */
import { ABILITIES, type Ability, type DamageType } from "@/lib/combat/vocabulary.ts";
import { readAmount, type TypedProblem } from "./amount.ts";

export interface AreaLine {
  readonly ok: true;
  readonly amount: number | string;
  readonly type: DamageType | null;
  /** null: no save, everybody takes it whole. */
  readonly save: {
    readonly ability: Ability;
    readonly dc: number;
    readonly onSave: "half" | "none";
  } | null;
}

export const NO_AREA = "Write damage and save, such as 28 fire dex 15.";

const SAVE = /^(.*?)\s+([a-z]+)\s*(\d{1,2})(?:\s+(half|none|no))?$/i;

/** Abilities that a word may begin; "c" could be two and means Constitution, which saves more often. */
function abilityFrom(word: string): Ability | null {
  const plain = word.toLowerCase();
  if (plain === "") return null;
  return ABILITIES.find((ability) => ability.startsWith(plain) || plain.startsWith(ability)) ??
    null;
}

/** Reads the line; the save is half unless "none" follows. */
export function readAreaLine(text: string): AreaLine | TypedProblem {
  const match = SAVE.exec(text.trim());
  const ability = match === null ? null : abilityFrom(match[2] ?? "");
  const damage = readAmount(match === null || ability === null ? text : match[1] ?? "");
  if (!damage.ok) return { ok: false, message: NO_AREA };
  const { amount, type } = damage;
  if (match === null || ability === null) return { ok: true, amount, type, save: null };
  const onSave = match[4] === undefined || match[4].toLowerCase() === "half" ? "half" : "none";
  return { ok: true, amount, type, save: { ability, dc: Number(match[3]), onSave } };
}

export interface EffectLine {
  readonly ok: true;
  readonly rounds: number | null;
  readonly words: ReadonlySet<EffectWord>;
  readonly save: { readonly ability: Ability; readonly dc: number } | null;
}

/** Words that say when an effect ends; each stands once, anywhere in the line. */
export const EFFECT_WORDS = ["start", "mine", "conc"] as const;
export type EffectWord = typeof EFFECT_WORDS[number];

/**
 * Reads how long an effect lasts: empty, `3`, `wis 15`, `10 wis 15`, with `start` (counted and saved
 * at the start of turns), `mine` (the turns of who acts), `conc` (while that one concentrates).
 */
export function readEffectLine(text: string): EffectLine | TypedProblem {
  const words = new Set<EffectWord>();
  const rest = text.toLowerCase().split(/\s+/).filter((part) => {
    const word = EFFECT_WORDS.find((effectWord) => effectWord === part);
    if (word !== undefined) words.add(word);
    return word === undefined;
  }).join(" ").trim();
  const match = /^(\d{1,3})?\s*(?:([a-z]+)\s*(\d{1,2}))?$/i.exec(rest);
  const ability = match?.[2] === undefined ? null : abilityFrom(match[2]);
  const rounds = match?.[1] === undefined ? null : Number(match[1]);
  if (match === null || rounds === 0 || (match[2] !== undefined && ability === null)) {
    return { ok: false, message: "Write rounds, or a save such as 10 wis 15." };
  }
  return {
    ok: true,
    rounds,
    save: ability === null ? null : { ability, dc: Number(match[3]) },
    words,
  };
}

/** The line with a word put in, or taken out where it stands. */
export function toggleEffectWord(text: string, word: EffectWord): string {
  const parts = text.split(/\s+/).filter((part) => part !== "");
  const without = parts.filter((part) => part.toLowerCase() !== word);
  return (without.length < parts.length ? without : [...parts, word]).join(" ");
}
