/** Open5e, second version: one creature, a list page, a creature set, or the data files. */
import { buildBlock } from "@/lib/interchange/build_block.ts";
import { checkedCreature } from "@/lib/interchange/check_item.ts";
import {
  addConditions,
  addDefence,
  type DefenceKind,
  defencesIn,
  readLanguages,
} from "@/lib/interchange/text/defences.ts";
import { type Draft, type DraftEntry, emptyDraft, type Section } from "@/lib/interchange/draft.ts";
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
import { pageOf } from "@/lib/interchange/page.ts";
import { type Fields, isFields, numberIn, Source, textIn } from "@/lib/interchange/source.ts";
import { crIn, diceIn, environmentsIn, feetIn, sizesIn } from "@/lib/interchange/text/words.ts";

const isCreature = (value: unknown): value is Fields =>
  isFields(value) && typeof value["name"] === "string" &&
  ("ability_scores" in value || "resistances_and_immunities" in value || "armor_detail" in value ||
    "challenge_rating" in value && isFields(value["type"]) || "creaturesets" in value ||
    Array.isArray(value["actions"]) &&
      value["actions"].some((candidate) => isFields(candidate) && "action_type" in candidate));

const isRow = (value: unknown): value is Fields =>
  isFields(value) && typeof value["model"] === "string" && /^api_v2\.creature/.test(value["model"]);

const SECTIONS: Readonly<Record<string, Section>> = {
  ACTION: "action",
  BONUS_ACTION: "bonus",
  REACTION: "reaction",
  LEGENDARY_ACTION: "legendary",
  MYTHIC_ACTION: "mythic",
  LAIR_ACTION: "lair",
};

/** Actions and traits of the data files, by the creature they belong to. */
function byParent(rows: readonly unknown[], model: RegExp): Map<string, Fields[]> {
  const found = new Map<string, Fields[]>();
  for (const row of rows) {
    if (!isRow(row) || !model.test(textIn(row["model"])) || !isFields(row["fields"])) continue;
    const parent = textIn(row["fields"]["parent"] ?? "");
    found.set(parent, [...found.get(parent) ?? [], row["fields"]]);
  }
  return found;
}

/** Data file rows as the API would answer them, as far as the fields reach. */
function assembled(rows: readonly unknown[]): readonly Fields[] {
  const actions = byParent(rows, /creatureaction$/);
  const traits = byParent(rows, /creaturetrait$/);
  return rows.filter((row): row is Fields => isRow(row) && row["model"] === "api_v2.creature").map(
    (row) => {
      const key = textIn(row["pk"] ?? "");
      const fields = isFields(row["fields"]) ? row["fields"] : {};
      const usage = (entry: Fields) =>
        entry["uses_type"]
          ? { ...entry, usage_limits: { type: entry["uses_type"], param: entry["uses_param"] } }
          : entry;
      return {
        ...fields,
        key,
        actions: (actions.get(key) ?? []).map(usage),
        traits: traits.get(key) ?? [],
      };
    },
  );
}

function creaturesOf(value: unknown): readonly unknown[] {
  const list = pageOf(value);
  return list.some(isRow) ? assembled(list) : list;
}

/** The name of something that is a group with a name, or a bare word. */
function named(source: Source, key: string): string | undefined {
  if (!isFields(source.raw(key))) return source.line(key, 80);
  const group = source.group(key);
  const name = group.line("name", 80) ?? group.line("key", 80);
  group.skip(
    "key",
    "url",
    "display_name",
    "publisher",
    "permalink",
    "gamesystem",
    "distance_unit",
    "weight_unit",
  );
  return name;
}

