/** 5e-bits (the D&D 5e API): one monster or a list, in the four shapes the data has had over the years. */
import { buildBlock } from "@/lib/interchange/build_block.ts";
import { checkedCreature } from "@/lib/interchange/check_item.ts";
import { readLanguages, readSenses, readTypeLine } from "@/lib/interchange/text/defences.ts";
import { type Draft, emptyDraft } from "@/lib/interchange/draft.ts";
import {
  ABILITY_KEYS,
  readAbilities,
  readEntries,
  readFlatBonuses,
  readLooseConditions,
  readLooseDefence,
  readSpeeds,
} from "@/lib/interchange/flat_fields.ts";
import type { Importer, ImportOptions, RawItem } from "@/lib/interchange/format.ts";
import { pageOf } from "@/lib/interchange/page.ts";
import { type Fields, isFields, Source, textIn } from "@/lib/interchange/source.ts";
import { abilityIn, crIn, diceIn, sizesIn, skillIn } from "@/lib/interchange/text/words.ts";

const isMonster = (value: unknown): value is Fields =>
  isFields(value) && typeof value["name"] === "string" &&
  !("document__slug" in value) && !("ability_scores" in value) &&
  (ABILITY_KEYS.filter((key) => key in value).length >= 3 || "hit_points_roll" in value) &&
  ("armor_class" in value || "hit_points" in value || "challenge_rating" in value);

function readMonster(source: Source): Draft {
  const draft = emptyDraft(source.line("name", 80) ?? "Unnamed creature");
  const edition = /\/api\/(2014|2024)\//.exec(textIn(source.raw("url") ?? ""))?.[1];
  if (edition === "2014" || edition === "2024") draft.edition = edition;
  draft.sizes = sizesIn(source.line("size", 60) ?? "");
  const type = source.line("type", 80);
  if (type !== undefined) readTypeLine(type, draft);
  const tag = source.line("subtype", 60)?.toLowerCase();
  if (tag !== undefined) draft.tags.push(tag);
  const alignment = source.line("alignment", 80);
  if (alignment !== undefined) draft.alignment = alignment;
  readArmour(source, draft);
  readHitPoints(source, draft);
  readSpeeds(source, "speed", draft);
  readAbilities(source, draft);
  readFlatBonuses(
    source,
    draft,
    (ability) => `${ability}_save`,
    (name) => name.replaceAll("-", "_"),
  );
  readProficiencies(source, draft);
  readLooseDefence(source, "damage_vulnerabilities", draft, "vulnerabilities");
  readLooseDefence(source, "damage_resistances", draft, "resistances");
  readLooseDefence(source, "damage_immunities", draft, "immunities");
  readLooseConditions(source, "condition_immunities", draft);
  readPerception(source, draft);
  const languages = source.line("languages", 300);
  if (languages !== undefined) readLanguages(languages, draft);
  readRating(source, draft);
  readEntries(source, "special_abilities", "trait", draft);
  readEntries(source, "actions", "action", draft);
  readEntries(source, "bonus_actions", "bonus", draft);
  readEntries(source, "reactions", "reaction", draft);
  readEntries(source, "legendary_actions", "legendary", draft);
  const desc = source.raw("desc");
  const words = Array.isArray(desc) ? source.lines("desc", 2000).join("\n") : source.prose("desc");
  if (words) {
    draft.entries.push({ section: "trait", name: "Description", text: words.slice(0, 4000) });
  }
  return draft;
}

/** A number, or a list of armours of which the first counts. */
function readArmour(source: Source, draft: Draft): void {
  if (!Array.isArray(source.raw("armor_class"))) {
    const ac = source.whole("armor_class", 0, 100);
    if (ac !== undefined) draft.ac = ac;
    return;
  }
  const notes: string[] = [];
  for (const [n, one] of source.groups("armor_class", 10).entries()) {
    const value = one.whole("value", 0, 100);
    const kind = one.line("type", 40);
    const named = (key: string) =>
      one.groups(key, 10).map((part) => {
        const name = part.line("name", 60);
        part.skip("index", "url");
        return name;
      }).filter(Boolean).join(", ").toLowerCase();
    const worn = one.line("desc", 120) ||
      [named("armor"), named("spell"), named("condition")].filter(Boolean).join(", ") ||
      (kind === "natural" ? "natural armor" : "");
    one.rest();
    if (n === 0) {
      if (value !== undefined) draft.ac = value;
      if (worn) notes.push(worn);
    } else if (value !== undefined) notes.push(`${value} with ${worn || kind}`);
  }
  if (notes.length > 0) draft.acNote = notes.join("; ");
}

