/** What a creature does and what is done to it: attacks, saves, effects, prompts, sheets' edits. */
import type { ActionSpec } from "@/lib/combat/block.ts";
import type { PromptAnswer } from "@/lib/combat/commands.ts";
import { blockOf, findCombatant, nameOf } from "@/lib/combat/lookup.ts";
import type { Combatant, DiceRoll, EncounterState, Id } from "@/lib/combat/state.ts";
import {
  ABILITIES,
  type Ability,
  type DamageType,
  SAVE_OUTCOMES,
  SKILLS,
} from "@/lib/combat/vocabulary.ts";
import { type ActionTable, type Bench, step } from "./action_context.ts";
import { creaturesOf, type Desk, type Strike, targetFoes } from "./tracker_state.ts";
import { failed, takePad, takeStrike } from "./pending_actions.ts";
import { membersOrSelf } from "./turn_actions.ts";

/** Every action of a creature, in the order in which its block shows them. */
export function actionsOf(fight: EncounterState, creature: Combatant): readonly ActionSpec[] {
  const block = blockOf(fight, creature);
  return [
    ...block?.actions ?? [],
    ...block?.bonusActions ?? [],
    ...block?.legendary?.actions ?? [],
    ...block?.reactions ?? [],
    ...block?.lair?.actions ?? [],
  ];
}

interface Found {
  readonly creature: Combatant;
  readonly action: ActionSpec;
}

function find(fight: EncounterState, id = "", actionId = ""): Found | null {
  const creature = findCombatant(fight, id);
  const action = creature && actionsOf(fight, creature).find((one) => one.id === actionId);
  return creature === undefined || action === undefined ? null : { creature, action };
}

/** The targets, or when nobody is chosen all who stand against the creature. */
function targetsFor(bench: Bench): Desk {
  const desk = bench.desk.peek();
  return desk.targets.length > 0 ? desk : targetFoes(desk, bench.fight);
}

function strikeOf({ creature, action }: Found, rolls: Strike["rolls"]): Strike {
  return { sourceId: creature.id, actionId: action.id, label: action.name, rolls };
}

/** Rolls the damage of an attack line and takes it in hand. */
function strike(bench: Bench, [id, actionId]: readonly string[]): void {
  const found = find(bench.fight, id, actionId);
  if (found === null) return;
  const rolls = (found.action.damages ?? []).flatMap((part) => {
    const roll = bench.roll(part.dice);
    return roll === null ? [] : [{ roll, type: part.type ?? null }];
  });
  step(bench, (desk) => takeStrike(desk, strikeOf(found, rolls), false));
}

/** Rolls to hit; with one target a hit puts its damage in hand at once. */
function attack(bench: Bench, [id, actionId]: readonly string[]): void {
  const found = find(bench.fight, id, actionId);
  if (found === null) return;
  const { targets } = bench.desk.peek();
  if (targets.length === 0) {
    const roll = bench.roll(`1d20+${found.action.toHit ?? 0}`);
    if (roll !== null) bench.say({ text: attackText(found, roll), bad: false, undo: false });
    bench.send({
      type: "RollDice",
      dice: `1d20+${found.action.toHit ?? 0}`,
      label: found.action.name,
      combatantId: found.creature.id,
    });
    return;
  }
  bench.send({
    type: "RollAttack",
    id: found.creature.id,
    actionId: found.action.id,
    targetIds: targets,
  });
}

function attackText({ creature, action }: Found, roll: DiceRoll): string {
  return `${creature.name}: ${action.name} ${roll.total} to hit.`;
}

function startArea(bench: Bench, { creature, action }: Found): void {
  const desk = targetsFor(bench);
  const { save } = action;
  if (desk.targets.length === 0) {
    bench.say({ text: "Choose a target first.", bad: true, undo: false });
    return;
  }
  const areaId = bench.newId();
  const sent = bench.send({
    type: "StartArea",
    areaId,
    targetIds: desk.targets.filter((target) => target !== creature.id),
    sourceId: creature.id,
    actionId: action.id,
    label: action.name,
    damage: (action.damages ?? []).map((part) => ({
      amount: part.dice,
      ...(part.type === undefined ? {} : { type: part.type }),
    })),
    ...(save === undefined ? {} : { save }),
    effects: (action.effects ?? []).map((effect) => ({
      ...(effect.condition === undefined ? {} : { condition: effect.condition }),
      ...(effect.name === undefined ? {} : { name: effect.name }),
      ...(effect.rounds === undefined ? {} : { rounds: effect.rounds }),
      ...(effect.saveEnds === true && save !== undefined
        ? { save: { ability: save.ability, dc: save.dc, at: "end" as const } }
        : {}),
      sourceId: creature.id,
    })),
  });
  if (sent) {
    step(bench, () => ({ ...desk, hand: { kind: "area", areaId }, pane: "side", sheet: null }));
  }
}

