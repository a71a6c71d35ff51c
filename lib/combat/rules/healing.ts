/** Healing, temporary and maximum hit points, by hand. [HP-1] ff. */
import { maximumHp } from "../maximum_hp.ts";
import {
  checkCombatants,
  checkSource,
  checkWhole,
  firstOf,
  readAmount,
  rollAmount,
  unknown,
} from "../checks.ts";
import type { Context, Rules } from "../context.ts";
import { LIMITS } from "../limits.ts";
import { findCombatant, fullName } from "../lookup.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { DiceRoll, HitPoints, Id } from "../state.ts";
import { type Bodied, bodiesOf, isRefusal } from "./damage.ts";
import { noticeFall, standingOf } from "./falling.ts";

/** Gives back hit points, up to the maximum; the dead stay dead. [HP-3] [HP-4] */
export function heal(
  context: Context,
  bodies: readonly Bodied[],
  { amount, roll, sourceId }: {
    readonly amount: number;
    readonly roll: DiceRoll | null;
    readonly sourceId: Id | null;
  },
): Refusal | void {
  const { state, emit } = context;
  const living = bodies.filter(({ life }) => life !== "dead");
  if (living.length === 0) {
    return refuse("NOT_POSSIBLE_NOW", "The dead cannot be healed: revive them first.");
  }
  const heals = living.map(({ id, hp, exhaustion }) => {
    const { current, temp } = hp;
    const gained = Math.max(0, Math.min(amount, maximumHp(state, hp, exhaustion) - current));
    return { id, gained, before: { current, temp }, after: { current: current + gained, temp } };
  });
  emit({ type: "Healed", sourceId, roll, amount, heals });
}

/** Temporary hit points do not add up: the higher stays. [HP-5] */
export function grantTemporary(
  { emit }: Context,
  bodies: readonly Bodied[],
  { amount, roll }: { readonly amount: number; readonly roll: DiceRoll | null },
): void {
  const grants = bodies.map(({ id, hp }) => ({
    id,
    before: hp.temp,
    after: Math.max(hp.temp, amount),
  }));
  emit({ type: "TemporaryGranted", roll, amount, grants });
}

/** Hit points as the DM wrote them, checked and completed. */
function writtenHp(before: HitPoints | null, hp: Partial<HitPoints>): HitPoints | Refusal {
  const most = LIMITS.amount;
  const max = hp.max ?? before?.max;
  if (max === undefined) return refuse("INVALID_INPUT", "Write the maximum hit points too.");
  const wrong = firstOf(
    checkWhole(max, 1, most, "Maximum hit points"),
    checkWhole(hp.current ?? 0, 0, most, "Hit points"),
    checkWhole(hp.temp ?? 0, 0, most, "Temporary hit points"),
    checkWhole(hp.maxBonus ?? 0, -most, most, "The change of the maximum"),
  );
  return wrong ?? {
    max,
    current: (hp.current ?? before?.current ?? max) + 0,
    temp: (hp.temp ?? before?.temp ?? 0) + 0,
    maxBonus: (hp.maxBonus ?? before?.maxBonus ?? 0) + 0,
    dice: before?.dice ?? null,
  };
}

function changeMaximum(context: Context, bodies: readonly Bodied[], amount: number): void {
  const { state, emit } = context;
  const changes = bodies.map(({ id, hp, exhaustion, life }) => {
    const maxBonus = hp.maxBonus + amount;
    const after = maximumHp(state, { ...hp, maxBonus }, exhaustion);
    // What only takes back a drain gives no hit points; a raise does, also at 0. [HP-9]
    const raised = Math.max(0, Math.max(0, maxBonus) - Math.max(0, hp.maxBonus));
    const gained = life === "dead" || life === "defeated" ? 0 : raised;
    const before = maximumHp(state, hp, exhaustion);
    return { id, before, after, current: Math.min(hp.current + gained, after), gained };
  });
  const standings = bodies.map((body) => standingOf(context, body));
  emit({ type: "MaximumChanged", amount, changes });
  for (const { id, after } of changes) {
    const life = findCombatant(state, id)?.kind === "character" ? "dead" : "defeated";
    if (after === 0) emit({ type: "LifeChanged", id, life, hp: 0, cause: "maximum" });
  }
  for (const standing of standings) noticeFall(context, standing);
}

export const healingRules: Rules<"Heal" | "GrantTemporary" | "SetHitPoints" | "ChangeMaximum"> = {
  Heal(context, { ids, amount, sourceId }) {
    const { state, dice } = context;
    const read = readAmount(amount, "Healing");
    if (!read.ok) return read;
    const bodies = bodiesOf(state, ids);
    if (isRefusal(bodies)) return bodies;
    const wrong = checkSource(state, sourceId);
    if (wrong) return wrong;
    return heal(context, bodies, { ...rollAmount(read, dice), sourceId: sourceId ?? null });
  },
  GrantTemporary(context, { ids, amount }) {
    const read = readAmount(amount, "Temporary hit points");
    if (!read.ok) return read;
    const bodies = bodiesOf(context.state, ids);
    if (isRefusal(bodies)) return bodies;
    grantTemporary(context, bodies, rollAmount(read, context.dice));
  },
  SetHitPoints(context, { id, hp }) {
    const { state, emit } = context;
    const combatant = findCombatant(state, id);
    if (!combatant) return unknown("That combatant");
    const after = writtenHp(combatant.hp, hp);
    if (isRefusal(after)) return after;
    const standing = standingOf(context, combatant);
    const current = Math.min(after.current, maximumHp(state, after, combatant.exhaustion));
    emit({ type: "HitPointsSet", id, before: combatant.hp, after: { ...after, current } });
    noticeFall(context, standing);
  },
  ChangeMaximum(context, { ids, amount }) {
    const { state } = context;
    const wrong = checkWhole(amount, -LIMITS.amount, LIMITS.amount, "The change of the maximum");
    if (wrong) return wrong;
    if (amount === 0) return refuse("INVALID_INPUT", "Write how much the maximum changes.");
    const bodies = bodiesOf(state, ids);
    if (isRefusal(bodies)) return bodies;
    changeMaximum(context, bodies, amount);
  },
};

/** Checks used by rules that change one living body. */
export function oneBody(context: Context, id: Id): Bodied | Refusal {
  const wrong = checkCombatants(context.state, [id]);
  if (wrong) return wrong;
  const [body] = [findCombatant(context.state, id)];
  if (body && body.hp !== null) return { ...body, hp: body.hp };
  return refuse("NOT_POSSIBLE_NOW", `${body ? fullName(body) : "That"} has no hit points.`);
}
