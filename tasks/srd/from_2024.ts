/** Reads the Open5e creatures (SRD 5.2) into stat blocks. Damage types come from the action text. */
import { z } from "zod";
import { crValue, proficiencyBonusOf, xpOfCr } from "@/lib/creatures/challenge_rating.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";
import type { Spellcasting } from "../../lib/combat/block.ts";
import { ABILITIES, type Ability, type Size, SIZES, SKILLS } from "../../lib/combat/vocabulary.ts";
import { buildAction, buildTrait, type RawAction } from "./action.ts";
import type { Reading, Report } from "./reading.ts";
import { environmentsOf } from "./environments.ts";
import { defences, languages, senses } from "./facts.ts";
import { fixed } from "./fixes.ts";
import { conditionOf, features, withCost } from "./from_2014.ts";
import { abilityOf } from "@/lib/interchange/text/action_text.ts";

const maybe = z.number().nullable();
const Creature = z.looseObject({
  name: z.string(),
  size: z.string(),
  type: z.string(),
  alignment: z.string(),
  armor_class: z.number(),
  hit_points: z.number(),
  hit_dice: z.string(),
  challenge_rating: z.string(),
  experience_points_integer: maybe,
  initiative_bonus: z.number(),
  passive_perception: z.number(),
  languages_desc: z.string(),
  hover: z.boolean(),
  walk: maybe,
  burrow: maybe,
  climb: maybe,
  fly: maybe,
  swim: maybe,
  darkvision_range: maybe,
  blindsight_range: maybe,
  tremorsense_range: maybe,
  truesight_range: maybe,
  telepathy_range: maybe,
  damage_vulnerabilities: z.array(z.string()),
  damage_resistances: z.array(z.string()),
  damage_immunities: z.array(z.string()),
  condition_immunities: z.array(z.string()),
});
const row = <T extends z.ZodType>(fields: T) => z.object({ pk: z.string(), fields });
export const Creatures = z.array(row(Creature));
export const Actions = z.array(row(z.object({
  name: z.string(),
  desc: z.string(),
  parent: z.string(),
  action_type: z.enum(["ACTION", "BONUS_ACTION", "REACTION", "LEGENDARY_ACTION"]),
  order_in_statblock: z.number(),
  uses_type: z.string().nullable(),
  uses_param: maybe,
  limited_to_form: z.string().nullable(),
})));
export const Traits = z.array(
  row(z.object({ name: z.string(), desc: z.string(), parent: z.string() })),
);

export type Creature2024 = z.infer<typeof Creatures>[number];
export type Action2024 = z.infer<typeof Actions>[number]["fields"];
export type Trait2024 = z.infer<typeof Traits>[number]["fields"];

const ABILITY_NAMES: Record<Ability, string> = {
  str: "strength",
  dex: "dexterity",
  con: "constitution",
  int: "intelligence",
  wis: "wisdom",
  cha: "charisma",
};

const num = (fields: Creature2024["fields"], key: string): number | undefined => {
  const value = fields[key];
  return typeof value === "number" ? value : undefined;
};

const modifier = (score: number): number => Math.floor((score - 10) / 2);

/**
 * The source knows neither "Tiny" nor "Medium or Small" and says small for both; the hit die tells them apart
 * (d4 Tiny, d6 Small, d8 Medium).
 */
export function sizesOf(size: string, dice: string): { size: Size; otherSizes?: readonly Size[] } {
  if (size === "small" && dice.includes("d4")) return { size: "tiny" };
  if (size === "small" && dice.includes("d8")) return { size: "medium", otherSizes: ["small"] };
  const found = SIZES.find((s) => s === size);
  if (!found) throw new RangeError(`Cannot read size ${size}`);
  return { size: found };
}

function rawOf(a: Action2024): RawAction {
  const rolled = a.uses_type === "RECHARGE_ON_ROLL" || a.uses_type === "RECHARGE";
  return {
    name: a.name,
    desc: a.desc,
    ...(rolled && a.uses_param ? { recharge: a.uses_param } : {}),
    ...(a.uses_type === "RECHARGE" && !a.uses_param ? { afterRest: "short" as const } : {}),
    ...(a.uses_type === "PER_DAY" && a.uses_param ? { perDay: a.uses_param } : {}),
    ...(a.limited_to_form
      ? {
        form: a.limited_to_form.replace(/ Only$/, "").replace(/^Requires /, "with ").toLowerCase(),
      }
      : {}),
  };
}

/** The spell list of a Spellcasting action: "- **1/Day Each:** Fear, Scrying". */
export function spellList(desc: string): Spellcasting | undefined {
  const ability = /using (\w+) as (?:the )?spellcasting ability/.exec(desc)?.[1];
  const lines = [...desc.matchAll(/-\s+\*{0,2}(At Will|(\d)\/Day(?: Each)?):\*{0,2} *([^\n]*)/g)];
  if (!ability || lines.length === 0) return undefined;
  const dc = /spell save DC (\d+)/.exec(desc)?.[1];
  const toHit = /\+(\d+) to hit with spell/.exec(desc)?.[1];
  const groups = lines.filter((m) => m[3]?.trim()).map((m) => ({
    label: m[2] ? `${m[2]}/day each` : "At will",
    ...(m[2] ? { perDay: Number(m[2]) } : {}),
    spells: (m[3] ?? "").split(",").map((s) => s.trim()),
  }));
  return {
    ability: abilityOf(ability),
    ...(dc ? { dc: Number(dc) } : {}),
    ...(toHit ? { toHit: Number(toHit) } : {}),
    groups,
  };
}

