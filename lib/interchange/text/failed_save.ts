/** What a failed save brings, cut out of the text behind the saving throw. Pure. */

/** When the save is made: no word about how long its damage goes on. */
const WHEN = /^ at the (?:start|end) of each of [^.,]{1,60}? turns\b/i;

const OUTCOMES =
  /(?=\b(?:Success:|If the saving throw is successful|On a success(?:ful save)?\b|On a failed save\b))/;
const SUCCESS = /^(?:Success:|If the saving throw is successful|On a success)/;

/** How a swallowed creature gets out again: what it suffers then is not what the save brought. */
const WAY_OUT = /\bregurgitate|\bfrom the corpse\b/i;

/** What is said of a failed save, without what a success brings. */
export function failText(after: string): string {
  const failed = after.replace(WHEN, "").split(OUTCOMES).filter((part) => !SUCCESS.test(part));
  return failed.join("").split(/(?<=\.)\s/).filter((sentence) => !WAY_OUT.test(sentence)).join(" ")
    .replace(/\bWhile swallowed, /g, "");
}

/** Where the text turns to what a worse failure brings. */
const WORSE =
  /(?:Second|Third) Failure|Subsequent Failures|(?:Failure |fails (?:the saving throw )?)by \d+ or more|saving throw result is \d+ or lower/i;

/** What the first failed save brings: a second failure, or failing by 5, is for the text to say. */
export const firstStage = (failed: string): string => failed.split(WORSE)[0] ?? failed;

/** Damage that comes again and again, which the save itself does not deal. */
export const ongoing = (sentence: string): boolean =>
  /at the (?:start|end) of (?:each|every)|for every|ends its turn in|each of the .{0,200} turns/i
    .test(sentence);
