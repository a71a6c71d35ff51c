/** The plain form of a creature: its fields as text, and the stat block that they describe. */
import { ABILITIES, DAMAGE_TYPES, EDITIONS, SIZES, SKILLS } from "@/lib/combat/vocabulary.ts";
import { type FormFields, FormReader } from "@/lib/contracts/form_reader.ts";
import { parseDice } from "@/lib/combat/dice/dice.ts";
import { ok, refuse, type Result } from "@/lib/errors.ts";
import { readBonuses, readList, readSpeeds, writeBonuses } from "@/lib/parties/numbers_text.ts";
import { crText, crValue, proficiencyBonusOf, xpOfCr } from "@/lib/creatures/challenge_rating.ts";
import { defenceText, modifierOf, speedText } from "@/lib/creatures/describe.ts";
import { actionLine, readActions, readTraits, traitLine } from "./homebrew_lines.ts";
import { statBlock } from "./homebrew_schema.ts";
import { spellFields, spellsFrom } from "./homebrew_spells.ts";
import { lairAction } from "@/lib/interchange/build_block.ts";
import { defencesIn } from "@/lib/interchange/text/defences.ts";
import { conditionIn } from "@/lib/interchange/text/words.ts";
import { ENVIRONMENTS, type SenseRanges, type StatBlock } from "@/lib/creatures/stat_block.ts";

const text = (value: number | undefined) => value === undefined ? "" : String(value);

/** A creature as the form shows it. */
export function creatureFields(b: StatBlock): FormFields {
  return {
    name: b.name,
    edition: b.edition,
    size: b.size,
    type: b.type,
    tags: b.tags.join(", "),
    alignment: b.alignment,
    cr: crText(b.cr),
    ac: text(b.ac),
    acNote: b.acNote ?? "",
    hp: text(b.hp.average),
    hpDice: b.hp.dice,
    speeds: speedText(b.speeds),
    initiative: text(b.initiative),
    ...Object.fromEntries(ABILITIES.map((ability) => [ability, text(b.abilities[ability])])),
    saves: writeBonuses(b.saves ?? {}),
    skills: writeBonuses(b.skills ?? {}),
    senses: b.senses ?? "",
    passive: text(b.passivePerception),
    languages: b.languages ?? "",
    telepathy: text(b.telepathy),
    vulnerabilities: defenceText(b.vulnerabilities ?? []),
    resistances: defenceText(b.resistances ?? []),
    immunities: defenceText(b.immunities ?? []),
    never: (b.conditionImmunities ?? []).join(", "),
    environments: b.environments.join(", "),
    traits: b.traits.map(traitLine).join("\n"),
    actions: b.actions.map(actionLine).join("\n"),
    bonus: b.bonusActions.map(actionLine).join("\n"),
    reactions: b.reactions.map(actionLine).join("\n"),
    ...spellFields(b.spellcasting),
    uses: text(b.legendary?.uses),
    usesInLair: text(b.legendary?.usesInLair),
    legendary: (b.legendary?.actions ?? []).map(actionLine).join("\n"),
    lair: (b.lair?.actions ?? []).map(actionLine).join("\n"),
    resists: text(b.legendaryResistance?.uses),
    resistsInLair: text(b.legendaryResistance?.usesInLair),
  };
}

/** The fields of a creature that is not there yet. */
export const NEW_CREATURE: FormFields = {
  edition: "2014",
  size: "medium",
  cr: "1",
  speeds: "30 ft",
  ...Object.fromEntries(ABILITIES.map((ability) => [ability, "10"])),
};

const DEFENCES = ["vulnerabilities", "resistances", "immunities"] as const;

function defencesFrom(form: FormReader, base: StatBlock | undefined) {
  const read = (name: typeof DEFENCES[number]) => {
    const known = base?.[name] ?? [];
    const typed = form.text(name);
    if (typed === defenceText(known)) return known;
    const found = defencesIn(typed);
    if (typed !== "" && found.length === 0) {
      form.complain(name, `Write damage types such as ${DAMAGE_TYPES[3]}, ${DAMAGE_TYPES[2]}.`);
    }
    return found;
  };
  const never = form.read("never", readConditions, [], "Write conditions such as poisoned, prone.");
  return {
    vulnerabilities: read("vulnerabilities"),
    resistances: read("resistances"),
    immunities: read("immunities"),
    conditionImmunities: never,
  };
}

