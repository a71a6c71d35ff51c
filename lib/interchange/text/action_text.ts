/** Reads figures out of the action texts of both editions: attacks, damage, saves, areas, conditions. */
import { failText, firstStage, ongoing } from "./failed_save.ts";
import { withoutLeaks } from "./leaks.ts";
import type { AttackRead, SaveRead } from "./read_types.ts";
import type { DamagePart } from "@/lib/combat/block.ts";
import {
  type Ability,
  type Condition,
  CONDITIONS,
  DAMAGE_TYPES,
  type DamageType,
  SIZES,
} from "@/lib/combat/vocabulary.ts";
import type { Area, SituationalDamage, StatEffect } from "@/lib/creatures/stat_block.ts";

/** "untyped" stands in for damage whose type the text leaves open; see `tidy`. */
const TYPES = [...DAMAGE_TYPES, "untyped"].join("|");
/** Source of a pattern for "7 (2d6) fire damage"; three groups: average, dice, type. */
export const DAMAGE =
  `(?<![d\\d]|\\d ?[+-] ?)(\\d+)(?: \\((\\d+d\\d+(?: ?[+-] ?\\d+(?:d\\d+)?)*)\\))? (${TYPES}) damage`;
const ABILITY_WORDS: Record<string, Ability> = {
  strength: "str",
  dexterity: "dex",
  constitution: "con",
  intelligence: "int",
  wisdom: "wis",
  charisma: "cha",
};
const ABILITY = "(Strength|Dexterity|Constitution|Intelligence|Wisdom|Charisma)";

const EITHER_TYPE = new RegExp(
  `\\b(${DAMAGE_TYPES.join("|")}) or (?:${DAMAGE_TYPES.join("|")}) damage`,
  "gi",
);
const LEAD = new RegExp(`^\\s*${DAMAGE}`, "i");
const LEAD_MORE = new RegExp(`^,? (?:plus|and) ${DAMAGE}`, "i");
const EVERY_DAMAGE = new RegExp(DAMAGE, "gi");
const CASE = new RegExp(
  `^,? ?(or|plus|and)? ?${DAMAGE}(?: plus ${DAMAGE})? ((?:if|when|with|while|in|at)\\b[^.,]{0,200})`,
  "i",
);
const ALWAYS = new RegExp(`^[^.]{0,300}?, plus ${DAMAGE}(?! (?:if|when))`, "i");
const EXTRA = new RegExp(`(?:takes|deals) an extra ${DAMAGE}`, "i");

