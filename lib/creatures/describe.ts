/** Writes the lines of a stat block from its figures: attacks, saves, limits, headline texts. Pure. */
import { plural, signed } from "@/lib/combat/text.ts";
import type { DamagePart, DamageTrait, SaveSpec } from "@/lib/combat/block.ts";
import type { Ability } from "@/lib/combat/vocabulary.ts";
import type {
  MultiattackPart,
  SaveRider,
  SituationalDamage,
  StatAction,
  StatBlock,
  StatEffect,
  Trait,
} from "./stat_block.ts";

export const ABILITY_NAMES: Readonly<Record<Ability, string>> = {
  str: "Strength",
  dex: "Dexterity",
  con: "Constitution",
  int: "Intelligence",
  wis: "Wisdom",
  cha: "Charisma",
};

/** "+5", "−1", "+0": a bonus with its sign (a true minus, for reading). */

/** Ability modifier of a score. */
export const modifierOf = (score: number): number => Math.floor((score - 10) / 2);

export const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1);

/** "19 (2d10+8) piercing"; only the number when nothing is rolled. */
export function damageText(d: DamagePart): string {
  const type = d.type ? ` ${d.type}` : "";
  return /d/.test(d.dice) ? `${d.average} (${d.dice})${type}` : `${d.average}${type}`;
}

const damagesText = (all: readonly DamagePart[]): string => all.map(damageText).join(" + ");

function situationText(s: SituationalDamage): string {
  const dice = damagesText(s.damages);
  return s.mode === "extra" ? `+ ${dice} ${s.when}` : `${dice} ${s.when}`;
}

/** "prone", "poisoned for 1 minute, save ends", "grappled (escape DC 14)". */
export function effectText(e: StatEffect): string {
  const name = e.condition ?? e.name ?? "affected";
  const notes: string[] = [];
  if (e.escapeDc) notes.push(`escape DC ${e.escapeDc}`);
  if (e.maxSize) notes.push(`up to ${capital(e.maxSize)}`);
  if (e.whileGrappled) notes.push("while grappled");
  if (e.until) {
    notes.push(
      `until the ${e.until.edge} of ${
        e.until.whose === "source" ? "its" : "the target's"
      } next turn`,
    );
  } else if (e.rounds) notes.push(roundsText(e.rounds));
  if (e.saveEnds) notes.push("save ends");
  return notes.length ? `${name} (${notes.join(", ")})` : name;
}

/** Rounds as people say them: "3 rounds", "1 minute", "1 hour", "1 day". */
export function roundsText(rounds: number): string {
  const units: readonly [number, string][] = [[14400, "day"], [600, "hour"], [10, "minute"]];
  for (const [size, unit] of units) {
    if (rounds >= size && rounds % size === 0) return plural(rounds / size, unit);
  }
  return plural(rounds, "round");
}

/** "DC 21 Dexterity: 63 (18d6) fire, half on a success". */
function saveText(
  save: SaveSpec,
  damages: readonly DamagePart[],
  effects: readonly StatEffect[],
): string {
  const outcome = [damagesText(damages), effects.map(effectText).join(", ")].filter(Boolean).join(
    " and ",
  );
  const half = save.onSave === "half" ? ", half on a success" : "";
  return `DC ${save.dc} ${ABILITY_NAMES[save.ability]}` + (outcome ? `: ${outcome}${half}` : half);
}

function areaText(a: { areaShape?: SaveRider["areaShape"]; within?: number | undefined }): string {
  const area = a.areaShape;
  if (!area) return a.within ? `one target within ${a.within} ft` : "";
  const wide = area.width ? `, ${area.width} ft wide` : "";
  if (area.shape === "emanation") return `all within ${area.size} ft`;
  const from = a.within && area.shape !== "cone" && area.shape !== "line"
    ? ` within ${a.within} ft`
    : "";
  if (area.shape === "sphere") return `${area.size} ft radius${from}`;
  if (area.shape === "cylinder") {
    return `cylinder, ${area.size} ft radius${
      area.height ? `, ${area.height} ft high` : ""
    }${from}`;
  }
  return `${area.size} ft ${area.shape}${wide}${from}`;
}

const riderText = (r: SaveRider): string =>
  [r.name, [areaText(r), saveText(r.save, r.damages, r.effects)].filter(Boolean).join(", ")]
    .filter(Boolean).join(": ");

function reachText(a: StatAction): string {
  const range = a.range
    ? `range ${a.range.normal}${a.range.long ? `/${a.range.long}` : ""} ft`
    : "";
  const reach = a.reach !== undefined ? `reach ${a.reach} ft` : "";
  return [reach, range].filter(Boolean).join(" or ");
}