function readConditions(typed: string) {
  const words = typed.split(/[,;]/).map((part) => part.trim()).filter(Boolean);
  const found = words.map(conditionIn);
  return found.every((condition) => condition !== undefined) ? found : null;
}

function rangesIn(senses: string): SenseRanges {
  const found: Record<string, number> = {};
  for (
    const [, sense = "", feet] of senses.toLowerCase().matchAll(
      /(blindsight|darkvision|tremorsense|truesight)\s+(\d{1,4})/g,
    )
  ) found[sense] = Number(feet);
  return { ...found, ...(/blind beyond/i.test(senses) ? { blindBeyond: true } : {}) };
}

const readCr = (typed: string): number | null => {
  try {
    return crValue(typed);
  } catch {
    return null;
  }
};

/** Hit points by dice; without dice the number stands for itself. */
function hitPointsFrom(form: FormReader) {
  const average = form.number("hp", 0);
  const dice = form.text("hpDice").replaceAll(" ", "") || String(average);
  if (!("terms" in parseDice(dice))) form.complain("hpDice", "Write dice such as 2d8+4.");
  return { average, dice };
}

function chanceFrom(form: FormReader, base: StatBlock | undefined) {
  const cr = form.read("cr", readCr, 0, "Write a CR such as 1/4 or 3.");
  const same = base?.cr === cr;
  return {
    cr,
    xp: same ? base.xp : xpOfCr(cr),
    proficiencyBonus: same ? base.proficiencyBonus : proficiencyBonusOf(cr),
  };
}

function speedsFrom(form: FormReader, base: StatBlock | undefined) {
  const typed = form.text("speeds");
  if (base && typed === speedText(base.speeds)) return base.speeds;
  const hover = /\(hover\)/i.test(typed);
  const plain = (all: string) => readSpeeds(all.replace(/\(hover\)/gi, ""));
  const speeds = form.read("speeds", plain, {}, "Write speeds such as 30 ft, fly 60 ft.");
  return hover ? { ...speeds, hover: 1 } : speeds;
}

/** Traits that change the rules for a creature. */
const FEATURES = [
  [/^evasion$/i, "evasion"],
  [/^magic resistance$/i, "magic-resistance"],
] as const;

/** Everything it does, with what the base has for lines that stand as they were. */
function actionsFrom(form: FormReader, base: StatBlock | undefined) {
  const of = (
    name: string,
    section: Parameters<typeof readActions>[1],
    known: StatBlock["actions"],
  ) => readActions(form.prose(name), section, known);
  const legendary = of("legendary", "legendary", base?.legendary?.actions ?? []);
  const lair = of("lair", "lair", base?.lair?.actions ?? []).map(lairAction);
  const traits = readTraits(form.prose("traits"), base?.traits ?? []);
  const features = FEATURES.filter(([name]) => traits.some((trait) => name.test(trait.name)))
    .map(([, mark]) => mark);
  const resists = form.optional("resists") ?? 0;
  const uses = form.optional("uses") ?? 3;
  const inLair = (name: string) => {
    const usesInLair = form.optional(name);
    return usesInLair === undefined ? {} : { usesInLair };
  };
  const spellcasting = spellsFrom(form, base?.spellcasting);
  return {
    traits,
    actions: of("actions", "action", base?.actions ?? []),
    bonusActions: of("bonus", "bonus", base?.bonusActions ?? []),
    reactions: of("reactions", "reaction", base?.reactions ?? []),
    ...(legendary.length > 0
      ? { legendary: { uses, ...inLair("usesInLair"), actions: legendary } }
      : {}),
    ...(lair.length > 0 ? { lair: { actions: lair } } : {}),
    ...(resists > 0 ? { legendaryResistance: { uses: resists, ...inLair("resistsInLair") } } : {}),
    ...(spellcasting ? { spellcasting } : {}),
    ...(features.length > 0 ? { features } : {}),
  };
}

