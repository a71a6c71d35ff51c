/** Conditions and custom effects: adding, ending, changing. [EFF-1] ff. */
import {
  checkCombatants,
  checkSource,
  checkText,
  checkWhole,
  firstOf,
  plainLine,
  unknown,
} from "../checks.ts";
import { isImmuneTo, isIncapacitated } from "../conditions.ts";
import type { Context, Rules } from "../context.ts";
import { parseDice } from "@/lib/combat/dice/dice.ts";
import { conditionName, withImplied } from "../effect_list.ts";
import { figureWords } from "../figures.ts";
import { LIMITS } from "../limits.ts";
import { findCombatant, fullName } from "../lookup.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type {
  Combatant,
  Effect,
  EffectDraft,
  EffectDuration,
  EffectFigures,
  EncounterState,
  Id,
} from "../state.ts";
import { ABILITIES, CONDITIONS, DAMAGE_TYPES } from "../vocabulary.ts";
import { beginConcentration } from "./concentration.ts";
import { setExhaustion } from "./exhaustion.ts";
import { noticeFall, standingOf } from "./falling.ts";

/** What is wrong with an effect that shall be added. */
export function checkEffect(state: EncounterState, draft: EffectDraft): Refusal | undefined {
  const { condition, name = "", reminder = "", rounds, turnOf, save, sourceId } = draft;
  const wrong = firstOf(
    checkText(name, LIMITS.name, "The effect", condition === undefined ? 1 : 0),
    checkText(reminder, LIMITS.reminder, "The reminder"),
    rounds === undefined ? undefined : checkWhole(rounds, 1, LIMITS.rounds, "Rounds"),
    save && checkWhole(save.dc, 0, LIMITS.dc, "The DC"),
    checkSource(state, sourceId),
    turnOf === undefined || findCombatant(state, turnOf) ? undefined : unknown("Whose turn counts"),
    condition === undefined || CONDITIONS.includes(condition)
      ? undefined
      : refuse("INVALID_INPUT", "Choose one of the conditions."),
    !save || ABILITIES.includes(save.ability)
      ? undefined
      : refuse("INVALID_INPUT", "Choose the ability of the save."),
    draft.figures && checkFigures(draft.figures),
  );
  return wrong ?? checkConcentrating(state, draft);
}

/** Dice that can be rolled and figures within bounds; lists are of known words. */
function checkFigures(figures: EffectFigures): Refusal | undefined {
  const { attack, save, check, damage, atStart, atEnd, ac = 0, maximum = 0 } = figures;
  const dice = [
    attack,
    save,
    check,
    damage,
    atStart?.damage,
    atStart?.heal,
    atEnd?.damage,
    atEnd?.heal,
  ];
  const bad = dice.map((text) => text === undefined ? undefined : parseDice(text))
    .find((read) => read?.ok === false);
  const types = [...figures.resistances ?? [], ...figures.immunities ?? []];
  return firstOf(
    bad?.ok === false ? refuse("INVALID_INPUT", bad.message) : undefined,
    checkWhole(ac, -50, 50, "The change of the armour class"),
    checkWhole(maximum, -LIMITS.amount, LIMITS.amount, "The change of the maximum"),
    types.every((type) => DAMAGE_TYPES.includes(type))
      ? undefined
      : refuse("INVALID_INPUT", "Choose one of the thirteen types of damage."),
  );
}

function checkConcentrating(state: EncounterState, draft: EffectDraft): Refusal | undefined {
  if (!draft.concentration) return undefined;
  const source = draft.sourceId === undefined ? undefined : findCombatant(state, draft.sourceId);
  if (!source) return refuse("INVALID_INPUT", "Say who concentrates on it.");
  if (!isIncapacitated(source)) return undefined;
  return refuse("NOT_POSSIBLE_NOW", `${fullName(source)} is incapacitated.`);
}