function attackText(a: StatAction): string {
  const or = a.orTypes?.length ? ` or ${a.orTypes.join(" or ")}` : "";
  const hit = [
    damagesText(a.damages ?? []) + or,
    ...(a.situational ?? []).map(situationText),
    ...(a.effects ?? []).map(effectText),
  ].filter(Boolean);
  const riders = (a.riders ?? []).map((r) => `${riderText(r)}.`);
  const head = `${signed(a.toHit ?? 0)} to hit, ${reachText(a)}`;
  return [`${head}${hit.length ? `: ${hit.join("; ")}` : ""}.`, ...riders].join(" ");
}

/** "2 × Claw, Bite", "3 × Rend; or 2 × Bow", "1d4 × Touch" or "Bite, one per head". */
export function routineText(routines: readonly (readonly MultiattackPart[])[]): string {
  const part = (p: MultiattackPart): string => {
    if (typeof p.count === "string" && !/^\d/.test(p.count)) return `${p.action}, ${p.count}`;
    return p.count === 1 ? p.action : `${p.count} × ${p.action}`;
  };
  return routines.map((r) => r.map(part).join(", ")).join("; or ");
}

/** The whole text of an action: figures first, then its own words. */
export function describeAction(a: StatAction): string {
  const parts: string[] = [];
  if (a.multiattack) parts.push(`${routineText(a.multiattack)}.`);
  if (a.kind === "attack") parts.push(attackText(a));
  else if (a.save) {
    const first = riderText({
      ...(a.saveName ? { name: a.saveName } : {}),
      save: a.save,
      damages: a.damages ?? [],
      effects: a.effects ?? [],
      ...(a.areaShape ? { areaShape: a.areaShape } : {}),
      ...(a.within ? { within: a.within } : {}),
    });
    parts.push(`${capital(first)}.`, ...(a.riders ?? []).map((r) => `${capital(riderText(r))}.`));
  } else if (a.damages?.length && !a.text) parts.push(`${damagesText(a.damages)}.`);
  if (a.heal) parts.push(`Heals ${a.heal.average} (${a.heal.dice}).`);
  if (a.text) parts.push(a.text);
  return parts.join(" ");
}

/** The whole text of a trait. */
export function describeTrait(t: Trait): string {
  if (!t.save) return t.text;
  return `${t.text} ${saveText(t.save, t.damages ?? [], t.effects ?? [])}.`.trim();
}

/** "Recharge 5–6", "3/day, 4 in its lair", "Hybrid form", "2 uses"; "" without limits. */
export function limitText(a: Trait & { readonly cost?: number }): string {
  const out: string[] = [];
  if (a.recharge) out.push(a.recharge.from === 6 ? "Recharge 6" : `Recharge ${a.recharge.from}–6`);
  if (a.perDay) {
    out.push(`${a.perDay}/day${a.perDayInLair ? `, ${a.perDayInLair} in its lair` : ""}`);
  }
  if (a.afterRest) {
    out.push(a.afterRest === "short" ? "Recharges on any rest" : "Recharges on a long rest");
  }
  if (a.form) out.push(capital(a.form));
  if (a.cost && a.cost > 1) out.push(`Costs ${a.cost}`);
  return out.join("; ");
}

/** "Huge dragon, chaotic evil"; tags in brackets, further sizes with "or". */
export function headline(b: StatBlock): string {
  const size = [b.size, ...(b.otherSizes ?? [])].map(capital).join(" or ");
  const tags = b.tags.length ? ` (${b.tags.join(", ")})` : "";
  return `${size} ${b.type}${tags}, ${b.alignment}`;
}

/** "40 ft, climb 40 ft, fly 80 ft (hover)". */
export function speedText(speeds: StatBlock["speeds"]): string {
  const parts: string[] = [];
  for (const [kind, feet] of Object.entries(speeds)) {
    if (kind === "hover") continue;
    const hover = kind === "fly" && speeds["hover"] ? " (hover)" : "";
    parts.push(kind === "walk" ? `${feet} ft` : `${kind} ${feet} ft${hover}`);
  }
  return parts.join(", ") || "0 ft";
}

/** "cold, fire; bludgeoning, piercing, slashing (nonmagical attacks)". */
export function defenceText(all: readonly DamageTrait[]): string {
  const groups = new Map<string, string[]>();
  for (const d of all) groups.set(d.only ?? "", [...(groups.get(d.only ?? "") ?? []), d.type]);
  return [...groups].map(([only, types]) =>
    only === "spells" ? "damage of spells" : types.join(", ") + (only ? ` (${only})` : "")
  ).join("; ");
}
