/** What a creature does and what is done to it, from its stat block. */
import { totalWords } from "@/lib/combat/figures.ts";
import type { CREATURE_ARGUMENTS } from "@/lib/actions/tracker_action.ts";
import { effectDrafts } from "@/lib/combat/action_effects.ts";
import { actionsOf } from "@/lib/combat/action_lists.ts";
import type { ActionSpec } from "@/lib/combat/block.ts";
import { blockOf, findCombatant } from "@/lib/combat/lookup.ts";
import type { Combatant, DiceRoll, EncounterState, Id } from "@/lib/combat/state.ts";
import { type ActionContext, type Handlers, step } from "@/lib/client/tracker/action_context.ts";
import { failed, takeDamageRoll } from "@/lib/client/tracker/pending_actions.ts";
import {
  creaturesOf,
  type DamageRoll,
  targetFoes,
  type TrackerState,
} from "@/lib/client/tracker/tracker_state.ts";

/** An action and the creature that has it. */
interface Found {
  readonly creature: Combatant;
  readonly action: ActionSpec;
}

export function findAction(encounter: EncounterState, id: Id, actionId: Id): Found | null {
  const creature = findCombatant(encounter, id);
  const action = creature &&
    actionsOf(blockOf(encounter, creature)).find((spec) => spec.id === actionId);
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

/** Rolls the damage of an attack line and makes it pending. */
function damageRoll(context: ActionContext, found: Found): void {
  const rolls = (found.action.damages ?? []).flatMap((part) => {
    const roll = context.roll(part.dice);
    return roll === null ? [] : [{ roll, type: part.type ?? null }];
  });
  step(context, (trackerState) => takeDamageRoll(trackerState, damageRollOf(found, rolls), false));
}

/** Rolls to hit; with one target a hit's damage is pending at once. */
function attack(context: ActionContext, found: Found): void {
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
  return `${creature.name}: ${action.name} ${totalWords(roll)} to hit.`;
}

export function startArea(context: ActionContext, { creature, action }: Found): void {
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
    effects: effectDrafts(action, creature.id),
  });
  if (sent) {
    step(
      context,
      () => ({ ...trackerState, pending: { kind: "area", areaId }, pane: "side", dialog: null }),
    );
  }
}

/** Does an action: an area for a save, a roll to hit for an attack, else it is marked as used. */
function use(context: ActionContext, found: Found): void {
  const { action, creature } = found;
  const harms = (action.damages ?? []).length > 0 || (action.effects ?? []).length > 0;
  if (action.kind === "save" && harms) return startArea(context, found);
  if (action.kind === "attack") return attack(context, found);
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
  use(context, { creature, action });
}

/** Calls `does` with the action that is named; nothing happens when it is gone. */
function withAction(
  does: (context: ActionContext, found: Found) => void,
) {
  return (context: ActionContext, { id, actionId }: { readonly id: Id; readonly actionId: Id }) => {
    const found = findAction(context.encounter, id, actionId);
    if (found !== null) does(context, found);
  };
}

export const CREATURE_HANDLERS: Handlers<typeof CREATURE_ARGUMENTS> = {
  attack: withAction(attack),
  "damage-roll": withAction(damageRoll),
  use: withAction(use),
  restore: (context, { id, actionId }) => context.send({ type: "RestoreAction", id, actionId }),
  check: (context, { id, ability }) =>
    context.send({ type: "RollCheck", id, check: { kind: "ability", ability } }),
  save: (context, { id, ability }) =>
    context.send({ type: "RollCheck", id, check: { kind: "save", ability } }),
  reaction: (context, { id }) => {
    const used = findCombatant(context.encounter, id)?.reactionUsed !== true;
    context.send({ type: "SetReaction", id, used });
  },
  stabilise: (context, { id }) => context.send({ type: "Stabilise", id }),
  slot: (context, { id, level }) => context.send({ type: "SpendSlot", id, level }),
  "legendary-resistance": (context, { id }) => {
    const { pending } = context.trackerState.peek();
    const area = pending?.kind === "area" ? { areaId: pending.areaId } : {};
    context.send({ type: "UseLegendaryResistance", id, ...area });
  },
  "end-effect": (context, { id, effectId }) =>
    context.send({ type: "EndEffects", id, effectIds: [effectId] }),
  "end-concentration": (context, { id }) => context.send({ type: "EndConcentration", id }),
};
