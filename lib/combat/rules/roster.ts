/** Adding, removing, duplicating, editing, hiding. [ADD-1] ff. */
import {
  checkCombatants,
  checkList,
  checkName,
  checkNewId,
  checkText,
  checkWhole,
  firstOf,
  plainLine,
  plainText,
} from "../checks.ts";
import type { CombatantPatch } from "../commands.ts";
import type { Context, Rules } from "../context.ts";
import { LIMITS } from "../limits.ts";
import { findCombatant, findGroup, fullName, own } from "../lookup.ts";
import { initiativeOf } from "../order.ts";
import { poolsInLair } from "../pools.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Combatant, Id } from "../state.ts";
import { COMBATANT_KINDS, DAMAGE_TYPES, SIDES } from "../vocabulary.ts";
import { loseConcentration } from "./concentration.ts";
import { handOverDurations } from "./durations.ts";
import { closeLairs, releaseGrapples } from "./falling.ts";
import { checkGroup, formGroup } from "./groups.ts";
import { rollFor } from "./initiative.ts";
import { numbered, renumbered } from "./labels.ts";
import { checkDraft, newcomer, STANDING } from "./newcomer.ts";
import { currentTurn, passTurnFrom } from "./turns.ts";

function checkRoom({ state }: Context, ids: readonly Id[]): Refusal | undefined {
  const taken = ids.find((id) => findCombatant(state, id) ?? findGroup(state, id));
  return firstOf(
    checkList(ids, "somebody to add"),
    ...ids.map((id) => checkNewId(id, "A combatant")),
    taken === undefined
      ? undefined
      : refuse("INVALID_INPUT", "One of them is in the fight already."),
    Object.keys(state.combatants).length + ids.length > LIMITS.combatants
      ? refuse("LIMIT_REACHED", `A fight holds at most ${LIMITS.combatants} combatants.`)
      : undefined,
  );
}

/** Late joiners roll at once when the fight is running. [INIT-9] */
function rollForLate(context: Context): void {
  const { state } = context;
  if (state.status !== "running") return;
  const waiting = state.order.filter((id) => initiativeOf(state, id)?.value == null);
  if (waiting.length > 0) rollFor(context, waiting, {});
}

/** Newcomers, unnumbered, as events. */
function enter(
  { state, emit }: Context,
  newcomers: readonly { readonly combatant: Combatant; readonly roll: Combatant["hp"] | unknown }[],
  event: Omit<
    Extract<Context["events"][number], { type: "CombatantsAdded" }>,
    "type" | "combatants" | "relabelled"
  >,
): void {
  const { added, relabelled } = numbered(state, newcomers.map(({ combatant }) => combatant));
  emit({ type: "CombatantsAdded", combatants: added, relabelled, ...event });
}

function fresh(state: Context["state"], original: Combatant, id: Id): Combatant {
  const { hp } = original;
  const bare: Combatant = {
    ...original,
    ...STANDING,
    id,
    hp: hp && { ...hp, current: hp.max, maxBonus: 0, temp: 0 },
    slots: original.slots.map(({ max }) => ({ max, spent: 0 })),
    characterId: null,
  };
  return {
    ...bare,
    ...poolsInLair(state, { ...bare, legendary: null, legendaryResistance: null }),
  };
}

function checkPatch(patch: CombatantPatch): Refusal | undefined {
  const types = [patch.resistances, patch.vulnerabilities, patch.immunities];
  const wrong = firstOf(
    patch.name === undefined ? undefined : checkName(patch.name),
    checkText(patch.label ?? "", LIMITS.label, "A label"),
    checkText(patch.color ?? "", LIMITS.label, "The colour"),
    checkText(patch.notes ?? "", LIMITS.notes, "The notes"),
    checkText(patch.portrait?.alt ?? "", LIMITS.alt, "What a picture shows"),
    checkWhole(patch.ac ?? 0, 0, 100, "Armour class"),
    checkWhole(patch.level ?? 0, 0, 30, "The level"),
    checkWhole(patch.xp ?? 0, 0, LIMITS.amount, "XP"),
    checkWhole(patch.passivePerception ?? 0, 0, 100, "Passive Perception"),
    ...(patch.slots ?? []).slice(0, 9).flatMap(({ max, spent }) => [
      checkWhole(max, 0, 99, "Spell slots"),
      checkWhole(spent, 0, max, "Spent spell slots"),
    ]),
  );
  if (wrong) return wrong;
  const fits = (patch.kind === undefined || COMBATANT_KINDS.includes(patch.kind)) &&
    (patch.side === undefined || SIDES.includes(patch.side)) &&
    (patch.slots?.length ?? 0) <= 9 &&
    types.every((list) => list?.every((type) => DAMAGE_TYPES.includes(type)) ?? true);
  return fits ? undefined : refuse("INVALID_INPUT", "One of these values does not exist.");
}

