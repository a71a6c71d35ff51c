/**
 * The state of the DM's screen: what is targeted, where the cursor stands, the pending action. It belongs to one
 * screen and is never sent. Plain data and pure steps, so that every key can be tested alone.
 */
import type { Pane } from "@/lib/actions/tracker_action.ts";
import type { DiceRoll, EncounterState, Id } from "@/lib/combat/state.ts";
import type { Condition, DamageType } from "@/lib/combat/vocabulary.ts";

export type OpenDialog =
  | "keys"
  | "palette"
  | "share"
  | "menu"
  | "settings"
  | "end"
  | "add"
  | "picture"
  | "figures";
export type PadMode = "damage" | "heal" | "temporary";
export type LineKind =
  | "area"
  | "roll"
  | "concentrate"
  | "ready"
  | "initiative"
  | "name"
  | "attack-line";

/** Damage that was rolled from an attack line: dice once, then as amounts. */
export interface DamageRoll {
  readonly sourceId: Id;
  readonly actionId: string;
  readonly label: string;
  readonly rolls: readonly { readonly roll: DiceRoll; readonly type: DamageType | null }[];
}

/** The pending action. Typed text stays as typed until it is applied. */
export type PendingAction =
  | {
    readonly kind: "pad";
    readonly mode: PadMode;
    readonly text: string;
    readonly type: DamageType | null;
    readonly critical: boolean;
    readonly damageRoll: DamageRoll | null;
    /** The player's request that is being changed. */
    readonly proposalId: Id | null;
    readonly error: string | null;
  }
  | {
    readonly kind: "effect";
    readonly text: string;
    readonly chosen: { readonly condition: Condition | null; readonly name: string } | null;
    readonly error: string | null;
  }
  | {
    readonly kind: "line";
    readonly line: LineKind;
    readonly text: string;
    /** Whom it is for, when it is one. */
    readonly id: Id | null;
    readonly error: string | null;
  }
  | { readonly kind: "area"; readonly areaId: Id };

export interface TrackerState {
  /** Combatants, in the order in which they were chosen. */
  readonly targets: readonly Id[];
  /** Row of the keyboard's cursor: an entry or an open group's member. */
  readonly cursor: Id | null;
  /** Group whose members are shown and have the digits. */
  readonly open: Id | null;
  readonly pending: PendingAction | null;
  /** Creature or group in the stat pane; null: whose turn it is. */
  readonly look: Id | null;
  readonly pane: Pane;
  readonly dialog: OpenDialog | null;
  /** Whom the dialog is about (row menu). */
  readonly dialogId: Id | null;
  /** Prompt whose buttons the digits press. */
  readonly answering: Id | null;
  /** All rounds of the log are shown. */
  readonly wholeLog: boolean;
}

export const EMPTY_TRACKER_STATE: TrackerState = {
  targets: [],
  cursor: null,
  open: null,
  pending: null,
  look: null,
  pane: "order",
  dialog: null,
  dialogId: null,
  answering: null,
  wholeLog: false,
};

/** The combatants behind an id: itself, or a group's members that are up. */
export function creaturesOf(encounter: EncounterState, id: Id): readonly Id[] {
  const group = encounter.groups[id];
  if (group === undefined) return encounter.combatants[id] === undefined ? [] : [id];
  return group.memberIds.filter((member) => isUp(encounter, member));
}

/** Neither defeated nor dead. */
export function isUp(encounter: EncounterState, id: Id): boolean {
  const life = encounter.combatants[id]?.life;
  return life === "up" || life === "dying" || life === "stable";
}

/** Rows as they stand on the screen: entries, and under an open group its members. */
export function rowsOf(encounter: EncounterState, open: Id | null): readonly Id[] {
  return encounter.order.flatMap((id) =>
    id === open ? [id, ...encounter.groups[id]?.memberIds ?? []] : [id]
  );
}

function canBeTarget(encounter: EncounterState, id: Id): boolean {
  const creature = encounter.combatants[encounter.groups[id]?.memberIds[0] ?? id];
  return creature !== undefined && creature.hp !== null;
}

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"] as const;

/**
 * The digit of each row that has one. Digits go by place, the defeated included, so that a hand
 * that learnt "5 is Bram" stays right when somebody falls. An open group takes them all but its own.
 */
export function digitsOf(encounter: EncounterState, open: Id | null): ReadonlyMap<Id, string> {
  const ids = encounter.order.filter((id) => canBeTarget(encounter, id));
  const byPlace = new Map(ids.slice(0, 10).map((id, at) => [id, DIGITS[at] ?? ""]));
  const group = open === null ? undefined : encounter.groups[open];
  if (open === null || group === undefined) return byPlace;
  const digits = new Map(group.memberIds.slice(0, 10).map((id, at) => [id, DIGITS[at] ?? ""]));
  digits.set(open, byPlace.get(open) ?? "");
  return digits;
}

/** Makes an entry or member a target, or no longer one. */
export function toggleTarget(
  trackerState: TrackerState,
  encounter: EncounterState,
  id: Id,
): TrackerState {
  const ids = creaturesOf(encounter, id);
  const all = ids.length > 0 && ids.every((candidate) => trackerState.targets.includes(candidate));
  const others = trackerState.targets.filter((target) => !ids.includes(target));
  return { ...trackerState, targets: all ? others : [...others, ...ids] };
}