/** One stat block; `report` hears of everything that could not be structured. */
export function from2024(
  creature: Creature2024,
  actions: readonly Action2024[],
  traits: readonly Trait2024[],
  report: Report,
): StatBlock {
  const f = creature.fields;
  const base = creature.pk.replace(/^srd-2024_/, "");
  const slug = `${base}-2024`;
  const at: Reading = { slug, edition: "2024", report };
  const cr = crValue(f.challenge_rating);
  const ordered = actions.toSorted((a, b) => a.order_in_statblock - b.order_in_statblock);
  const of = (type: Action2024["action_type"]) =>
    ordered.filter((a) => a.action_type === type).map((a) => buildAction(rawOf(a), at));
  const sensesRead = senses({
    blindsight: f.blindsight_range,
    darkvision: f.darkvision_range,
    tremorsense: f.tremorsense_range,
    truesight: f.truesight_range,
  });
  const spoken = languages(f.languages_desc);
  const legendary = of("LEGENDARY_ACTION");
  const resist = legendaryResistance(traits);
  const casting = ordered.map((a) => spellList(a.desc)).find((s) => s !== undefined);
  const block: StatBlock = {
    id: slug,
    slug,
    name: f.name,
    edition: "2024",
    source: "SRD 5.2",
    ...sizesOf(f.size, f.hit_dice),
    type: f.type,
    tags: /^swarm of/i.test(f.name) ? ["swarm"] : [],
    alignment: f.alignment,
    ac: f.armor_class,
    hp: { average: f.hit_points, dice: f.hit_dice.replace(/ /g, "") },
    speeds: speeds(f),
    ...scores(f),
    senses: sensesRead.text,
    senseRanges: sensesRead.ranges,
    passivePerception: f.passive_perception,
    languages: spoken.text,
    ...(f.telepathy_range ? { telepathy: f.telepathy_range } : {}),
    vulnerabilities: defences(f.damage_vulnerabilities, at),
    resistances: defences(f.damage_resistances, at),
    immunities: defences(f.damage_immunities, at),
    conditionImmunities: f.condition_immunities.map(conditionOf),
    cr,
    xp: f.experience_points_integer ?? (cr === 0 && !harms(actions) ? 0 : xpOfCr(cr)),
    proficiencyBonus: proficiencyBonusOf(cr),
    initiative: f.initiative_bonus,
    environments: environmentsOf(base, f.type),
    traits: traits.map((t) => buildTrait({ name: t.name, desc: t.desc }, at)),
    ...features(traits.map((t) => t.name)),
    actions: of("ACTION"),
    bonusActions: of("BONUS_ACTION"),
    reactions: of("REACTION"),
    ...(legendary.length
      // The source leaves the count out; SRD 5.2 gives every legendary creature three, one more in a lair
      // where its legendary resistance has one more too.
      ? {
        legendary: {
          uses: 3,
          ...(resist?.usesInLair ? { usesInLair: 4 } : {}),
          actions: legendary.map(withCost),
        },
      }
      : {}),
    ...(resist ? { legendaryResistance: resist } : {}),
    ...(casting ? { spellcasting: casting } : {}),
  };
  return fixed(block);
}

const harms = (actions: readonly Action2024[]): boolean =>
  actions.some((a) => /\d \w+ damage|\) \w+ damage|Spell/i.test(a.desc));

function legendaryResistance(traits: readonly Trait2024[]) {
  const name = traits.find((t) => t.name.startsWith("Legendary Resistance"))?.name;
  const m = /\((\d)\/Day(?:, or (\d)\/Day in Lair)?\)/.exec(name ?? "");
  if (!m) return undefined;
  return { uses: Number(m[1]), ...(m[2] ? { usesInLair: Number(m[2]) } : {}) };
}

function speeds(f: Creature2024["fields"]): Record<string, number> {
  const out: Record<string, number> = {};
  for (const kind of ["walk", "burrow", "climb", "fly", "swim"] as const) {
    const feet = f[kind];
    if (feet) out[kind] = feet;
  }
  if (f.hover) out["hover"] = 1;
  return out;
}

/** Ability scores, and the saves and skills that differ from the bare modifier. */
function scores(f: Creature2024["fields"]): Pick<StatBlock, "abilities" | "saves" | "skills"> {
  const abilities = { str: 10, dex: 10, con: 10, int: 10, wis: 10, cha: 10 };
  const saves: Partial<Record<Ability, number>> = {};
  for (const a of ABILITIES) {
    abilities[a] = num(f, `ability_score_${ABILITY_NAMES[a]}`) ?? 10;
    const save = num(f, `saving_throw_${ABILITY_NAMES[a]}`);
    if (save !== undefined && save !== modifier(abilities[a])) saves[a] = save;
  }
  const skills: Partial<Record<typeof SKILLS[number], number>> = {};
  for (const s of SKILLS) {
    const bonus = num(f, `skill_bonus_${s.replaceAll("-", "_")}`);
    if (bonus !== undefined) skills[s] = bonus;
  }
  return {
    abilities,
    ...(Object.keys(saves).length ? { saves } : {}),
    ...(Object.keys(skills).length ? { skills } : {}),
  };
}
