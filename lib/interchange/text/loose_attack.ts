/**
 * Attack lines in any spelling and in the languages of `attack_words.ts`, read by their parts (bonus, kind,
 * distances, damages) and handed to the one reader of the books' English lines. Pure.
 */
import { averageOf, parseDice } from "@/lib/combat/dice/dice.ts";
import { DAMAGE_TYPES, type DamageType } from "@/lib/combat/vocabulary.ts";
import { readAttack } from "./action_text.ts";
import {
  ATTACK,
  DAMAGE_WORD,
  FEET,
  FILLER,
  HIT,
  MELEE,
  METRES,
  PLUS,
  RANGE,
  RANGED,
  REACH,
  SQUARES,
  TO_HIT,
  TYPE_STEMS,
} from "./attack_words.ts";
import type { AttackRead } from "./read_types.ts";

/** An attack stands in the beginning of a text or nowhere. */
const HEAD = 260;
/** The words before an amount that may name its type. */
const NEAR = 60;
const START = "(?<!\\p{L})";
const END = "(?!\\p{L})";
const SIGNED = "([+-] ?\\d{1,2})(?![\\d\\p{L}])";

const pattern = (source: string) => new RegExp(source, "iu");
const BEFORE_WORDS = pattern(
  `(?<![\\d/.,])([+-]? ?\\d{1,2}) ?\\)?,? ?(?:bonus |modifier )?${START}(?:${TO_HIT})${END}`,
);
const BEHIND_WORDS = pattern(
  `${START}(?:${TO_HIT}|attack (?:bonus|modifier))${END} ?:? ?${SIGNED}`,
);
const BEHIND_KIND = pattern(
  `(?:^|${START}(?:${MELEE}|${RANGED}))[^+\\d\\n]{0,70}?(?:${ATTACK})[^+\\d\\n-]{0,60}?[ :.,(]${SIGNED}`,
);
const OPENING_BONUS = pattern(
  `^${SIGNED}(?=[ ,;:]{1,3}(?:${REACH}|${RANGE}|\\d{1,3} ?(?:${FEET}|${METRES})))`,
);
/** A bonus that another gets, or that spells have, is no attack. */
const NOT_ITS_OWN =
  /^\s*(?:with (?:spell|its spell|all|weapon attacks|its weapon)|rolls|until|for the|bonus)|^\s*(?:\+|plus) ?(?:PB|your|the|prof)/i;