/** Opens a group so that its members have the digits; open ones close. */
export function toggleGroup(
  trackerState: TrackerState,
  encounter: EncounterState,
  id: Id,
): TrackerState {
  if (trackerState.open === id) return { ...trackerState, open: null };
  const members = encounter.groups[id]?.memberIds ?? [];
  return {
    ...trackerState,
    open: id,
    targets: trackerState.targets.filter((target) => !members.includes(target)),
  };
}

/** A digit: targets its row; on a group that is targeted already it opens it. */
export function pressDigit(
  trackerState: TrackerState,
  encounter: EncounterState,
  digit: string,
): TrackerState {
  const rows = [...digitsOf(encounter, trackerState.open)];
  const [id] = rows.find(([row, own]) => own === digit && row !== trackerState.open) ??
    rows.find(([, own]) => own === digit) ?? [];
  if (id === undefined) return trackerState;
  const group = encounter.groups[id];
  const ids = creaturesOf(encounter, id);
  if (
    group !== undefined && ids.length > 0 &&
    ids.every((candidate) => trackerState.targets.includes(candidate))
  ) {
    return toggleGroup(trackerState, encounter, id);
  }
  return toggleTarget(trackerState, encounter, id);
}

/** All who stand against the active creature: foes, or on a foe's turn the party. */
export function targetFoes(trackerState: TrackerState, encounter: EncounterState): TrackerState {
  const acting = encounter.activeId === null
    ? undefined
    : creaturesOf(encounter, encounter.activeId)[0];
  const side = acting !== undefined && encounter.combatants[acting]?.side === "foe"
    ? "party"
    : "foe";
  const targets = encounter.order.flatMap((id) => creaturesOf(encounter, id))
    .filter((id) =>
      encounter.combatants[id]?.side === side && canBeTarget(encounter, id) && isUp(encounter, id)
    );
  return { ...trackerState, targets };
}

/** The cursor one row down or up; it starts at the row of the turn. */
export function moveCursor(
  trackerState: TrackerState,
  encounter: EncounterState,
  step: 1 | -1,
): TrackerState {
  const rows = rowsOf(encounter, trackerState.open);
  const at = rows.indexOf(trackerState.cursor ?? encounter.activeId ?? "");
  const from = trackerState.cursor === null && at === -1 ? (step === 1 ? -1 : rows.length) : at;
  const next = Math.min(rows.length - 1, Math.max(0, from + step));
  return { ...trackerState, cursor: rows[next] ?? null };
}

/** Puts the pending action down; without one clears the targets and closes the group. */
export function escape(trackerState: TrackerState): TrackerState {
  if (trackerState.answering !== null) return { ...trackerState, answering: null };
  if (trackerState.pending !== null) return { ...trackerState, pending: null };
  if (trackerState.targets.length > 0 || trackerState.open !== null) {
    return { ...trackerState, targets: [], open: null };
  }
  return { ...trackerState, look: null, cursor: null };
}

/** Whom a key is about: the targets, else the row under the cursor, else the active creature. */
export function subjects(trackerState: TrackerState, encounter: EncounterState): readonly Id[] {
  const targets = trackerState.targets.filter((id) => encounter.combatants[id] !== undefined);
  if (targets.length > 0) return targets;
  const id = trackerState.cursor ?? encounter.activeId;
  return id === null ? [] : creaturesOf(encounter, id);
}

/** The prompts' and proposals' ids, oldest first. */
export function waitingIds(encounter: EncounterState): readonly Id[] {
  return [
    ...encounter.prompts.map((prompt) => prompt.id),
    ...encounter.proposals.map((proposal) => proposal.id),
  ];
}

/** Gives the digits to the first prompt, or to the next one. */
export function answerNext(trackerState: TrackerState, encounter: EncounterState): TrackerState {
  const ids = waitingIds(encounter);
  const at = trackerState.answering === null ? -1 : ids.indexOf(trackerState.answering);
  return { ...trackerState, answering: ids[(at + 1) % ids.length] ?? null, pane: "side" };
}

/** Drops from the state what left the fight. */
export function tidy(trackerState: TrackerState, encounter: EncounterState): TrackerState {
  const has = (id: Id | null) =>
    id === null || encounter.combatants[id] !== undefined || encounter.groups[id] !== undefined;
  const waiting = trackerState.answering === null ||
    waitingIds(encounter).includes(trackerState.answering);
  const areaGone = trackerState.pending?.kind === "area" &&
    encounter.areas[trackerState.pending.areaId] === undefined;
  if (
    trackerState.targets.every(has) && has(trackerState.cursor) && has(trackerState.open) &&
    has(trackerState.look) &&
    waiting && !areaGone
  ) {
    return trackerState;
  }
  return {
    ...trackerState,
    targets: trackerState.targets.filter(has),
    cursor: has(trackerState.cursor) ? trackerState.cursor : null,
    open: has(trackerState.open) ? trackerState.open : null,
    look: has(trackerState.look) ? trackerState.look : null,
    answering: waiting ? trackerState.answering : null,
    pending: areaGone ? null : trackerState.pending,
  };
}