/** Does an action: an area for a save, a roll to hit for an attack, else it is marked as used. */
function use(bench: Bench, [id, actionId]: readonly string[]): void {
  const found = find(bench.fight, id, actionId);
  if (found === null) return;
  const { action, creature } = found;
  const harms = (action.damages ?? []).length > 0 || (action.effects ?? []).length > 0;
  if (action.kind === "save" && harms) return startArea(bench, found);
  if (action.kind === "attack") return attack(bench, [creature.id, action.id]);
  bench.send({ type: "UseAction", id: creature.id, actionId: action.id });
}

/** The n-th action of the creature that is shown: `b`, its number, Enter. */
export function useNth(bench: Bench, at: number): void {
  const { look } = bench.desk.peek();
  const shown = look ?? bench.fight.activeId;
  const id = shown === null ? undefined : creaturesOf(bench.fight, shown)[0];
  const creature = id === undefined ? undefined : findCombatant(bench.fight, id);
  const actions = creature === undefined ? [] : actionsOf(bench.fight, creature);
  const action = actions[at - 1];
  if (creature === undefined || action === undefined) {
    const most = actions.length === 0 ? "It has no actions." : `Write 1 to ${actions.length}.`;
    return step(bench, (desk) => failed(desk, most));
  }
  step(bench, (desk) => ({ ...desk, hand: null }));
  use(bench, [creature.id, action.id]);
}

function abilityOf(text: string | undefined): Ability | undefined {
  return ABILITIES.find((ability) => ability === text);
}

function answerOf(kind: string | undefined, value: string | undefined): PromptAnswer | null {
  switch (kind) {
    case "roll":
      return { kind: "roll" };
    case "outcome":
      return { kind: "outcome", success: value === "yes" };
    case "action":
      return value === undefined ? null : { kind: "action", actionId: value };
    case "total":
      return { kind: "total", total: Number(value) };
    default:
      return null;
  }
}

function answer(bench: Bench, [promptId, kind, value]: readonly string[]): void {
  const given = answerOf(kind, value);
  if (promptId === undefined || given === null) return;
  const prompt = bench.fight.prompts.find((one) => one.id === promptId);
  const area = prompt?.kind === "legendary" && given.kind === "action"
    ? find(bench.fight, prompt.combatantId, given.actionId)
    : null;
  if (area?.action.save !== undefined && (area.action.damages ?? []).length > 0) {
    // The legendary action is spent by its area effect, which is what the DM needs next.
    if (bench.send({ type: "DismissPrompt", promptId })) startArea(bench, area);
    return;
  }
  if (bench.send({ type: "AnswerPrompt", promptId, answer: given })) {
    step(bench, (desk) => ({ ...desk, answering: null }));
  }
}

function changeProposal(bench: Bench, proposalId: Id): void {
  const proposal = bench.fight.proposals.find((one) => one.id === proposalId);
  if (proposal === undefined) return;
  const { body, combatantId } = proposal;
  if (body.kind !== "damage" && body.kind !== "heal" && body.kind !== "temporary") return;
  const type: DamageType | null = body.kind === "damage" ? body.type ?? null : null;
  step(bench, (desk) => {
    const open = takePad({ ...desk, hand: null, targets: [combatantId] }, body.kind, type);
    return open.hand?.kind === "pad"
      ? { ...open, hand: { ...open.hand, text: String(body.amount), proposalId } }
      : open;
  });
}

function proposal(bench: Bench, [proposalId = "", how]: readonly string[]): void {
  if (how === "accept") bench.send({ type: "AcceptProposal", proposalId });
  else if (how === "reject") bench.send({ type: "RejectProposal", proposalId });
  else changeProposal(bench, proposalId);
}

