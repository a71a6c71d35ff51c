/** The words in which other tools write sizes, abilities, skills, conditions, ratings, dice and speeds. Pure. */
import { parseDice } from "@/lib/combat/dice/dice.ts";
import {
  type Ability,
  CONDITIONS,
  type ImmuneCondition,
  type Size,
  SIZES,
  type Skill,
  SKILLS,
} from "@/lib/combat/vocabulary.ts";
import { METRES, SQUARES } from "./attack_words.ts";
import { CHALLENGE_RATINGS } from "@/lib/creatures/challenge_rating.ts";
import { type Environment, ENVIRONMENTS } from "@/lib/creatures/stat_block.ts";

/** Lower case without accents and signs. */
export const bare = (word: string): string =>
  word.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’.]/g, "").trim();

const SIZE_LETTERS: Readonly<Record<string, Size>> = {
  t: "tiny",
  s: "small",
  m: "medium",
  l: "large",
  h: "huge",
  g: "gargantuan",
};

/** Every size named in a text or letter, in order: "Medium or Small", "M". */
export function sizesIn(text: string): readonly Size[] {
  const word = bare(text.slice(0, 120));
  const letter = SIZE_LETTERS[word];
  if (letter !== undefined && Object.hasOwn(SIZE_LETTERS, word)) return [letter];
  return SIZES.map((size) => ({ size, at: word.search(new RegExp(`\\b${size}\\b`)) }))
    .filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at).map(({ size }) => size);
}

/** First letters of the abilities in English, German, French, Spanish, Italian and Portuguese. */
const ABILITY_WORDS: readonly (readonly [Ability, RegExp])[] = [
  ["str", /^(str|sta(r|e|$)|stk|for(ce|za|ca|t|$)|fue)/],
  ["dex", /^(dex|des|ges)/],
  ["con", /^(con|kon|cos)/],
  ["int", /^int/],
  ["wis", /^(wis|wei|sag|sab|sav)/],
  ["cha", /^(cha|car)/],
];

/** The ability that a word means, in English or one of the usual languages. */
export function abilityIn(word: string): Ability | undefined {
  const text = bare(word.slice(0, 60)).replace(/^(saving throw|save|skill)[: -]+/, "");
  return ABILITY_WORDS.find(([, re]) => re.test(text))?.[0];
}

/** The skill that a word means: "Sleight of Hand", "sleight-of-hand", "skill: stealth". */
export function skillIn(word: string): Skill | undefined {
  const text = bare(word.slice(0, 60)).replace(/^skill[: -]+/, "").replace(/[\s_]+/g, "-");
  return SKILLS.find((skill) => skill === text);
}

/** The condition that a word means. */
export function conditionIn(word: string): ImmuneCondition | undefined {
  const text = bare(word.slice(0, 60)).replace(/ condition$/, "");
  if (text === "exhaustion") return text;
  return CONDITIONS.find((condition) => condition === text);
}

/** The environments named in a text, by this project's own grouping. */
export function environmentsIn(words: readonly string[]): readonly Environment[] {
  const OTHER: Readonly<Record<string, Environment>> = {
    coastal: "coast",
    underdark: "cave",
    underwater: "sea",
    aquatic: "sea",
    ocean: "sea",
    hills: "hill",
    mountains: "mountain",
    tundra: "arctic",
    jungle: "forest",
    plains: "grassland",
    grass: "grassland",
    city: "urban",
    settlement: "urban",
    ruin: "dungeon",
    ruins: "dungeon",
    caverns: "cave",
    marsh: "swamp",
    hell: "planes",
    abyss: "planes",
    feywild: "planes",
    shadowfell: "planes",
  };
  const found = words.flatMap((word) => {
    const text = bare(word.slice(0, 60));
    const own = ENVIRONMENTS.find((environment) => environment === text) ??
      (Object.hasOwn(OTHER, text) ? OTHER[text] : undefined) ??
      (/plan(e|ar)/.test(text) ? "planes" : undefined);
    return own === undefined ? [] : [own];
  });
  return [...new Set<Environment>(found)];
}

/**
 * A challenge rating of a number or text: 0.25, "1/4", "17 (18 000 XP)". Undefined when there is none or
 * when no creature can have it.
 */
export function crIn(value: unknown): number | undefined {
  if (typeof value === "number") {
    return CHALLENGE_RATINGS.find((challengeRating) => Math.abs(challengeRating - value) < 0.01);
  }
  if (typeof value !== "string") return undefined;
  const text = value.slice(0, 60).replace(/½/g, "1/2").replace(/¼/g, "1/4").replace(/⅛/g, "1/8");
  const fraction = /(?<![\d.])1\s*\/\s*([248])(?!\d)/.exec(text);
  if (fraction && /^\D*1\s*\//.test(text)) return 1 / Number(fraction[1]);
  // ".5" and "0,25" are parts of one; "2,900" is the number of another column.
  const number = /^\D{0,12}?((?<![A-Za-z\d])0?[.,]\d{1,6}|\d{1,3}(?:\.\d{1,6})?)/.exec(text);
  return number ? crIn(Number(number[1]?.replace(",", "."))) : undefined;
}

const DICE = /\d{0,4}d\d{1,4}(?: {0,3}[+-] {0,3}(?:\d{0,4}d\d{1,4}|\d{1,6})){0,6}/i;

/** Dice as the engine reads them, out of "(2d6 + 2)"; undefined when there are none. */
export function diceIn(
  value: unknown,
): { readonly text: string; readonly average: number } | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = String(value).slice(0, 120).replace(/[−–]/g, "-").replace(/[w](?=\d)/gi, "d");
  const match = DICE.exec(text);
  if (match === null) return undefined;
  // A die of one side is a way to write a fixed number.
  const plain = match[0].replace(/\s/g, "").replace(/(\d{0,4})d1(?!\d)/gi, (_, n) => n || "1");
  const parsed = parseDice(plain);
  if (!parsed.ok) return undefined;
  const rolled = parsed.terms.reduce((sum, t) => sum + t.sign * t.count * (t.sides + 1) / 2, 0);
  return { text: parsed.text, average: Math.floor(rolled + parsed.modifier) };
}

const IN_METRES = new RegExp(`^(?:${METRES})$`, "iu");
const IN_SQUARES = new RegExp(`^(?:${SQUARES})$`, "iu");

/** A distance in feet: "30 ft.", "9 m", "6 squares" (5 ft each), 30. */
export function feetIn(value: unknown): number | undefined {
  if (typeof value === "number") {
    return Number.isFinite(value) && value >= 0 ? Math.round(value) : undefined;
  }
  if (typeof value !== "string") return undefined;
  const match = /(\d{1,6}(?:[.,]\d{1,3})?)\s{0,3}(\p{L}{0,12})/u.exec(value.slice(0, 60));
  if (match === null) return undefined;
  const number = Number((match[1] ?? "").replace(",", "."));
  const unit = (match[2] ?? "").toLowerCase();
  // 1.5 m is a square is 5 ft in every translation of the rules.
  if (IN_METRES.test(unit)) return Math.round(number / 1.5 * 5);
  return IN_SQUARES.test(unit) ? number * 5 : Math.round(number);
}