const GIVEN = /\b(?:gains?|grants?|gives?|bonus of|adds?|receives?|takes?) (?:an? )?$/i;
const MELEE_WORD = pattern(`${START}(?:${MELEE})`);
const RANGED_WORD = pattern(`${START}(?:${RANGED})`);
const HIT_MARK = pattern(`${START}(?:${HIT})(?: ?[:.]| (?=\\(?\\d))\\s*`);
const NUMBER = "\\d{1,4}(?:[.,]\\d{1,2})?";
const UNIT = `(?:(?:${FEET})|(?<metres>${METRES})|(?<squares>${SQUARES}))(?!\\p{L})`;
const DISTANCE = new RegExp(
  `(?:${START}(?:(?<reach>${REACH})|(?<range>${RANGE}))\\P{L}{1,3}(?:of )?)?(?<![\\d.,d])(?<first>${NUMBER})[ -]?` +
    `(?:(?:${FEET}|${METRES}|${SQUARES})(?!\\p{L})\\.?)? ?(?:(?:/|-|to|or|bis|a|à) ?(?<long>${NUMBER}) ?)?(?:${UNIT})?(?!\\p{L})`,
  "giu",
);
const IN_METRES = pattern(`\\d ?(?:${METRES})$`);
const IN_SQUARES = pattern(`\\d ?(?:${SQUARES})$`);
const OPENING = pattern(`${START}(?:${MELEE}|${RANGED}|${ATTACK})`);
const HAS_UNIT = pattern(`\\d ?-?(?:${FEET}|${METRES}|${SQUARES})(?!\\p{L})`);
const DICE = "\\d{1,3}d\\d{1,3}(?: ?[+-] ?\\d{1,3}(?:d\\d{1,3})?)*";
const AMOUNT = new RegExp(
  `(?<![\\d.,+-])(?:(\\d{1,4}) ?[(\\[] ?(${DICE}) ?[)\\]]|(${DICE})(?: ?[(\\[]\\d{1,4}[)\\]])?|(\\d{1,4})(?![\\d/]))`,
  "gu",
);
const WORD = /^[\s'’.]{0,2}([\p{L}]+)/u;
const DAMAGE_ONLY = pattern(`^(?:${DAMAGE_WORD})$`);
const FILLER_ONLY = pattern(`^(?:${FILLER})$`);
const STEMS = DAMAGE_TYPES.map((type) => ({ type, re: pattern(`^(?:${TYPE_STEMS[type]})`) }));
const TYPE_BEFORE = DAMAGE_TYPES.map((type) => {
  const word = `${START}(?:${TYPE_STEMS[type]})\\p{L}{0,8}`;
  const damage = `(?:${DAMAGE_WORD})`;
  return {
    type,
    re: pattern(
      `(?:${word} ${damage}|${START}${damage} (?:(?:${FILLER}) ){0,2}${word})[ :,-]{0,3}$`,
    ),
  };
});
const DAMAGE_BEFORE = pattern(`${START}(?:${DAMAGE_WORD})[ :,-]{0,3}$`);
const JOIN = pattern(`damage ?,? ?(?:${PLUS}|\\+),? (?=\\d{1,5}(?: \\(|\\s))`);

/** The attack of a text that the books' own English forms do not cover; undefined where no bonus stands. */
function readLooseAttack(text: string): AttackRead | undefined {
  if (!/\d/.test(text)) return undefined;
  const plain = spelled(text);
  const bonus = bonusIn(plain.slice(0, HEAD));
  if (bonus === undefined) return undefined;
  const lead = plain.slice(0, bonus.at);
  const behind = plain.slice(bonus.end);
  const cut = damageStart(behind);
  const where = behind.slice(0, cut.where);
  const melee = MELEE_WORD.test(lead + where);
  const ranged = RANGED_WORD.test(lead + where);
  const { reach, range } = distances(where, melee, ranged);
  const hit = inBookWords(behind.slice(cut.hit));
  const read = readAttack(`Melee Weapon Attack: +0 to hit, one target. Hit: ${hit}`);
  if (read === undefined) return undefined;
  const named = melee || ranged;
  const before = leading(lead);
  return {
    ...read,
    toHit: bonus.value,
    melee: named ? melee : reach !== undefined,
    ranged: named ? ranged : range !== undefined,
    ...(reach !== undefined ? { reach } : {}),
    ...(range !== undefined ? { range } : {}),
    ...(before === "" ? {} : { before }),
  };
}

/** The attack of a text in the books' form or any other: the reading that finds more damages. */
export function attackIn(text: string): AttackRead | undefined {
  const strict = readAttack(text);
  if (strict && strict.damages.length > 0 && !/\d/.test(strict.rest)) return strict;
  const loose = readLooseAttack(text);
  if (strict === undefined) return loose;
  return loose && loose.damages.length > strict.damages.length ? loose : strict;
}

/** One spelling of signs, dice letters and emphasis. */
function spelled(text: string): string {
  return text.replace(/[−–]/g, "-").replace(/[*_]/g, "").replace(/[\s\u00a0]+/g, " ")
    .replace(/(?<=\d) ?[wkкд](?=\d)/giu, "d").replace(/(?<![\p{L}\d])[wkкd](?=\d+ ?[+)-])/giu, "1d")
    .trim();
}

function bonusIn(head: string): { value: number; at: number; end: number } | undefined {
  for (const re of [BEFORE_WORDS, OPENING_BONUS, BEHIND_KIND, BEHIND_WORDS]) {
    const m = re.exec(head);
    if (m?.[1] === undefined) continue;
    const end = m.index + m[0].length;
    const before = head.slice(0, m.index);
    if (NOT_ITS_OWN.test(head.slice(end)) || GIVEN.test(before)) continue;
    const whole = re === BEHIND_KIND;
    return {
      value: Number(m[1].replace(/ /g, "")),
      at: whole ? end - m[1].length : m.index,
      end,
    };
  }
  return undefined;
}

/** Where the distances end and where the damages begin. */
function damageStart(behind: string): { where: number; hit: number } {
  const mark = HIT_MARK.exec(behind);
  if (mark) return { where: mark.index, hit: mark.index + mark[0].length };
  for (const m of behind.matchAll(AMOUNT)) {
    if (m[4] === undefined || typeBehind(behind.slice(m.index + m[0].length)) !== undefined) {
      const from = Math.max(0, m.index - NEAR);
      const at = from + (typeAhead(behind.slice(from, m.index))?.at ?? m.index - from);
      return { where: at, hit: at };
    }
  }
  const stop = behind.search(/\.\s+(?=\p{Lu})/u);
  return stop < 0 ? { where: behind.length, hit: behind.length } : { where: stop, hit: stop + 1 };
}

