/** The plain form of a character: its fields as text, and the character that they describe. */
import { ABILITIES, CONDITIONS, DAMAGE_TYPES, SKILLS } from "@/lib/combat/vocabulary.ts";
import { pictureOfField } from "@/lib/contracts/picture.ts";
import { type Character, characterSchema, HIT_DICE } from "@/lib/contracts/character.ts";
import { type FormFields, FormReader } from "@/lib/contracts/form_reader.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import { classText } from "./character.ts";
import {
  hitDiceOf,
  readBonuses,
  readClasses,
  readHitDice,
  readList,
  readNumbers,
  readSpeeds,
  writeBonuses,
  writeSpeeds,
} from "./numbers_text.ts";

export type CharacterFields = FormFields;

const dice = (character: Character, key: "max" | "spent") =>
  HIT_DICE.flatMap((die) => {
    const count = character.hitDice[die]?.[key] ?? 0;
    return count > 0 ? [`${count}${die}`] : [];
  }).join(" ");

/** A character as the form shows it. */
export function characterFields(character: Character): CharacterFields {
  const text = (value: number | undefined) => value === undefined ? "" : String(value);
  return {
    name: character.name,
    player: character.player,
    classes: classText(character),
    ac: text(character.ac),
    hpMax: text(character.hp.max),
    hp: text(character.hp.current),
    temp: text(character.hp.temp),
    maxBonus: text(character.hp.maxBonus),
    hitDice: dice(character, "max"),
    hitSpent: dice(character, "spent"),
    speeds: writeSpeeds(character.speeds),
    ...Object.fromEntries(
      ABILITIES.map((ability) => [ability, text(character.abilities[ability])]),
    ),
    saves: writeBonuses(character.saves),
    skills: writeBonuses(character.skills),
    initiative: text(character.initiative),
    perception: text(character.passive.perception),
    insight: text(character.passive.insight),
    investigation: text(character.passive.investigation),
    languages: character.languages,
    resistances: character.resistances.join(", "),
    immunities: character.immunities.join(", "),
    vulnerabilities: character.vulnerabilities.join(", "),
    slots: character.slots.map(({ max }) => max).join(" "),
    slotsSpent: character.slots.map(({ spent }) => spent).join(" "),
    pact: text(character.pact?.max),
    pactLevel: text(character.pact?.level),
    pactSpent: text(character.pact?.spent),
    ...Object.fromEntries(character.conditions.map((condition) => [`has-${condition}`, "on"])),
    exhaustion: text(character.exhaustion),
    notes: character.notes,
    portrait: character.portrait === undefined ? "" : JSON.stringify(character.portrait),
  };
}

/** The fields of a character who is not there yet. */
export const NEW_CHARACTER: CharacterFields = {
  ...Object.fromEntries(ABILITIES.map((ability) => [ability, "10"])),
  temp: "0",
  maxBonus: "0",
  speeds: "30 ft",
  exhaustion: "0",
};

function hitDiceFrom(form: FormReader, classes: Character["classes"]): Character["hitDice"] {
  const hint = "Write dice such as 5d10 2d6.";
  const typed = form.read("hitDice", readHitDice, {}, hint);
  const most = form.text("hitDice") === "" ? hitDiceOf(classes) : typed;
  const spent = form.read("hitSpent", readHitDice, {}, hint);
  return Object.fromEntries(HIT_DICE.flatMap((die) => {
    const max = most[die] ?? 0;
    return max > 0 ? [[die, { max, spent: Math.min(max, spent[die] ?? 0) }]] : [];
  }));
}

function slotsFrom(form: FormReader): Character["slots"] {
  const hint = "Write numbers such as 4 3 2.";
  const most = form.read("slots", readNumbers, [], hint);
  const spent = form.read("slotsSpent", readNumbers, [], hint);
  return most.map((max, level) => ({ max, spent: Math.min(max, spent[level] ?? 0) }));
}

function pactFrom(form: FormReader): Pick<Character, "pact"> {
  const max = form.number("pact", 0);
  if (max === 0) return {};
  const spent = Math.min(max, form.number("pactSpent", 0));
  return { pact: { max, spent, level: form.number("pactLevel", 1) } };
}

/** A picture that was chosen on the page travels as one hidden field. */
function portraitFrom(form: FormReader): Pick<Character, "portrait"> {
  const text = form.text("portrait");
  if (text === "") return {};
  const portrait = pictureOfField(text);
  if (portrait !== null) return { portrait };
  form.complain("portrait", "Choose the picture again.");
  return {};
}

function passiveFrom(form: FormReader): Character["passive"] {
  const passive: Character["passive"] = {};
  for (const sense of ["perception", "insight", "investigation"] as const) {
    const value = form.optional(sense);
    if (value !== undefined) passive[sense] = value;
  }
  return passive;
}

/** Paths of the schema as the form's field names. */
function fieldOf(path: readonly PropertyKey[]): string {
  const [first = "", second = ""] = path.map(String);
  if (first === "hp") return second === "max" ? "hpMax" : second === "current" ? "hp" : second;
  return first === "abilities" || first === "passive" ? second : first;
}

function defencesFrom(form: FormReader) {
  const hint = "Write damage types such as fire, cold.";
  const types = (name: string) => form.read(name, (text) => readList(text, DAMAGE_TYPES), [], hint);
  return {
    resistances: types("resistances"),
    immunities: types("immunities"),
    vulnerabilities: types("vulnerabilities"),
  };
}

/** The character that the fields describe; issues name the fields. */
export function readCharacter(fields: CharacterFields, id: string): Result<Character> {
  const form = new FormReader(fields);
  const classes = form.read(
    "classes",
    readClasses,
    [],
    "Write class and level: Fighter 3, Wizard 2.",
  );
  const max = form.number("hpMax", 0);
  const initiative = form.optional("initiative");
  const made = {
    id,
    name: form.text("name"),
    player: form.text("player"),
    classes,
    ac: form.number("ac", 10),
    hp: {
      max,
      current: form.number("hp", max),
      temp: form.number("temp", 0),
      maxBonus: form.number("maxBonus", 0),
    },
    hitDice: hitDiceFrom(form, classes),
    speeds: form.read("speeds", readSpeeds, {}, "Write speeds such as 30 ft, fly 60 ft."),
    abilities: Object.fromEntries(ABILITIES.map((ability) => [ability, form.number(ability, 10)])),
    saves: form.read(
      "saves",
      (text) => readBonuses(text, ABILITIES),
      {},
      "Write saves such as con +7.",
    ),
    skills: form.read(
      "skills",
      (text) => readBonuses(text, SKILLS),
      {},
      "Write skills such as stealth +7.",
    ),
    ...(initiative === undefined ? {} : { initiative }),
    passive: passiveFrom(form),
    languages: form.text("languages"),
    ...defencesFrom(form),
    slots: slotsFrom(form),
    ...pactFrom(form),
    conditions: CONDITIONS.filter((condition) => form.text(`has-${condition}`) !== ""),
    exhaustion: form.number("exhaustion", 0),
    notes: form.prose("notes"),
    ...portraitFrom(form),
  };
  const parsed = characterSchema.safeParse(made);
  for (const { path, message } of parsed.error?.issues ?? []) {
    form.complain(fieldOf(path), message);
  }
  if (parsed.success && form.issues.length === 0) return ok(parsed.data);
  return refuse("INVALID_INPUT", "Some fields need another look.", form.issues);
}