/** `hit_dice` lacks the Constitution part; where `hit_points_roll` is missing it is worked out. */
function readHitPoints(source: Source, draft: Draft): void {
  const hp = source.whole("hit_points", 1, 1_000_000);
  if (hp !== undefined) draft.hp = hp;
  const roll = diceIn(source.line("hit_points_roll", 80));
  const dice = diceIn(source.line("hit_dice", 80));
  if (roll !== undefined) {
    draft.hpDice = roll.text;
    return;
  }
  if (dice === undefined) return;
  const more = hp === undefined ? 0 : hp - dice.average;
  draft.hpDice = more === 0 || /[+-]\d+$/.test(dice.text)
    ? dice.text
    : `${dice.text}${more > 0 ? "+" : ""}${more}`;
  if (draft.hpDice !== dice.text) {
    source.change("hit_dice", "the Constitution part was missing", draft.hpDice);
  }
}

/** "Saving Throw: DEX" or "skill-stealth", as a name or an index. */
function readProficiencies(source: Source, draft: Draft): void {
  for (const entry of source.groups("proficiencies", 60)) {
    const inner = entry.has("proficiency") ? entry.group("proficiency") : entry;
    const word = textIn(inner.raw("index") ?? inner.raw("name") ?? "");
    inner.skip("index", "name", "url");
    const bonus = entry.whole("value", -30, 60);
    entry.skip("proficiency", "url");
    entry.rest();
    const name = word.replace(/^(saving[ -]throw|skill)[: -]+/i, "");
    const skill = skillIn(name);
    const ability = /^saving/i.test(word) ? abilityIn(name) : undefined;
    if (bonus === undefined) continue;
    if (ability !== undefined) draft.saves[ability] = bonus;
    else if (skill !== undefined) draft.skills[skill] = bonus;
    else {source.notes.dropped(
        `${source.at("proficiencies[]")}.name`,
        "no save or skill of the rules",
        word,
      );}
  }
}

function readPerception(source: Source, draft: Draft): void {
  if (!isFields(source.raw("senses"))) {
    const line = source.line("senses", 300);
    if (line !== undefined) readSenses(line, draft);
    return;
  }
  const senses = source.group("senses");
  const passive = senses.whole("passive_perception", 0, 100);
  if (passive !== undefined) draft.passive = passive;
  const words = senses.keys().filter((key) => key !== "passive_perception").flatMap((key) => {
    const range = senses.line(key, 80);
    return range === undefined
      ? []
      : [`${key.replaceAll("_", " ")} ${range.replace(/ft\./g, "ft")}`];
  });
  if (words.length > 0) readSenses(words.join(", "), draft);
}

function readRating(source: Source, draft: Draft): void {
  const cr = crIn(source.raw("challenge_rating"));
  if (cr !== undefined) {
    draft.cr = cr;
    source.keep("challenge_rating");
  } else source.drop("no challenge rating of the rules", "challenge_rating");
  const xp = source.whole("xp", 0, 1_000_000);
  if (xp !== undefined) draft.xp = xp;
  const bonus = source.whole("proficiency_bonus", 0, 30);
  if (bonus !== undefined) draft.proficiencyBonus = bonus;
}

function item(value: unknown, options: ImportOptions): RawItem {
  const path = "monsters[]";
  return {
    kind: "creature",
    name: isFields(value) && typeof value["name"] === "string" ? value["name"] : "",
    build(notes) {
      const source = new Source(value, path, notes);
      const draft = readMonster(source);
      source.skip("index", "_id", "url", "updated_at", "slug");
      source.drop("pictures are not imported", "image");
      source.drop("other shapes are creatures of their own", "forms");
      source.rest();
      return checkedCreature(buildBlock(draft, { ...options, notes, path }));
    },
  };
}

export const fiveEBits: Importer = {
  format: "5e-bits",
  label: "5e-bits (D&D 5e API)",
  detect: (content) =>
    content.kind === "json" && pageOf(content.value).slice(0, 20).some(isMonster),
  items: (content, options) =>
    content.kind === "json" ? pageOf(content.value).map((entry) => item(entry, options)) : [],
};
