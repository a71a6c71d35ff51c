/** The stat block of Improved Initiative, in every age of the format, as a draft. */
import { readSpeedText } from "@/lib/interchange/text/speed_text.ts";
import { abilityIn, crIn, diceIn, skillIn } from "@/lib/interchange/text/words.ts";
import {
  addWords,
  readConditions,
  readDefences,
  readLanguages,
  readSenses,
  readTypeLine,
} from "@/lib/interchange/text/defences.ts";
import { type Draft, emptyDraft, type Section } from "@/lib/interchange/draft.ts";
import { isIntroduction, readLegendaryUses } from "@/lib/interchange/text/legendary_intro.ts";
import { numberIn, type Source } from "@/lib/interchange/source.ts";
import { ABILITIES } from "@/lib/combat/vocabulary.ts";

const SECTIONS: readonly (readonly [string, Section])[] = [
  ["Traits", "trait"],
  ["Actions", "action"],
  ["BonusActions", "bonus"],
  ["Reactions", "reaction"],
  ["LegendaryActions", "legendary"],
  ["MythicActions", "mythic"],
];

/** How a trait's name begins that holds a lair action, for which the format has no list. */
export const LAIR_ACTION = "Lair Action: ";

/** Bookkeeping of the other tool, which means nothing here. */
const BOOKKEEPING = ["Id", "Version", "LastUpdateMs"];

/** The Dungeons & Dragons side of a stat block; `level`: its Challenge is a character's level. */
export function readImprovedBlock(source: Source, level = false): Draft {
  const draft = emptyDraft(source.line("Name", 80) ?? "Unnamed creature");
  const from = source.line("Source");
  if (from !== undefined) draft.source = from;
  const edition = source.line("Edition", 10);
  if (edition === "2014" || edition === "2024") draft.edition = edition;
  const type = source.line("Type");
  if (type !== undefined) readTypeLine(type, draft);
  readVitals(source, draft);
  readScores(source, draft);
  for (const [key, kind] of DEFENCES) readDefences(source, key, draft, kind);
  readConditions(source, "ConditionImmunities", draft);
  for (const line of source.lines("Senses", 300)) readSenses(line, draft);
  for (const line of source.lines("Languages", 300)) readLanguages(line, draft);
  if (!level) readChallenge(source, draft);
  readEntries(source, draft);
  const description = source.prose("Description");
  if (description !== undefined) {
    draft.entries.push({ section: "trait", name: "Description", text: description });
  }
  source.skip(...BOOKKEEPING);
  source.drop("pictures are not imported", "ImageURL");
  source.drop("folders are not kept for creatures", "Path");
  return draft;
}

const DEFENCES = [
  ["DamageVulnerabilities", "vulnerabilities"],
  ["DamageResistances", "resistances"],
  ["DamageImmunities", "immunities"],
] as const;

function readVitals(source: Source, draft: Draft): void {
  // Old files write the bare number.
  const armour = source.raw("AC");
  if (typeof armour === "object" && armour !== null) {
    const ac = source.group("AC");
    const value = ac.whole("Value", 0, 100);
    const note = ac.line("Notes", 120)?.replace(/^\(|\)$/g, "");
    if (value !== undefined) draft.ac = value;
    if (note) draft.acNote = note;
    ac.rest();
  } else {
    const value = source.whole("AC", 0, 100);
    if (value !== undefined) draft.ac = value;
  }
  readHitPoints(source, draft);
  const speeds = source.lines("Speed");
  if (speeds.length > 0) readSpeedText(source, "Speed", speeds.join(", "), draft);
  const modifier = source.whole("InitiativeModifier", -100, 100);
  if (modifier !== undefined) draft.initiative = modifier;
  if (source.flag("InitiativeAdvantage")) {
    addWords(draft, "Rolls initiative with advantage.");
    source.change("InitiativeAdvantage", "kept as a trait");
  }
  const special = source.line("InitiativeSpecialRoll", 60);
  if (special !== undefined) addWords(draft, `Initiative: ${special}.`);
}

