/** One creature of a 5etools file as a draft. */
import { ABILITIES } from "@/lib/combat/vocabulary.ts";
import {
  addConditions,
  addDefence,
  addWords,
  type DefenceKind,
  readLanguages,
  readSenses,
} from "@/lib/interchange/text/defences.ts";
import { type Draft, emptyDraft, type Section } from "@/lib/interchange/draft.ts";
import { entryLines, untagged } from "./tags.ts";
import { isIntroduction, readLegendaryUses } from "@/lib/interchange/text/legendary_intro.ts";
import { clip, plainLine, plainText } from "@/lib/interchange/text/plain_text.ts";
import {
  FORMULA,
  isFields,
  isFormula,
  numberIn,
  Source,
  textIn,
} from "@/lib/interchange/source.ts";
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
  ["reaction", "reaction"],
  ["legendary", "legendary"],
  ["mythic", "mythic"],
];
const BOOKS_2024 = /^(X(MM|PHB|DMG)|FRAiF|FRHoF|EFA)$/i;

/** What is read of a 5etools creature; its lists of search marks are left out in one go. */
export function readFiveTools(source: Source): Draft {
  const draft = emptyDraft(source.line("name", 80) ?? "Unnamed creature");
  const book = source.line("source", 80);
  if (book !== undefined) draft.source = book;
  if (
    BOOKS_2024.test(book ?? "") || source.raw("srd52") !== undefined ||
    source.raw("edition") === "one"
  ) draft.edition = "2024";
  draft.sizes = sizesOf(source);
  readType(source, draft);
  draft.alignment = alignmentOf(source);
  readArmour(source, draft);
  readHitPoints(source, draft);
  readSpeed(source, draft);
  for (const ability of ABILITIES) readAbility(source, draft, ability);
  readBonuses(source, draft);
  for (const line of source.lines("senses", 200)) readSenses(untagged(line), draft);
  const passive = source.whole("passive", 0, 100);
  if (passive !== undefined) draft.passive = passive;
  for (
    const [key, kind] of [["vulnerable", "vulnerabilities"], ["resist", "resistances"], [
      "immune",
      "immunities",
    ]] as const
  ) readDamage(source, key, kind, draft);
  readImmune(source, draft);
  for (const line of source.lines("languages", 200)) readLanguages(untagged(line), draft);
  readRating(source, draft);
  for (const [key, section] of SECTIONS) readSection(source, key, section, draft);
  readSpells(source, draft);
  const uses = source.whole("legendaryActions", 0, 20);
  if (uses !== undefined) draft.legendaryUses = uses;
  const usesInLair = source.whole("legendaryActionsLair", 0, 20);
  if (usesInLair !== undefined) draft.legendaryUsesInLair = usesInLair;
  draft.environments = environmentsIn(source.lines("environment"));
  return draft;
}

function sizesOf(source: Source) {
  const sizes = source.lines("size", 20).flatMap((line) => sizesIn(line));
  return [...new Set(sizes)];
}

function readType(source: Source, draft: Draft): void {
  const raw = source.raw("type");
  const group = isFields(raw) ? raw : { type: raw };
  const inner = isFields(group["type"])
    ? [group["type"]["choose"]].flat().map(textIn).join(" or ")
    : group["type"];
  if (typeof inner === "string" && inner !== "") {
    draft.type = clip(plainLine(inner).toLowerCase(), 80);
    source.keep("type");
  } else source.drop("expected the name of a type", "type");
  const tags = Array.isArray(group["tags"]) ? group["tags"] : [];
  for (const tag of tags.slice(0, 20)) {
    const word = isFields(tag) ? tag["tag"] : tag;
    if (typeof word === "string") draft.tags.push(word.toLowerCase());
  }
  if (group["swarmSize"] !== undefined) draft.tags.push("swarm");
}

const LETTERS: Readonly<Record<string, string>> = {
  L: "lawful",
  N: "neutral",
  C: "chaotic",
  G: "good",
  E: "evil",
  U: "unaligned",
  A: "any alignment",
};

