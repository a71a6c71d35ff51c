/** tetra-cube's statblock generator: one `.monster` file, or a list of them. */
import { readSpeedText } from "@/lib/interchange/text/speed_text.ts";
import { ABILITIES, type Ability } from "@/lib/combat/vocabulary.ts";
import { proficiencyBonusOf } from "@/lib/creatures/challenge_rating.ts";
import { buildBlock } from "@/lib/interchange/build_block.ts";
import { checkedCreature } from "@/lib/interchange/check_item.ts";
import { addConditions, addDefence, addWords } from "@/lib/interchange/text/defences.ts";
import { type Draft, emptyDraft, type Section } from "@/lib/interchange/draft.ts";
import type { Importer, ImportOptions, RawItem } from "@/lib/interchange/format.ts";
import { readLegendaryUses } from "@/lib/interchange/text/legendary_intro.ts";
import { clip, plainLine } from "@/lib/interchange/text/plain_text.ts";
import { type Fields, isFields, numberIn, Source, textIn } from "@/lib/interchange/source.ts";
import { armourClass, hitPoints, type MacroFigures, unmacroed } from "./numbers.ts";
import { abilityIn, crIn, diceIn, sizesIn, skillIn } from "@/lib/interchange/text/words.ts";

const isMonster = (value: unknown): value is Fields =>
  isFields(value) && typeof value["name"] === "string" &&
  ("strPoints" in value || "hitDice" in value && "armorName" in value);

type Modifiers = Record<Ability, number>;

function readMonster(source: Source): Draft {
  const draft = emptyDraft(source.line("name", 80) ?? "Unnamed creature");
  draft.source = "tetra-cube";
  draft.sizes = sizesIn(source.line("size", 40) ?? "");
  const type = source.line("type", 80)?.toLowerCase();
  if (type !== undefined && type !== "*") draft.type = type;
  const tag = source.line("tag", 60)?.toLowerCase();
  if (tag !== undefined) draft.tags.push(tag);
  const alignment = source.line("alignment", 80);
  if (alignment !== undefined) draft.alignment = alignment;
  const modifiers: Modifiers = { str: 0, dex: 0, con: 0, int: 0, wis: 0, cha: 0 };
  for (const ability of ABILITIES) {
    const score = source.whole(`${ability}Points`, 0, 60);
    if (score !== undefined) draft.abilities[ability] = score;
    modifiers[ability] = Math.floor(((score ?? 10) - 10) / 2);
  }
  const proficiency = readRating(source, draft);
  readArmour(source, draft, modifiers);
  readHitPoints(source, draft, modifiers);
  readSpeed(source, draft);
  readBonuses(source, draft, modifiers, proficiency);
  readDefences(source, draft);
  readSensesOf(source, draft);
  readTexts(source, draft, {
    name: draft.name.toLowerCase(),
    modifiers,
    proficiencyBonus: proficiency,
  });
  return draft;
}

/** "*" stands for a rating of one's own, in words, with a proficiency bonus of its own. */
function readRating(source: Source, draft: Draft): number {
  const own = source.raw("cr") === "*";
  const cr = crIn(own ? source.raw("customCr") : source.raw("cr"));
  source.skip("cr", "customCr", "customProf");
  if (cr === undefined) {
    source.drop("no challenge rating of the rules", own ? "customCr" : "cr");
    return own ? Math.trunc(numberIn(source.raw("customProf")) ?? 2) : 2;
  }
  draft.cr = cr;
  source.keep("cr");
  const bonus = own ? numberIn(source.raw("customProf")) : undefined;
  if (bonus !== undefined) draft.proficiencyBonus = Math.min(30, Math.max(0, Math.trunc(bonus)));
  return draft.proficiencyBonus ?? proficiencyBonusOf(cr);
}

