/** One `<monster>` of a DnDAppFile XML as a draft. All values are texts; whatever repeats is a list. */
import { readSpeedText } from "@/lib/interchange/text/speed_text.ts";
import { ABILITIES } from "@/lib/combat/vocabulary.ts";
import type { DamagePart } from "@/lib/combat/block.ts";
import {
  addConditions,
  addDefence,
  addWords,
  type DefenceKind,
  joinedDefences,
  readLanguages,
  readSenses,
  readTypeLine,
} from "@/lib/interchange/text/defences.ts";
import { type Draft, emptyDraft, type Section } from "@/lib/interchange/draft.ts";
import { isIntroduction, readLegendaryUses } from "@/lib/interchange/text/legendary_intro.ts";
import { clip, plainLine, plainText } from "@/lib/interchange/text/plain_text.ts";
import { FORMULA, isFormula, numberIn, type Source, textIn } from "@/lib/interchange/source.ts";
import {
  abilityIn,
  crIn,
  diceIn,
  environmentsIn,
  sizesIn,
  skillIn,
} from "@/lib/interchange/text/words.ts";

const SECTIONS: readonly (readonly [string, Section])[] = [
  ["trait", "trait"],
  ["action", "action"],
  ["bonus", "bonus"],
  ["bonusaction", "bonus"],
  ["reaction", "reaction"],
  ["legendary", "legendary"],
  ["mythic", "mythic"],
  ["lair", "lair"],
];

/** Reads a monster; also the figures of a character, whose element has the same parts. */
export function readAppMonster(source: Source): Draft {
  const draft = emptyDraft(source.line("name", 80) ?? "Unnamed creature");
  draft.sizes = sizesIn(source.line("size", 40) ?? "");
  readHead(source, draft);
  const armour = source.line("ac", 200);
  if (armour !== undefined) {
    const value = numberIn(armour);
    const note = /\(([^()]{0,120})\)/.exec(armour)?.[1];
    if (value !== undefined) draft.ac = Math.min(100, Math.max(0, Math.trunc(value)));
    if (note) draft.acNote = note;
  }
  readHitPoints(source, draft);
  const speed = source.line("speed", 300);
  if (speed !== undefined) readSpeedText(source, "speed", speed, draft);
  readScores(source, draft);
  readBonuses(source, draft);
  for (const [key, kind] of DEFENCES) defences(source, key, kind, draft);
  const immune = source.line("conditionImmune", 300);
  if (immune !== undefined) addConditions(source, "conditionImmune", draft, immune);
  const senses = source.line("senses", 300);
  if (senses !== undefined) readSenses(senses, draft);
  const passive = source.whole("passive", 0, 100);
  if (passive !== undefined) draft.passive ??= passive;
  const languages = source.line("languages", 300);
  if (languages !== undefined) readLanguages(languages, draft);
  const cr = source.raw("cr");
  // −1 stands for 1/4 in the campaign files.
  const rating = textIn(cr) === "-1" ? 0.25 : crIn(cr);
  if (rating !== undefined) {
    draft.cr = rating;
    source.keep("cr");
  } else source.drop("no challenge rating of the rules", "cr");
  for (const [key, section] of SECTIONS) readSection(source, key, section, draft);
  readSpells(source, draft);
  const words = source.prose("description");
  if (words !== undefined) {
    draft.entries.push({ section: "trait", name: "Description", text: words });
  }
  const places = source.line("environment", 200);
  if (places !== undefined) draft.environments = environmentsIn(places.split(/[,;]/));
  return draft;
}

const DEFENCES = [["vulnerable", "vulnerabilities"], ["resist", "resistances"], [
  "immune",
  "immunities",
]] as const;

/** "humanoid (elf), Monster Book": the book stands behind the last comma. */
function readHead(source: Source, draft: Draft): void {
  const line = source.line("type", 200);
  if (line !== undefined) {
    const comma = line.lastIndexOf(",");
    const inside = comma >= 0 && line.indexOf(")", comma) >= 0;
    readTypeLine(comma < 0 || inside ? line : line.slice(0, comma), draft);
    const book = comma < 0 || inside ? "" : line.slice(comma + 1).trim();
    if (book !== "") draft.source = book;
  }
  const book = source.line("source");
  if (book !== undefined) draft.source = book;
  const alignment = source.line("alignment", 80);
  if (alignment !== undefined) draft.alignment = alignment;
}

function readHitPoints(source: Source, draft: Draft): void {
  const key = source.has("hpMax") ? "hpMax" : "hp";
  const line = source.line(key, 120);
  if (line === undefined) return;
  if (isFormula(line)) {
    addWords(draft, `Hit points: ${line}.`);
    source.change(key, FORMULA);
    return;
  }
  const value = numberIn(line);
  const dice = diceIn(/\(([^()]{1,80})\)/.exec(line)?.[1] ?? line);
  if (dice?.text.includes("d")) draft.hpDice = dice.text;
  const hp = value !== undefined && !/^\s*\d{0,4}d/i.test(line) ? value : dice?.average;
  if (hp !== undefined) draft.hp = Math.min(1_000_000, Math.max(1, Math.trunc(hp)));
}

