/** Reads the 5e-bits monsters (SRD 5.1) into stat blocks. */
import { z } from "zod";
import type { Spellcasting } from "../../lib/combat/block.ts";
import type { Condition } from "../../lib/combat/vocabulary.ts";
import { ABILITIES, CONDITIONS, SIZES, SKILLS } from "../../lib/combat/vocabulary.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";
import { buildAction, buildTrait, type RawAction } from "./action.ts";
import type { Reading, Report } from "./reading.ts";
import { acNote2014, defences, languages, senses } from "./facts.ts";
import { environmentsOf } from "./environments.ts";
import { fixed, ROUTINE_FIXES } from "./fixes.ts";
import type { Multiattack } from "@/lib/interchange/text/multiattack.ts";

const Usage = z.object({
  type: z.string(),
  times: z.number().optional(),
  min_value: z.number().optional(),
  rest_types: z.array(z.string()).optional(),
});
const Count = z.union([z.number(), z.string()]);
const Step = z.object({ action_name: z.string(), count: Count });
const Option = z.union([Step, z.object({ items: z.array(Step) })]);
const SpellList = z.object({
  level: z.number().optional(),
  ability: z.object({ index: z.enum(ABILITIES) }),
  dc: z.number().optional(),
  modifier: z.number().optional(),
  slots: z.record(z.string(), z.number()).optional(),
  spells: z.array(z.object({
    name: z.string(),
    level: z.number(),
    notes: z.string().optional(),
    usage: z.object({ type: z.string(), times: z.number().optional() }).optional(),
  })),
});
const Entry = z.object({
  name: z.string(),
  desc: z.string(),
  usage: Usage.optional(),
  actions: z.array(Step).optional(),
  action_options: z.object({ from: z.object({ options: z.array(Option) }) }).optional(),
  spellcasting: SpellList.optional(),
  attack_bonus: z.number().optional(),
  damage: z.array(z.looseObject({ damage_dice: z.string().optional() })).optional(),
  dc: z.object({ dc_value: z.number().optional() }).optional(),
});
export const Monster2014 = z.object({
  index: z.string(),
  name: z.string(),
  size: z.string(),
  type: z.string(),
  subtype: z.string().optional(),
  alignment: z.string(),
  armor_class: z.array(z.object({
    type: z.string(),
    value: z.number(),
    desc: z.string().optional(),
    armor: z.array(z.object({ name: z.string() })).optional(),
    spell: z.object({ name: z.string() }).optional(),
    condition: z.object({ name: z.string() }).optional(),
  })),
  hit_points: z.number(),
  hit_points_roll: z.string(),
  speed: z.record(z.string(), z.union([z.string(), z.boolean()])),
  strength: z.number(),
  dexterity: z.number(),
  constitution: z.number(),
  intelligence: z.number(),
  wisdom: z.number(),
  charisma: z.number(),
  proficiencies: z.array(
    z.object({ value: z.number(), proficiency: z.object({ index: z.string() }) }),
  ),
  damage_vulnerabilities: z.array(z.string()),
  damage_resistances: z.array(z.string()),
  damage_immunities: z.array(z.string()),
  condition_immunities: z.array(z.object({ index: z.string() })),
  senses: z.record(z.string(), z.union([z.string(), z.number()])),
  languages: z.string(),
  challenge_rating: z.number(),
  proficiency_bonus: z.number(),
  xp: z.number(),
  special_abilities: z.array(Entry).optional(),
  actions: z.array(Entry).optional(),
  legendary_actions: z.array(Entry).optional(),
  reactions: z.array(Entry).optional(),
});
export type Monster2014 = z.infer<typeof Monster2014>;
type Entry = z.infer<typeof Entry>;

function rawOf(entry: Entry, others: readonly Entry[], slug: string): RawAction {
  const usage = entry.usage;
  const given = routines(entry, others);
  const multiattack = given && (ROUTINE_FIXES[slug] ?? given);
  return {
    name: entry.name,
    desc: entry.desc,
    ...(usage?.min_value ? { recharge: usage.min_value } : {}),
    ...(usage?.type === "per day" && usage.times ? { perDay: usage.times } : {}),
    ...(usage?.rest_types
      ? { afterRest: usage.rest_types.includes("short") ? "short" as const : "long" as const }
      : {}),
    ...(multiattack ? { multiattack } : {}),
  };
}