/** Field names of the schema's paths. */
function fieldOf([first = "", second = ""]: readonly string[]): string {
  if (first === "hp") return second === "dice" ? "hpDice" : "hp";
  if (second === "usesInLair") return first === "legendary" ? "usesInLair" : "resistsInLair";
  if (first === "legendary" && second === "uses") return "uses";
  if (first === "spellcasting") return { dc: "spellDc", toHit: "spellHit" }[second] ?? "spells";
  if (first === "abilities") return second;
  const names: Readonly<Record<string, string>> = {
    passivePerception: "passive",
    conditionImmunities: "never",
    bonusActions: "bonus",
    legendaryResistance: "resists",
  };
  return names[first] ?? first;
}

function figuresFrom(form: FormReader, base: StatBlock | undefined) {
  const abilities = { str: 10, dex: 10, con: 10, int: 10, wis: 10, cha: 10 };
  for (const ability of ABILITIES) abilities[ability] = form.number(ability, 10);
  const saves = form.read(
    "saves",
    (t) => readBonuses(t, ABILITIES),
    {},
    "Write saves such as con +7.",
  );
  const skills = form.read(
    "skills",
    (t) => readBonuses(t, SKILLS),
    {},
    "Write skills such as stealth +7.",
  );
  const senses = form.text("senses");
  const perception = skills.perception ?? modifierOf(abilities.wis);
  return {
    abilities,
    ...(Object.keys(saves).length > 0 ? { saves } : {}),
    ...(Object.keys(skills).length > 0 ? { skills } : {}),
    ...(senses === "" ? {} : { senses }),
    senseRanges: senses === (base?.senses ?? "") && base ? base.senseRanges : rangesIn(senses),
    passivePerception: form.optional("passive") ?? 10 + perception,
    initiative: form.optional("initiative") ?? modifierOf(abilities.dex),
  };
}

/**
 * The creature that the fields describe; issues name the fields. Lines and texts that stand as in
 * `base` keep all that `base` knows of them.
 */
export function readCreature(fields: FormFields, base: StatBlock | undefined): Result<StatBlock> {
  const form = new FormReader(fields);
  const edition = EDITIONS.find((candidate) => candidate === form.text("edition")) ??
    base?.edition ?? "2014";
  const size = SIZES.find((candidate) => candidate === form.text("size")) ?? "medium";
  const optional = (name: string) => form.text(name) === "" ? {} : { [name]: form.text(name) };
  const places = form.read(
    "environments",
    (typed) => readList(typed, ENVIRONMENTS),
    [],
    `Write places such as ${ENVIRONMENTS.slice(0, 3).join(", ")}.`,
  );
  const telepathy = form.optional("telepathy");
  const made = {
    id: base?.id ?? "new",
    slug: base?.slug ?? "new",
    source: "Homebrew",
    name: form.text("name"),
    edition,
    size,
    ...(base?.otherSizes && base.size === size ? { otherSizes: base.otherSizes } : {}),
    type: form.text("type"),
    tags: form.text("tags").split(",").map((tag) => tag.trim()).filter(Boolean),
    alignment: form.text("alignment"),
    ac: form.number("ac", 10),
    ...optional("acNote"),
    hp: hitPointsFrom(form),
    speeds: speedsFrom(form, base),
    ...figuresFrom(form, base),
    ...optional("languages"),
    ...(telepathy === undefined ? {} : { telepathy }),
    ...defencesFrom(form, base),
    ...chanceFrom(form, base),
    environments: places,
    ...actionsFrom(form, base),
  };
  const parsed = statBlock.safeParse(made);
  for (const { path, message } of parsed.error?.issues ?? []) {
    form.complain(fieldOf(path.map(String)), message);
  }
  if (parsed.success && form.issues.length === 0) return ok(parsed.data);
  return refuse("INVALID_INPUT", "Some fields need another look.", form.issues);
}
