/**
 * The DM's desk: what is targeted, where the cursor stands, what is in hand. It belongs to one
 * screen and is never sent. Plain data and pure steps, so that every key can be tested alone.
 */
import type { DiceRoll, EncounterState, Id } from "@/lib/combat/state.ts";
import type { Condition, DamageType } from "@/lib/combat/vocabulary.ts";

export type Pane = "order" | "stat" | "side" | "log";
export type Sheet = "keys" | "palette" | "share" | "menu" | "settings" | "end" | "add";
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
export interface Strike {
  readonly sourceId: Id;
  readonly actionId: string;
  readonly label: string;
  readonly rolls: readonly { readonly roll: DiceRoll; readonly type: DamageType | null }[];
}

/** What is held. Typed text stays as typed until it is applied. */
export type Hand =
  | {
    readonly kind: "pad";
    readonly mode: PadMode;
    readonly text: string;
    readonly type: DamageType | null;
    readonly critical: boolean;
    readonly strike: Strike | null;
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

export interface Desk {
  /** Combatants, in the order in which they were chosen. */
  readonly targets: readonly Id[];
  /** Row of the keyboard's cursor: an entry or an open group's member. */
  readonly cursor: Id | null;
  /** Group whose members are shown and have the digits. */
  readonly open: Id | null;
  readonly hand: Hand | null;
  /** Creature or group in the stat pane; null: whose turn it is. */
  readonly look: Id | null;
  readonly pane: Pane;
  readonly sheet: Sheet | null;
  /** Whom the sheet is about (row menu). */
  readonly sheetId: Id | null;
  /** Prompt whose buttons the digits press. */
  readonly answering: Id | null;
  /** All rounds of the log are shown. */
  readonly wholeLog: boolean;
}

export const EMPTY_DESK: Desk = {
  targets: [],
  cursor: null,
  open: null,
  hand: null,
  look: null,
  pane: "order",
  sheet: null,
  sheetId: null,
  answering: null,
  wholeLog: false,
};

/** The combatants behind an id: itself, or a group's members that are up. */
export function creaturesOf(fight: EncounterState, id: Id): readonly Id[] {
  const group = fight.groups[id];
  if (group === undefined) return fight.combatants[id] === undefined ? [] : [id];
  return group.memberIds.filter((member) => isUp(fight, member));
}

/** Neither defeated nor dead. */
export function isUp(fight: EncounterState, id: Id): boolean {
  const life = fight.combatants[id]?.life;
  return life === "up" || life === "dying" || life === "stable";
}

/** Rows as they stand on the screen: entries, and under an open group its members. */
export function rowsOf(fight: EncounterState, open: Id | null): readonly Id[] {
  return fight.order.flatMap((id) =>
    id === open ? [id, ...fight.groups[id]?.memberIds ?? []] : [id]
  );
}

function canBeTarget(fight: EncounterState, id: Id): boolean {
  const creature = fight.combatants[fight.groups[id]?.memberIds[0] ?? id];
  return creature !== undefined && creature.hp !== null;
}

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"] as const;

/**
 * The digit of each row that has one. Digits go by place, the defeated included, so that a hand
 * that learnt "5 is Bram" stays right when somebody falls. An open group takes them all but its own.
 */
export function digitsOf(fight: EncounterState, open: Id | null): ReadonlyMap<Id, string> {
  const ids = fight.order.filter((id) => canBeTarget(fight, id));
  const byPlace = new Map(ids.slice(0, 10).map((id, at) => [id, DIGITS[at] ?? ""]));
  const group = open === null ? undefined : fight.groups[open];
  if (open === null || group === undefined) return byPlace;
  const digits = new Map(group.memberIds.slice(0, 10).map((id, at) => [id, DIGITS[at] ?? ""]));
  digits.set(open, byPlace.get(open) ?? "");
  return digits;
}

/** Makes an entry or member a target, or no longer one. */
export function toggleTarget(desk: Desk, fight: EncounterState, id: Id): Desk {
  const ids = creaturesOf(fight, id);
  const all = ids.length > 0 && ids.every((one) => desk.targets.includes(one));
  const others = desk.targets.filter((one) => !ids.includes(one));
  return { ...desk, targets: all ? others : [...others, ...ids] };
}

/** Opens a group so that its members have the digits; open ones close. */
export function toggleGroup(desk: Desk, fight: EncounterState, id: Id): Desk {
  if (desk.open === id) return { ...desk, open: null };
  const members = fight.groups[id]?.memberIds ?? [];
  return { ...desk, open: id, targets: desk.targets.filter((one) => !members.includes(one)) };
}

/** A digit: targets its row; on a group that is targeted already it opens it. */
export function pressDigit(desk: Desk, fight: EncounterState, digit: string): Desk {
  const rows = [...digitsOf(fight, desk.open)];
  const [id] = rows.find(([row, own]) => own === digit && row !== desk.open) ??
    rows.find(([, own]) => own === digit) ?? [];
  if (id === undefined) return desk;
  const group = fight.groups[id];
  const ids = creaturesOf(fight, id);
  if (group !== undefined && ids.length > 0 && ids.every((one) => desk.targets.includes(one))) {
    return toggleGroup(desk, fight, id);
  }
  return toggleTarget(desk, fight, id);
}

/** All who stand against whoever acts: foes, or on a foe's turn the party. */
export function targetFoes(desk: Desk, fight: EncounterState): Desk {
  const acting = fight.activeId === null ? undefined : creaturesOf(fight, fight.activeId)[0];
  const side = acting !== undefined && fight.combatants[acting]?.side === "foe" ? "party" : "foe";
  const targets = fight.order.flatMap((id) => creaturesOf(fight, id))
    .filter((id) =>
      fight.combatants[id]?.side === side && canBeTarget(fight, id) && isUp(fight, id)
    );
  return { ...desk, targets };
}

/** The cursor one row down or up; it starts at the row of the turn. */
export function moveCursor(desk: Desk, fight: EncounterState, step: 1 | -1): Desk {
  const rows = rowsOf(fight, desk.open);
  const at = rows.indexOf(desk.cursor ?? fight.activeId ?? "");
  const from = desk.cursor === null && at === -1 ? (step === 1 ? -1 : rows.length) : at;
  const next = Math.min(rows.length - 1, Math.max(0, from + step));
  return { ...desk, cursor: rows[next] ?? null };
}

/** Puts down what is in hand; with empty hands clears the targets and closes the group. */
export function escape(desk: Desk): Desk {
  if (desk.answering !== null) return { ...desk, answering: null };
  if (desk.hand !== null) return { ...desk, hand: null };
  if (desk.targets.length > 0 || desk.open !== null) return { ...desk, targets: [], open: null };
  return { ...desk, look: null, cursor: null };
}

/** Whom a key is about: the targets, else the row under the cursor, else whoever acts. */
export function subjects(desk: Desk, fight: EncounterState): readonly Id[] {
  const targets = desk.targets.filter((id) => fight.combatants[id] !== undefined);
  if (targets.length > 0) return targets;
  const id = desk.cursor ?? fight.activeId;
  return id === null ? [] : creaturesOf(fight, id);
}

/** The prompts' and proposals' ids, oldest first. */
export function waitingIds(fight: EncounterState): readonly Id[] {
  return [...fight.prompts.map((one) => one.id), ...fight.proposals.map((one) => one.id)];
}

/** Gives the digits to the first prompt, or to the next one. */
export function answerNext(desk: Desk, fight: EncounterState): Desk {
  const ids = waitingIds(fight);
  const at = desk.answering === null ? -1 : ids.indexOf(desk.answering);
  return { ...desk, answering: ids[(at + 1) % ids.length] ?? null, pane: "side" };
}

/** Drops from the desk what left the fight. */
export function tidy(desk: Desk, fight: EncounterState): Desk {
  const has = (id: Id | null) =>
    id === null || fight.combatants[id] !== undefined || fight.groups[id] !== undefined;
  const waiting = desk.answering === null || waitingIds(fight).includes(desk.answering);
  const areaGone = desk.hand?.kind === "area" && fight.areas[desk.hand.areaId] === undefined;
  if (
    desk.targets.every(has) && has(desk.cursor) && has(desk.open) && has(desk.look) &&
    waiting && !areaGone
  ) {
    return desk;
  }
  return {
    ...desk,
    targets: desk.targets.filter(has),
    cursor: has(desk.cursor) ? desk.cursor : null,
    open: has(desk.open) ? desk.open : null,
    look: has(desk.look) ? desk.look : null,
    answering: waiting ? desk.answering : null,
    hand: areaGone ? null : desk.hand,
  };
}