function alignmentOf(source: Source): string {
  const said = source.list("alignment", 10).map((item) => {
    if (typeof item === "string") {
      return Object.hasOwn(LETTERS, item) ? LETTERS[item] ?? "" : plainLine(item);
    }
    if (!isFields(item)) return "";
    if (typeof item["special"] === "string") return plainLine(item["special"]);
    return [item["alignment"]].flat().map((letter) =>
      typeof letter === "string" && Object.hasOwn(LETTERS, letter) ? LETTERS[letter] : ""
    ).join(" ");
  }).filter(Boolean);
  if (said.length > 0) source.keep("alignment");
  const neutral = said.join(" ") === "neutral neutral" ? "neutral" : said.join(" ");
  return clip(`${source.line("alignmentPrefix", 40) ?? ""} ${neutral}`.trim(), 80);
}

function readArmour(source: Source, draft: Draft): void {
  const notes: string[] = [];
  for (const [n, one] of source.list("ac", 10).entries()) {
    const group = isFields(one) ? one : { ac: one };
    const value = numberIn(group["ac"]);
    const from = [group["from"]].flat().filter((word) => typeof word === "string").map((word) =>
      untagged(textIn(word))
    );
    const words = [
      ...from,
      typeof group["condition"] === "string" ? untagged(group["condition"]) : "",
    ].filter(Boolean).join(", ");
    if (n === 0 && value !== undefined) {
      draft.ac = source.fitted("ac", value, value, 0, 100);
      if (words !== "") notes.push(words);
    } else if (value !== undefined) notes.push(`${value} ${words}`.trim());
    else if (typeof group["special"] === "string") {
      const special = untagged(group["special"]);
      notes.push(special);
      const number = numberIn(special);
      if (n === 0 && number !== undefined) {
        draft.ac = Math.min(100, Math.max(0, Math.trunc(number)));
      }
      source.change("ac", "given in words", special);
    } else source.notes.dropped(source.at("ac[]"), "expected an armour class", one);
  }
  if (notes.length > 0) draft.acNote = clip(plainLine(notes.join("; ")), 120);
}

