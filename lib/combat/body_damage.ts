/**
 * What damage does to the body that it strikes. Deciding and folding both ask: an entry that is
 * folded at another place (a late save after another hit was undone) meets another body. Pure.
 */
import { lifeAtZero } from "./body.ts";
import { maximumHp } from "./maximum_hp.ts";
import type { Life } from "./events.ts";
import { clamp } from "./lookup.ts";
import type { Combatant, EncounterState, HitPoints } from "./state.ts";

interface Fall {
  readonly life: Life;
  readonly deathSaves: Combatant["deathSaves"];
}

export interface BodyDamage extends Fall {
  /** Taken from temporary hit points. */
  readonly absorbed: number;
  /** Taken from hit points. */
  readonly lost: number;
}

type Rules = Pick<EncounterState, "edition" | "settings">;
type Body = Combatant & { readonly hp: HitPoints };

/** Damage to one who is at 0 already. [DOWN-4] */
function hurtAtZero(target: Body, damage: number, maximum: number, critical: boolean): Fall {
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

function fallOf(rules: Rules, target: Body, toHitPoints: number, critical: boolean): Fall {
  const { hp, deathSaves } = target;
  const maximum = maximumHp(rules, hp, target.exhaustion);
  if (hp.current === 0) {
    const fall = hurtAtZero(target, toHitPoints, maximum, critical);
    const simply = !rules.settings.deathSaves && fall.life === "dying";
    return simply ? { life: "stable", deathSaves } : fall;
  }
  const beyond = toHitPoints - hp.current;
  if (beyond < 0) return { life: "up", deathSaves };
  const massive = target.kind === "character" && beyond >= maximum;
  return { life: massive ? "dead" : lifeAtZero(rules, target), deathSaves };
}

/** `damage` after save and traits meets temporary hit points, hit points, and life. [DMG-6] */
export function damageBody(
  rules: Rules,
  target: Body,
  damage: number,
  critical: boolean,
): BodyDamage {
  const { hp } = target;
  const absorbed = Math.min(hp.temp, damage);
  const lost = Math.min(hp.current, damage - absorbed);
  return { absorbed, lost, ...fallOf(rules, target, damage - absorbed, critical) };
}
