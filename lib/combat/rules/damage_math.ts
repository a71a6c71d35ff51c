/** What damage does to one target, in the rules' order of operations. Pure. [DMG-1] ff. */
import { lifeAtZero, maximumHp } from "../body.ts";
import { hasCondition } from "../conditions.ts";
import type { DamageRolled, DamageTraitApplied, Hit, Life } from "../events.ts";
import { blockOf, clamp } from "../lookup.ts";
import type { DamageTrait } from "../block.ts";
import type { Combatant, EncounterState, HitPoints } from "../state.ts";
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
  const immune = target.immunities.includes(type) || limited(block?.immunities, type, magical) ||
    (state.edition === "2024" && type === "poison" && hasCondition(target, "petrified"));
  if (immune) return ["immune"];
  const resists = target.resistances.includes(type) ||
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

interface Fall {
  readonly life: Life;
  readonly deathSaves: Combatant["deathSaves"];
}

/** Damage to one who is at 0 already. [DOWN-4] */
function hurtAtZero(target: Combatant, damage: number, maximum: number, critical: boolean): Fall {
  const { life, deathSaves } = target;
  if (damage === 0 || life === "dead" || life === "defeated") return { life, deathSaves };
  if (target.kind !== "character") return { life: "defeated", deathSaves };
  if (damage >= maximum) return { life: "dead", deathSaves };
  const earlier = life === "dying" ? deathSaves : { successes: 0, failures: 0 };
  const failures = clamp(earlier.failures + (critical ? 2 : 1), 0, 3);
  return {
    life: failures >= 3 ? "dead" : "dying",
    deathSaves: { successes: earlier.successes, failures },
  };
}

function fallOf(
  state: EncounterState,
  target: Combatant,
  hp: HitPoints,
  toHitPoints: number,
  critical: boolean,
): Fall {
  const maximum = maximumHp(state, hp, target.exhaustion);
  if (hp.current === 0) {
    const fall = hurtAtZero(target, toHitPoints, maximum, critical);
    const simply = !state.settings.deathSaves && fall.life === "dying";
    return simply ? { life: "stable", deathSaves: target.deathSaves } : fall;
  }
  const beyond = toHitPoints - hp.current;
  const { deathSaves } = target;
  if (beyond < 0) return { life: "up", deathSaves };
  const massive = target.kind === "character" && beyond >= maximum;
  return { life: massive ? "dead" : lifeAtZero(state, target), deathSaves };
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
  for (const { amount, type } of damages) {
    const applied = type === null || options.untyped
      ? []
      : traitsAgainst(state, target, type, magical);
    computed += withTraits(afterSave(amount, outcome), applied);
    if (type !== null) { for (const trait of applied) traits.push({ type, trait }); }
  }
  const damage = override ?? computed;
  const { hp } = target;
  const absorbed = Math.min(hp.temp, damage);
  const lost = Math.min(hp.current, damage - absorbed);
  return {
    id: target.id,
    outcome,
    damage,
    traits: override === undefined ? traits : [],
    overridden: override !== undefined,
    absorbed,
    lost,
    before: { current: hp.current, temp: hp.temp },
    after: { current: hp.current - lost, temp: hp.temp - absorbed },
    ...fallOf(state, target, hp, damage - absorbed, critical),
  };
}