function readHitPoints(source: Source, draft: Draft): void {
  const hp = source.group("hp");
  const average = hp.whole("average", 1, 1_000_000);
  const formula = hp.line("formula", 80);
  const special = hp.line("special", 200);
  hp.rest();
  // "4 times your level" and "it has d8 Hit Dice" hold numbers that are no hit points
  const plain = /^\s*\d{1,7}\s*(?:\(|$)|^\s*\d{1,4}d\d/.test(special ?? "") && !isFormula(special)
    ? special
    : undefined;
  const dice = diceIn(formula) ?? diceIn(plain);
  if (dice?.text.includes("d")) draft.hpDice = dice.text;
  const value = average ?? dice?.average ?? numberIn(plain);
  if (value !== undefined) draft.hp = Math.min(1_000_000, Math.max(1, Math.trunc(value)));
  if (special !== undefined) {
    addWords(draft, `Hit points: ${untagged(special)}.`);
    source.notes.changed(hp.at("special"), "given in words: kept as a trait", special);
  }
}

function readSpeed(source: Source, draft: Draft): void {
  const raw = source.raw("speed");
  if (typeof raw === "number") {
    draft.speeds = { walk: source.fitted("speed", raw, raw, 0, 100_000) };
    return;
  }
  const speed = source.group("speed");
  for (const kind of ["walk", "fly", "swim", "climb", "burrow"]) {
    const value = speed.raw(kind);
    const number = isFields(value)
      ? numberIn(value["number"])
      : value === true
      ? draft.speeds["walk"]
      : numberIn(value);
    if (number === undefined) continue;
    draft.speeds[kind] = speed.fitted(kind, number, number, 0, 100_000);
    if (isFields(value) && typeof value["condition"] === "string") {
      addWords(draft, `Speed (${kind}): ${untagged(value["condition"])}.`);
      if (/hover/i.test(value["condition"])) draft.speeds["hover"] = 1;
    }
  }
  if (speed.raw("canHover") === true) draft.speeds["hover"] = 1;
  speed.rest("no speed of the rules");
}

function readAbility(source: Source, draft: Draft, ability: typeof ABILITIES[number]): void {
  const raw = source.raw(ability);
  if (isFields(raw)) {
    const words = typeof raw["special"] === "string" ? untagged(raw["special"]) : "";
    const number = numberIn(/\d{1,2}/.exec(words)?.[0]);
    if (number !== undefined) draft.abilities[ability] = number;
    if (words !== "") addWords(draft, `${ability.toUpperCase()}: ${words}.`);
    source.change(ability, "given in words", number);
    return;
  }
  const score = source.whole(ability, 0, 60);
  if (score !== undefined) draft.abilities[ability] = score;
}

/** "+7", "+ 8" and plain numbers. */
const bonusIn = (value: unknown): number | undefined => {
  const found = numberIn(typeof value === "string" ? untagged(value).replace(/\s/g, "") : value);
  return found === undefined ? undefined : Math.trunc(Math.max(-30, Math.min(60, found)));
};

function readBonuses(source: Source, draft: Draft): void {
  const saves = source.group("save");
  for (const key of saves.keys()) {
    const ability = abilityIn(key);
    if (isFormula(saves.raw(key))) {
      addWords(draft, `Save (${key}): ${untagged(textIn(saves.raw(key)))}.`);
      saves.change(key, `${FORMULA}: kept as a trait`);
      continue;
    }
    const bonus = bonusIn(saves.raw(key));
    if (ability === undefined || bonus === undefined) {
      saves.drop("no save of the rules", key);
      continue;
    }
    draft.saves[ability] = bonus;
    saves.keep(key);
  }
  const skills = source.group("skill");
  for (const key of skills.keys()) {
    const skill = skillIn(key);
    const bonus = bonusIn(skills.raw(key));
    if (skill === undefined || bonus === undefined) {
      skills.drop(key === "other" ? "a choice of skills" : "no skill of the rules", key);
      continue;
    }
    draft.skills[skill] = bonus;
    skills.keep(key);
  }
}

function readDamage(
  source: Source,
  key: string,
  kind: DefenceKind,
  draft: Draft,
  list = source.list(key),
  note = "",
  depth = 0,
): void {
  if (depth === 0 && list.length > 0) source.keep(key);
  for (const item of list) {
    if (typeof item === "string") {
      addDefence(source, key, draft, kind, `${plainLine(item).slice(0, 80)} ${note}`.trim());
    } else if (isFields(item)) {
      const inner = item[key];
      const words = [item["preNote"], item["note"]].filter((word) => typeof word === "string").map((
        word,
      ) => untagged(textIn(word))).join(" ");
      if (Array.isArray(inner) && depth < 5) {
        readDamage(source, key, kind, draft, inner, words === "" ? note : words, depth + 1);
      } else if (typeof item["special"] === "string") {
        addDefence(source, key, draft, kind, clip(untagged(item["special"]), 300));
      } else source.notes.dropped(source.at(key), "expected a damage type", item);
    } else source.notes.dropped(source.at(key), "expected a damage type", item);
  }
}

function readImmune(source: Source, draft: Draft): void {
  const list = source.list("conditionImmune");
  if (list.length > 0) source.keep("conditionImmune");
  for (
    const item of list.flatMap((part) =>
      isFields(part) && Array.isArray(part["conditionImmune"]) ? part["conditionImmune"] : [part]
    )
  ) {
    if (typeof item === "string") {
      addConditions(source, "conditionImmune", draft, plainLine(item).slice(0, 80));
    } else source.notes.dropped(source.at("conditionImmune"), "expected a condition", item);
  }
}

function readRating(source: Source, draft: Draft): void {
  const raw = source.raw("cr");
  const cr = crIn(isFields(raw) ? raw["cr"] : raw);
  const xp = isFields(raw) ? numberIn(raw["xp"]) : undefined;
  if (cr !== undefined) {
    draft.cr = cr;
    source.keep("cr");
  } else source.drop("no challenge rating of the rules", "cr");
  if (xp !== undefined) draft.xp = Math.min(1_000_000, Math.max(0, Math.trunc(xp)));
  if (isFields(raw) && raw["lair"] !== undefined) {
    source.notes.dropped(source.at("cr.lair"), "a rating of its own for the lair", raw["lair"]);
  }
  const bonus = bonusIn(source.raw("pbNote"));
  if (bonus !== undefined) draft.proficiencyBonus = Math.min(30, Math.max(0, bonus));
  const initiative = source.raw("initiative");
  const dexterity = Math.floor(((draft.abilities.dex ?? 10) - 10) / 2);
  if (isFields(initiative)) {
    const fixed = numberIn(initiative["initiative"]);
    const times = numberIn(initiative["proficiency"]) ?? 0;
    const proficiency = draft.proficiencyBonus ?? Math.max(2, Math.ceil((draft.cr ?? 0) / 4) + 1);
    draft.initiative = Math.max(
      -100,
      Math.min(100, Math.trunc(fixed ?? dexterity + times * proficiency)),
    );
    source.keep("initiative");
  } else {
    const fixed = numberIn(initiative);
    if (fixed !== undefined) {
      draft.initiative = source.fitted("initiative", initiative, fixed, -100, 100);
    }
  }
}

function readSection(source: Source, key: string, section: Section, draft: Draft): void {
  for (const group of source.groups(key, 100)) {
    const name = untagged(plainLine(textIn(group.raw("name") ?? "")));
    const text = clip(plainText(entryLines(group.raw("entries")).join("\n")), 4000);
    group.skip("type", "attributes", "data", "source");
    if (section === "legendary" && isIntroduction(name)) {
      readLegendaryUses(text, draft);
      source.notes.changed(group.path, "an introduction: only its count of uses is kept", text);
    } else if (name !== "" || text !== "") {
      draft.entries.push({ section, name, text });
      group.keep("name");
    }
    group.rest();
  }
  const header = source.raw(`${key}Header`);
  if (header !== undefined && section === "legendary") {
    readLegendaryUses(entryLines(header).join(" "), draft);
  }
}

function readSpells(source: Source, draft: Draft): void {
  for (const item of source.groups("spellcasting", 20)) {
    const name = untagged(item.line("name", 120) ?? "Spellcasting");
    const lines = [...entryLines(item.raw("headerEntries"))];
    const spellsOf = (value: unknown): string =>
      [value].flat().map((spell) =>
        untagged(textIn(isFields(spell) ? spell["entry"] ?? "" : spell))
      ).filter(Boolean).join(", ");
    if (item.has("will")) lines.push(`At Will: ${spellsOf(item.raw("will"))}`);
    const daily = item.raw("daily");
    for (const [uses, spells] of Object.entries(isFields(daily) ? daily : {})) {
      lines.push(`${uses.charAt(0)}/Day${uses.endsWith("e") ? " Each" : ""}: ${spellsOf(spells)}`);
    }
    const levels = item.raw("spells");
    for (const [level, group] of Object.entries(isFields(levels) ? levels : {})) {
      if (!isFields(group)) continue;
      const slots = numberIn(group["slots"]);
      lines.push(
        level === "0"
          ? `Cantrips (at will): ${spellsOf(group["spells"])}`
          : `Level ${level}${slots === undefined ? "" : ` (${slots} slots)`}: ${
            spellsOf(group["spells"])
          }`,
      );
    }
    lines.push(...entryLines(item.raw("footerEntries")));
    const section: Section = item.raw("displayAs") === "action"
      ? "action"
      : item.raw("displayAs") === "bonus"
      ? "bonus"
      : "trait";
    item.skip("ability", "type", "hidden");
    item.rest();
    draft.entries.push({ section, name, text: clip(plainText(lines.join("\n")), 4000) });
  }
}
