/** Fields that Open5e and 5e-bits files share: spelled-out abilities, saves and skills as keys, entries with `desc`. */
import type { DamagePart } from "@/lib/combat/block.ts";
import { ABILITIES, DAMAGE_TYPES, SKILLS } from "@/lib/combat/vocabulary.ts";
import { damageTypeIn } from "./build_action.ts";
import { addConditions, addDefence, type DefenceKind, joinedDefences } from "./text/defences.ts";
import type { Draft, DraftEntry, Section } from "./draft.ts";
import { isFields, type Source, textIn } from "./source.ts";
import { readSpeedText } from "./text/speed_text.ts";
import { withoutLeaks } from "./text/leaks.ts";
import { abilityIn, diceIn, feetIn, skillIn } from "./text/words.ts";

/** Full names of the abilities, in the order of `ABILITIES`. */
export const ABILITY_KEYS = [
  "strength",
  "dexterity",
  "constitution",
  "intelligence",
  "wisdom",
  "charisma",
] as const;

/** "strength": 18 and so on; `prefix` stands before each key. */
export function readAbilities(source: Source, draft: Draft, prefix = ""): void {
  for (const [n, ability] of ABILITIES.entries()) {
    const key = `${prefix}${ABILITY_KEYS[n]}`;
    const score = source.whole(key, 0, 60);
    if (score !== undefined) draft.abilities[ability] = score;
  }
}

/** "strength_save": 5 and skills as keys of their own; what only repeats the ability is left out. */
export function readFlatBonuses(
  source: Source,
  draft: Draft,
  save: (ability: string) => string,
  skill: (name: string) => string,
): void {
  for (const [n, ability] of ABILITIES.entries()) {
    const bonus = source.whole(save(ABILITY_KEYS[n] ?? ability), -30, 60);
    const plain = Math.floor(((draft.abilities[ability] ?? 10) - 10) / 2);
    if (bonus !== undefined && bonus !== plain) draft.saves[ability] = bonus;
  }
  for (const name of SKILLS) {
    const bonus = source.whole(skill(name), -100, 100);
    if (bonus !== undefined) draft.skills[name] = bonus;
  }
}

/** A group of bonuses by name: {"stealth": 6}. */
export function readNamedBonuses(source: Source, draft: Draft, kind: "saves" | "skills"): void {
  for (const key of source.keys()) {
    const ability = kind === "saves" ? abilityIn(key) : undefined;
    const skill = kind === "skills" ? skillIn(key) : undefined;
    if (ability !== undefined) {
      const bonus = source.whole(key, -30, 60);
      if (
        bonus !== undefined && bonus !== Math.floor(((draft.abilities[ability] ?? 10) - 10) / 2)
      ) draft.saves[ability] = bonus;
    } else if (skill !== undefined) {
      const bonus = source.whole(key, -100, 100);
      if (bonus !== undefined) draft.skills[skill] = bonus;
    }
  }
  source.rest(kind === "saves" ? "no ability of the rules" : "no skill of the rules");
}

/** The words of a defence list in any of its forms: one line, lines, or groups with a name. */
function wordsOf(source: Source, key: string): readonly string[] {
  const found = source.list(key).flatMap((item) => {
    if (typeof item === "string") return [item];
    const name = isFields(item) ? item["name"] ?? item["index"] ?? item["key"] : undefined;
    if (typeof name === "string") return [name];
    source.notes.dropped(source.at(key), "expected the name of a type or condition", item);
    return [];
  }).map((word) => word.slice(0, 300).trim()).filter((word) =>
    word !== "" && word !== "—" && word !== "-"
  );
  if (found.length > 0) source.keep(key);
  return found;
}

export function readLooseDefence(
  source: Source,
  key: string,
  draft: Draft,
  into: DefenceKind,
): void {
  for (const word of joinedDefences(wordsOf(source, key))) {
    if (/^damage from spells$/i.test(word)) {
      for (const type of DAMAGE_TYPES) {
        if (draft[into].length < 40) draft[into].push({ type, only: "spells" });
      }
    } else addDefence(source, key, draft, into, word);
  }
}

export function readLooseConditions(source: Source, key: string, draft: Draft): void {
  for (const word of wordsOf(source, key)) addConditions(source, key, draft, word);
}

/** Speeds as {"walk": "30 ft.", "hover": true}, {"fly": 60} or one line of text. */
export function readSpeeds(source: Source, key: string, draft: Draft): void {
  const raw = source.raw(key);
  if (typeof raw === "string" || typeof raw === "number") {
    readSpeedText(source, key, textIn(raw), draft);
    source.keep(key);
    return;
  }
  const group = source.group(key);
  const metres = /^(m|met)/i.test(textIn(group.raw("unit") ?? ""));
  for (const kind of ["walk", "fly", "swim", "climb", "burrow"]) {
    const value = group.raw(kind);
    if (value === undefined || value === null || value === 0 || value === false) continue;
    const feet = feetIn(metres && typeof value === "number" ? `${value} m` : value);
    if (feet === undefined) group.drop("no distance in it", kind);
    else {
      draft.speeds[kind] = Math.min(100_000, feet);
      group.keep(kind);
    }
    if (typeof value === "string" && /hover/i.test(value)) draft.speeds["hover"] = 1;
  }
  if (group.flag("hover")) draft.speeds["hover"] = 1;
  group.rest("no speed of the rules");
}