function readArmour(source: Source, draft: Draft, modifiers: Modifiers): void {
  const name = source.line("armorName", 40) ?? "none";
  const natural = Math.trunc(numberIn(source.raw("natArmorBonus")) ?? 0);
  const shield = Math.trunc(numberIn(source.raw("shieldBonus")) ?? 0);
  // The text of another armour is often left over from an earlier state of the form.
  const words = name === "other" ? source.line("otherArmorDesc", 120) : undefined;
  source.skip("otherArmorDesc");
  const ac = name === "other" ? numberIn(words) : armourClass(name, modifiers.dex, natural, shield);
  if (ac !== undefined) draft.ac = Math.min(100, Math.max(0, Math.trunc(ac)));
  const note = name === "other"
    ? /\(([^()]{1,110})\)/.exec(words ?? "")?.[1] ?? words
    : name === "none"
    ? ""
    : name;
  const held = [note, shield > 0 && name !== "other" ? "shield" : ""].filter(Boolean).join(", ");
  if (held !== "") draft.acNote = clip(held, 120);
}

function readHitPoints(source: Source, draft: Draft, modifiers: Modifiers): void {
  const custom = source.flag("customHP");
  const words = custom ? source.line("hpText", 120) : undefined;
  source.skip("hpText");
  if (words !== undefined) {
    const dice = diceIn(words);
    const start = /^\s*\d{0,4}d/i.test(words) ? undefined : numberIn(words);
    const hp = start ?? dice?.average;
    if (hp !== undefined) draft.hp = Math.max(1, Math.min(1_000_000, Math.trunc(hp)));
    if (dice?.text.includes("d")) draft.hpDice = dice.text;
    source.skip("hitDice");
    return;
  }
  const count = source.whole("hitDice", 1, 400);
  if (count === undefined) return;
  const { average, dice } = hitPoints(count, draft.sizes[0] ?? "medium", modifiers.con);
  draft.hp = average;
  draft.hpDice = dice;
}

function readSpeed(source: Source, draft: Draft): void {
  const custom = source.flag("customSpeed");
  const words = custom ? source.line("speedDesc", 200) : undefined;
  source.skip("speedDesc");
  const keys = [["speed", "walk"], ["flySpeed", "fly"], ["swimSpeed", "swim"], [
    "climbSpeed",
    "climb",
  ], ["burrowSpeed", "burrow"]] as const;
  if (words !== undefined) readSpeedText(source, "speedDesc", words, draft);
  for (const [key, kind] of keys) {
    if (words !== undefined) source.skip(key);
    else {
      const feet = source.whole(key, 0, 100_000);
      if (feet) draft.speeds[kind] = feet;
    }
  }
  if (source.flag("hover")) draft.speeds["hover"] = 1;
}

function readBonuses(
  source: Source,
  draft: Draft,
  modifiers: Modifiers,
  proficiency: number,
): void {
  for (const group of source.groups("sthrows", 20)) {
    const ability = abilityIn(group.line("name", 20) ?? "");
    group.skip("order");
    group.rest();
    if (ability !== undefined) {
      draft.saves[ability] = Math.max(-30, Math.min(60, modifiers[ability] + proficiency));
    }
  }
  for (const group of source.groups("skills", 40)) {
    const word = group.line("name", 40) ?? "";
    const skill = skillIn(word);
    const ability = abilityIn(group.line("stat", 20) ?? "");
    // The note " (ex)" means expertise: twice the bonus.
    const twice = textIn(group.raw("note") ?? "").includes("ex");
    group.skip("note");
    group.rest();
    if (skill !== undefined) {
      draft.skills[skill] = (ability === undefined ? 0 : modifiers[ability]) +
        proficiency * (twice ? 2 : 1);
    } else if (word !== "") addWords(draft, `Skill: ${word}.`);
  }
}

function readDefences(source: Source, draft: Draft): void {
  for (const key of ["damagetypes", "specialdamage"]) {
    for (const group of source.groups(key, 40)) {
      const name = group.line("name", 200) ?? "";
      const kind = textIn(group.raw("type") ?? "").toLowerCase();
      group.skip("note");
      group.rest();
      const into = kind === "i" ? "immunities" : kind === "v" ? "vulnerabilities" : "resistances";
      if (name !== "") addDefence(source, key, draft, into, name);
    }
  }
  for (const group of source.groups("conditions", 40)) {
    const name = group.line("name", 60);
    group.skip("note");
    group.rest();
    if (name !== undefined) addConditions(source, "conditions", draft, name);
  }
}

