/** Open5e, first version: one monster, a list page, or the data file with JSON inside strings. */
import { buildBlock } from "@/lib/interchange/build_block.ts";
import { checkedCreature } from "@/lib/interchange/check_item.ts";
import { readLanguages, readSenses } from "@/lib/interchange/text/defences.ts";
import { type Draft, emptyDraft } from "@/lib/interchange/draft.ts";
import {
  readAbilities,
  readEntries,
  readFlatBonuses,
  readLooseConditions,
  readLooseDefence,
  readNamedBonuses,
  readSpeeds,
} from "@/lib/interchange/flat_fields.ts";
import type { Importer, ImportOptions, RawItem } from "@/lib/interchange/format.ts";
import { readLegendaryUses } from "@/lib/interchange/text/legendary_intro.ts";
import { pageOf } from "@/lib/interchange/page.ts";
import { type Fields, isFields, Source } from "@/lib/interchange/source.ts";
import { crIn, diceIn, environmentsIn, sizesIn } from "@/lib/interchange/text/words.ts";

const isMonster = (value: unknown): value is Fields =>
  isFields(value) && typeof value["name"] === "string" &&
  ("document__slug" in value || "armor_desc" in value ||
    "strength_save" in value && "slug" in value ||
    "special_abilities_json" in value || "actions_json" in value);

const PACKED = /^(.+)_json$/;

/** A row of the data file as the API would answer it: strings with JSON unpacked, `pk` as the slug. */
export function unpackRow(row: Fields): Fields {
  const fields = isFields(row["fields"]) ? row["fields"] : {};
  const plain = Object.entries(fields).map(([key, value]): [string, unknown] => {
    const name = PACKED.exec(key)?.[1];
    if (name === undefined || typeof value !== "string") return [key, value];
    try {
      return [name, value === "" ? null : JSON.parse(value)];
    } catch {
      return [key, value];
    }
  });
  return { ...Object.fromEntries(plain), slug: row["pk"] };
}

function monstersOf(value: unknown): readonly unknown[] {
  return pageOf(value).map((entry) =>
    isFields(entry) && entry["model"] === "api.monster" ? unpackRow(entry) : entry
  );
}

function readMonster(source: Source): Draft {
  const draft = emptyDraft(source.line("name", 80) ?? "Unnamed creature");
  readHead(source, draft);
  readAbilities(source, draft);
  readFlatBonuses(source, draft, (ability) => `${ability}_save`, (name) => `(${name})`);
  readNamedBonuses(source.group("skills"), draft, "skills");
  readSpeeds(source, "speed", draft);
  readLooseDefence(source, "damage_vulnerabilities", draft, "vulnerabilities");
  readLooseDefence(source, "damage_resistances", draft, "resistances");
  readLooseDefence(source, "damage_immunities", draft, "immunities");
  readLooseConditions(source, "condition_immunities", draft);
  const senses = source.line("senses", 300);
  if (senses !== undefined) readSenses(senses, draft);
  const languages = source.line("languages", 300);
  if (languages !== undefined) readLanguages(languages, draft);
  readEntries(source, "special_abilities", "trait", draft);
  readEntries(source, "actions", "action", draft);
  readEntries(source, "bonus_actions", "bonus", draft);
  readEntries(source, "reactions", "reaction", draft);
  readEntries(source, "legendary_actions", "legendary", draft);
  const intro = source.prose("legendary_desc");
  readLegendaryUses(intro ?? "", draft);
  draft.environments = environmentsIn(source.lines("environments"));
  const words = source.prose("desc");
  if (words !== undefined) {
    draft.entries.push({ section: "trait", name: "Description", text: words });
  }
  return draft;
}

function readHead(source: Source, draft: Draft): void {
  const book = source.line("document__title") ?? source.line("document__slug");
  if (book !== undefined) draft.source = book;
  draft.edition = "2014";
  draft.sizes = sizesIn(source.line("size", 60) ?? "");
  const type = source.line("type", 80)?.toLowerCase();
  if (type !== undefined) draft.type = type;
  for (const key of ["subtype", "group"]) {
    const tag = source.line(key, 60)?.toLowerCase();
    if (tag !== undefined) draft.tags.push(tag);
  }
  const alignment = source.line("alignment", 80);
  if (alignment !== undefined) draft.alignment = alignment;
  const ac = source.whole("armor_class", 0, 100);
  if (ac !== undefined) draft.ac = ac;
  const note = source.line("armor_desc", 120);
  if (note !== undefined) draft.acNote = note;
  const hp = source.whole("hit_points", 1, 1_000_000);
  if (hp !== undefined) draft.hp = hp;
  const dice = diceIn(source.line("hit_dice", 80));
  if (dice !== undefined) draft.hpDice = dice.text;
  const cr = crIn(source.raw("cr")) ?? crIn(source.raw("challenge_rating"));
  if (cr !== undefined) {
    draft.cr = cr;
    source.keep("challenge_rating");
  } else source.drop("no challenge rating of the rules", "challenge_rating", "cr");
}

function item(value: unknown, options: ImportOptions, path: string): RawItem {
  const name = isFields(value) && typeof value["name"] === "string" ? value["name"] : "";
  return {
    kind: "creature",
    name,
    build(notes) {
      const source = new Source(value, path, notes);
      const draft = readMonster(source);
      source.skip(
        "slug",
        "perception",
        "v2_converted_path",
        "page_no",
        "document",
        "document__slug",
        "document__url",
        "document__license_url",
        "spell_list",
      );
      source.drop("pictures are not imported", "img_main");
      source.rest();
      return checkedCreature(buildBlock(draft, { ...options, notes, path }));
    },
  };
}

export const open5eV1: Importer = {
  format: "open5e-v1",
  label: "Open5e (v1)",
  detect: (content) =>
    content.kind === "json" &&
    monstersOf(content.value).slice(0, 20).some(isMonster),
  items(content, options) {
    if (content.kind !== "json") return [];
    const path = isFields(content.value) && "results" in content.value ? "results[]" : "";
    return monstersOf(content.value).map((entry) => item(entry, options, path));
  },
};
