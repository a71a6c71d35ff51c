/**
 * Nothing stands in an action or trait of ours, neither a figure nor a rule in words, that the source does not say of
 * that same entry: a text shared by several creatures must not carry the figures of one of them to the others.
 */
import { figuresOf } from "@/tests/help/srd_figures.ts";
import { auditPairs, EDITIONS, type Ledger, type Pair, plain } from "@/tests/help/srd_source.ts";
import { damagesIn, durationsIn, numbersIn, SPOKEN } from "@/tests/help/srd_words.ts";
import { DAMAGE_TYPES, SIZES } from "../combat/vocabulary.ts";

/** Words of ours beside the words of the source that they need. */
const RULE_WORDS: readonly (readonly [RegExp, RegExp])[] = [
  ...DAMAGE_TYPES.map((t) => [new RegExp(`\\b${t}\\b`, "i"), new RegExp(t, "i")] as const),
  ...SIZES.map((s) => [new RegExp(`\\b${s}\\b`, "i"), new RegExp(s, "i")] as const),
  ...Object.entries(SPOKEN).map(([c, re]) => [new RegExp(`\\b${c}\\b`, "i"), re] as const),
  [/turns?'? start|start(?:s|ing)? (?:of|a|its|in)\b/i, /start|enters/i],
  [/turns?'? end|\bend(?:s|ing)? (?:of|a|its|in)\b|turn ends/i, /end/i],
  [/\bimmune\b/i, /immun/i],
  [/\bvulnerable\b/i, /vulnerab/i],
  [/\bCasts\b/, /cast/i],
  [/\bCon save\b/, /Constitution/],
  [/\bzombie\b/i, /zombie/i],
  [/\bprovok/i, /provok/i],
  [/half (?:its )?(?:\w+ )?speed/i, /half|halved/i],
  [/(?<!half )\bits speed/i, /(?<!half )\b(?:its|their) (?:\w+ )?speed|burrow/i],
  ...[
    "advantage",
    "antimagic",
    "bonus action",
    "concentration",
    "critical",
    "curse",
    "disadvantage",
    "disease",
    "dispel magic",
    "escape DC",
    "exhaustion",
    "heavily obscured",
    "holy water",
    "humanoid",
    "Investigation",
    "Insight",
    "long rest",
    "Medicine",
    "nonmagical",
    "reaction",
    "resistance to",
    "restoration",
    "short rest",
    "Stealth",
    "sunlight",
    "telepath",
    "temporary HP",
    "undead",
  ].map((word) => [new RegExp(word), new RegExp(word.replace(/ HP| to$/, ""), "i")] as const),
];

/** The source's words on an entry, with those of the one that it says it uses. */
function wordsOf(pair: Pair, all: readonly Pair[]): string {
  const used = /\buses ([A-Z][\w' ]+)\./.exec(pair.theirs)?.[1];
  const other = all.find((p) => p.block === pair.block && p !== pair && p.ours.name === used);
  return `${pair.theirs} ${other?.theirs ?? ""}`;
}

/** Rounds as the sources say them. */
function timeOf(rounds = 0): string {
  const units: readonly [number, string][] = [[14400, "day"], [600, "hour"], [10, "minute"]];
  const [size, unit] = units.find(([size]) => rounds % size === 0) ?? [1, "round"];
  return `${rounds / size} ${unit}`;
}

function invented(book: Ledger, pair: Pair, all: readonly Pair[]): void {
  const { at, ours } = pair;
  const theirs = wordsOf(pair, all);
  const f = figuresOf(ours);
  const said = plain(ours.text);
  const known = numbersIn(theirs);
  for (const n of [...f.numbers, ...(said.match(/\d+d\d+|\d+/g) ?? [])]) {
    book.holds(`${at}: ${n} is ours alone`, known.has(n));
  }
  const times = durationsIn(theirs);
  for (const time of durationsIn(said)) {
    book.holds(`${at}: ${time} is ours alone`, times.includes(time));
  }
  const claims = damagesIn(theirs);
  const damages = [...f.damages.map((d) => `${d.dice} ${d.type ?? "?"}`), ...damagesIn(said)];
  for (const d of damages) {
    const bare = d.endsWith("?") && claims.some((c) => c.startsWith(d.slice(0, -1)));
    book.holds(`${at}: ${d} is ours alone`, bare || claims.includes(d));
  }
  for (const e of f.effects) {
    const named = (word: string | undefined): boolean => new RegExp(word ?? "", "i").test(theirs);
    book.holds(`${at}: ${e.condition} is ours alone`, named(e.condition) && named(e.maxSize));
    const ends = e.until ? named(`until the ${e.until.edge} of`) : times.includes(timeOf(e.rounds));
    book.holds(`${at}: ${e.condition} lasts as long`, e.rounds === undefined || ends);
  }
  for (const [mine, source] of RULE_WORDS) {
    if (!mine.test(said)) continue;
    book.holds(`${at}: "${mine.exec(said)?.[0]}" is ours alone`, source.test(theirs));
  }
}

for (const { edition, pairs } of EDITIONS) {
  Deno.test(`${edition}: nothing is said of an entry that its text does not say`, () =>
    auditPairs(pairs, 5000, invented));
}
