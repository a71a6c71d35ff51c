/** Area effects: dice once, a save each, applied before the last answer is in. [AREA-1] ff. */
import {
  checkCombatants,
  checkNewId,
  checkSource,
  checkText,
  checkWhole,
  firstOf,
  plainLine,
  unknown,
} from "../checks.ts";
import type { CommandOf, Context, Rules } from "../context.ts";
import type { PromptAnswer } from "../commands.ts";
import { failsSaveOutright, isIncapacitated } from "../conditions.ts";
import type { DamageRolled } from "../events.ts";
import { LIMITS } from "../limits.ts";
import { findArea, findCombatant, own } from "../lookup.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { AreaEffect, AreaTarget, Combatant, DiceRoll, EffectDraft, Id } from "../state.ts";
import { ABILITIES, SAVE_OUTCOMES } from "../vocabulary.ts";
import { checkUse, findAction, spendAction, spendingOf } from "./actions.ts";
import { dealDamage, rollDamage } from "./damage.ts";
import { addEffect, checkEffect, isOtherSpell } from "./effects.ts";
import { answeredSave, outcomeOf } from "./saves.ts";

type StartArea = CommandOf<"StartArea">;

function checkArea({ state }: Context, command: StartArea): Refusal | undefined {
  const { areaId, targetIds, sourceId, label = "", save, effects = [], actionId } = command;
  const action = sourceId !== undefined && actionId !== undefined
    ? findAction(state, sourceId, actionId)
    : undefined;
  return firstOf(
    checkNewId(areaId, "An area"),
    own(state.areas, areaId) ? refuse("INVALID_INPUT", "That id is taken.") : undefined,
    Object.keys(state.areas).length >= LIMITS.areas
      ? refuse("LIMIT_REACHED", "Settle or cancel an area effect first.")
      : undefined,
    checkCombatants(state, targetIds),
    checkSource(state, sourceId),
    checkText(label, LIMITS.name, "The label"),
    save && checkWhole(save.dc, 0, LIMITS.dc, "The DC"),
    !save || ABILITIES.includes(save.ability)
      ? undefined
      : refuse("INVALID_INPUT", "Choose the ability of the save."),
    ...effects.slice(0, 10).map((effect) => checkEffect(state, effect)),
    effects.length > 10 ? refuse("LIMIT_REACHED", "An area has at most ten effects.") : undefined,
    action === undefined ? undefined : action.ok ? checkUse(state, action) : action,
  );
}

function asRoll({ amount, roll }: DamageRolled): DiceRoll {
  return roll ?? { text: String(amount), total: amount, dice: [], modifier: amount };
}

const WAITING = { state: "asked", roll: null, outcome: null, saved: null, settled: false } as const;
const UNSAVED = { state: "rolled", roll: null, outcome: "fail", saved: false } as const;

/** Rolls the monsters' saves and asks for the others'. [AREA-2] */
function askTargets(context: Context, area: AreaEffect): void {
  const { state, at, emit } = context;
  const { save } = area;
  if (!save) return;
  for (const { id } of area.targets) {
    const combatant = findCombatant(state, id);
    if (!combatant) continue;
    const rolls = state.settings.autoRollMonsters && combatant.kind !== "character";
    // Nobody is asked for a save that fails whatever the die says. [SAVE-2]
    if (rolls || failsSaveOutright(combatant, save.ability)) {
      setAreaSave(context, area, combatant, { kind: "roll" });
      continue;
    }
    const { ability, dc } = save;
    const prompt = { id: `area:${area.id}:${id}`, kind: "area-save", combatantId: id } as const;
    emit({
      type: "Prompted",
      prompt: { ...prompt, areaId: area.id, ability, dc, round: state.round, at },
    });
  }
}

/** Sets how a target came out of its save. */
export function setAreaSave(
  context: Context,
  area: AreaEffect,
  combatant: Combatant,
  answer: PromptAnswer,
): void {
  if (!area.save) return;
  const { ability, dc } = area.save;
  const { id } = combatant;
  const options = { magical: area.magical };
  const save = answeredSave(context, id, ability, dc, answer, options);
  const decided = answer.kind === "outcome";
  context.emit({
    type: "AreaOutcomeSet",
    areaId: area.id,
    target: {
      id,
      state: decided ? "overridden" : "rolled",
      roll: save.roll,
      outcome: outcomeOf(context.state, combatant, area.save, save.success),
      saved: save.success,
      settled: false,
    },
  });
  if (decided) return;
  const label = area.label;
  context.emit({ type: "SaveRolled", id, against: "area", label, ability, dc, ...save });
}

