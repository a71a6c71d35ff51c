/** Dice for their own sake, checks, attacks. [ROLL-1] ff. [ATK-1] ff. */
import { checkCombatants, checkSource, checkText, plainLine, unknown } from "../checks.ts";
import { combinedMode, exhaustionHinders, exhaustionPenalty, hasCondition } from "../conditions.ts";
import type { ActionSpec } from "../block.ts";
import type { Context, Rules } from "../context.ts";
import { naturalOf, parseDice, rollD20, rollDice } from "@/lib/combat/dice/dice.ts";
import type { DamageRolled, EventOf } from "../events.ts";
import { acOf, addedDamage, figureMode, withFigures } from "../figures.ts";
import { LIMITS } from "../limits.ts";
import { findCombatant } from "../lookup.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Combatant, EncounterState } from "../state.ts";
import { ABILITIES, type RollMode, SKILLS } from "../vocabulary.ts";
import { checkUse, findAction, isLimited, spendAction } from "./actions.ts";
import { dealDamage, rollDamage } from "./damage.ts";
import { rollCheck, skillBonus } from "./saves.ts";
import { modifierOf, saveBonus } from "../lookup.ts";

/** Advantage and disadvantage of an attack that follow from conditions. [ATK-2] [ATK-3] */
export function attackMode(
  state: EncounterState,
  attacker: Combatant,
  target: Combatant,
  { melee, ranged }: Pick<ActionSpec, "melee" | "ranged">,
  asked: RollMode = "normal",
): RollMode {
  const prone = hasCondition(target, "prone");
  const close = melee === true;
  const far = ranged === true && !close;
  const [own, theirs] = [figureMode(attacker, "attack"), figureMode(target, "attacked")];
  const helped = asked === "advantage" || own.helped || theirs.helped ||
    hasCondition(attacker, "invisible") ||
    hasCondition(
      target,
      "blinded",
      "paralyzed",
      "petrified",
      "restrained",
      "stunned",
      "unconscious",
    ) || (prone && close);
  const hindered = asked === "disadvantage" || own.hindered || theirs.hindered ||
    exhaustionHinders(state, attacker, "attack") ||
    hasCondition(attacker, "blinded", "frightened", "poisoned", "prone", "restrained") ||
    hasCondition(target, "invisible") || (prone && far) || (state.edition === "2024" &&
      attacker.effects.some(({ condition, sourceId }) =>
        condition === "grappled" && sourceId !== null && sourceId !== target.id
      ));
  return combinedMode(helped, hindered);
}

/** A hit from close by on the paralyzed or unconscious is critical. [ATK-4] */
function hitsVitals(target: Combatant, { melee }: ActionSpec): boolean {
  return melee === true && hasCondition(target, "paralyzed", "unconscious");
}

function attackOn(
  { state, dice }: Context,
  attacker: Combatant,
  target: Combatant,
  action: ActionSpec,
  asked: RollMode | undefined,
): EventOf<"AttackRolled"> {
  const mode = attackMode(state, attacker, target, action, asked);
  const bonus = (action.toHit ?? 0) - exhaustionPenalty(state, attacker);
  const roll = withFigures(rollD20(dice, bonus, mode), attacker, "attack", null, dice);
  const ac = acOf(target);
  const natural = naturalOf(roll);
  const hits = natural !== 1 && (natural === 20 || roll.total >= (ac ?? 10));
  const critical = hits && (natural === 20 || hitsVitals(target, action));
  const own = (action.damages ?? []).map(({ dice: amount, type }) =>
    type === undefined ? { amount } : { amount, type }
  );
  const type = own[0]?.type;
  const added = addedDamage(attacker).map(({ text: amount }) => ({
    amount,
    ...(type && { type }),
  }));
  const inputs = own.length === 0 ? [] : [...own, ...added];
  const rolled = hits ? rollDamage(inputs, critical, dice) : null;
  const damages: readonly DamageRolled[] = rolled?.ok ? rolled.damages : [];
  return {
    type: "AttackRolled",
    id: attacker.id,
    actionId: action.id,
    action: action.name,
    targetId: target.id,
    mode,
    roll,
    ac,
    outcome: critical ? "critical" : hits ? "hit" : "miss",
    damages,
  };
}

function dealHit(
  context: Context,
  attack: EventOf<"AttackRolled">,
  { magical }: ActionSpec,
): void {
  if (attack.damages.length === 0) return;
  dealDamage(context, {
    sourceId: attack.id,
    label: attack.action,
    damages: attack.damages,
    targets: [{ id: attack.targetId }],
    critical: attack.outcome === "critical",
    magical,
  });
}

type Check = Extract<Parameters<Rules<"RollCheck">["RollCheck"]>[1], { check: unknown }>["check"];

function checkKind(check: Check): Refusal | undefined {
  const fits = check.kind === "skill"
    ? SKILLS.includes(check.skill)
    : ABILITIES.includes(check.ability);
  return fits ? undefined : refuse("INVALID_INPUT", "Choose an ability or a skill.");
}

function bonusOf(state: EncounterState, combatant: Combatant, check: Check): number {
  if (check.kind === "skill") return skillBonus(state, combatant, check.skill);
  if (check.kind === "save") return saveBonus(combatant, check.ability);
  return modifierOf(combatant.abilities[check.ability]);
}

export const rollRules: Rules<"RollDice" | "RollCheck" | "RollAttack"> = {
  RollDice({ state, dice, emit }, { dice: text, label = "", combatantId }) {
    const parsed = parseDice(text);
    if (!parsed.ok) return refuse("INVALID_INPUT", parsed.message);
    const wrong = checkText(label, LIMITS.name, "The label") ?? checkSource(state, combatantId);
    if (wrong) return wrong;
    emit({
      type: "DiceRolled",
      combatantId: combatantId ?? null,
      label: plainLine(label),
      roll: rollDice(parsed, dice),
    });
  },
  RollCheck(context, { id, check, mode = "normal" }) {
    const { state, emit } = context;
    const combatant = findCombatant(state, id);
    if (!combatant) return unknown("That combatant");
    const wrong = checkKind(check);
    if (wrong) return wrong;
    const what = check.kind === "skill" ? check.skill : `${check.ability} ${check.kind}`;
    const roll = rollCheck(
      context,
      combatant,
      bonusOf(state, combatant, check),
      check.kind === "save" ? "save" : "check",
      check.kind === "skill" ? null : check.ability,
      mode,
    );
    emit({ type: "DiceRolled", combatantId: id, label: what, roll });
  },
  RollAttack(context, { id, actionId, targetIds, mode, apply = false }) {
    const { state, emit } = context;
    const found = findAction(state, id, actionId);
    if (!found.ok) return found;
    const wrong = checkCombatants(state, targetIds) ?? checkUse(state, found);
    if (wrong) return wrong;
    const { action } = found;
    if (action.kind !== "attack" || action.toHit === undefined) {
      return refuse("NOT_POSSIBLE_NOW", `${action.name} has no attack roll.`);
    }
    if (isLimited(found)) spendAction(context, found);
    for (const targetId of targetIds) {
      const [attacker, target] = [findCombatant(state, id), findCombatant(state, targetId)];
      if (!attacker || !target) continue;
      const attack = attackOn(context, attacker, target, action, mode);
      emit(attack);
      if (apply) dealHit(context, attack, action);
    }
  },
};
