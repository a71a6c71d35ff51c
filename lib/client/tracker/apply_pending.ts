/** Enter: turns the pending action into commands, or says what is missing. */
import type { Command } from "@/lib/combat/commands.ts";
import { isIncapacitated } from "@/lib/combat/conditions.ts";
import { type EffectPreset, findPreset } from "@/lib/combat/effect_presets.ts";
import { entryOf, findCombatant, nameOf } from "@/lib/combat/lookup.ts";
import type { EffectDraft, EncounterState, Id } from "@/lib/combat/state.ts";
import { readAmount } from "./amount.ts";
import { type EffectLine, readAreaLine, readEffectLine } from "./area_line.ts";
import { type ActionContext, step } from "./action_context.ts";
import {
  creaturesOf,
  type PendingAction,
  subjects,
  targetFoes,
  type TrackerState,
} from "./tracker_state.ts";
import { effectNames, failed, pickEffect } from "./pending_actions.ts";
import { damagePending } from "./pending_view.ts";
import { useNth } from "./handlers/creature.ts";

type AmountPending = Extract<PendingAction, { kind: "pad" }>;
type LinePending = Extract<PendingAction, { kind: "line" }>;
type EffectPending = Extract<PendingAction, { kind: "effect" }>;

const NOBODY = "Choose a target first: press its number or tap its box.";

function fail(context: ActionContext, message: string): void {
  step(context, (trackerState) => failed(trackerState, message));
}

/** Nothing pending, targets and digits free again: ready for the next thing. */
function done(context: ActionContext): void {
  step(context, (trackerState) => ({
    ...trackerState,
    pending: null,
    targets: [],
    open: null,
    pane: trackerState.pane === "side" ? "order" : trackerState.pane,
  }));
}

/** The active creature, when it is one creature: what it does counts for it. */
export function actingId(encounter: EncounterState): Id | undefined {
  if (encounter.activeId === null) return undefined;
  const creature = encounter.combatants[encounter.activeId];
  return creature === undefined || creature.hp === null ? undefined : creature.id;
}

function padCommand(
  encounter: EncounterState,
  trackerState: TrackerState,
  pending: AmountPending,
): Command | string {
  const ids = subjects(trackerState, encounter).filter((id) =>
    encounter.combatants[id]?.hp != null
  );
  if (ids.length === 0) return NOBODY;
  const typed = readAmount(pending.text);
  if (!typed.ok) return typed.message;
  const { amount } = typed;
  if (pending.mode === "heal") return { type: "Heal", ids, amount };
  if (pending.mode === "temporary") return { type: "GrantTemporary", ids, amount };
  const sourceId = pending.damageRoll?.sourceId ?? actingId(encounter);
  return {
    type: "ApplyDamage",
    targets: ids.map((id) => ({ id })),
    damage: damagePending(pending),
    ...(sourceId === undefined || ids.includes(sourceId) ? {} : { sourceId }),
    ...(pending.damageRoll === null ? {} : { label: pending.damageRoll.label }),
    ...(pending.critical ? { critical: true } : {}),
  };
}

/** A player's request with the figure that the DM typed instead. */
function acceptChanged(encounter: EncounterState, pending: AmountPending): Command | string {
  const proposal = encounter.proposals.find((candidate) => candidate.id === pending.proposalId);
  const typed = readAmount(pending.text);
  if (proposal === undefined) return "That request was answered already.";
  if (!typed.ok || typeof typed.amount !== "number") return "Write a whole number.";
  const { body } = proposal;
  if (body.kind !== "damage" && body.kind !== "heal" && body.kind !== "temporary") {
    return "That request has no figure to change.";
  }
  return {
    type: "AcceptProposal",
    proposalId: proposal.id,
    body: { ...body, amount: typed.amount },
  };
}

function applyPad(context: ActionContext, pending: AmountPending): void {
  const command = pending.proposalId === null
    ? padCommand(context.encounter, context.trackerState.peek(), pending)
    : acceptChanged(context.encounter, pending);
  if (typeof command === "string") return fail(context, command);
  if (context.send(command)) done(context);
}

/**
 * The effect as it is put on its targets. Who began to concentrate in this turn gives it as part of
 * that spell. [CONC-1]
 */
function effectDraft(
  encounter: EncounterState,
  { condition, name }: NonNullable<EffectPending["chosen"]>,
  { rounds, save, words }: EffectLine,
): EffectDraft {
  const sourceId = actingId(encounter);
  const source = sourceId === undefined ? undefined : findCombatant(encounter, sourceId);
  const found: Partial<EffectPreset> = findPreset(name) ?? {};
  const { countedBy, concentration = false, ...preset } = found;
  const lasting = rounds ?? preset.rounds;
  const at = words.has("start") ? "start" : preset.at;
  const held = condition !== null && source?.concentration?.since.round === encounter.round;
  const concentrates = source !== undefined && !isIncapacitated(source) &&
    (words.has("conc") || concentration || held);
  return {
    ...preset,
    ...(condition === null ? { name } : { condition }),
    ...(lasting === undefined ? {} : { rounds: lasting }),
    ...(at === undefined ? {} : { at }),
    ...(save === null ? {} : { save: { ...save, at: at ?? "end" } }),
    ...(sourceId !== undefined && (countedBy === "source" || words.has("mine"))
      ? { turnOf: sourceId }
      : {}),
    ...(sourceId === undefined ? {} : { sourceId }),
    ...(concentrates ? { concentration: true } : {}),
  };
}

