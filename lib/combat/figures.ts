/** What effects change while they last: armour class, rolls, traits, the maximum. [FIG-1] ff. */
import { parseDice, rollDice } from "./dice/dice.ts";
import type { RandomSource } from "./dice/random.ts";
import type { Combatant, DiceRoll, Effect, EffectFigures } from "./state.ts";
import type { Ability, DamageType, ImmuneCondition } from "./vocabulary.ts";

export type FigureRoll = "attack" | "save" | "check";

function figuresOf({ effects }: Combatant): readonly (EffectFigures & { readonly of: string })[] {
  return effects.flatMap(({ figures, name }) => figures ? [{ ...figures, of: name }] : []);
}

/** Armour class with what effects add to it; null where there is none. [FIG-1] */
export function acOf(combatant: Combatant): number | null {
  if (combatant.ac === null || combatant.effects.length === 0) return combatant.ac;
  return figuresOf(combatant).reduce((sum, { ac = 0 }) => sum + ac, combatant.ac);
}

/** What effects add to a kind of roll: the same effect from several sources counts once. [FIG-2] */
function addedTo(
  combatant: Combatant,
  kind: FigureRoll | "damage",
  ability: Ability | null,
): readonly { readonly name: string; readonly text: string }[] {
  const byName = new Map<string, string>();
  for (const { of: name, saveOf, [kind]: text } of figuresOf(combatant)) {
    const meant = kind !== "save" || saveOf === undefined ||
      (ability !== null && saveOf.includes(ability));
    if (text !== undefined && meant && !byName.has(name)) byName.set(name, text);
  }
  return [...byName].map(([name, text]) => ({ name, text }));
}

/** A roll with what effects add to it; each is told by its name. [FIG-2] */
export function withFigures(
  roll: DiceRoll,
  combatant: Combatant,
  kind: FigureRoll,
  ability: Ability | null,
  source: RandomSource,
): DiceRoll {
  return addedTo(combatant, kind, ability).reduce((sum, { name, text }) => {
    const dice = parseDice(text);
    if (!dice.ok) return sum;
    const extra = rollDice(dice, source);
    return {
      text: `${sum.text}${/^[+-]/.test(extra.text) ? "" : "+"}${extra.text}`,
      total: sum.total + extra.total,
      dice: [...sum.dice, ...extra.dice],
      modifier: sum.modifier + extra.modifier,
      bonuses: [...sum.bonuses ?? [], { name, total: extra.total }],
    };
  }, roll);
}

/** Damage that effects add to the bearer's hits. [FIG-3] */
export function addedDamage(
  combatant: Combatant,
): readonly { readonly name: string; readonly text: string }[] {
  return addedTo(combatant, "damage", null);
}

/** Whether effects give advantage or disadvantage on a roll, or to attacks against the bearer. [FIG-4] */
export function figureMode(
  combatant: Combatant,
  kind: FigureRoll | "attacked",
  ability: Ability | null = null,
): { readonly helped: boolean; readonly hindered: boolean } {
  const figures = figuresOf(combatant).filter(({ saveOf }) =>
    kind !== "save" || saveOf === undefined || (ability !== null && saveOf.includes(ability))
  );
  return {
    helped: figures.some(({ advantage }) => advantage?.includes(kind)),
    hindered: figures.some(({ disadvantage }) => disadvantage?.includes(kind)),
  };
}

/** Whether an effect makes resistant or immune to a kind of damage. [FIG-5] */
export function figureTrait(
  combatant: Combatant,
  trait: "resistances" | "immunities",
  type: DamageType,
): boolean {
  return figuresOf(combatant).some((figures) => figures[trait]?.includes(type));
}

export function figureImmunity(combatant: Combatant, condition: ImmuneCondition): boolean {
  return figuresOf(combatant)
    .some(({ conditionImmunities }) => conditionImmunities?.includes(condition));
}

/** How far effects raise (or lower) the maximum of hit points. [FIG-6] */
export function figureMaximum(effects: readonly Effect[]): number {
  return effects.reduce((sum, { figures }) => sum + (figures?.maximum ?? 0), 0);
}

const signed = (total: number) => total < 0 ? `− ${-total}` : `+ ${total}`;

/** "17", or "17 + 3 Bless" where an effect counts in. */
export function totalWords({ total, bonuses = [] }: Pick<DiceRoll, "total" | "bonuses">): string {
  const own = bonuses.reduce((rest, bonus) => rest - bonus.total, total);
  return [String(own), ...bonuses.map((bonus) => `${signed(bonus.total)} ${bonus.name}`)].join(" ");
}

/** What an effect changes, in few words: "+1d4 to attacks and saves, AC +2". */
export function figureWords(figures: EffectFigures): string {
  const { ac, attack, save, check, damage, saveOf, maximum, atStart, atEnd } = figures;
  const plus = (text: string | number) => /^-/.test(String(text)) ? `${text}` : `+${text}`;
  const kinds = [["attacks", attack], ["saves", save], ["checks", check]] as const;
  const amounts = new Map<string, string[]>();
  for (const [kind, text] of kinds) {
    if (text !== undefined) amounts.set(text, [...amounts.get(text) ?? [], kind]);
  }
  const of = saveOf === undefined ? "" : ` (${saveOf.join(", ")})`;
  const moment = (turn: typeof atStart, when: string) =>
    turn === undefined ? [] : [
      `${turn.heal ?? turn.damage ?? ""} ${turn.heal ? "healed" : turn.type ?? "damage"} ${when}`,
    ];
  return [
    ...(ac === undefined ? [] : [`AC ${plus(ac)}`]),
    ...[...amounts].map(([text, on]) => `${plus(text)} to ${on.join(", ")}${of}`),
    ...(damage === undefined ? [] : [`${plus(damage)} damage`]),
    ...(figures.advantage ?? []).map((kind) =>
      kind === "attacked" ? "attacks against it have advantage" : `advantage on ${kind}s${of}`
    ),
    ...(figures.disadvantage ?? []).map((kind) =>
      kind === "attacked" ? "attacks against it have disadvantage" : `disadvantage on ${kind}s${of}`
    ),
    ...(figures.resistances ? [`resists ${figures.resistances.join(", ")}`] : []),
    ...(figures.immunities ? [`immune to ${figures.immunities.join(", ")}`] : []),
    ...(figures.conditionImmunities ? [`not ${figures.conditionImmunities.join(", ")}`] : []),
    ...(maximum === undefined ? [] : [`maximum ${plus(maximum)}`]),
    ...moment(atStart, "at its turn’s start"),
    ...moment(atEnd, "at its turn’s end"),
  ].join(", ");
}