/** Named texts with whatever figures stand beside them. */
export function readEntries(source: Source, key: string, section: Section, draft: Draft): void {
  for (const group of source.groups(key, 100)) {
    const entry = readEntry(group, section);
    if (entry.name !== "" || entry.text !== "") draft.entries.push(entry);
  }
}

function readEntry(source: Source, section: Section): DraftEntry {
  const name = source.line("name", 200) ?? "";
  const words = source.has("desc") ? "desc" : "description";
  const written = source.prose(words) ?? "";
  const text = withoutLeaks(written);
  if (text !== written) source.change(words, "another tool's mark-up taken out", text);
  const toHit = source.whole("attack_bonus", -100, 100);
  const damages = [...readDamage(source), ...readPlainDamage(source)];
  const save = readSave(source);
  const usage = readUsage(source);
  source.skip(
    "parent",
    "multiattack_type",
    "url",
    "index",
    "key",
    "order_in_statblock",
    "order",
    "slug",
  );
  const cost = source.whole("legendary_action_cost", 0, 10);
  source.rest("said by the text");
  return {
    section,
    name,
    text,
    ...(toHit ? { toHit } : {}),
    ...(damages.length > 0 ? { damages } : {}),
    ...(save ? { save } : {}),
    ...usage,
    ...(cost !== undefined && section === "legendary" ? { cost } : {}),
  };
}

/** `damage: [{damage_dice, damage_bonus, damage_type}]`; the bonus stands apart in older files. */
function readDamage(source: Source): readonly DamagePart[] {
  return source.groups("damage", 10).flatMap((item) => {
    const type = isFields(item.raw("damage_type"))
      ? item.group("damage_type").raw("index") ?? item.group("damage_type").raw("name")
      : item.raw("damage_type");
    const part = partOf(item.raw("damage_dice"), item.raw("damage_bonus"), type);
    if (part !== undefined) source.keep("damage");
    return part === undefined ? [] : [part];
  });
}

/** `damage_dice` and `damage_bonus` right beside the text. */
function readPlainDamage(source: Source): readonly DamagePart[] {
  if (!source.has("damage_dice")) return [];
  const raw = source.raw("damage_dice");
  // "2d6+1d8" is two damages whose types only the text knows.
  const part = partOf(raw, source.raw("damage_bonus"), undefined);
  if (part === undefined) source.drop("no dice in it", "damage_dice");
  else source.keep("damage_dice");
  return part === undefined ? [] : [part];
}

function partOf(rawDice: unknown, rawBonus: unknown, rawType: unknown): DamagePart | undefined {
  const bonus = typeof rawBonus === "number" && Number.isInteger(rawBonus) ? rawBonus : 0;
  const written = typeof rawDice === "string" && bonus !== 0 && !/[+-]\s*\d+\s*$/.test(rawDice)
    ? `${rawDice}${bonus > 0 ? "+" : ""}${bonus}`
    : rawDice;
  const dice = diceIn(written);
  if (dice === undefined) return undefined;
  const type = damageTypeIn(rawType);
  return { dice: dice.text, average: Math.max(0, dice.average), ...(type ? { type } : {}) };
}

function readSave(source: Source): DraftEntry["save"] {
  if (!source.has("dc")) return undefined;
  const dc = source.group("dc");
  const kind = dc.raw("dc_type");
  const word = isFields(kind) ? kind["index"] ?? kind["name"] : kind;
  const ability = typeof word === "string" ? abilityIn(word) : undefined;
  const value = dc.whole("dc_value", 0, 100);
  const success = dc.line("success_type", 20);
  dc.rest("said by the text");
  if (ability === undefined || value === undefined) return undefined;
  return {
    ability,
    dc: value,
    onSave: success === "half" ? "half" : success === "other" ? "other" : "none",
  };
}

function readUsage(source: Source): Pick<DraftEntry, "recharge" | "perDay" | "afterRest"> {
  const key = source.has("usage_limits") ? "usage_limits" : "usage";
  if (!source.has(key)) return {};
  const usage = source.group(key);
  const type = (usage.line("type", 40) ?? "").toLowerCase();
  const from = usage.whole("min_value", 1, 6) ??
    (type.includes("roll") ? usage.whole("param", 1, 6) : undefined);
  const times = usage.whole("times", 1, 100) ??
    (type.includes("day") ? usage.whole("param", 1, 100) : undefined);
  const rests = usage.lines("rest_types");
  usage.skip("dice", "param");
  usage.rest();
  if (from !== undefined) return { recharge: from };
  if (times !== undefined && type.includes("day")) return { perDay: times };
  if (rests.length > 0 || type === "recharge") {
    return { afterRest: rests.includes("short") || rests.length === 0 ? "short" : "long" };
  }
  return {};
}