function readSensesOf(source: Source, draft: Draft): void {
  const ranges: Record<string, number> = {};
  for (const kind of ["blindsight", "darkvision", "tremorsense", "truesight"]) {
    const feet = source.whole(kind, 0, 100_000);
    if (feet) ranges[kind] = feet;
  }
  const blind = source.flag("blind") && ranges["blindsight"] !== undefined;
  draft.ranges = { ...ranges, ...(blind ? { blindBeyond: true as const } : {}) };
  const words = Object.entries(ranges).map(([kind, feet]) => `${kind} ${feet} ft`);
  if (words.length > 0) draft.senses = words.join(", ") + (blind ? " (sees nothing beyond)" : "");
  const telepathy = source.whole("telepathy", 0, 100_000);
  const spoken = source.list("languages", 40).flatMap((entry) => {
    const group = isFields(entry) ? entry : { name: entry };
    const name = typeof group["name"] === "string" ? plainLine(group["name"]) : "";
    return name === "" ? [] : [group["speaks"] === false ? `understands ${name}` : name];
  });
  if (spoken.length > 0) source.keep("languages");
  const but = source.line("understandsBut", 80);
  if (but !== undefined && spoken.some((candidate) => candidate.startsWith("understands"))) {
    spoken.push(`but ${but}`);
  }
  if (telepathy) {
    draft.telepathy = telepathy;
    spoken.push(`telepathy ${telepathy} ft`);
  }
  if (spoken.length > 0) draft.languages = clip(spoken.join(", "), 300);
}

/** The lists of texts, each with the flag that makes it count: the form always fills all of them. */
const TEXTS:
  readonly (readonly [key: string, section: Section, flag: string | null, intro: string | null])[] =
    [
      ["abilities", "trait", null, null],
      ["actions", "action", null, null],
      ["bonusActions", "bonus", null, null],
      ["reactions", "reaction", null, null],
      ["legendaries", "legendary", "isLegendary", "legendariesDescription"],
      ["mythics", "mythic", "isMythic", "mythicDescription"],
      ["lairs", "lair", "isLair", "lairDescription"],
      ["regionals", "trait", "isRegional", "regionalDescription"],
    ];

function readTexts(source: Source, draft: Draft, figures: MacroFigures): void {
  const plain = (text: string) =>
    unmacroed(text, figures).replace(/(?<![A-Za-z0-9])[*_]{1,3}|[*_]{1,3}(?![A-Za-z0-9])/g, "")
      .replace(/^[>\s]+/gm, "").trim();
  for (const [key, section, flag, intro] of TEXTS) {
    if (flag !== null && !source.flag(flag)) {
      source.skip(key, ...intro === null ? [] : [intro, `${intro}End`]);
      continue;
    }
    for (const group of source.groups(key, 60)) {
      const name = plain(group.line("name", 200) ?? "");
      const text = clip(plain(group.prose("desc") ?? ""), 4000);
      group.rest();
      if (name !== "" || text !== "") {
        draft.entries.push({
          section,
          name: key === "regionals" ? `Regional effect: ${name}` : name,
          text,
        });
      }
    }
    if (intro !== null) {
      const words = source.prose(intro);
      if (section === "legendary") readLegendaryUses(words ?? "", draft);
      source.skip(`${intro}End`);
    }
  }
}

function item(value: unknown, options: ImportOptions): RawItem {
  return {
    kind: "creature",
    name: isFields(value) && typeof value["name"] === "string" ? value["name"] : "",
    build(notes) {
      const source = new Source(value, "", notes);
      const draft = readMonster(source);
      source.skip(
        "shortName",
        "pluralName",
        "doubleColumns",
        "separationPoint",
        "properties",
        "damage",
        "shieldBonus",
        "natArmorBonus",
      );
      source.rest();
      return checkedCreature(buildBlock(draft, { ...options, notes, path: "" }));
    },
  };
}

export const tetraCube: Importer = {
  format: "tetra-cube",
  label: "tetra-cube",
  detect: (content) =>
    content.kind === "json" && [content.value].flat().slice(0, 20).some(isMonster),
  items: (content, options) =>
    content.kind === "json"
      ? [content.value].flat().map((entry: unknown) => item(entry, options))
      : [],
};