function readCreature(source: Source): Draft {
  const draft = emptyDraft(source.line("name", 80) ?? "Unnamed creature");
  readHead(source, draft);
  const grouped = source.has("ability_scores");
  if (grouped) readAbilities(source.group("ability_scores"), draft);
  else readAbilities(source, draft, "ability_score_");
  if (source.has("saving_throws")) readNamedBonuses(source.group("saving_throws"), draft, "saves");
  else if (source.has("saving_throws_all")) {
    readNamedBonuses(source.group("saving_throws_all"), draft, "saves");
  }
  if (source.has("skill_bonuses")) readNamedBonuses(source.group("skill_bonuses"), draft, "skills");
  readFlatBonuses(
    source,
    draft,
    (a) => `saving_throw_${a}`,
    (s) => `skill_bonus_${s.replaceAll("-", "_")}`,
  );
  readMoves(source, draft);
  const against = source.has("resistances_and_immunities")
    ? source.group("resistances_and_immunities")
    : source;
  readLooseDefence(against, "damage_vulnerabilities", draft, "vulnerabilities");
  readLooseDefence(against, "damage_resistances", draft, "resistances");
  readLooseDefence(against, "damage_immunities", draft, "immunities");
  readLooseConditions(against, "condition_immunities", draft);
  readShown(against, "damage_vulnerabilities", draft, "vulnerabilities");
  readShown(against, "damage_resistances", draft, "resistances");
  readShown(against, "damage_immunities", draft, "immunities");
  const spared = shownWords(against, "condition_immunities");
  if (spared !== undefined && draft.conditionImmunities.length === 0) {
    addConditions(against, "condition_immunities_display", draft, spared);
  }
  if (against !== source) against.rest();
  for (const [key, kind] of [["resistance", "resistances"], ["immunity", "immunities"]] as const) {
    if (source.flag(`nonmagical_attack_${key}`)) {
      for (const type of ["bludgeoning", "piercing", "slashing"] as const) {
        if (draft[kind].some((trait) => trait.type === type)) continue;
        draft[kind].push({ type, only: "nonmagical attacks" });
      }
    }
  }
  readSensesOf(source, draft);
  readTexts(source, draft);
  return draft;
}

const shownWords = (source: Source, key: string): string | undefined => {
  const words = source.line(`${key}_display`, 600);
  return words !== undefined && /\p{L}/u.test(words) && !/^none$/i.test(words) ? words : undefined;
};

/** The text beside a list of defences: it has the provisos, and many creatures have nothing but it. */
function readShown(source: Source, key: string, draft: Draft, into: DefenceKind): void {
  const words = shownWords(source, key);
  if (words === undefined) return;
  const shown = defencesIn(words);
  if (shown.length === 0 && draft[into].length === 0) {
    addDefence(source, `${key}_display`, draft, into, words);
  }
  const others = draft[into].filter((trait) => !shown.some(({ type }) => type === trait.type));
  draft[into] = [...shown, ...others].slice(0, 40);
}

function readHead(source: Source, draft: Draft): void {
  const key = `${textIn(source.raw("key") ?? "")} ${
    JSON.stringify(source.raw("document") ?? "").slice(0, 400)
  }`;
  const book = named(source, "document");
  if (book !== undefined) draft.source = book;
  if (/2024|5\.2/.test(key)) draft.edition = "2024";
  else if (key.trim() !== '""') draft.edition = "2014";
  const size = named(source, "size") ?? "";
  draft.sizes = sizesIn(size);
  const type = named(source, "type")?.toLowerCase();
  if (type !== undefined) draft.type = type;
  for (const tag of ["subtype", "category", "subcategory"]) {
    const word = source.line(tag, 60)?.toLowerCase();
    if (word !== undefined && word !== "monsters" && word !== "monster") draft.tags.push(word);
  }
  const alignment = source.line("alignment", 80);
  if (alignment !== undefined) draft.alignment = alignment;
  const note = source.line("armor_detail", 120);
  if (note !== undefined) draft.acNote = note;
  const whole = {
    ac: source.whole("armor_class", 0, 100),
    hp: source.whole("hit_points", 1, 1_000_000),
    xp: source.whole(
      source.has("experience_points") ? "experience_points" : "experience_points_integer",
      0,
      1_000_000,
    ),
    initiative: source.whole("initiative_bonus", -100, 100),
    passive: source.whole("passive_perception", 0, 100),
    proficiencyBonus: source.whole("proficiency_bonus", 0, 30),
  };
  for (const [name, value] of Object.entries(whole)) {
    if (value !== undefined) Object.assign(draft, { [name]: value });
  }
  const dice = diceIn(source.line("hit_dice", 80));
  if (dice !== undefined) draft.hpDice = dice.text;
  const cr = crIn(source.raw("challenge_rating")) ?? crIn(source.raw("challenge_rating_decimal")) ??
    crIn(source.raw("challenge_rating_text"));
  if (cr !== undefined) {
    draft.cr = cr;
    source.keep("challenge_rating");
  } else source.drop("no challenge rating of the rules", "challenge_rating");
}

