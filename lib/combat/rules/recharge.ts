/** Recharge: a d6 at the start of the creature's turn, only for what is spent. [RECH-1] ff. */
import type { PromptAnswer } from "../commands.ts";
import type { Context } from "../context.ts";
import { parseDice, rollDice } from "@/lib/combat/dice/dice.ts";
import { findCombatant } from "../lookup.ts";
import type { DiceRoll, Id } from "../state.ts";
import { findAction } from "./actions.ts";

/** Settles one recharge, by a roll here, a die from the table or a decision. */
export function finishRecharge(
  context: Context,
  id: Id,
  actionId: string,
  answer: PromptAnswer,
): void {
  const found = findAction(context.state, id, actionId);
  if (!found.ok) return;
  const { name, recharge } = found.action;
  const from = recharge?.from ?? 6;
  const die = parseDice("1d6");
  const roll: DiceRoll | null = answer.kind === "roll" && die.ok
    ? rollDice(die, context.dice)
    : null;
  const shown = answer.kind === "total" ? answer.total : roll?.total ?? 0;
  const success = answer.kind === "outcome" ? answer.success : shown >= from;
  context.emit({ type: "RechargeRolled", id, actionId, name, from, roll, success });
}

/** At the start of a turn: rolls for monsters, asks for others. */
export function rollRecharges(context: Context, id: Id): void {
  const { state, at } = context;
  const combatant = findCombatant(state, id);
  if (combatant?.life !== "up") return;
  for (const actionId of combatant.spentRecharge) {
    const found = findAction(state, id, actionId);
    if (!found.ok || !found.action.recharge) continue;
    if (state.settings.autoRollMonsters && combatant.kind !== "character") {
      finishRecharge(context, id, actionId, { kind: "roll" });
      continue;
    }
    const { from } = found.action.recharge;
    const prompt = { id: `recharge:${id}:${actionId}`, kind: "recharge", combatantId: id } as const;
    context.emit({
      type: "Prompted",
      prompt: { ...prompt, actionId, from, roll: null, round: state.round, at },
    });
  }
}