function durationOf(
  state: EncounterState,
  { rounds, turnOf, at = "end" }: EffectDraft,
  target: Id,
): EffectDuration {
  if (rounds === undefined) return { kind: "until-removed" };
  // Whose turns should count may have left before a late save came. [EFF-9]
  const counts = turnOf !== undefined && findCombatant(state, turnOf) ? turnOf : target;
  return { kind: "turns", turnOf: counts, at, remaining: rounds };
}

/** What is shown under the name: the words given, and what its figures do. */
function reminderOf({ reminder, figures }: EffectDraft, otherwise: string): string {
  const words = figures === undefined ? "" : figureWords(figures);
  return plainLine([reminder ?? otherwise, words].filter((part) => part !== "").join("; "))
    .slice(0, LIMITS.reminder);
}

function effectFrom({ state, newId }: Context, draft: EffectDraft, target: Id): Effect {
  const { condition, save } = draft;
  const named = plainLine(draft.name ?? "");
  return {
    id: newId(),
    condition: condition ?? null,
    name: condition === undefined ? named : conditionName(condition),
    reminder: reminderOf(draft, condition === undefined ? "" : named),
    sourceId: draft.sourceId ?? null,
    concentrationOf: draft.concentration ? draft.sourceId ?? null : null,
    duration: durationOf(state, draft, target),
    save: save ? { ability: save.ability, dc: save.dc, at: save.at ?? "end" } : null,
    impliedBy: null,
    ...(draft.magical === true && { magical: true }),
    ...(draft.endsOnDamage === true && { endsOnDamage: true }),
    ...(draft.figures !== undefined && { figures: draft.figures }),
    hiddenFromPlayers: draft.hiddenFromPlayers ?? false,
    addedAt: { round: state.round, activeId: state.activeId },
  };
}

/** The same effect from the same source is renewed, not doubled. [EFF-2] [EFF-3] */
function replaced(combatant: Combatant, effect: Effect): readonly Effect[] {
  return combatant.effects.filter((old) =>
    old.impliedBy === null && !old.id.startsWith("down:") &&
    old.sourceId === effect.sourceId &&
    old.condition === effect.condition && old.name === effect.name
  );
}

/** The grapple that a source has on somebody. */
function grappleOf({ effects }: Combatant, sourceId: Id | undefined): Effect | undefined {
  return effects.find((effect) =>
    effect.condition === "grappled" && effect.sourceId === (sourceId ?? null)
  );
}

/** Puts one effect on one combatant, with what it implies; immunity prevents it. [EFF-1] */
function addTo(context: Context, target: Combatant, draft: EffectDraft): void {
  const { state, emit } = context;
  const { id } = target;
  if (draft.condition && isImmuneTo(state, target, draft.condition)) {
    emit({ type: "EffectPrevented", id, condition: draft.condition });
    return;
  }
  const grapple = draft.whileGrappled ? grappleOf(target, draft.sourceId) : undefined;
  if (draft.whileGrappled && grapple === undefined) return;
  const effect = {
    ...effectFrom(context, draft, id),
    ...(grapple !== undefined && { hangsOn: grapple.id }),
  };
  const old = replaced(target, effect);
  if (old.length > 0) {
    const effectIds = old.map((item) => item.id);
    emit({
      type: "EffectsEnded",
      id,
      effectIds,
      names: old.map(({ name }) => name),
      cause: "replaced",
    });
  }
  const standing = standingOf(context, target);
  for (const item of withImplied(effect)) {
    if (item.condition && isImmuneTo(state, target, item.condition)) continue;
    emit({ type: "EffectAdded", id, effect: item });
  }
  noticeFall(context, standing);
}

/** Whether an effect of this name belongs to another spell than the one that is held. [CONC-1] */
export function isOtherSpell(name: string | undefined, held: string): boolean {
  return name !== undefined && name !== "" &&
    plainLine(name).toLowerCase() !== held.toLowerCase();
}