function readMoves(source: Source, draft: Draft): void {
  if (source.has("speed")) readSpeeds(source, "speed", draft);
  else if (source.has("speed_all")) readSpeeds(source, "speed_all", draft);
  for (const kind of ["walk", "burrow", "climb", "fly", "swim"]) {
    const feet = feetIn(source.raw(kind));
    if (feet) {
      draft.speeds[kind] = Math.min(100_000, feet);
      source.keep(kind);
    }
  }
  if (source.flag("hover")) draft.speeds["hover"] = 1;
}

function readSensesOf(source: Source, draft: Draft): void {
  const words: string[] = [];
  const ranges: Record<string, number> = {};
  for (const kind of ["blindsight", "darkvision", "tremorsense", "truesight"]) {
    const feet = source.whole(`${kind}_range`, 0, 100_000);
    if (!feet) continue;
    ranges[kind] = feet;
    words.push(`${kind} ${feet} ft`);
  }
  draft.ranges = ranges;
  if (words.length > 0) draft.senses = words.join(", ");
  const telepathy = source.whole("telepathy_range", 0, 100_000);
  if (telepathy) draft.telepathy = telepathy;
  const spoken = isFields(source.raw("languages"))
    ? source.group("languages").line("as_string", 300)
    : source.line(source.has("languages_desc") ? "languages_desc" : "languages", 300);
  if (spoken !== undefined) readLanguages(spoken, draft);
}

function readTexts(source: Source, draft: Draft): void {
  readEntries(source, "traits", "trait", draft);
  const place = (entry: Source) => numberIn(entry.raw("order_in_statblock")) ?? 0;
  const groups = source.groups("actions", 200).toSorted((a, b) => place(a) - place(b));
  for (const group of groups) {
    const kind = textIn(group.raw("action_type") ?? "ACTION");
    const section = Object.hasOwn(SECTIONS, kind) ? SECTIONS[kind] ?? "action" : "action";
    const single: Draft = { ...emptyDraft(""), entries: [] };
    group.skip("attacks", "action_type", "uses_type", "uses_param", "parent");
    const form = group.line("limited_to_form", 60);
    readEntries(
      new Source({ one: plainEntry(group) }, group.path, source.notes),
      "one",
      section,
      single,
    );
    const [entry] = single.entries;
    if (entry) draft.entries.push(form ? withForm(entry, form) : entry);
  }
  draft.environments = environmentsIn(
    source.list("environments").flatMap((entry) => {
      const name = isFields(entry) ? entry["name"] : entry;
      return typeof name === "string" ? [name] : [];
    }),
  );
  const words = source.prose("desc");
  if (words !== undefined) {
    draft.entries.push({ section: "trait", name: "Description", text: words });
  }
}

/** The text is trusted over the `attacks` fields, whose damage types are often wrong. */
function plainEntry(source: Source): Fields {
  const wanted = ["name", "desc", "usage_limits", "legendary_action_cost"];
  return Object.fromEntries(wanted.map((key) => [key, source.raw(key)]));
}

const withForm = (entry: DraftEntry, form: string): DraftEntry => ({
  ...entry,
  form: form.replace(/ only$/i, "").toLowerCase(),
});

const REPEATS = [
  "url",
  "key",
  "document",
  "modifiers",
  "saving_throws_all",
  "skill_bonuses_all",
  "speed_all",
  "creaturesets",
  "size_integer",
  "challenge_rating_text",
  "challenge_rating_decimal",
  "normal_sight_range",
  "weight",
  "languages",
  "languages_desc",
  "experience_points_integer",
];

function item(value: unknown, options: ImportOptions, path: string): RawItem {
  return {
    kind: "creature",
    name: isFields(value) && typeof value["name"] === "string" ? value["name"] : "",
    build(notes) {
      const source = new Source(value, path, notes);
      const draft = readCreature(source);
      source.skip(...REPEATS);
      source.drop("pictures are not imported", "illustration");
      source.rest();
      if (draft.entries.length === 0) {
        notes.changed(
          `${path}.actions`,
          "no actions in this file: they stand in a file of their own",
        );
      }
      return checkedCreature(buildBlock(draft, { ...options, notes, path }));
    },
  };
}

export const open5eV2: Importer = {
  format: "open5e-v2",
  label: "Open5e (v2)",
  detect: (content) =>
    content.kind === "json" &&
    pageOf(content.value).slice(0, 20).some((candidate) =>
      isRow(candidate) || isCreature(candidate)
    ),
  items(content, options) {
    if (content.kind !== "json") return [];
    return creaturesOf(content.value).map((entry) => item(entry, options, "results[]"));
  },
};
