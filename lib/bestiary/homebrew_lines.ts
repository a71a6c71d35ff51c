/**
 * Traits and actions as lines of a text field, and back: "Bite. +5 to hit, reach 5 ft: 7 (1d8+3) piercing."
 * A line that nobody changed keeps its action with every figure; a new one is read for attacks, saves and
 * damage in this site's words or a book's. Pure.
 */
import { ABILITIES, type Ability } from "../combat/vocabulary.ts";
import {
  ABILITY_NAMES,
  describeAction,
  describeTrait,
  limitText,
} from "@/lib/creatures/describe.ts";
import { buildAction, buildTrait } from "@/lib/interchange/build_action.ts";
import type { DraftEntry, Section } from "@/lib/interchange/draft.ts";
import { shortDamage } from "@/lib/interchange/text/written_damage.ts";
import type { StatAction, Trait } from "@/lib/creatures/stat_block.ts";

const oneLine = (text: string) => text.replace(/\s*\n\s*/g, " ").trim();

function written(name: string, limit: string, text: string): string {
  return oneLine(`${name}${limit === "" ? "" : ` (${limit})`}. ${text}`);
}

/** An action as one line. */
export const actionLine = (a: StatAction): string =>
  written(a.name, limitText(a), describeAction(a));

/** A trait as one line. */
export const traitLine = (t: Trait): string => written(t.name, limitText(t), describeTrait(t));

const HEAD = /^([^.:()]{1,100}?)\s*(?:\(([^()]{1,80})\))?\s*[.:]\s+(.*)$/;