/** Rolls the dice of an area again: the same targets and save, without spending the action twice. */
function reroll(bench: Bench, areaId: Id): void {
  const area = bench.fight.areas[areaId];
  if (area === undefined || !bench.send({ type: "CancelArea", areaId })) return;
  const nextId = bench.newId();
  const sent = bench.send({
    type: "StartArea",
    areaId: nextId,
    targetIds: area.targets.map((target) => target.id),
    label: area.label,
    damage: area.damages.map(({ roll, type }) => ({
      amount: roll.text,
      ...(type === null ? {} : { type }),
    })),
    effects: area.effects,
    magical: area.magical,
    ...(area.save === null ? {} : { save: area.save }),
    ...(area.sourceId === null ? {} : { sourceId: area.sourceId }),
  });
  if (sent) step(bench, (desk) => ({ ...desk, hand: { kind: "area", areaId: nextId } }));
}

export const DEED_ACTIONS: ActionTable = {
  attack,
  strike,
  use,
  answer,
  proposal,
  reroll: (bench, [areaId = ""]) => reroll(bench, areaId),
  check: (bench, [id = "", name]) => {
    const ability = abilityOf(name);
    if (ability !== undefined) {
      bench.send({ type: "RollCheck", id, check: { kind: "ability", ability } });
    }
  },
  save: (bench, [id = "", name]) => {
    const ability = abilityOf(name);
    if (ability !== undefined) {
      bench.send({ type: "RollCheck", id, check: { kind: "save", ability } });
    }
  },
  skill: (bench, [id = "", name]) => {
    const skill = SKILLS.find((one) => one === name);
    if (skill !== undefined) bench.send({ type: "RollCheck", id, check: { kind: "skill", skill } });
  },
  dismiss: (bench, [promptId = ""]) => bench.send({ type: "DismissPrompt", promptId }),
  restore: (bench, [id = "", actionId = ""]) => bench.send({ type: "RestoreAction", id, actionId }),
  "legendary-resistance": (bench, [id = ""]) => {
    const { hand } = bench.desk.peek();
    const area = hand?.kind === "area" ? { areaId: hand.areaId } : {};
    bench.send({ type: "UseLegendaryResistance", id, ...area });
  },
  reaction: (bench, [id = ""]) => {
    const used = findCombatant(bench.fight, id)?.reactionUsed !== true;
    bench.send({ type: "SetReaction", id, used });
  },
  slot: (bench, [id = "", level]) => bench.send({ type: "SpendSlot", id, level: Number(level) }),
  "area-roll": (bench, [areaId = "", targetId = ""]) =>
    bench.send({ type: "SetAreaOutcome", areaId, targetId }),
  "area-outcome": (bench, [areaId = "", targetId = "", name]) => {
    const outcome = SAVE_OUTCOMES.find((one) => one === name);
    if (outcome !== undefined) bench.send({ type: "SetAreaOutcome", areaId, targetId, outcome });
  },
  "take-area": (bench, [areaId = ""]) =>
    step(bench, (desk) => ({ ...desk, hand: { kind: "area", areaId }, pane: "side" })),
  "cancel-area": (bench, [areaId = ""]) => bench.send({ type: "CancelArea", areaId }),
  "end-effect": (bench, [id = "", effectId = ""]) =>
    bench.send({ type: "EndEffects", id, effectIds: [effectId] }),
  "end-concentration": (bench, [id = ""]) => bench.send({ type: "EndConcentration", id }),
  revive: (bench, [id = ""]) => bench.send({ type: "Revive", id, hp: 1 }),
  remove: (bench, [id = ""]) => {
    const names = nameOf(bench.fight, id);
    if (bench.send({ type: "RemoveCombatants", ids: membersOrSelf(bench, id) })) {
      bench.say({ text: `${names} left the fight.`, bad: false, undo: true });
    }
  },
  duplicate: (bench, [id = ""]) =>
    bench.send({ type: "DuplicateCombatant", id, newIds: [bench.newId()] }),
  ungroup: (bench, [groupId = ""]) => bench.send({ type: "Ungroup", groupId }),
};
