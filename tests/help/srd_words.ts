/** Reads figures and conditions out of texts for the audit, in the sources' words and in our own. */
import { CONDITIONS, DAMAGE_TYPES } from "@/lib/combat/vocabulary.ts";

const TYPES = DAMAGE_TYPES.join("|");
const DICE = "\\d+d\\d+(?:[+-]\\d+)?";
const ANY_DICE = new RegExp(DICE, "g");
const ANY_DAMAGE = new RegExp(
  `(\\d+)(?: \\((${DICE})\\))? (?:more |extra )?(${TYPES})(?: or (${TYPES}))?\\b|\\((${DICE})\\)`,
  "gi",
);

/** "21 (6d6) acid" and "20 acid" of a text, as "6d6 acid" and "20 acid"; the type "?" where none is said. */
export function damagesIn(words: string): string[] {
  return [...words.matchAll(ANY_DAMAGE)].flatMap((m) => {
    const dice = m[2] ?? m[5] ?? m[1] ?? "";
    const types = [m[3], m[4]].filter((t) => t !== undefined);
    return (types.length ? types : ["?"]).map((t) => `${dice} ${t.toLowerCase()}`);
  });
}

export const diceIn = (words: string): string[] => words.match(ANY_DICE) ?? [];
export const dcsIn = (words: string): string[] => words.match(/DC \d+/g) ?? [];

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  once: 1,
  single: 1,
  two: 2,
  twice: 2,
  half: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  "twenty-four": 24,
};

/** Every number and pair of dice of a text, those in words too. */
export function numbersIn(words: string): Set<string> {
  const found = new Set(words.match(/\d+d\d+|\d+/g) ?? []);
  for (const die of words.match(/\bd\d+/g) ?? []) found.add(`1${die}`);
  for (const word of words.toLowerCase().match(/[a-z-]+/g) ?? []) {
    if (Object.hasOwn(NUMBER_WORDS, word)) found.add(String(NUMBER_WORDS[word]));
  }
  return found;
}

/** "for 1 minute", "a day", "10 hours" as "1 minute", "1 day", "10 hour". */
export function durationsIn(words: string): string[] {
  const found = words.toLowerCase().matchAll(
    /\b(\d+d\d+|\d+|[a-z]+)[ -](minute|hour|day|round)s?\b/g,
  );
  return [...found].flatMap(([_, n = "", unit]) => {
    const count = /\d/.test(n) ? n : Object.hasOwn(NUMBER_WORDS, n) ? NUMBER_WORDS[n] : undefined;
    const time = `${count} ${unit}`;
    return count === undefined ? [] : [time === "24 hour" ? "1 day" : time];
  });
}

/** How our texts speak of a condition. */
export const SPOKEN: Readonly<Record<string, RegExp>> = {
  blinded: /\bblind/i,
  charmed: /charm/i,
  deafened: /deaf/i,
  frightened: /frighten/i,
  grappled: /grappl/i,
  incapacitated: /incapacitat/i,
  invisible: /invisib/i,
  paralyzed: /paralyz/i,
  petrified: /petrif/i,
  poisoned: /poison/i,
  prone: /prone|\bfall/i,
  restrained: /restrain|held|caught/i,
  stunned: /\bstun/i,
  unconscious: /unconscious|asleep|sleeps?\b/i,
};

const NAMES = CONDITIONS.join("|");
const EACH_NAME = new RegExp(NAMES, "g");
const IMPOSED = [
  new RegExp(
    `(?<!that |who |doesn't |isn't |if it )ha(?:s|ve) the ((?:(?:${NAMES})(?:, and |, | and )?)+) condition`,
    "g",
  ),
  new RegExp(
    "(?<!that |who |which |(?:if|unless|until|when|while) it |n't |(?:unless|until) the \\w{1,20} )\\b(?:is|are|be|becomes?|falls?|and|also|magically|knocked) " +
      `((?:${NAMES})(?:, (?:${NAMES}))*)\\b(?! (?:creature|target|by (?:it|the)|condition|while)\\b)`,
    "g",
  ),
  new RegExp(`\\bor be (?:magically )?(${NAMES})\\b`, "g"),
];

/** The conditions that a text of the sources puts on somebody. */
export function imposedBy(words: string): string[] {
  const all = IMPOSED.flatMap((re) => [...words.toLowerCase().matchAll(re)]);
  return [...new Set(all.flatMap((m) => m[1]?.match(EACH_NAME) ?? []))];
}
