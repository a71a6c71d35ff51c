/** What a creature does and what is done to it: attacks, saves, effects, prompts, sheets' edits. */
import { actionsOf } from "@/lib/combat/action_lists.ts";
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
import { type ActionContext, type ActionTable, step } from "./action_context.ts";
import { creaturesOf, type DamageRoll, targetFoes, type TrackerState } from "./tracker_state.ts";
import { failed, takeDamageRoll, takePad } from "./pending_actions.ts";
import { membersOrSelf } from "./turn_actions.ts";

interface Found {
  readonly creature: Combatant;
  readonly action: ActionSpec;
}

function find(encounter: EncounterState, id = "", actionId = ""): Found | null {
  const creature = findCombatant(encounter, id);
  const action = creature &&
    actionsOf(blockOf(encounter, creature)).find((one) => one.id === actionId);
  return creature === undefined || action === undefined ? null : { creature, action };
}

/** The targets, or when nobody is chosen all who stand against the creature. */
function targetsFor(context: ActionContext): TrackerState {
  const trackerState = context.trackerState.peek();
  return trackerState.targets.length > 0
    ? trackerState
    : targetFoes(trackerState, context.encounter);
}

function damageRollOf({ creature, action }: Found, rolls: DamageRoll["rolls"]): DamageRoll {
  return { sourceId: creature.id, actionId: action.id, label: action.name, rolls };
}

/** Rolls the damage of an attack line and takes it in hand. */
function damageRoll(context: ActionContext, [id, actionId]: readonly string[]): void {
  const found = find(context.encounter, id, actionId);
  if (found === null) return;
  const rolls = (found.action.damages ?? []).flatMap((part) => {
    const roll = context.roll(part.dice);
    return roll === null ? [] : [{ roll, type: part.type ?? null }];
  });
  step(context, (trackerState) => takeDamageRoll(trackerState, damageRollOf(found, rolls), false));
}

/** Rolls to hit; with one target a hit puts its damage in hand at once. */
function attack(context: ActionContext, [id, actionId]: readonly string[]): void {
  const found = find(context.encounter, id, actionId);
  if (found === null) return;
  const { targets } = context.trackerState.peek();
  if (targets.length === 0) {
    const roll = context.roll(`1d20+${found.action.toHit ?? 0}`);
    if (roll !== null) context.say({ text: attackText(found, roll), bad: false, undo: false });
    context.send({
      type: "RollDice",
      dice: `1d20+${found.action.toHit ?? 0}`,
      label: found.action.name,
      combatantId: found.creature.id,
    });
    return;
  }
  context.send({
    type: "RollAttack",
    id: found.creature.id,
    actionId: found.action.id,
    targetIds: targets,
  });
}

function attackText({ creature, action }: Found, roll: DiceRoll): string {
  return `${creature.name}: ${action.name} ${roll.total} to hit.`;
}