function startArea(context: Context, command: StartArea, damages: readonly DamageRolled[]): void {
  const { state, emit } = context;
  const { areaId, targetIds, sourceId, actionId, save, effects = [] } = command;
  // What a stat block does by itself, such as breathing fire, is no magic unless it is said to be.
  const { magical = actionId === undefined } = command;
  const found = sourceId !== undefined && actionId !== undefined
    ? findAction(state, sourceId, actionId)
    : undefined;
  const start: AreaTarget["settled"] = false;
  emit({
    type: "AreaStarted",
    area: {
      id: areaId,
      sourceId: sourceId ?? null,
      actionId: actionId ?? null,
      label: plainLine(command.label ?? (found?.ok ? found.action.name : "")),
      damages: damages.map((damage) => ({ roll: asRoll(damage), type: damage.type })),
      save: save ?? null,
      effects,
      targets: targetIds.map((id) => ({ id, ...(save ? WAITING : UNSAVED), settled: start })),
      applied: false,
      stepVersion: state.version,
      magical,
    },
  });
  if (found?.ok) spendAction(context, found);
  const area = findArea(state, areaId);
  if (area) askTargets(context, area);
  if (command.apply) applyArea(context, areaId);
}

function damagesOf(area: AreaEffect): readonly DamageRolled[] {
  return area.damages.map(({ roll, type }) => ({
    amount: Math.max(0, roll.total),
    type,
    roll: roll.dice.length > 0 ? roll : null,
  }));
}

/** Whether the spell behind an effect is there, also when a late save comes. [CONC-5] */
function isHeld({ state }: Context, { concentration, sourceId, name }: EffectDraft): boolean {
  if (!concentration) return true;
  const held = sourceId === undefined ? null : findCombatant(state, sourceId)?.concentration;
  return held != null && !isOtherSpell(name, held.name);
}

/** The spell is held from the moment it is cast, whoever turns out to have failed. [CONC-1] */
function beginSpells(context: Context, area: AreaEffect): void {
  for (const effect of area.effects) {
    const source = findCombatant(context.state, effect.sourceId ?? "");
    if (effect.concentration && source && !isIncapacitated(source)) addEffect(context, [], effect);
  }
}

/** Deals to all whose outcome is known and who have not been dealt to; closes when all have. */
function settleKnown(context: Context, areaId: Id): void {
  const { state, emit } = context;
  const area = findArea(state, areaId);
  if (!area) return;
  const known = area.targets.filter(({ outcome, settled }) => outcome !== null && !settled);
  const damages = damagesOf(area);
  if (known.length > 0 && damages.length > 0) {
    dealDamage(context, {
      sourceId: area.sourceId,
      label: area.label,
      damages,
      targets: known.map(({ id, outcome }) => ({ id, outcome: outcome ?? "fail" })),
      critical: false,
      magical: area.magical,
    });
  }
  const failed = known.filter(({ saved }) => saved === false).map(({ id }) => id);
  for (const effect of failed.length > 0 ? area.effects : []) {
    if (!isHeld(context, effect)) continue;
    addEffect(context, failed, area.magical ? { ...effect, magical: true } : effect);
  }
  if (known.length > 0) emit({ type: "AreaSettled", areaId, ids: known.map(({ id }) => id) });
  const left = findArea(state, areaId)?.targets.some(({ settled }) => !settled);
  if (!left) emit({ type: "AreaClosed", areaId, label: area.label, cause: "done" });
}

function applyArea(context: Context, areaId: Id): void {
  const area = findArea(context.state, areaId);
  context.emit({ type: "AreaApplied", areaId, label: area?.label ?? "" });
  if (area?.targets.some(({ saved }) => saved !== true)) beginSpells(context, area);
  settleKnown(context, areaId);
}