function routines(entry: Entry, others: readonly Entry[]): Multiattack | undefined {
  const step = (s: z.infer<typeof Step>) => ({
    action: actionName(s.action_name.replace(/ \(.*\)$/, ""), others),
    count: countOf(String(s.count)),
  });
  if (entry.action_options) {
    return entry.action_options.from.options.map((o) =>
      "items" in o ? o.items.map(step) : [step(o)]
    );
  }
  return entry.actions?.length ? [entry.actions.map(step)] : undefined;
}

/** The dragon turtle's routine says Claws, its action Claw: the name of the action holds. */
function actionName(name: string, others: readonly Entry[]): string {
  const named = (value: string): boolean => others.some((o) => o.name === value);
  const single = name.replace(/s$/, "");
  return !named(name) && named(single) ? single : name;
}

/** A number, dice ("1d4") or, for "Number of Heads", words of our own. */
function countOf(count: string): number | string {
  if (/^\d+$/.test(count)) return Number(count);
  if (/^\d*d\d+$/.test(count)) return count;
  if (/heads/i.test(count)) return "one per head";
  throw new RangeError(`Cannot read how often "${count}" is`);
}

/** Spell lists in fields; 2014 gives slots by level or uses a day. */
function spellcasting(entries: readonly Entry[]): Spellcasting | undefined {
  const lists = entries.flatMap((e) => e.spellcasting ? [e.spellcasting] : []);
  const [first] = lists;
  if (!first) return undefined;
  const groups = new Map<string, { label: string; perDay?: number; spells: string[] }>();
  for (const list of lists) {
    for (const spell of list.spells) {
      const perDay = spell.usage?.times;
      const label: string = spell.usage
        ? perDay ? `${perDay}/day each` : "At will"
        : spell.level === 0
        ? "Cantrips"
        : slotLabel(spell.level, list.slots?.[spell.level] ?? 0);
      const group = groups.get(label) ?? { label, ...(perDay ? { perDay } : {}), spells: [] };
      group.spells.push(
        spell.notes
          ? `${spell.name} (${
            spell.notes.toLowerCase().replace("can create wine instead of water", "or wine")
          })`
          : spell.name,
      );
      groups.set(label, group);
    }
  }
  const slots = Object.entries(first.slots ?? {}).sort((a, b) => Number(a[0]) - Number(b[0]));
  return {
    ability: first.ability.index,
    ...(first.dc ? { dc: first.dc } : {}),
    ...(first.modifier ? { toHit: first.modifier } : {}),
    ...(slots.length ? { slots: slots.map(([, n]) => n) } : {}),
    groups: [...groups.values()],
  };
}

const isSpellList = (e: Entry): boolean => e.spellcasting !== undefined;