function startArea(context: ActionContext, { creature, action }: Found): void {
  const trackerState = targetsFor(context);
  const { save } = action;
  if (trackerState.targets.length === 0) {
    context.say({ text: "Choose a target first.", bad: true, undo: false });
    return;
  }
  const areaId = context.newId();
  const sent = context.send({
    type: "StartArea",
    areaId,
    targetIds: trackerState.targets.filter((target) => target !== creature.id),
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
    step(
      context,
      () => ({ ...trackerState, pending: { kind: "area", areaId }, pane: "side", dialog: null }),
    );
  }
}

/** Does an action: an area for a save, a roll to hit for an attack, else it is marked as used. */
function use(context: ActionContext, [id, actionId]: readonly string[]): void {
  const found = find(context.encounter, id, actionId);
  if (found === null) return;
  const { action, creature } = found;
  const harms = (action.damages ?? []).length > 0 || (action.effects ?? []).length > 0;
  if (action.kind === "save" && harms) return startArea(context, found);
  if (action.kind === "attack") return attack(context, [creature.id, action.id]);
  context.send({ type: "UseAction", id: creature.id, actionId: action.id });
}

/** The n-th action of the creature that is shown: `b`, its number, Enter. */
export function useNth(context: ActionContext, at: number): void {
  const { look } = context.trackerState.peek();
  const shown = look ?? context.encounter.activeId;
  const id = shown === null ? undefined : creaturesOf(context.encounter, shown)[0];
  const creature = id === undefined ? undefined : findCombatant(context.encounter, id);
  const actions = creature === undefined ? [] : actionsOf(blockOf(context.encounter, creature));
  const action = actions[at - 1];
  if (creature === undefined || action === undefined) {
    const most = actions.length === 0 ? "It has no actions." : `Write 1 to ${actions.length}.`;
    return step(context, (trackerState) => failed(trackerState, most));
  }
  step(context, (trackerState) => ({ ...trackerState, pending: null }));
  use(context, [creature.id, action.id]);
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

function answer(context: ActionContext, [promptId, kind, value]: readonly string[]): void {
  const given = answerOf(kind, value);
  if (promptId === undefined || given === null) return;
  const prompt = context.encounter.prompts.find((one) => one.id === promptId);
  const area = prompt?.kind === "legendary" && given.kind === "action"
    ? find(context.encounter, prompt.combatantId, given.actionId)
    : null;
  if (area?.action.save !== undefined && (area.action.damages ?? []).length > 0) {
    // The legendary action is spent by its area effect, which is what the DM needs next.
    if (context.send({ type: "DismissPrompt", promptId })) startArea(context, area);
    return;
  }
  if (context.send({ type: "AnswerPrompt", promptId, answer: given })) {
    step(context, (trackerState) => ({ ...trackerState, answering: null }));
  }
}

function changeProposal(context: ActionContext, proposalId: Id): void {
  const proposal = context.encounter.proposals.find((one) => one.id === proposalId);
  if (proposal === undefined) return;
  const { body, combatantId } = proposal;
  if (body.kind !== "damage" && body.kind !== "heal" && body.kind !== "temporary") return;
  const type: DamageType | null = body.kind === "damage" ? body.type ?? null : null;
  step(context, (trackerState) => {
    const open = takePad(
      { ...trackerState, pending: null, targets: [combatantId] },
      body.kind,
      type,
    );
    return open.pending?.kind === "pad"
      ? { ...open, pending: { ...open.pending, text: String(body.amount), proposalId } }
      : open;
  });
}

function proposal(context: ActionContext, [proposalId = "", how]: readonly string[]): void {
  if (how === "accept") context.send({ type: "AcceptProposal", proposalId });
  else if (how === "reject") context.send({ type: "RejectProposal", proposalId });
  else changeProposal(context, proposalId);
}

/** Rolls the dice of an area again: the same targets and save, without spending the action twice. */
function reroll(context: ActionContext, areaId: Id): void {
  const area = context.encounter.areas[areaId];
  if (area === undefined || !context.send({ type: "CancelArea", areaId })) return;
  const nextId = context.newId();
  const sent = context.send({
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
  if (sent) {
    step(
      context,
      (trackerState) => ({ ...trackerState, pending: { kind: "area", areaId: nextId } }),
    );
  }
}

export const STAT_BLOCK_ACTIONS: ActionTable = {
  attack,
  damageRoll,
  use,
  answer,
  proposal,
  reroll: (context, [areaId = ""]) => reroll(context, areaId),
  check: (context, [id = "", name]) => {
    const ability = abilityOf(name);
    if (ability !== undefined) {
      context.send({ type: "RollCheck", id, check: { kind: "ability", ability } });
    }
  },
  save: (context, [id = "", name]) => {
    const ability = abilityOf(name);
    if (ability !== undefined) {
      context.send({ type: "RollCheck", id, check: { kind: "save", ability } });
    }
  },
  skill: (context, [id = "", name]) => {
    const skill = SKILLS.find((one) => one === name);
    if (skill !== undefined) {
      context.send({ type: "RollCheck", id, check: { kind: "skill", skill } });
    }
  },
  dismiss: (context, [promptId = ""]) => context.send({ type: "DismissPrompt", promptId }),
  restore: (context, [id = "", actionId = ""]) =>
    context.send({ type: "RestoreAction", id, actionId }),
  "legendary-resistance": (context, [id = ""]) => {
    const { pending } = context.trackerState.peek();
    const area = pending?.kind === "area" ? { areaId: pending.areaId } : {};
    context.send({ type: "UseLegendaryResistance", id, ...area });
  },
  reaction: (context, [id = ""]) => {
    const used = findCombatant(context.encounter, id)?.reactionUsed !== true;
    context.send({ type: "SetReaction", id, used });
  },
  slot: (context, [id = "", level]) =>
    context.send({ type: "SpendSlot", id, level: Number(level) }),
  "area-roll": (context, [areaId = "", targetId = ""]) =>
    context.send({ type: "SetAreaOutcome", areaId, targetId }),
  "area-outcome": (context, [areaId = "", targetId = "", name]) => {
    const outcome = SAVE_OUTCOMES.find((one) => one === name);
    if (outcome !== undefined) context.send({ type: "SetAreaOutcome", areaId, targetId, outcome });
  },
  "take-area": (context, [areaId = ""]) =>
    step(
      context,
      (trackerState) => ({ ...trackerState, pending: { kind: "area", areaId }, pane: "side" }),
    ),
  "cancel-area": (context, [areaId = ""]) => context.send({ type: "CancelArea", areaId }),
  "end-effect": (context, [id = "", effectId = ""]) =>
    context.send({ type: "EndEffects", id, effectIds: [effectId] }),
  "end-concentration": (context, [id = ""]) => context.send({ type: "EndConcentration", id }),
  revive: (context, [id = ""]) => context.send({ type: "Revive", id, hp: 1 }),
  remove: (context, [id = ""]) => {
    const names = nameOf(context.encounter, id);
    if (context.send({ type: "RemoveCombatants", ids: membersOrSelf(context, id) })) {
      context.say({ text: `${names} left the fight.`, bad: false, undo: true });
    }
  },
  duplicate: (context, [id = ""]) =>
    context.send({ type: "DuplicateCombatant", id, newIds: [context.newId()] }),
  ungroup: (context, [groupId = ""]) => context.send({ type: "Ungroup", groupId }),
};