function distances(where: string, melee: boolean, ranged: boolean) {
  let reach: number | undefined;
  let range: { normal: number; long?: number } | undefined;
  for (const m of where.matchAll(DISTANCE)) {
    const { reach: named, range: far, first = "", long, metres, squares } = m.groups ?? {};
    const unit = HAS_UNIT.exec(m[0])?.[0] ?? "";
    if (unit === "" && named === undefined && far === undefined) continue;
    const inMetres = metres !== undefined || IN_METRES.test(unit);
    const inSquares = squares !== undefined || IN_SQUARES.test(unit);
    const feet = (written: string) => {
      const value = Number(written.replace(",", "."));
      return Math.round(inMetres ? value / 1.5 * 5 : inSquares ? value * 5 : value);
    };
    const near = named !== undefined ||
      far === undefined && long === undefined &&
        (melee ? reach === undefined : !ranged && feet(first) <= 15);
    if (near) reach ??= feet(first);
    else range ??= { normal: feet(first), ...(long ? { long: feet(long) } : {}) };
  }
  return { reach, range };
}

/** Damages of any language as the English books write them; other words stay as they are. */
function inBookWords(hit: string): string {
  let out = "";
  let done = 0;
  for (const m of hit.matchAll(AMOUNT)) {
    if (m.index < done) continue;
    const [, average, averaged, bare, flat] = m;
    const end = m.index + m[0].length;
    const behind = typeBehind(hit.slice(end));
    const between = hit.slice(done, m.index);
    const ahead = behind?.type ? undefined : typeAhead(between.slice(-NEAR));
    const first = out === "" && /^[\s(,:]*$/.test(between) && flat === undefined;
    if (behind === undefined && ahead === undefined && !first) continue;
    const dice = averaged ?? bare;
    const amount = dice === undefined
      ? flat
      : `${average ?? averageIn(dice)} (${dice.replace(/ /g, "")})`;
    const type = behind?.type ?? ahead?.type ?? "untyped";
    out += `${
      ahead ? between.slice(0, Math.max(0, between.length - NEAR) + ahead.at) : between
    }${amount} ${type} damage`;
    done = end + (behind?.length ?? 0);
  }
  out += hit.slice(done);
  for (let n = 0; n < 6 && JOIN.test(out); n++) out = out.replace(JOIN, "damage plus ");
  return out.replace(/^[\s(,:]+/, "");
}

function averageIn(dice: string): number {
  const parsed = parseDice(dice.replace(/ /g, ""));
  return "terms" in parsed ? Math.max(0, Math.floor(averageOf(parsed))) : 0;
}

/** The type and the words that belong to an amount before them; undefined where none of them is about damage. */
function typeBehind(rest: string): { type?: DamageType; length: number } | undefined {
  let at = 0;
  let type: DamageType | undefined;
  let damage = false;
  let length = 0;
  for (let n = 0; n < 7; n++) {
    const m = WORD.exec(rest.slice(at));
    const word = m?.[1];
    if (m === null || word === undefined) break;
    const found = type === undefined ? typeOf(word) : undefined;
    const filler = FILLER_ONLY.test(word);
    const says = DAMAGE_ONLY.test(word);
    if (found === undefined && !filler && !says) break;
    at += m[0].length;
    if (found) type = found;
    // "Feuerschaden": the type and the word for damage in one
    if (found || says) {
      length = at;
      damage = true;
    }
    if (type && damage && !filler && says) break;
  }
  return damage ? { ...(type ? { type } : {}), length } : undefined;
}

const typeOf = (word: string): DamageType | undefined =>
  STEMS.find(({ re }) => re.test(word))?.type;

/** "рубящий урон 7 (2к6)", "slashing damage: 7". */
function typeAhead(before: string): { type?: DamageType; at: number } | undefined {
  for (const { type, re } of TYPE_BEFORE) {
    const m = re.exec(before);
    if (m) return { type, at: m.index };
  }
  const m = DAMAGE_BEFORE.exec(before);
  return m ? { at: m.index } : undefined;
}

/** What stands before an attack line and is no part of it. */
function leading(lead: string): string {
  const opens = lead.search(OPENING);
  const words = opens < 0 ? lead : lead.slice(0, opens);
  const sentences = words.slice(0, words.lastIndexOf(".") + 1).trim();
  return sentences.length > 3 ? sentences : "";
}