/** "Recharge 5–6", "3/day", "Costs 2", "Recharges on any rest": in one or several parts. */
function limitsIn(note: string): Partial<DraftEntry> {
  const number = (pattern: RegExp) => {
    const found = pattern.exec(note)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const recharge = number(/recharge (?:on )?(\d)/i);
  const perDay = number(/(\d{1,2})\s?\/\s?day/i);
  const perDayInLair = number(/(\d{1,2}) in (?:its|the) lair/i);
  const cost = number(/costs? (\d)/i);
  const rest = /recharges (?:on|after) (a long|any|a short)/i.exec(note)?.[1];
  const any = recharge ?? perDay ?? cost ?? rest;
  return {
    ...(recharge === undefined ? {} : { recharge }),
    ...(perDay === undefined ? {} : { perDay }),
    ...(perDayInLair === undefined ? {} : { perDayInLair }),
    ...(cost === undefined ? {} : { cost }),
    ...(rest === undefined ? {} : { afterRest: /long/i.test(rest) ? "long" : "short" }),
    ...(any === undefined && note !== "" ? { form: note.toLowerCase() } : {}),
  };
}

function bookAttack(bonus: string, rest: string): string {
  const reach = /reach (\d{1,4}) ?(?:ft\.?|feet)/i.exec(rest);
  const range = /range (\d{1,4}(?:\/\d{1,4})?) ?(?:ft\.?|feet)/i.exec(rest);
  const last = Math.max(...[reach, range].map((item) => item ? item.index + item[0].length : 0));
  const hit = rest.slice(last).replace(/^[\s,.:;]+/, "");
  const kinds = [reach ? "Melee" : "", range ? "Ranged" : ""].filter(Boolean).join(" or ") ||
    "Melee";
  const reaches = [
    reach ? `reach ${reach[1]} ft.` : range ? "" : "reach 5 ft.",
    range ? `range ${range[1]} ft.` : "",
  ].filter(Boolean).join(" or ");
  return `${kinds} Weapon Attack: ${bonus} to hit, ${reaches}, one target. Hit: ${
    shortDamage(hit)
  }`;
}

const ABILITY = ABILITIES.map((ability) => `${ABILITY_NAMES[ability]}|${ability}`).join("|");
const SAVE = new RegExp(
  `^(?:(.{1,80}?),? )?DC (\\d{1,2}) (${ABILITY})(?: save| saving throw)?[:,] (.*)$`,
  "i",
);

function fullName(typed: string): string {
  const ability: Ability | undefined = ABILITIES.find((candidate) =>
    typed.toLowerCase().startsWith(candidate)
  );
  return ability === undefined ? typed : ABILITY_NAMES[ability];
}

/** "60 ft cone" as "60-foot cone". */
const bookArea = (area: string): string =>
  area.replace(/(\d+) ft radius/i, "$1-foot-radius sphere").replace(/(\d+) ft/g, "$1-foot");

/** "frightened (1 minute, save ends)" as sentences. */
function bookEffects(text: string): string {
  return text.replace(
    /\s*\((\d+ (?:round|minute|hour)s?)?,? ?(save ends)?\)/gi,
    (_, time, ends) =>
      (time ? ` for ${time}` : "") +
      (ends
        ? ". The target can repeat the saving throw at the end of each of its turns, ending the " +
          "effect on itself on a success"
        : ""),
  );
}

function bookSave(where: string, dc: string, ability: string, rest: string): string {
  const half = /,? half (?:damage )?on a (?:success|save)|,? half\b/i;
  const harm = bookEffects(shortDamage(rest.replace(half, "")));
  const who = where === ""
    ? "The target"
    : `Each creature in a ${bookArea(where.replace(/\.$/, ""))}`;
  const save = `DC ${dc} ${fullName(ability)} saving throw`;
  if (half.test(rest)) {
    return `${who} must make a ${save}, taking ${harm.replace(/\.$/, "")} on a failed save, ` +
      "or half as much damage on a successful one.";
  }
  return /\bdamage\b/.test(harm)
    ? `${who} must succeed on a ${save} or take ${harm}`
    : `${who} must succeed on a ${save} or be ${harm}`;
}

/** The text of a line as a book would write it, so that one reader serves both. */
function bookText(text: string): string {
  const attack = /^([+−-]\s?\d{1,2}) to hit,?\s*(.*)$/i.exec(text);
  if (attack) return bookAttack((attack[1] ?? "").replace("−", "-"), attack[2] ?? "");
  const save = SAVE.exec(text);
  if (save) return bookSave(save[1] ?? "", save[2] ?? "", save[3] ?? "", save[4] ?? "");
  return text;
}

function entryOf(line: string, section: Section): DraftEntry {
  const match = HEAD.exec(line);
  if (match === null) return { section, name: line.replace(/\.$/, ""), text: "" };
  const [, name = "", note = "", text = ""] = match;
  return { section, name, text: text.trim(), ...limitsIn(note) };
}

const linesOf = (text: string): string[] =>
  text.split("\n").map((line) => line.trim()).filter(Boolean);

/** The actions of a text field; lines that stand as they were keep what `known` has. */
export function readActions(
  text: string,
  section: Section,
  known: readonly StatAction[],
): StatAction[] {
  const byLine = new Map(known.map((action) => [actionLine(action), action]));
  const kept = linesOf(text).map((line) => byLine.get(line) ?? line);
  const taken = new Set(kept.flatMap((item) => typeof item === "string" ? [] : [item.id]));
  return kept.map((item) => {
    if (typeof item !== "string") return item;
    const entry = entryOf(item, section);
    const made = buildAction({ ...entry, text: bookText(entry.text) }, taken);
    // Words without figures stay as they were typed.
    const own = made.kind === "other" ? { ...made, text: entry.text } : trimmed(made, entry.text);
    return section === "legendary" ? { ...own, cost: own.cost ?? 1 } : own;
  });
}

/** The figures say what the sentence said: only what they leave over stays as words. */
function trimmed(made: StatAction, typed: string): StatAction {
  if (made.kind === "attack") return made;
  const rest = /\.\s+(\S.*)$/.exec(typed)?.[1] ?? "";
  return { ...made, text: rest };
}

/** The traits of a text field; lines that stand as they were keep what `known` has. */
export function readTraits(text: string, known: readonly Trait[]): Trait[] {
  const byLine = new Map(known.map((trait) => [traitLine(trait), trait]));
  return linesOf(text).map((line) => byLine.get(line) ?? buildTrait(entryOf(line, "trait")));
}
