/** Dealing damage to one or many. [DMG-1] ff. */
import {
  checkCombatants,
  checkSource,
  checkText,
  checkWhole,
  firstOf,
  plainLine,
  readAmount,
  rollAmount,
} from "../checks.ts";
import type { DamageInput, DamageTarget } from "../commands.ts";
import type { Context, Rules } from "../context.ts";
import { criticalDice } from "@/lib/combat/dice/dice.ts";
import type { DamageRolled } from "../events.ts";
import { LIMITS } from "../limits.ts";
import { findCombatant, nameOf } from "../lookup.ts";
import type { RandomSource } from "@/lib/combat/dice/random.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Combatant, EncounterState, HitPoints, Id } from "../state.ts";
import { DAMAGE_TYPES, SAVE_OUTCOMES } from "../vocabulary.ts";
import { checkConcentration } from "./concentration.ts";
import { hitOn, type HitOptions } from "./damage_math.ts";
import { noticeFall, standingOf } from "./falling.ts";

export type Bodied = Combatant & { readonly hp: HitPoints };

export function hasHitPoints(combatant: Combatant | undefined): combatant is Bodied {
  return combatant !== undefined && combatant.hp !== null;
}

/** Combatants that have hit points; a refusal when none of them has. */
export function bodiesOf(state: EncounterState, ids: readonly Id[]): readonly Bodied[] | Refusal {
  const wrong = checkCombatants(state, ids);
  if (wrong) return wrong;
  const bodies = ids.map((id) => findCombatant(state, id)).filter(hasHitPoints);
  if (bodies.length > 0) return bodies;
  return refuse("NOT_POSSIBLE_NOW", "That entry has no hit points: set them first.");
}

export function isRefusal<T extends object>(value: T | Refusal): value is Refusal {
  return "ok" in value && value.ok === false;
}

export interface DamageRoll {
  readonly ok: true;
  readonly damages: readonly DamageRolled[];
}

/** Reads and rolls the kinds of damage of a command; a critical hit doubles their dice. [DMG-8] */
export function rollDamage(
  inputs: readonly DamageInput[],
  critical: boolean,
  dice: RandomSource,
): DamageRoll | Refusal {
  if (inputs.length > LIMITS.damageParts) {
    return refuse("LIMIT_REACHED", `One hit has at most ${LIMITS.damageParts} kinds of damage.`);
  }
  const damages: DamageRolled[] = [];
  for (const { amount: given, type } of inputs) {
    const read = readAmount(given, "Damage");
    if (!read.ok) return read;
    if (type !== undefined && !DAMAGE_TYPES.includes(type)) {
      return refuse("INVALID_INPUT", "Choose one of the thirteen types of damage.");
    }
    const doubled = critical && read.dice ? { ...read, dice: criticalDice(read.dice) } : read;
    damages.push({ ...rollAmount(doubled, dice), type: type ?? null });
  }
  return { ok: true, damages };
}

export interface DealtDamage {
  readonly sourceId: Id | null;
  readonly label: string;
  readonly damages: readonly DamageRolled[];
  readonly targets: readonly (DamageTarget & HitOptions)[];
  readonly critical: boolean;
  readonly magical?: boolean | undefined;
  readonly untyped?: boolean | undefined;
}

/** Deals damage that is rolled already, and lets happen what follows from it. */
export function dealDamage(context: Context, dealt: DealtDamage): void {
  const { state, emit } = context;
  const { sourceId, label, damages, critical, magical, untyped } = dealt;
  const struck = dealt.targets.flatMap((target) => {
    const body = findCombatant(state, target.id);
    if (!hasHitPoints(body)) return [];
    const options = { ...target, critical, magical, untyped };
    return [{ standing: standingOf(context, body), hit: hitOn(state, body, damages, options) }];
  });
  if (struck.length === 0) return;
  emit({
    type: "DamageDealt",
    sourceId,
    label,
    damages,
    critical,
    hits: struck.map(({ hit }) => hit),
  });
  const cause = label !== "" ? label : sourceId === null ? "damage" : nameOf(state, sourceId);
  for (const { standing, hit } of struck) {
    noticeFall(context, standing);
    if (hit.damage > 0) endByDamage(context, hit.id);
    const now = findCombatant(state, hit.id);
    if (now) checkConcentration(context, now, hit.damage, cause);
  }
}

/** Sleep and the like end with any damage. [EFF-12] */
function endByDamage({ state, emit }: Context, id: Id): void {
  const over = findCombatant(state, id)?.effects.filter(({ endsOnDamage }) => endsOnDamage) ?? [];
  if (over.length === 0) return;
  const [effectIds, names] = [over.map((effect) => effect.id), over.map(({ name }) => name)];
  emit({ type: "EffectsEnded", id, effectIds, names, cause: "damage" });
}

function checkTargets(targets: readonly DamageTarget[]): Refusal | undefined {
  return firstOf(
    ...targets.map(({ outcome, override }) =>
      outcome !== undefined && !SAVE_OUTCOMES.includes(outcome)
        ? refuse("INVALID_INPUT", "Choose full, half or no damage.")
        : override === undefined
        ? undefined
        : checkWhole(override, 0, LIMITS.amount, "Damage")
    ),
  );
}

export const damageRules: Rules<"ApplyDamage"> = {
  ApplyDamage(context, command) {
    const { state } = context;
    const { targets, sourceId, label = "", critical = false, magical, untyped } = command;
    const wrong = firstOf(
      checkTargets(targets),
      checkSource(state, sourceId),
      checkText(label, LIMITS.name, "The label"),
    );
    if (wrong) return wrong;
    const bodies = bodiesOf(state, targets.map(({ id }) => id));
    if (isRefusal(bodies)) return bodies;
    if (command.damage.length === 0) return refuse("INVALID_INPUT", "Write how much damage.");
    const rolled = rollDamage(command.damage, critical, context.dice);
    if (!rolled.ok) return rolled;
    dealDamage(context, {
      sourceId: sourceId ?? null,
      label: plainLine(label),
      damages: rolled.damages,
      targets,
      critical,
      magical,
      untyped,
    });
  },
};