function applyEffect(context: ActionContext, pending: EffectPending): void {
  if (pending.chosen === null) {
    const name = effectNames(pending.text)[0] ?? pending.text.trim();
    if (pending.text.trim() === "") {
      return fail(context, "Write an effect, such as fri for Frightened.");
    }
    return step(context, (trackerState) => pickEffect(trackerState, name));
  }
  const ids = subjects(context.trackerState.peek(), context.encounter);
  if (ids.length === 0) return fail(context, NOBODY);
  const line = readEffectLine(pending.text);
  if (!line.ok) return fail(context, line.message);
  const effect = effectDraft(context.encounter, pending.chosen, line);
  if (context.send({ type: "AddEffect", ids, effect })) done(context);
}

function applyArea(context: ActionContext, areaId: Id): void {
  const area = context.encounter.areas[areaId];
  if (area === undefined) return done(context);
  if (!area.targets.some((target) => target.outcome !== null && !target.settled)) {
    context.say({
      text: "No save is known yet. Choose Fail or Save, or roll.",
      bad: true,
      undo: false,
    });
    return;
  }
  if (context.send({ type: "ApplyArea", areaId })) done(context);
}

function startArea(context: ActionContext, text: string): void {
  const line = readAreaLine(text);
  if (!line.ok) return fail(context, line.message);
  const trackerState = context.trackerState.peek();
  const chosen = trackerState.targets.length > 0
    ? trackerState
    : targetFoes(trackerState, context.encounter);
  if (chosen.targets.length === 0) return fail(context, NOBODY);
  const areaId = context.newId();
  const sourceId = actingId(context.encounter);
  const sent = context.send({
    type: "StartArea",
    areaId,
    targetIds: chosen.targets,
    label: line.type === null ? "Area effect" : `${line.type} area`.replace(/^./, upper),
    damage: [{ amount: line.amount, ...(line.type === null ? {} : { type: line.type }) }],
    ...(line.save === null ? {} : { save: line.save }),
    ...(sourceId === undefined ? {} : { sourceId }),
  });
  if (sent) step(context, () => ({ ...chosen, pending: { kind: "area", areaId } }));
}

const upper = (letter: string) => letter.toUpperCase();

function concentrate(context: ActionContext, text: string): Command | string {
  const id = subjects(context.trackerState.peek(), context.encounter)[0];
  if (id === undefined) return NOBODY;
  const match = /^(.*?)(?:\s+(\d{1,3}))?$/.exec(text.trim());
  const name = match?.[1] ?? "";
  if (name !== "") {
    const rounds = match?.[2] === undefined ? {} : { rounds: Number(match[2]) };
    return { type: "StartConcentration", id, name, ...rounds };
  }
  return context.encounter.combatants[id]?.concentration == null
    ? "Write what it concentrates on, such as Bless 10."
    : { type: "EndConcentration", id };
}

function initiative(encounter: EncounterState, id: Id, text: string): Command | string {
  if (text.trim() === "") return { type: "RollInitiative", ids: [id] };
  const value = Number(text.trim().replace("−", "-"));
  return Number.isInteger(value)
    ? {
      type: "SetInitiative",
      id: encounter.groups[id] === undefined ? entryOf(encounter, id) : id,
      value,
    }
    : "Write a whole number, or nothing to roll.";
}

function lineCommand(context: ActionContext, pending: LinePending): Command | string {
  const { encounter } = context;
  const text = pending.text.trim();
  switch (pending.line) {
    case "roll": {
      const typed = readAmount(text);
      return typed.ok ? { type: "RollDice", dice: String(typed.amount) } : typed.message;
    }
    case "concentrate":
      return concentrate(context, text);
    case "initiative":
      return pending.id === null ? NOBODY : initiative(encounter, pending.id, text);
    case "ready": {
      if (pending.id === null) return NOBODY;
      if (text === "") return "Write what it waits for, such as shoots at the door.";
      return {
        type: "ReadyAction",
        id: creaturesOf(encounter, pending.id)[0] ?? pending.id,
        note: text,
      };
    }
    case "name":
      return text === "" ? "Write a name." : { type: "RenameEncounter", name: text };
    default:
      return `${nameOf(encounter, pending.id)} cannot do that.`;
  }
}

function applyLine(context: ActionContext, pending: LinePending): void {
  if (pending.line === "area") return startArea(context, pending.text);
  if (pending.line === "attack-line") return useNth(context, Number(pending.text.trim()));
  const command = lineCommand(context, pending);
  if (typeof command === "string") return fail(context, command);
  if (context.send(command)) done(context);
}

/** Carries out the pending action. */
export function apply(context: ActionContext): void {
  const { pending } = context.trackerState.peek();
  switch (pending?.kind) {
    case "pad":
      return applyPad(context, pending);
    case "effect":
      return applyEffect(context, pending);
    case "line":
      return applyLine(context, pending);
    case "area":
      return applyArea(context, pending.areaId);
  }
}
