/** 5etools: a bestiary or homebrew file, a list of creatures, or one creature. */
import { buildBlock } from "@/lib/interchange/build_block.ts";
import { checkedCreature } from "@/lib/interchange/check_item.ts";
import { readFiveTools } from "./read_block.ts";
import { resolveCopy, type Shelf, shelfOf } from "./copies.ts";
import { type Groups, groupsOf, readLair } from "./lairs.ts";
import {
  type Importer,
  type ImportOptions,
  type RawItem,
  refused,
} from "@/lib/interchange/format.ts";
import { type Fields, isFields, Source } from "@/lib/interchange/source.ts";

const isMonster = (value: unknown): value is Fields =>
  isFields(value) && typeof value["name"] === "string" &&
  (isFields(value["_copy"]) ||
    isFields(value["hp"]) &&
      ["average", "formula", "special"].some((key) => key in Object(value["hp"])) ||
    Array.isArray(value["ac"]) && "str" in value && "source" in value);

/** Lists for searching and printing, which repeat what the texts say. */
const MARKS =
  /(Tags|Tag)$|^(page|srd|srd52|basicRules|basicRules2024|edition|hasToken|hasFluff|hasFluffImages|tokenHref|tokenCredit|token|otherSources|additionalSources|reprintedAs|referenceSources|soundClip|externalSources|alias|group|dragonAge|dragonCastingColor|familiar|isNpc|isNamedCreature|shortName|variant|footer|fluff|foundry.*|altArt|attachedItems|actionNote|actionHeader|bonusHeader|reactionHeader|legendaryHeader|mythicHeader|gear|treasure|summoned.*|conditionInflict.*|savingThrowForced.*|damageTagsLegendary|spellcastingTags|languageTags|senseTags|traitTags|sizeNote|uniqueId|_.*)$/;

function monstersOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isFields(value)) return [];
  return Array.isArray(value["monster"]) ? value["monster"] : [value];
}

function item(value: unknown, shelf: Shelf, groups: Groups, options: ImportOptions): RawItem {
  const path = "monster[]";
  return {
    kind: "creature",
    name: isFields(value) && typeof value["name"] === "string" ? value["name"] : "",
    build(notes) {
      if (!isFields(value)) return refused("this is no creature");
      const copied = resolveCopy(value, shelf);
      if (!copied.ok) return refused(copied.reason);
      const source = new Source(copied.fields, path, notes);
      for (const what of copied.skipped) notes.changed(`${path}._copy`, `not carried out: ${what}`);
      if (isFields(value["_copy"])) {
        notes.changed(`${path}._copy`, "filled in from the creature that it copies");
      }
      const draft = readFiveTools(source);
      readLair(source, groups, draft);
      source.skip(...source.keys().filter((key) => MARKS.test(key)));
      source.rest();
      return checkedCreature(buildBlock(draft, { ...options, notes, path }));
    },
  };
}

export const fiveTools: Importer = {
  format: "5etools",
  label: "5etools",
  detect(content) {
    if (content.kind !== "json") return false;
    const { value } = content;
    if (isFields(value) && Array.isArray(value["monster"])) return true;
    return monstersOf(value).slice(0, 20).some(isMonster);
  },
  items(content, options, notes) {
    if (content.kind !== "json") return [];
    const { value } = content;
    const monsters = monstersOf(value);
    const shelf = shelfOf(monsters);
    const file = isFields(value) && Array.isArray(value["monster"]) ? value : {};
    const whole = new Source(file, "", notes);
    whole.skip("monster", "legendaryGroup", "_meta", "$schema", "siteVersion");
    whole.rest("only creatures are taken from this format");
    const groups = groupsOf(file, monsters, notes);
    return monsters.map((monster) => item(monster, shelf, groups, options));
  },
};