const EDITABLE = [
  "name",
  "label",
  "color",
  "kind",
  "side",
  "ac",
  "resistances",
  "vulnerabilities",
  "immunities",
  "notes",
  "level",
  "xp",
  "inLair",
  "nameHidden",
  "passivePerception",
  "slots",
  "portrait",
] as const satisfies readonly (keyof CombatantPatch)[];

/** Only what may be edited and was given, cleaned. */
function cleanPatch(patch: CombatantPatch): CombatantPatch {
  const given: CombatantPatch = Object.fromEntries(
    EDITABLE.filter((key) => patch[key] !== undefined).map((key) => [key, patch[key]]),
  );
  return {
    ...given,
    ...(given.name !== undefined && { name: plainLine(given.name) }),
    ...(given.label !== undefined && { label: plainLine(given.label) }),
    ...(given.notes !== undefined && { notes: plainText(given.notes) }),
  };
}

export const rosterRules: Rules<
  "AddCombatants" | "RemoveCombatants" | "DuplicateCombatant" | "EditCombatant" | "SetHidden"
> = {
  AddCombatants(context, { combatants, blocks = [], groups = [] }) {
    const { state, dice } = context;
    const known = {
      ...state.blocks,
      ...Object.fromEntries(blocks.map((block) => [block.id, block])),
    };
    const ids = new Set(combatants.map(({ id }) => id));
    const wrong = firstOf(
      checkRoom(context, combatants.map(({ id }) => id)),
      ...blocks.map(({ id }) => checkNewId(id, "A stat block")),
      Object.keys(known).length > LIMITS.blocks
        ? refuse("LIMIT_REACHED", `A fight holds at most ${LIMITS.blocks} stat blocks.`)
        : undefined,
      ...combatants.map((draft) => checkDraft(known, draft)),
      ...groups.map((group) => checkGroup(state, group, ids)),
    );
    if (wrong) return wrong;
    const newcomers = combatants.map((draft) => newcomer(state, known, draft, dice));
    const rolls = newcomers.flatMap(({ combatant: { id }, roll }) => roll ? [{ id, roll }] : []);
    enter(context, newcomers, { blocks, rolls });
    for (const group of groups) formGroup(context, group);
    rollForLate(context);
  },
  RemoveCombatants(context, { ids }) {
    const { state, emit } = context;
    const wrong = checkCombatants(state, ids);
    if (wrong) return wrong;
    const before = currentTurn(state);
    for (const id of ids) {
      loseConcentration(context, id, "left");
      releaseGrapples(context, id);
      handOverDurations(context, id, ids);
    }
    const names = ids.map((id) => fullName(findCombatant(state, id) ?? { name: "", label: "" }));
    emit({ type: "CombatantsRemoved", ids, names });
    closeLairs(context);
    passTurnFrom(context, before);
  },
  DuplicateCombatant(context, { id, newIds }) {
    const { state } = context;
    const original = findCombatant(state, id);
    const wrong = checkCombatants(state, [id]) ?? checkRoom(context, newIds);
    if (wrong || !original) return wrong;
    const copies = newIds.map((newId) => ({
      combatant: fresh(state, original, newId),
      roll: null,
    }));
    enter(context, copies, { blocks: [], rolls: [] });
    const group = original.groupId === null ? undefined : own(state.groups, original.groupId);
    if (group) {
      const memberIds = [...group.memberIds, ...newIds];
      context.emit({ type: "GroupFormed", group: { ...group, memberIds } });
    }
    rollForLate(context);
  },
  EditCombatant({ state, emit }, { id, patch }) {
    const wrong = checkCombatants(state, [id]) ?? checkPatch(patch);
    if (wrong) return wrong;
    const clean = cleanPatch(patch);
    if (Object.keys(clean).length === 0) return refuse("INVALID_INPUT", "Change something first.");
    const { nameHidden, label } = clean;
    const relabelled = nameHidden === undefined || label !== undefined
      ? []
      : renumbered(state, [id], { nameHidden });
    emit({ type: "CombatantEdited", id, patch: clean, ...relabelled.length > 0 && { relabelled } });
  },
  SetHidden({ state, emit }, { ids, hidden }) {
    const wrong = checkCombatants(state, ids);
    if (wrong) return wrong;
    if (hidden !== false && hidden !== "until-revealed" && hidden !== "until-turn") {
      return refuse("INVALID_INPUT", "Choose how long it stays hidden.");
    }
    const changed = ids.filter((id) => findCombatant(state, id)?.hidden !== hidden);
    if (changed.length === 0) return refuse("NOT_POSSIBLE_NOW", "That is how they are already.");
    const relabelled = renumbered(state, changed, { hidden });
    emit({ type: "HiddenChanged", ids: changed, hidden, cause: "hand", relabelled });
  },
};
