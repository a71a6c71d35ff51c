/** Ids, amounts, effects and answers that a step of a random fight chooses from the state. */
import type { Command, DamageInput, PromptAnswer } from "../commands.ts";
import type { EffectDraft, EncounterState, Id, ProposalBody } from "../state.ts";
import { CONDITIONS, DAMAGE_TYPES } from "../vocabulary.ts";
import type { Step } from "./step.ts";

export type Make = (state: EncounterState, step: Step, number: number) => Command;

export function at<T>(list: readonly T[], index: number, otherwise: T): T {
  return list[index % Math.max(1, list.length)] ?? otherwise;
}

export function idAt(list: readonly { readonly id: Id }[], index: number): Id {
  return list[index % Math.max(1, list.length)]?.id ?? "none";
}

export function combatant({ combatants }: EncounterState, index: number): Id {
  return at(Object.keys(combatants), index, "nobody");
}

export function several(state: EncounterState, { a, b }: Step): readonly Id[] {
  const ids = Object.keys(state.combatants);
  const count = 1 + (b % 3);
  return ids.slice(a % Math.max(1, ids.length)).slice(0, count);
}

export function row({ order }: EncounterState, index: number): Id {
  return at(order, index, "nobody");
}

export function group({ groups }: EncounterState, index: number): Id {
  return at(Object.keys(groups), index, "no-group");
}

export function effectOf(state: EncounterState, id: Id, index: number): Id {
  return idAt(state.combatants[id]?.effects ?? [], index);
}

export function damage({ amount, b, flag }: Step): readonly DamageInput[] {
  const type = at(DAMAGE_TYPES, b, "fire");
  return flag ? [{ amount, type }, { amount: "2d6+1", type: "cold" }] : [{ amount, type }];
}

export function effect(state: EncounterState, { a, b, flag }: Step): EffectDraft {
  const sourceId = combatant(state, b);
  const timed = { rounds: 1 + (a % 3), at: flag ? "start" : "end", turnOf: sourceId } as const;
  return {
    ...(b % 4 === 0 ? { name: "Hex" } : { condition: at(CONDITIONS, b, "prone") }),
    ...(a % 2 === 0 && timed),
    ...(a % 3 === 0 && { save: { ability: "con", dc: 12, at: flag ? "start" : "end" } as const }),
    ...(a % 5 < 2 && { sourceId }),
    ...(a % 5 === 0 && { concentration: true }),
  };
}

export function answer({ a, amount, flag, b }: Step): PromptAnswer {
  const kinds: readonly PromptAnswer[] = [
    { kind: "roll" },
    { kind: "total", total: amount % 21 },
    { kind: "outcome", success: flag },
    { kind: "action", actionId: at(["sweep", "wings", "tremor"], b, "sweep") },
  ];
  return at(kinds, a, { kind: "roll" });
}

export function body(state: EncounterState, step: Step): ProposalBody {
  const { a, b, amount } = step;
  const bodies: readonly ProposalBody[] = [
    { kind: "initiative", value: amount },
    { kind: "damage", amount, type: at(DAMAGE_TYPES, b, "fire") },
    { kind: "heal", amount },
    { kind: "temporary", amount },
    { kind: "effect", effect: effect(state, step) },
    { kind: "end-effect", effectId: effectOf(state, combatant(state, a), b) },
    { kind: "death-save", natural: 1 + (b % 20) },
    { kind: "save", promptId: idAt(state.prompts, b), total: amount },
    { kind: "end-turn" },
  ];
  return at(bodies, a + b, { kind: "end-turn" });
}