/** Puts an effect on all targets; its source begins to concentrate when it must. [CONC-4] */
export function addEffect(context: Context, ids: readonly Id[], draft: EffectDraft): void {
  const { state } = context;
  const { sourceId } = draft;
  const source = sourceId === undefined ? undefined : findCombatant(state, sourceId);
  const held = source?.concentration?.name;
  // A condition alone hangs on whatever spell is held; a name of its own is another spell. [CONC-1]
  if (draft.concentration && source && (held === undefined || isOtherSpell(draft.name, held))) {
    const name = draft.name || (draft.condition ? conditionName(draft.condition) : "a spell");
    beginConcentration(context, source.id, name, draft.rounds, []);
  }
  for (const id of ids) {
    const target = findCombatant(state, id);
    if (target) addTo(context, target, draft);
  }
}

function checkSpace(state: EncounterState, ids: readonly Id[]): Refusal | undefined {
  const full = ids.map((id) => findCombatant(state, id))
    .find((combatant) => combatant && combatant.effects.length >= LIMITS.effectsEach - 3);
  return full && refuse("LIMIT_REACHED", `${fullName(full)} has too many effects: end some first.`);
}

/** What is wrong with adding an effect to these. */
export function checkAddEffect(
  state: EncounterState,
  ids: readonly Id[],
  draft: EffectDraft,
): Refusal | undefined {
  return checkCombatants(state, ids) ?? checkEffect(state, draft) ?? checkSpace(state, ids);
}

/** Nobody at 0 hit points wakes by hand or by the clock; being prone may end. [DOWN-3] */
function checkNotDown(effects: readonly Effect[]): Refusal | undefined {
  return effects.some(({ id, condition }) => id.startsWith("down:") && condition !== "prone")
    ? refuse("NOT_POSSIBLE_NOW", "Heal or revive to end this: it is down at 0 hit points.")
    : undefined;
}

/** Ends effects of one combatant by hand. */
export function endEffects(
  { state, emit }: Context,
  id: Id,
  effectIds: readonly Id[],
): Refusal | void {
  const wanted = new Set(effectIds);
  const found = findCombatant(state, id)?.effects.filter((effect) => wanted.has(effect.id)) ?? [];
  if (found.length === 0 || found.length < wanted.size) return unknown("That effect");
  const down = checkNotDown(found);
  if (down) return down;
  const names = found.map(({ name }) => name);
  emit({ type: "EffectsEnded", id, effectIds: [...wanted], names, cause: "removed" });
}

export const effectRules: Rules<"AddEffect" | "EndEffects" | "ChangeEffect" | "SetExhaustion"> = {
  AddEffect(context, { ids, effect }) {
    const wrong = checkAddEffect(context.state, ids, effect);
    if (wrong) return wrong;
    addEffect(context, ids, effect);
  },
  EndEffects(context, { id, effectIds }) {
    return checkCombatants(context.state, [id]) ?? endEffects(context, id, effectIds);
  },
  ChangeEffect({ state, emit }, { id, effectId, rounds }) {
    const effect = findCombatant(state, id)?.effects.find((candidate) => candidate.id === effectId);
    if (!effect) return unknown("That effect");
    const wrong = rounds === null ? undefined : checkWhole(rounds, 1, LIMITS.rounds, "Rounds");
    const refused = wrong ?? checkNotDown([effect]);
    if (refused) return refused;
    const { duration: before, name } = effect;
    const counted = before.kind === "turns" ? before : { turnOf: id, at: "end" } as const;
    const { turnOf, at } = counted;
    const duration: EffectDuration = rounds === null
      ? { kind: "until-removed" }
      : { kind: "turns", turnOf, at, remaining: rounds };
    emit({ type: "EffectChanged", id, effectId, name, duration, cause: "hand" });
  },
  SetExhaustion(context, { id, level }) {
    return setExhaustion(context, id, level);
  },
};