/** A late save belongs to the step that applied the area. [AREA-6] */
function joinArea({ emit }: Context, area: AreaEffect): void {
  if (area.stepVersion !== null) emit({ type: "StepJoined", step: area.stepVersion });
}

/** Settles a save that a phone, the table or the DM answered, at whatever time. [AREA-5] */
export function answerAreaSave(
  context: Context,
  areaId: Id,
  combatantId: Id,
  answer: PromptAnswer,
): Refusal | void {
  const area = findArea(context.state, areaId);
  const combatant = findCombatant(context.state, combatantId);
  const target = area?.targets.find(({ id }) => id === combatantId);
  if (!area || !combatant || !target) return unknown("That area effect");
  if (target.settled) {
    return refuse("NOT_POSSIBLE_NOW", "Its damage has been dealt: undo it first.");
  }
  joinArea(context, area);
  setAreaSave(context, area, combatant, answer);
  if (area.applied) settleKnown(context, areaId);
}

function setOutcome(context: Context, command: CommandOf<"SetAreaOutcome">): Refusal | void {
  const { areaId, targetId, outcome, total, mode } = command;
  const area = findArea(context.state, areaId);
  const combatant = findCombatant(context.state, targetId);
  const target = area?.targets.find(({ id }) => id === targetId);
  if (!area || !combatant || !target) return unknown("That target");
  if (target.settled) {
    return refuse("NOT_POSSIBLE_NOW", "Its damage has been dealt: undo it first.");
  }
  if (outcome === undefined && !area.save) {
    return refuse("INVALID_INPUT", "There is no save: choose full, half or no damage.");
  }
  if (outcome !== undefined && !SAVE_OUTCOMES.includes(outcome)) {
    return refuse("INVALID_INPUT", "Choose full, half or no damage.");
  }
  const wrong = total === undefined ? undefined : checkWhole(total, -100, 200, "The total");
  if (wrong) return wrong;
  if (area.applied) joinArea(context, area);
  if (outcome !== undefined) {
    const decided = { ...target, state: "overridden", outcome, saved: outcome !== "fail" } as const;
    context.emit({ type: "AreaOutcomeSet", areaId, target: { ...decided, roll: null } });
  } else {
    const answer = total === undefined
      ? { kind: "roll" as const, ...(mode && { mode }) }
      : { kind: "total" as const, total };
    setAreaSave(context, area, combatant, answer);
  }
  if (area.applied) settleKnown(context, areaId);
}

/** Recharge and uses that the area's action spent. [AREA-7] */
function giveBack({ state, emit }: Context, { sourceId: id, actionId }: AreaEffect): void {
  const found = id !== null && actionId !== null ? findAction(state, id, actionId) : undefined;
  if (id === null || actionId === null || !found?.ok) return;
  const { spends } = spendingOf(found);
  if (spends !== "recharge" && spends !== "use") return;
  emit({ type: "ActionRestored", id, actionId, name: found.action.name });
}

export const areaRules: Rules<"StartArea" | "SetAreaOutcome" | "ApplyArea" | "CancelArea"> = {
  StartArea(context, command) {
    const wrong = checkArea(context, command);
    if (wrong) return wrong;
    const rolled = rollDamage(command.damage, false, context.dice);
    if (!rolled.ok) return rolled;
    if (rolled.damages.length === 0 && (command.effects ?? []).length === 0) {
      return refuse("INVALID_INPUT", "An area effect needs damage or an effect.");
    }
    startArea(context, command, rolled.damages);
  },
  SetAreaOutcome: setOutcome,
  ApplyArea(context, { areaId }) {
    const area = findArea(context.state, areaId);
    if (!area) return unknown("That area effect");
    const ready = area.targets.some(({ outcome, settled }) => outcome !== null && !settled);
    if (area.applied && !ready) {
      return refuse(
        "NOT_POSSIBLE_NOW",
        "It has been applied; the late saves follow by themselves.",
      );
    }
    if (area.applied) return settleKnown(context, areaId);
    applyArea(context, areaId);
  },
  CancelArea(context, { areaId }) {
    const area = findArea(context.state, areaId);
    if (!area) return unknown("That area effect");
    // What has dealt nothing was not used.
    if (!area.applied) giveBack(context, area);
    context.emit({ type: "AreaClosed", areaId, label: area.label, cause: "cancelled" });
  },
};