function readHitPoints(source: Source, draft: Draft): void {
  const raw = source.raw("HP");
  if (typeof raw !== "object" || raw === null) {
    const value = source.whole("HP", 1, 1_000_000);
    if (value !== undefined) draft.hp = value;
    return;
  }
  const hp = source.group("HP");
  const value = hp.whole("Value", 1, 1_000_000);
  if (value !== undefined) draft.hp = value;
  const notes = hp.line("Notes", 120);
  // "(1d1+0)" is what the tool writes where nobody filled the field in.
  if (notes !== undefined && !/^\(?1d1\s*\+\s*0\)?$/.test(notes)) {
    const dice = diceIn(notes);
    if (dice?.text.includes("d")) draft.hpDice = dice.text;
    else {
      addWords(draft, `Hit points: ${notes}.`);
      hp.change("Notes", "no dice in it: kept as a trait");
    }
  }
  hp.rest();
}

function readScores(source: Source, draft: Draft): void {
  const abilities = source.group("Abilities");
  for (const key of abilities.keys()) {
    const ability = ABILITIES.find((candidate) => candidate === key.toLowerCase());
    const score = ability === undefined ? undefined : abilities.whole(key, 0, 60);
    if (ability !== undefined && score !== undefined) draft.abilities[ability] = score;
  }
  abilities.rest("no ability of the rules");
  for (const { name, bonus, place } of bonuses(source, "Saves")) {
    const ability = abilityIn(name);
    if (ability !== undefined) draft.saves[ability] = bonus;
    else {
      addWords(draft, `Saves: ${name} ${bonus}.`);
      source.notes.changed(place, "no ability of the rules: kept as a trait", name);
    }
  }
  for (const { name, bonus, place } of bonuses(source, "Skills")) {
    const skill = skillIn(name);
    if (skill !== undefined) draft.skills[skill] = Math.max(-100, bonus);
    else {
      addWords(draft, `Skills: ${name} ${bonus}.`);
      source.notes.changed(place, "no skill of the rules: kept as a trait", name);
    }
  }
}

function bonuses(source: Source, key: string) {
  return source.groups(key, 40).flatMap((group) => {
    const name = group.line("Name", 60);
    const value = group.has("Modifier") ? "Modifier" : "Value";
    const bonus = group.whole(value, -30, 60);
    group.rest();
    return name === undefined || bonus === undefined ? [] : [{ name, bonus, place: group.path }];
  });
}

function readChallenge(source: Source, draft: Draft): void {
  const raw = source.raw("Challenge");
  if (raw === undefined || raw === null || raw === "") return;
  const cr = crIn(raw);
  if (cr === undefined) {
    source.drop("no challenge rating of the rules", "Challenge");
    return;
  }
  draft.cr = cr;
  if (numberIn(raw) === cr || raw === "1/8" || raw === "1/4" || raw === "1/2") {
    source.keep("Challenge");
  } else source.change("Challenge", "read the rating in the text", cr);
}

function readEntries(source: Source, draft: Draft): void {
  for (const [key, section] of SECTIONS) {
    for (const group of source.groups(key, 100)) {
      const name = group.line("Name", 200) ?? "";
      const text = group.prose("Content") ?? "";
      const usage = group.line("Usage", 60);
      group.rest();
      if (section === "legendary" && isIntroduction(name)) {
        readLegendaryUses(text, draft);
        source.notes.changed(group.path, "an introduction: only its count of uses is kept", text);
      } else if (name !== "" || text !== "") {
        const lair = section === "trait" && name.startsWith(LAIR_ACTION);
        const bare = lair ? name.slice(LAIR_ACTION.length) : name;
        draft.entries.push({
          section: lair ? "lair" : section,
          name: usage ? `${bare} (${usage})` : bare,
          text,
        });
      }
    }
  }
}