/** One spelling for feet, quotes, dashes and the data's stray mark-up. */
export function tidy(raw: string): string {
  return withoutLeaks(raw)
    .replace(/[’`]/g, "'").replace(/[–−]/g, "-").replace(/--/g, "-")
    .replace(/\*\*|(?<![A-Za-z])_|_(?![A-Za-z])/g, "")
    .replace(/\b(feet|foot|ft)\b\.?(?=[,;)]| [a-z(]|$|\s*$)/g, "ft")
    .replace(/\b(feet|foot|ft)\b\.?/g, (whole) => whole.endsWith(".") ? "ft." : "ft")
    .replace(/(\(\d+d\d+(?: ?[+-] ?\d+)?\)) damage/g, "$1 untyped damage")
    .replace(
      EITHER_TYPE,
      "$1 damage",
    )
    .replace(
      / damage—or ([^—.]{1,120}? if [^—.]{1,120})—plus ([^.]{0,200})/i,
      " damage plus $2, or $1",
    )
    .replace(/ damage in melee or /g, " damage or ")
    .replace(/[ \t]+/g, " ")
    .trim();
}

export function abilityOf(word: string): Ability {
  const found = ABILITY_WORDS[word.toLowerCase()] ??
    Object.values(ABILITY_WORDS).find((a) => a === word.toLowerCase());
  if (!found) throw new RangeError(`Cannot read ability "${word}"`);
  return found;
}

function damageType(word: string): DamageType | undefined {
  if (word.toLowerCase() === "untyped") return undefined;
  const found = DAMAGE_TYPES.find((t) => t === word.toLowerCase());
  if (!found) throw new RangeError(`Cannot read damage type "${word}"`);
  return found;
}

function damageOf(m: RegExpMatchArray | RegExpExecArray, at = 1): DamagePart {
  const type = damageType(m[at + 2] ?? "");
  return {
    dice: (m[at + 1] ?? m[at] ?? "0").replace(/ /g, ""),
    average: Number(m[at]),
    ...(type ? { type } : {}),
  };
}

/** Every damage named in a text, in order. */
export function damagesIn(text: string): DamagePart[] {
  return [...text.matchAll(EVERY_DAMAGE)].map((m) => damageOf(m));
}

/** Takes the leading "A plus B" off a text: the damages and what is left. */
function leadingDamages(text: string): { damages: DamagePart[]; rest: string } {
  const damages: DamagePart[] = [];
  let rest = text;
  for (;;) {
    const m = (damages.length === 0 ? LEAD : LEAD_MORE).exec(rest);
    // "plus 2 (1d4) … if the attack roll had Advantage" is a case of its own
    if (!m || /^ (?:if|when)\b/.test(rest.slice(m[0].length)) && damages.length > 0) break;
    damages.push(damageOf(m));
    rest = rest.slice(m[0].length);
  }
  return { damages, rest };
}

/** Cases with other dice directly behind the usual damage. */
function cases(text: string): { situational: SituationalDamage[]; rest: string } {
  const situational: SituationalDamage[] = [];
  let rest = text;
  for (;;) {
    const m = CASE.exec(rest);
    if (!m) return { situational, rest };
    const damages = [damageOf(m, 2), ...(m[5] ? [damageOf(m, 5)] : [])];
    const mode = m[1]?.toLowerCase() === "plus" ? "extra" : "instead";
    situational.push({ when: caseName(m[8] ?? ""), mode, damages });
    rest = rest.slice(m[0].length);
  }
}

/** A short name, in own words, for the case that a clause describes. */
export function caseName(clause: string): string {
  const moved = /moved (?:at least )?(\d+)\+? ft/.exec(clause);
  if (moved) return `after a ${moved[1]} ft charge`;
  if (/two hands/.test(clause)) return "two hands";
  if (/half (?:of )?its hit points|half (?:of )?its HP/i.test(clause)) return "at half HP or less";
  if (/^at range/i.test(clause)) return "at range";
  if (/bloodied/i.test(clause)) return "while bloodied";
  if (/advantage/i.test(clause)) return "with advantage";
  if (/shillelagh/i.test(clause)) return "with shillelagh";
  if (/small or medium/i.test(clause)) return "in small form";
  if (/while enlarged/i.test(clause)) return "while enlarged";
  if (/grappl/i.test(clause)) return "against one it grapples";
  if (/construct/i.test(clause)) return "against objects and constructs";
  if (/humanoid/i.test(clause)) return "against humanoids";
  return clause.replace(/^(?:if|when|with|while) /i, "").split(" ").slice(0, 6).join(" ");
}

const ATTACK_2014 =
  /^(Melee or Ranged|Melee|Ranged) (?:Weapon|Spell) Attack: ([+-]\d+) to hit(?: \([^)]{0,120}\))?, ([^.]*)\.?\s*Hit: ([\s\S]*)$/i;
const ATTACK_2024 =
  /^(Melee or Ranged|Melee|Ranged) Attack Roll: ([+-]\d+)(?: to hit)?(?: \([^)]{0,120}\))?, ((?:reach|range)[^.]*)\.\s*(?:Hit: )?([\s\S]*)$/i;

/** The attack that a tidied text opens with, or undefined. `rest` is what follows the damage. */
export function readAttack(text: string): AttackRead | undefined {
  const m = ATTACK_2014.exec(text) ?? ATTACK_2024.exec(text);
  if (!m) return undefined;
  const where = m[3] ?? "";
  const reach = /reach (\d+)/.exec(where);
  const range = /range (\d+)(?:\/(\d+))?/.exec(where);
  const lead = leadingDamages(m[4] ?? "");
  const found = cases(lead.rest);
  // "…, or 8 (1d10 + 3) damage with two hands, plus 3 (1d6) fire damage": the last part always applies
  const always = ALWAYS.exec(found.rest);
  const damages = always ? [...lead.damages, damageOf(always)] : lead.damages;
  const rest = always ? found.rest.slice(always[0].length) : found.rest;
  const kind = (m[1] ?? "").toLowerCase();
  return {
    toHit: Number(m[2]),
    melee: kind.includes("melee"),
    ranged: kind.includes("ranged"),
    ...(reach ? { reach: Number(reach[1]) } : {}),
    ...(range
      ? { range: { normal: Number(range[1]), ...(range[2] ? { long: Number(range[2]) } : {}) } }
      : {}),
    damages,
    situational: [...found.situational, ...extras(rest)],
    rest,
  };
}

/** "takes an extra 7 (2d6) slashing damage" in a later sentence. */
function extras(rest: string): SituationalDamage[] {
  const out: SituationalDamage[] = [];
  for (const sentence of rest.split(/(?<=\.)\s/)) {
    const m = EXTRA.exec(sentence);
    if (m) out.push({ when: caseName(sentence), mode: "extra", damages: [damageOf(m)] });
  }
  return out;
}

const SAVE = new RegExp(
  `(?:DC (\\d+) ${ABILITY}(?: or Dexterity)? saving throw|${ABILITY} Saving Throw: DC (\\d+))`,
  "gi",
);

/** Every saving throw of a tidied text with its damage, conditions and area. */
export function readSaves(text: string): SaveRead[] {
  // the swallower's own save against letting go is no save of the target
  if (!text.includes("DC")) return [];
  const hits = [...text.matchAll(SAVE)].filter((m) =>
    !/^[^.]{0,60}regurgitate/i.test(text.slice((m.index ?? 0) + m[0].length))
  );
  return hits.map((m, i) => {
    const start = m.index ?? 0;
    const end = hits[i + 1]?.index ?? text.length;
    const before = text.slice(i === 0 ? 0 : (hits[i - 1]?.index ?? 0) + 20, start);
    const after = text.slice(start + m[0].length, end);
    const failed = failText(after);
    const damages = failed.split(/(?<=\.)\s/).filter((s) => !ongoing(s)).flatMap(damagesIn);
    const name =
      /(?:^|[.:\n])\s*(?:\d: )?((?:[A-Z][a-z]+ ){1,2}(?:Breath|Roar|Ray)|(?:First|Second|Third) Roar)\. (?=[^.]{0,200}$|[^.]{0,200}\.[^.]{0,200}$)/
        .exec(before);
    const area = readArea(before + after);
    const range = readWithin(before, after);
    const within = area?.shape === "emanation" ? undefined : range;
    return {
      ability: abilityOf(m[2] ?? m[3] ?? ""),
      dc: Number(m[1] ?? m[4]),
      onSave: onSaveOf(after),
      damages,
      effects: readEffects(firstStage(failed), after),
      ...(area ? { areaShape: area } : {}),
      ...(within ? { within } : {}),
      ...(name?.[1] ? { name: name[1] } : {}),
    };
  });
}

function onSaveOf(after: string): "half" | "none" | "other" {
  if (/half (?:as much )?damage|half the (?:\w+ )?damage|half damage/i.test(after)) return "half";
  return "none";
}

/** "60-ft cone", "line that is 60 ft long and 5 ft wide", "20-ft-radius sphere", "10-ft emanation". */
export function readArea(text: string): Area | undefined {
  let m = /(\d+)-ft(?:-long)?,? (?:(\d+)-ft-wide )?(cone|line|cube|emanation)/i.exec(text);
  if (m) {
    const shape = shapeOf(m[3] ?? "");
    const width = m[2] ?? /(\d+) ft wide/.exec(text)?.[1];
    return {
      shape,
      size: Number(m[1]),
      ...(shape === "line" ? { width: Number(width ?? 5) } : {}),
    };
  }
  m = /line that is (\d+) ft long and (\d+) ft wide/i.exec(text);
  if (m) return { shape: "line", size: Number(m[1]), width: Number(m[2]) };
  m = /(\d+)-ft-radius,? (?:(\d+)-ft-(?:high|tall) )?(sphere|cylinder|cloud)/i.exec(text);
  if (m) {
    const height = m[2] ? { height: Number(m[2]) } : {};
    return {
      shape: m[3] === "cloud" ? "sphere" : shapeOf(m[3] ?? ""),
      size: Number(m[1]),
      ...height,
    };
  }
  m = /each creature within (\d+) ft of that point/i.exec(text);
  if (m) return { shape: "sphere", size: Number(m[1]) };
  m = /(?:each|any)[^.]{0,300}?creatures?[^.]{0,200} within (\d+) ft of (?:the|it|her)\b/i.exec(
    text,
  );
  if (m) return { shape: "emanation", size: Number(m[1]) };
  return undefined;
}

function shapeOf(word: string): Area["shape"] {
  const shapes = ["cone", "cube", "cylinder", "emanation", "line", "sphere"] as const;
  return shapes.find((s) => s === word.toLowerCase()) ?? "sphere";
}

function readWithin(before: string, after: string): number | undefined {
  const m =
    /(?:one|a|each|target)[^.]{0,300}?(?:creature|humanoid|target|beast|point)[^.]{0,300}? within (\d+) ft/i
      .exec(before + after.split(/Failure:/)[0]);
  return m ? Number(m[1]) : undefined;
}

const CONDITION_WORDS = CONDITIONS.join("|");
const ANY_CONDITION = new RegExp(CONDITION_WORDS, "i");
const EACH_CONDITION = new RegExp(CONDITION_WORDS, "g");
const STATE_2024 = new RegExp(
  `\\bha(?:s|ve) the ((?:(?:${CONDITION_WORDS})(?:, and |, | and )?)+) conditions?`,
  "gi",
);
const STATE_2014 = new RegExp(
  `\\b(?:is|are|be|becomes?|been|falls?|fall|knocked|and|magically)( also| magically| knocked| instantly)? ((?:${CONDITION_WORDS})(?:, (?:${CONDITION_WORDS}))*)\\b(?! (?:creature|target|condition|while))(?:(?<=\\bor be (?:${CONDITION_WORDS}))|(?! by it))`,
  "gi",
);

/** Sentences about a case of their own: swallowed, hit with advantage, few hit points left. */
const SPECIAL_CASE =
  /while swallowed|ha[sd] advantage (?:against the target|on the attack)|hit points or fewer|reduces the target to 0/i;

/** Conditions that a text puts on its target, with what ends them; `whole` is searched for how they end. */
export function readEffects(text: string, whole = text): StatEffect[] {
  const out: StatEffect[] = [];
  for (const sentence of text.split(/(?<=\.)\s/)) {
    if (!ANY_CONDITION.test(sentence)) continue;
    if (SPECIAL_CASE.test(sentence)) continue;
    for (const { words, index, length } of conditionHits(sentence)) {
      const tail = sentence.slice(index + length);
      const head = sentence.slice(0, index);
      for (const condition of words) {
        if (out.some((e) => e.condition === condition)) continue;
        out.push({ condition, ...ending(head, tail, whole, out.at(-1)) });
      }
    }
  }
  return out;
}

function conditionHits(sentence: string) {
  const hits: { words: Condition[]; index: number; length: number }[] = [];
  for (const re of [STATE_2024, STATE_2014]) {
    for (const m of sentence.matchAll(re)) {
      const index = m.index ?? 0;
      const head = sentence.slice(Math.max(0, index - 28), index);
      const about =
        /(?:\b(?:if|while|that|unless|until|against|when|or)\s+(?:(?:the|a)\s\w+|it|also|already|\w+'s|they)?\s*|n't\s)$/i;
      if (about.test(head) && !/\bor\s$/i.test(head)) continue;
      if (
        /(?:being|already|which|that|if it|if the target|unless \w+|while it|while the \w+)\s*$/i
          .test(head)
      ) continue;
      const words = (m[2] && re === STATE_2014 ? m[2] : m[1] ?? "").toLowerCase().match(
        EACH_CONDITION,
      ) ?? [];
      hits.push({
        words: words.flatMap((w) => CONDITIONS.filter((c) => c === w)),
        index,
        length: m[0].length,
      });
    }
  }
  return hits.sort((a, b) => a.index - b.index);
}

const UNIT_ROUNDS: Record<string, number> = { round: 1, minute: 10, hour: 600, day: 14400 };

function ending(head: string, tail: string, text: string, last: StatEffect | undefined) {
  const escape = /^ ?\(escape DC (\d+)\)/i.exec(tail);
  const size = /(tiny|small|medium|large|huge|gargantuan) or smaller/i.exec(head);
  const time = /\bfor (\d+) (round|minute|hour|day)s?/i.exec(tail);
  const turn =
    /until the (start|end) of (its|the target's|that creature's|the creature's|his|the [\w' -]{1,60}?'s?) next turn/i
      .exec(tail);
  const sizeName = SIZES.find((s) => s === size?.[1]?.toLowerCase());
  const grapple = /until (?:this|the) grapple ends|while grappled/i.test(head + tail) && !escape;
  const follows = /(?:until|while) (?:this|the) (?:poison|\w+) ends|while poisoned/i.test(
    head + tail,
  );
  return {
    ...(time ? { rounds: Number(time[1]) * (UNIT_ROUNDS[time[2]?.toLowerCase() ?? ""] ?? 1) } : {}),
    ...(turn ? { rounds: 1, until: turnEnd(turn) } : {}),
    ...(!time && !turn && follows && last?.rounds ? { rounds: last.rounds } : {}),
    ...(!time && !turn && /After 1 minute, it succeeds automatically/i.test(text)
      ? { rounds: UNIT_ROUNDS["minute"] ?? 10 }
      : {}),
    ...(grapple ? { whileGrappled: true } : {}),
    ...(escape ? { escapeDc: Number(escape[1]) } : {}),
    ...(sizeName ? { maxSize: sizeName } : {}),
    ...(/repeats? the sav(?:e|ing throw) at the end of each of its turns|repeat the saving throw on each/i
        .test(text) && !turn
      ? { saveEnds: true }
      : {}),
  };
}

function turnEnd(m: RegExpExecArray): NonNullable<StatEffect["until"]> {
  const target = /^(?:its|his|the target's|that creature's|the creature's)$/i.test(m[2] ?? "");
  return { whose: target ? "target" : "source", edge: m[1] === "start" ? "start" : "end" };
}