/** One stat block; `report` hears of everything that could not be structured. */
export function from2014(m: Monster2014, report: Report): StatBlock {
  const slug = `${m.index}-2014`;
  const at: Reading = { slug, edition: "2014", report };
  const size = SIZES.find((s) => s === m.size.toLowerCase());
  if (!size) throw new RangeError(`Cannot read size of ${m.index}`);
  const swarm = /^swarm of (\w+) (\w+?)s$/i.exec(m.type);
  const special = m.special_abilities ?? [];
  const legendary = m.legendary_actions ?? [];
  const raw = (e: Entry): RawAction => rawOf(e, m.actions ?? [], slug);
  const resist = special.find((e) => e.name.startsWith("Legendary Resistance"));
  const casting = spellcasting(special);
  const ac = m.armor_class[0];
  const abilities = {
    str: m.strength,
    dex: m.dexterity,
    con: m.constitution,
    int: m.intelligence,
    wis: m.wisdom,
    cha: m.charisma,
  };
  const note = acNote2014(m.armor_class);
  const { text: sensesText, ranges } = senses(m.senses);
  const spoken = languages(m.languages);
  const block: StatBlock = {
    id: slug,
    slug,
    name: m.name,
    edition: "2014",
    source: "SRD 5.1",
    size,
    type: swarm ? swarm[2] ?? "beast" : m.type,
    tags: [...(m.subtype ? [m.subtype] : []), ...(swarm ? ["swarm"] : [])],
    alignment: m.alignment,
    ac: ac?.value ?? 10,
    ...(note ? { acNote: note } : {}),
    hp: { average: m.hit_points, dice: m.hit_points_roll.replace(/ /g, "") },
    speeds: speeds(m.speed),
    abilities,
    ...proficiencies(m),
    senses: sensesText,
    senseRanges: ranges,
    passivePerception: Number(m.senses["passive_perception"] ?? 10),
    languages: spoken.text,
    ...(spoken.telepathy ? { telepathy: spoken.telepathy } : {}),
    vulnerabilities: defences(m.damage_vulnerabilities, at),
    resistances: defences(m.damage_resistances, at),
    immunities: defences(m.damage_immunities, at),
    conditionImmunities: m.condition_immunities.map((c) => conditionOf(c.index)),
    cr: m.challenge_rating,
    xp: m.xp,
    proficiencyBonus: m.proficiency_bonus,
    initiative: Math.floor((m.dexterity - 10) / 2),
    environments: environmentsOf(m.index, m.type),
    traits: special.filter((e) => !isSpellList(e)).map((e) => buildTrait(raw(e), at)),
    ...features(special.map((e) => e.name)),
    actions: (m.actions ?? []).map((e) => buildAction(raw(e), at)),
    bonusActions: [],
    reactions: (m.reactions ?? []).map((e) => buildAction(raw(e), at)),
    ...(legendary.length
      ? {
        legendary: { uses: 3, actions: legendary.map((e) => withCost(buildAction(raw(e), at))) },
      }
      : {}),
    ...(resist?.usage?.times ? { legendaryResistance: { uses: resist.usage.times } } : {}),
    ...(casting ? { spellcasting: casting } : {}),
  };
  return fixed(block);
}

export const withCost = (a: StatBlock["actions"][number]) => ({ ...a, cost: a.cost ?? 1 });

/** Marks the engine reads. */
export function features(names: readonly string[]): Pick<StatBlock, "features"> {
  const out: ("evasion" | "magic-resistance")[] = [];
  if (names.includes("Evasion")) out.push("evasion");
  if (names.includes("Magic Resistance")) out.push("magic-resistance");
  return out.length ? { features: out } : {};
}

function speeds(raw: Monster2014["speed"]): Record<string, number> {
  const out: Record<string, number> = {};
  for (const [kind, value] of Object.entries(raw)) {
    out[kind] = value === true ? 1 : Number.parseInt(String(value), 10);
  }
  return out;
}

function proficiencies(m: Monster2014): Pick<StatBlock, "saves" | "skills"> {
  const saves: Record<string, number> = {};
  const skills: Record<string, number> = {};
  for (const { value, proficiency } of m.proficiencies) {
    const save = /^saving-throw-(\w+)$/.exec(proficiency.index)?.[1];
    const skill = SKILLS.find((s) => `skill-${s}` === proficiency.index);
    if (save) saves[save] = value;
    else if (skill) skills[skill] = value;
    else throw new RangeError(`Cannot read proficiency ${proficiency.index} of ${m.index}`);
  }
  return {
    ...(Object.keys(saves).length ? { saves } : {}),
    ...(Object.keys(skills).length ? { skills } : {}),
  };
}

/** A condition immunity by its index. */
export function conditionOf(index: string): Condition | "exhaustion" {
  if (index === "exhaustion") return index;
  const found = CONDITIONS.find((c) => c === index);
  if (!found) throw new RangeError(`Cannot read condition ${index}`);
  return found;
}

const slotLabel = (level: number, slots: number): string =>
  `Level ${level} (${slots} ${slots === 1 ? "slot" : "slots"})`;