/** Elements of their own, or one list "12,15,12,8,10,9,". */
function readScores(source: Source, draft: Draft): void {
  const list = source.raw("abilities");
  if (typeof list === "string") {
    for (const [n, word] of list.split(",").slice(0, 6).entries()) {
      const ability = ABILITIES[n];
      const score = numberIn(word);
      if (ability !== undefined && score !== undefined) {
        draft.abilities[ability] = Math.min(60, Math.max(0, Math.trunc(score)));
      }
    }
    source.keep("abilities");
  }
  for (const ability of ABILITIES) {
    const score = source.whole(ability, 0, 60);
    if (score !== undefined) draft.abilities[ability] = score;
  }
}

/** "Dex +5, Con +3" and "Dex +5 Con +3". */
const BETWEEN = /[,;]|(?<=[+-]\s?\d{1,2})\s+(?=\p{L})/u;

/** "Dex +5, Con +3"; in campaign files saves are numbers of abilities without a bonus. */
function readBonuses(source: Source, draft: Draft): void {
  const lines = (key: string) =>
    source.list(key, 40).map((item) => plainLine(textIn(typeof item === "object" ? "" : item)));
  for (const part of lines("save").flatMap((line) => line.slice(0, 300).split(BETWEEN))) {
    const match = /^(.{1,40}?)\s*([+-]\s?\d{1,2})\s*$/.exec(part.trim());
    const ability = match ? abilityIn(match[1] ?? "") : undefined;
    if (ability !== undefined) {
      draft.saves[ability] = Number((match?.[2] ?? "0").replace(/\s/g, ""));
      source.keep("save");
    } else if (part.trim() !== "") {
      source.notes.dropped(source.at("save"), "no bonus with an ability", part);
    }
  }
  for (const part of lines("skill").flatMap((line) => line.slice(0, 400).split(BETWEEN))) {
    const match = /^(.{1,40}?)\s*([+-]\s?\d{1,2})\s*$/.exec(part.trim());
    const skill = match ? skillIn(match[1] ?? "") : undefined;
    if (skill !== undefined) {
      draft.skills[skill] = Number((match?.[2] ?? "0").replace(/\s/g, ""));
      source.keep("skill");
    } else if (part.trim() !== "") {
      if (match) addWords(draft, `Skill: ${part.trim()}.`);
      source.notes.changed(source.at("skill"), "no skill of the rules: kept as a trait", part);
    }
  }
}

function defences(source: Source, key: string, kind: DefenceKind, draft: Draft): void {
  const line = source.line(key, 400);
  if (line === undefined) return;
  const parts = line.split(";").map((part) => part.trim()).filter(Boolean);
  for (const part of joinedDefences(parts)) addDefence(source, key, draft, kind, part);
}

/** `name|bonus|dice`, each possibly empty; two damages may stand in one. */
function readAttack(
  value: unknown,
): { readonly toHit?: number; readonly damages: readonly DamagePart[] } {
  const [, bonus = "", dice = ""] = textIn(typeof value === "object" ? "" : value).slice(0, 200)
    .split("|");
  const toHit = numberIn(bonus);
  const found = diceIn(dice);
  return {
    ...(toHit === undefined ? {} : { toHit: Math.trunc(toHit) }),
    damages: found === undefined ? [] : [{ dice: found.text, average: Math.max(0, found.average) }],
  };
}

function readSection(source: Source, key: string, section: Section, draft: Draft): void {
  for (const group of source.groups(key, 100)) {
    const name = group.line("name", 200) ?? "";
    const text = clip(
      plainText(group.list("text", 100).filter((part) => typeof part !== "object").join("\n")),
      4000,
    );
    if (text !== "") group.keep("text");
    const attacks = group.list("attack", 20).map(readAttack);
    // The text is trusted first; of attacks for one and two hands the first counts.
    const hit = attacks.find((attack) => attack.toHit !== undefined) ?? attacks[0];
    if (attacks.length > 1) group.change("attack", "more than one: the text decides");
    else if (attacks.length === 1) group.keep("attack");
    group.skip("recharge", "category");
    group.rest();
    if (name === "" && text === "") continue;
    if (section === "legendary" && isIntroduction(name)) {
      readLegendaryUses(text, draft);
      source.notes.changed(group.path, "an introduction: only its count of uses is kept", text);
      continue;
    }
    draft.entries.push({
      section,
      name,
      text,
      ...(hit?.toHit !== undefined ? { toHit: hit.toHit } : {}),
      ...(hit && hit.damages.length > 0 ? { damages: hit.damages } : {}),
    });
  }
}

function readSpells(source: Source, draft: Draft): void {
  const spells = source.line("spells", 2_000);
  const slots = source.line("slots", 80)?.split(",").map((part) =>
    Math.min(99, Math.max(0, Math.trunc(numberIn(part) ?? 0)))
  );
  if (spells === undefined) return;
  const names = spells.split(",").map((part) => clip(part.trim(), 120)).filter(Boolean).slice(
    0,
    100,
  );
  if (names.length === 0) return;
  // Some lists begin with the number of cantrips.
  const levels = (slots && slots.length > 9 ? slots.slice(1) : slots)?.slice(0, 9);
  if (levels && slots && levels.length < slots.length) {
    source.change("slots", "only the nine levels are kept", levels.join(","));
  }
  draft.spellcasting = {
    ...(levels && levels.length > 0 ? { slots: levels } : {}),
    groups: [{ label: "Spells", spells: names }],
  };
}
