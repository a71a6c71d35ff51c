/** Initiative: rolled, typed, passive, by hand; surprise. [INIT-1] ff. [SURP-1] ff. */
import { checkCombatants, checkList, unknown } from "../checks.ts";
import {
  combinedMode,
  exhaustionHinders,
  exhaustionPenalty,
  hasCondition,
  hindersChecks,
} from "../conditions.ts";
import type { Context, Rules } from "../context.ts";
import { rollD20 } from "@/lib/combat/dice/dice.ts";
import type { EventOf } from "../events.ts";
import { LIMITS } from "../limits.ts";
import { entryOf, findCombatant, findGroup, membersOf } from "../lookup.ts";
import { initiativeOf, valueAtPlace } from "../order.ts";
import { refuse } from "../refusal.ts";
import type { Combatant, EncounterState, Id } from "../state.ts";
import type { RollMode } from "../vocabulary.ts";

type Entry = EventOf<"InitiativeSet">["entries"][number];

interface RollOptions {
  readonly mode?: RollMode | undefined;
  readonly passive?: boolean | undefined;
}

/** Advantage or disadvantage on initiative from the roller, the rules and the command. [INIT-4] */
function modeFor(state: EncounterState, entryId: Id, asked: RollMode | undefined): RollMode {
  const members = membersOf(state, entryId);
  const leader = members[0];
  const modes = [initiativeOf(state, entryId)?.mode, asked];
  const is2024 = state.edition === "2024";
  const invisible = is2024 && leader !== undefined && hasCondition(leader, "invisible");
  const hindered = leader !== undefined && (
    exhaustionHinders(state, leader, "check") || hindersChecks(leader) ||
    (is2024 && (leader.surprised || hasCondition(leader, "incapacitated")))
  );
  return combinedMode(
    invisible || modes.includes("advantage"),
    hindered || modes.includes("disadvantage"),
  );
}

const PASSIVE_STEP: Readonly<Record<RollMode, number>> = {
  normal: 0,
  advantage: 5,
  disadvantage: -5,
};

function rolled({ state, dice }: Context, id: Id, { mode: asked, passive }: RollOptions): Entry {
  const mode = modeFor(state, id, asked);
  const leader: Combatant | undefined = membersOf(state, id)[0];
  const penalty = leader ? exhaustionPenalty(state, leader) : 0;
  const modifier = (initiativeOf(state, id)?.modifier ?? 0) - penalty;
  const tiebreak = dice.die(20);
  if (passive) return { id, value: 10 + modifier + PASSIVE_STEP[mode], tiebreak, roll: null, mode };
  const roll = rollD20(dice, modifier, mode);
  return { id, value: roll.total, tiebreak, roll, mode };
}

/** Rolls for these order entries; a lair keeps its 20. */
export function rollFor(context: Context, entryIds: readonly Id[], options: RollOptions): void {
  const entries = entryIds.map((id) => rolled(context, id, options));
  if (entries.length === 0) return;
  context.emit({ type: "InitiativeSet", how: options.passive ? "passive" : "rolled", entries });
}

function isLair(state: EncounterState, entryId: Id): boolean {
  return findCombatant(state, entryId)?.kind === "lair";
}

/** The order entries that ids of combatants and groups stand for, each once. */
function entriesFor(state: EncounterState, ids: readonly Id[]): readonly Id[] {
  return [
    ...new Set(ids.flatMap((id) => {
      const group = findGroup(state, id);
      return group && !group.shared ? group.memberIds : [entryOf(state, id)];
    })),
  ];
}

/** Rolls again for everybody when a round begins and the setting asks for it. [INIT-8] */
export function rerollForRound(context: Context): void {
  const { state } = context;
  if (!state.settings.rerollEachRound) return;
  rollFor(context, state.order.filter((id) => !isLair(state, id)), {});
}

/** Rolls for all who have no initiative yet. [INIT-3] */
export function rollMissing(context: Context, options: RollOptions = {}): void {
  const { state } = context;
  rollFor(context, state.order.filter((id) => initiativeOf(state, id)?.value == null), options);
}

export const initiativeRules: Rules<
  "RollInitiative" | "SetInitiative" | "MoveEntry" | "SetSurprised"
> = {
  RollInitiative(context, { ids, mode, passive }) {
    const { state } = context;
    if (ids === undefined) {
      const before = context.events.length;
      rollMissing(context, { mode, passive });
      if (context.events.length > before) return;
      return refuse("NOT_POSSIBLE_NOW", "Everybody has an initiative: choose who rolls again.");
    }
    const wrong = checkList(ids, "who rolls");
    if (wrong) return wrong;
    if (!ids.every((id) => findCombatant(state, id) ?? findGroup(state, id))) {
      return unknown("That combatant");
    }
    const rolling = entriesFor(state, ids).filter((id) => !isLair(state, id));
    if (rolling.length === 0) {
      return refuse("NOT_POSSIBLE_NOW", "A lair acts on initiative 20 and rolls nothing.");
    }
    rollFor(context, rolling, { mode, passive });
  },
  SetInitiative(context, { id, value }) {
    const { state } = context;
    if (!findCombatant(state, id) && !findGroup(state, id)) return unknown("That combatant");
    const { initiative: most } = LIMITS;
    if (value !== null && (!Number.isFinite(value) || Math.abs(value) > most)) {
      return refuse("INVALID_INPUT", `Initiative must be a number from -${most} to ${most}.`);
    }
    typeInitiative(context, id, value);
  },
  MoveEntry({ state, emit }, { id, beforeId }) {
    if (!state.order.includes(id)) return unknown("That row");
    if (beforeId !== null && (beforeId === id || !state.order.includes(beforeId))) {
      return unknown("The row to stand before");
    }
    emit({ type: "EntryMoved", id, beforeId, value: valueAtPlace(state, id, beforeId) });
  },
  SetSurprised({ state, emit }, { ids, surprised }) {
    const wrong = checkCombatants(state, ids);
    if (wrong) return wrong;
    emit({ type: "SurpriseChanged", ids, surprised: surprised === true });
  },
};

/** A value from the table; ties with it are still broken by a roll. */
export function typeInitiative(context: Context, id: Id, value: number | null): void {
  const { state, dice, emit } = context;
  const entries = entriesFor(state, [id]).map((entry): Entry => ({
    id: entry,
    value: value === null ? null : value + 0,
    tiebreak: isLair(state, entry) ? 0 : dice.die(20),
    roll: null,
    mode: "normal",
  }));
  emit({ type: "InitiativeSet", how: value === null ? "cleared" : "typed", entries });
}
