/** Exhaustion of both editions. [EXH-1] ff. */
import { checkCombatants, checkWhole } from "../checks.ts";
import { isImmuneTo } from "../conditions.ts";
import type { Context } from "../context.ts";
import { findCombatant, fullName } from "../lookup.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Id } from "../state.ts";
import { noticeFall, standingOf } from "./falling.ts";

/** Sets the level; the sixth kills. [EXH-4] */
export function setExhaustion(context: Context, id: Id, level: number): Refusal | void {
  const { state, emit } = context;
  const wrong = checkCombatants(state, [id]) ?? checkWhole(level, 0, 6, "Exhaustion");
  const combatant = findCombatant(state, id);
  if (wrong || !combatant) return wrong;
  if (level > combatant.exhaustion && isImmuneTo(state, combatant, "exhaustion")) {
    return refuse("NOT_POSSIBLE_NOW", `${fullName(combatant)} is immune to exhaustion.`);
  }
  const standing = standingOf(context, combatant);
  emit({ type: "ExhaustionSet", id, before: combatant.exhaustion, level: level + 0 });
  if (level === 6) {
    const life = combatant.kind === "character" ? "dead" : "defeated";
    emit({ type: "LifeChanged", id, life, hp: combatant.hp && 0, cause: "exhaustion" });
  }
  noticeFall(context, standing);
}
