/** What damage does to one target, in the rules' order of operations. Pure. [DMG-1] ff. */
import { hasCondition } from "../conditions.ts";
import type { DamageRolled, DamageTraitApplied, Hit } from "../events.ts";
import { figureTrait } from "../figures.ts";
import { blockOf } from "../lookup.ts";
import type { DamageTrait } from "../block.ts";
import type { Combatant, EncounterState, HitPoints } from "../state.ts";
import { damageBody } from "@/lib/combat/body_damage.ts";
import type { DamageType, SaveOutcome } from "../vocabulary.ts";

export interface HitOptions {
  readonly outcome?: SaveOutcome | undefined;
  /** The DM's last word, after resistances. */
  readonly override?: number | undefined;
  readonly critical?: boolean | undefined;
  readonly magical?: boolean | undefined;
  readonly untyped?: boolean | undefined;
}

/** Half rounds down, for every kind of damage by itself. [DMG-2] */
function afterSave(amount: number, outcome: SaveOutcome): number {
  if (outcome === "none") return 0;
  return outcome === "save" ? Math.floor(amount / 2) : amount;
}

function limited(
  traits: readonly DamageTrait[] | undefined,
  type: DamageType,
  magical: boolean,
): boolean {
  return !magical &&
    (traits ?? []).some((trait) => trait.type === type && trait.only !== undefined);
}

/** The traits that count for a type of damage: each once, immunity above all. [DMG-4] [DMG-5] */
function traitsAgainst(
  state: EncounterState,
  target: Combatant,
  type: DamageType,
  magical: boolean,
): readonly DamageTraitApplied[] {
  const block = blockOf(state, target);
  const immune = target.immunities.includes(type) || figureTrait(target, "immunities", type) ||
    limited(block?.immunities, type, magical) ||
    (state.edition === "2014" && type === "poison" && hasCondition(target, "petrified"));
  if (immune) return ["immune"];
  const resists = target.resistances.includes(type) || figureTrait(target, "resistances", type) ||
    limited(block?.resistances, type, magical) || hasCondition(target, "petrified");
  const suffers = target.vulnerabilities.includes(type) ||
    limited(block?.vulnerabilities, type, magical);
  return [...(resists ? ["resisted" as const] : []), ...(suffers ? ["vulnerable" as const] : [])];
}

/** Resistance before vulnerability. [DMG-3] */
function withTraits(amount: number, traits: readonly DamageTraitApplied[]): number {
  if (traits.includes("immune")) return 0;
  const resisted = traits.includes("resisted") ? Math.floor(amount / 2) : amount;
  return traits.includes("vulnerable") ? resisted * 2 : resisted;
}

/** Sums by kind: traits meet the total of a kind, not each of its parts. [DMG-11] */
function totals(damages: readonly DamageRolled[]): ReadonlyMap<DamageType | null, number> {
  const sums = new Map<DamageType | null, number>();
  for (const { type, amount } of damages) sums.set(type, (sums.get(type) ?? 0) + amount);
  return sums;
}

/** What a hit with these kinds of damage does to `target`. */
export function hitOn(
  state: EncounterState,
  target: Combatant & { readonly hp: HitPoints },
  damages: readonly DamageRolled[],
  options: HitOptions,
): Hit {
  const { outcome = "fail", override, critical = false, magical = false } = options;
  const traits: { type: DamageType; trait: DamageTraitApplied }[] = [];
  let computed = 0;
  for (const [type, amount] of totals(damages)) {
    const applied = type === null || options.untyped
      ? []
      : traitsAgainst(state, target, type, magical);
    computed += withTraits(afterSave(amount, outcome), applied);
    if (type !== null) { for (const trait of applied) traits.push({ type, trait }); }
  }
  const damage = override ?? computed;
  const { hp } = target;
  const stroke = damageBody(state, target, damage, critical);
  return {
    id: target.id,
    outcome,
    damage,
    traits: override === undefined ? traits : [],
    overridden: override !== undefined,
    before: { current: hp.current, temp: hp.temp },
    after: { current: hp.current - stroke.lost, temp: hp.temp - stroke.absorbed },
    ...stroke,
  };
}
