/** Tables of creatures: this site's own columns, Kobold+ columns with or without their header. */
import { readSpeedText } from "@/lib/interchange/text/speed_text.ts";
import { ABILITIES } from "@/lib/combat/vocabulary.ts";
import { buildBlock } from "@/lib/interchange/build_block.ts";
import { checkedCreature } from "@/lib/interchange/check_item.ts";
import {
  addConditions,
  addDefence,
  joinedDefences,
  readLanguages,
  readSenses,
} from "@/lib/interchange/text/defences.ts";
import { type Draft, emptyDraft } from "@/lib/interchange/draft.ts";
import type { Content, Importer, ImportOptions, RawItem } from "@/lib/interchange/format.ts";
import { clip } from "@/lib/interchange/text/plain_text.ts";
import { Source } from "@/lib/interchange/source.ts";
import { crIn, diceIn, environmentsIn, sizesIn } from "@/lib/interchange/text/words.ts";

/** The columns of a Kobold+ table, in order. */
export const KOBOLD = [
  "name",
  "size",
  "type",
  "environment",
  "hp",
  "ac",
  "initiative",
  "alignment",
  "legendary",
  "lair",
  "unique",
  "cr",
  "tags",
  "source",
  "url",
] as const;

/** Other names of columns. */
const ALIASES: Readonly<Record<string, string>> = {
  monster: "name",
  creature: "name",
  "hit points": "hp",
  "armor class": "ac",
  "armour class": "ac",
  challenge: "cr",
  "challenge rating": "cr",
  init: "initiative",
  environments: "environment",
  sources: "source",
  book: "source",
  strength: "str",
  dexterity: "dex",
  constitution: "con",
  intelligence: "int",
  wisdom: "wis",
  charisma: "cha",
  speed: "speeds",
};

const column = (cell: string): string => {
  const name = cell.replace(/^\ufeff/, "").toLowerCase().replace(/[_\s]+/g, " ").trim();
  return Object.hasOwn(ALIASES, name) ? ALIASES[name] ?? name : name;
};

const FIGURES = ["hp", "ac", "cr", "size", "type", "initiative"];

/** The columns of a table; undefined when it has no creatures' columns. */
export function columnsOf(
  rows: Content & { kind: "csv" },
): { readonly names: readonly string[]; readonly from: number } | undefined {
  const [first = []] = rows.rows;
  const names = first.map(column);
  if (names.includes("name") && FIGURES.some((figure) => names.includes(figure))) {
    return { names, from: 1 };
  }
  // Without a header: rows as wide as a Kobold+ table, with figures where it has them.
  const fits = (row: readonly string[]) =>
    row.length >= 12 && /^\d+$/.test(row[4] ?? "") && /^\d+$/.test(row[5] ?? "") &&
    crIn(row[11]) !== undefined;
  return rows.rows.slice(0, 5).some(fits) ? { names: KOBOLD, from: 0 } : undefined;
}

function readRow(source: Source): Draft {
  const draft = emptyDraft(source.line("name", 80) ?? "Unnamed creature");
  draft.sizes = sizesIn(source.line("size", 40) ?? "");
  const type = source.line("type", 80)?.toLowerCase();
  if (type !== undefined) draft.type = type;
  const alignment = source.line("alignment", 80);
  if (alignment !== undefined) draft.alignment = alignment;
  const tags = source.line("tags", 400);
  if (tags !== undefined) {
    draft.tags.push(...tags.split(/[,;]/).map((part) => part.trim().toLowerCase()));
  }
  const book = source.line("source");
  if (book !== undefined) draft.source = book;
  const edition = source.line("edition", 10);
  if (edition === "2014" || edition === "2024") draft.edition = edition;
  readFigures(source, draft);
  const places = source.line("environment", 300);
  if (places !== undefined) draft.environments = environmentsIn(places.split(/[,;]/));
  const cr = crIn(source.raw("cr"));
  if (cr !== undefined) {
    draft.cr = cr;
    source.keep("cr");
  } else source.drop("no challenge rating of the rules", "cr");
  readMore(source, draft);
  return draft;
}

function readFigures(source: Source, draft: Draft): void {
  const ac = source.whole("ac", 0, 100);
  const hp = source.whole("hp", 1, 1_000_000);
  const initiative = source.whole("initiative", -100, 100);
  const xp = source.whole("xp", 0, 1_000_000);
  const passive = source.whole("passive perception", 0, 100);
  if (ac !== undefined) draft.ac = ac;
  if (hp !== undefined) draft.hp = hp;
  if (initiative !== undefined) draft.initiative = initiative;
  if (xp !== undefined) draft.xp = xp;
  if (passive !== undefined) draft.passive = passive;
  const dice = diceIn(source.line("hit dice", 80));
  if (dice !== undefined) draft.hpDice = dice.text;
  const speeds = source.line("speeds", 200);
  if (speeds !== undefined) readSpeedText(source, "speeds", speeds, draft);
  for (const ability of ABILITIES) {
    const score = source.whole(ability, 0, 60);
    if (score !== undefined) draft.abilities[ability] = score;
  }
}

function readMore(source: Source, draft: Draft): void {
  const parts = (key: string) =>
    (source.line(key, 400) ?? "").split(";").map((part) => part.trim()).filter(Boolean);
  for (
    const [key, kind] of [["vulnerabilities", "vulnerabilities"], ["resistances", "resistances"], [
      "immunities",
      "immunities",
    ]] as const
  ) {
    for (const part of joinedDefences(parts(key))) addDefence(source, key, draft, kind, part);
  }
  for (const part of parts("condition immunities")) {
    addConditions(source, "condition immunities", draft, part);
  }
  const senses = source.line("senses", 300);
  if (senses !== undefined) readSenses(senses, draft);
  const languages = source.line("languages", 300);
  if (languages !== undefined) readLanguages(languages, draft);
  for (const key of ["legendary", "lair", "unique"]) {
    const said = source.raw(key);
    if (typeof said === "string" && /^(yes|y|true|1|x|legendary|lair|unique)$/i.test(said)) {
      draft.tags.push(key);
      source.change(key, "kept as a tag", key);
    } else source.skip(key);
  }
  const link = source.line("url", 300);
  if (link !== undefined) {
    draft.entries.push({ section: "trait", name: "Link", text: clip(link, 300) });
  }
}

function item(row: readonly string[], names: readonly string[], options: ImportOptions): RawItem {
  const value = Object.fromEntries(
    names.map((name, n): [string, string] => [name === "__proto__" ? "" : name, row[n] ?? ""]),
  );
  return {
    kind: "creature",
    name: value["name"] ?? "",
    build(notes) {
      const source = new Source(value, "", notes);
      const draft = readRow(source);
      source.rest("no such column here");
      return checkedCreature(buildBlock(draft, { ...options, notes, path: "" }));
    },
  };
}

export const csv: Importer = {
  format: "csv",
  label: "CSV",
  detect: (content) => content.kind === "csv" && columnsOf(content) !== undefined,
  items(content, options, notes) {
    const columns = content.kind === "csv" ? columnsOf(content) : undefined;
    if (content.kind !== "csv" || columns === undefined) return [];
    if (columns.from === 0) {
      notes.changed("(header)", "the table has none: read as a Kobold+ table");
    }
    return content.rows.slice(columns.from).filter((row) =>
      (row[columns.names.indexOf("name")] ?? "") !== ""
    )
      .map((row) => item(row, columns.names, options));
  },
};
