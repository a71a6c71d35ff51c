/**
 * What a fight takes of a stat block: plain actions that can be rolled. A save that follows a hit, or a second
 * breath, becomes an action of its own ("Bite: save"), so that nothing of it is lost. Pure.
 */
import type { ActionSpec, CombatBlock, EffectSpec } from "@/lib/combat/block.ts";
import { damageText, describeTrait, limitText, routineText } from "./describe.ts";
import type { Area, SaveRider, StatAction, StatBlock, StatEffect, Trait } from "./stat_block.ts";

/** A fight counts rounds up to this; what lasts longer than it outlasts the fight. */
const MOST_ROUNDS = 1000;

/** "60 ft cone", "10 ft around it", "90 ft line, 5 ft wide". */
export function areaText(area: Area): string {
  if (area.shape === "emanation") return `${area.size} ft around it`;
  if (area.shape === "sphere") return `${area.size} ft radius`;
  const more = [
    area.width ? `${area.width} ft wide` : "",
    area.height ? `${area.height} ft high` : "",
  ].filter(Boolean);
  return [`${area.size} ft ${area.shape}`, ...more].join(", ");
}

function effectSpec(e: StatEffect): EffectSpec {
  return {
    ...(e.condition ? { condition: e.condition } : {}),
    ...(e.name ? { name: e.name } : {}),
    ...(e.rounds && e.rounds <= MOST_ROUNDS ? { rounds: e.rounds } : {}),
    ...(e.saveEnds ? { saveEnds: true } : {}),
    ...(e.until ? { until: e.until } : {}),
    ...(e.whileGrappled ? { whileGrappled: true } : {}),
  };
}

function limitsOf(a: StatAction) {
  return {
    ...(a.recharge ? { recharge: a.recharge } : {}),
    ...(a.perDay ? { perDay: a.perDay } : {}),
    ...(a.afterRest ? { afterRest: a.afterRest } : {}),
    ...(a.cost === undefined ? {} : { cost: a.cost }),
  };
}

function plain(a: StatAction): ActionSpec {
  return {
    id: a.id,
    name: a.saveName && !a.name.includes(a.saveName) ? `${a.name}: ${a.saveName}` : a.name,
    kind: a.kind,
    text: spoken(a),
    ...(a.toHit === undefined ? {} : { toHit: a.toHit }),
    ...(a.melee ? { melee: true } : {}),
    ...(a.ranged ? { ranged: true } : {}),
    ...(a.reach === undefined ? {} : { reach: a.reach }),
    ...(a.range ? { range: a.range } : {}),
    ...(a.damages?.length ? { damages: a.damages } : {}),
    ...(a.save ? { save: a.save } : {}),
    ...(a.area ?? a.areaShape
      ? { area: a.area ?? (a.areaShape ? areaText(a.areaShape) : "") }
      : {}),
    ...(a.effects?.length ? { effects: a.effects.map(effectSpec) } : {}),
    ...limitsOf(a),
  };
}

/** What the fight's own figures do not show: routine, cases, limits of form, healing, own words. */
function spoken(a: StatAction): string {
  const cases = (a.situational ?? []).map((s) =>
    `${s.mode === "extra" ? "+ " : ""}${s.damages.map(damageText).join(" + ")} ${s.when}.`
  );
  return [
    a.multiattack ? `${routineText(a.multiattack)}.` : "",
    ...cases,
    a.orTypes?.length ? `Or ${a.orTypes.join(" or ")} damage.` : "",
    a.heal ? `Heals ${a.heal.average} (${a.heal.dice}).` : "",
    a.form ? `${limitText({ name: a.name, text: "", form: a.form })}.` : "",
    a.text,
  ].filter(Boolean).join(" ");
}

function follower(a: StatAction, r: SaveRider, i: number, many: boolean): ActionSpec {
  return {
    id: `${a.id}-save${many ? `-${i + 1}` : ""}`,
    name: r.name ? `${a.name}: ${r.name}` : `${a.name}: save${many ? ` ${i + 1}` : ""}`,
    kind: "save",
    text: "",
    save: r.save,
    ...(r.damages.length ? { damages: r.damages } : {}),
    ...(r.effects.length ? { effects: r.effects.map(effectSpec) } : {}),
    ...(r.areaShape ? { area: areaText(r.areaShape) } : {}),
    ...(a.cost === undefined ? {} : { cost: 0 }),
  };
}

function specs(actions: readonly StatAction[]): ActionSpec[] {
  const seen = new Set<string>();
  const unique = (spec: ActionSpec): ActionSpec => {
    let id = spec.id;
    for (let n = 2; seen.has(id); n++) id = `${spec.id}-${n}`;
    seen.add(id);
    return { ...spec, id };
  };
  return actions.flatMap((a) => {
    const riders = a.riders ?? [];
    return [plain(a), ...riders.map((r, i) => follower(a, r, i, riders.length > 1))].map(unique);
  });
}

const traitText = (t: Trait): { name: string; text: string } => {
  const limit = limitText(t);
  return {
    name: t.name,
    text: [limit ? `${limit}.` : "", describeTrait(t)].filter(Boolean).join(" "),
  };
};

const MAGICAL = /^(magic|angelic|hellish|sacred) weapons$/i;

/** Attacks of a creature whose weapons are magical by its trait. */
function asMagical(actions: readonly ActionSpec[], traits: readonly Trait[]): ActionSpec[] {
  const magical = traits.some(({ name }) => MAGICAL.test(name));
  return actions.map((action) =>
    magical && action.kind === "attack" ? { ...action, magical } : action
  );
}

/** The fight's copy of a stat block. */
export function combatBlockOf(b: StatBlock): CombatBlock {
  const tags = b.tags.length ? ` (${b.tags.join(", ")})` : "";
  return {
    id: b.slug,
    name: b.name,
    edition: b.edition,
    size: b.size,
    type: `${b.type}${tags}`,
    ...(b.alignment ? { alignment: b.alignment } : {}),
    ac: b.ac,
    ...(b.acNote ? { acNote: b.acNote } : {}),
    hp: b.hp,
    speeds: b.speeds,
    abilities: b.abilities,
    ...(b.saves ? { saves: b.saves } : {}),
    ...(b.skills ? { skills: b.skills } : {}),
    ...(b.senses ? { senses: b.senses } : {}),
    ...(b.languages ? { languages: b.languages } : {}),
    passivePerception: b.passivePerception,
    cr: b.cr,
    xp: b.xp,
    proficiencyBonus: b.proficiencyBonus,
    initiative: b.initiative,
    vulnerabilities: b.vulnerabilities ?? [],
    resistances: b.resistances ?? [],
    immunities: b.immunities ?? [],
    conditionImmunities: b.conditionImmunities ?? [],
    traits: b.traits.map(traitText),
    ...(b.features ? { features: b.features } : {}),
    actions: asMagical(specs(b.actions), b.traits),
    bonusActions: specs(b.bonusActions),
    reactions: specs(b.reactions),
    ...(b.legendary ? { legendary: { ...b.legendary, actions: specs(b.legendary.actions) } } : {}),
    ...(b.legendaryResistance ? { legendaryResistance: b.legendaryResistance } : {}),
    ...(b.lair ? { lair: { actions: b.lair.actions } } : {}),
    ...(b.spellcasting ? { spellcasting: b.spellcasting } : {}),
    source: b.source,
  };
}
