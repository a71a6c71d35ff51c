/**
 * What can be done in the tracker: a union over `do`, each member with its named arguments. A
 * button carries one as attributes, a key or a gesture makes one, and a handler takes it, so the
 * compiler checks the way from the button to the handler. Parts carry no handlers of their own:
 * a row is the same on the server and in the browser, and two hundred rows cost one listener.
 */
import {
  ABILITIES,
  DAMAGE_TYPES,
  EDITIONS,
  HP_DISPLAYS,
  SAVE_OUTCOMES,
} from "@/lib/combat/vocabulary.ts";
import { oneOf, onOff, orNull, type Reader, whole, word } from "./readers.ts";

/** The panes of a narrow screen, from left to right. */
export const PANES = ["order", "stat", "side", "log"] as const;
export type Pane = typeof PANES[number];

const SWITCHES = [
  "autoRollMonsters",
  "deathSaves",
  "showMonsterAc",
  "showTimerToPlayers",
  "showCodeOnTable",
  "rerollEachRound",
] as const;

/** Turns, the clock, undo, and rows of the initiative order. */
export const TURN_ARGUMENTS = {
  next: {},
  start: {},
  previous: {},
  undo: {},
  "undo-to": { version: whole },
  redo: {},
  pause: {},
  "end-fight": {},
  "resume-fight": {},
  jump: { id: word },
  move: { id: word, beforeId: orNull(word) },
  // Of these, null means whoever the cursor, the targets or the turn point to.
  "move-up": { id: orNull(word) },
  "move-down": { id: orNull(word) },
  delay: { id: orNull(word) },
  initiative: { id: orNull(word) },
  ready: { id: orNull(word) },
  reveal: { id: orNull(word) },
  defeat: { id: orNull(word) },
  revive: { id: word },
  remove: { id: word },
  duplicate: { id: word },
  ungroup: { id: word },
} as const;

/** Targets, the cursor, what is looked at, panes. */
export const SELECTION_ARGUMENTS = {
  digit: { key: word },
  target: { id: word },
  "target-foes": {},
  "target-cursor": {},
  "open-group": { id: word },
  "cursor-down": {},
  "cursor-up": {},
  escape: {},
  look: { id: word },
  "look-cursor": {},
  pane: { pane: oneOf(PANES) },
  log: {},
  older: {},
} as const;

/** The pending action: damage, healing, effects, areas, and the field that takes a line. */
export const PENDING_ARGUMENTS = {
  damage: {},
  heal: {},
  temporary: {},
  effect: {},
  area: {},
  roll: {},
  concentrate: {},
  "attack-line": {},
  "hit-points": { id: word },
  "amount-digit": { digit: word },
  "amount-back": {},
  "amount-half": {},
  "amount-type": { type: orNull(oneOf(DAMAGE_TYPES)) },
  critical: {},
  "effect-pick": { name: word },
  "effect-word": { word: oneOf(["start", "mine", "conc"]) },
  "put-down": {},
  apply: {},
  "take-area": { areaId: word },
  "cancel-area": { areaId: word },
  "area-roll": { areaId: word, targetId: word },
  "area-outcome": { areaId: word, targetId: word, outcome: oneOf(SAVE_OUTCOMES) },
  reroll: { areaId: word },
} as const;

/** What a creature does and what is done to it, from its stat block. */
export const CREATURE_ARGUMENTS = {
  attack: { id: word, actionId: word },
  "damage-roll": { id: word, actionId: word },
  use: { id: word, actionId: word },
  restore: { id: word, actionId: word },
  check: { id: word, ability: oneOf(ABILITIES) },
  save: { id: word, ability: oneOf(ABILITIES) },
  reaction: { id: word },
  slot: { id: word, level: whole },
  "legendary-resistance": { id: word },
  stabilise: { id: word },
  "end-effect": { id: word, effectId: word },
  "end-concentration": { id: word },
} as const;

/** What waits for an answer: prompts, and what players propose. */
export const PROMPT_ARGUMENTS = {
  prompts: {},
  "answer-roll": { promptId: word },
  "answer-outcome": { promptId: word, success: onOff },
  "answer-total": { promptId: word, total: whole },
  "answer-action": { promptId: word, actionId: word },
  dismiss: { promptId: word },
  accept: { proposalId: word },
  change: { proposalId: word },
  reject: { proposalId: word },
} as const;

/** Opening and closing what lies over the page. */
export const DIALOG_ARGUMENTS = {
  close: {},
  "close-toast": {},
  keys: {},
  palette: {},
  share: {},
  settings: {},
  add: {},
  menu: { id: orNull(word) },
  theme: {},
} as const;

/** What the dialogs offer: adding, keys, sharing, settings, and the ways to other pages. */
export const OFFERED_ARGUMENTS = {
  "add-pick": { slug: word },
  "add-custom": {},
  command: { name: word },
  rebind: { name: word },
  "keys-off": {},
  "keys-reset": {},
  "new-code": {},
  "copy-link": { link: word },
  "table-display": {},
  "view-as-player": {},
  "all-fights": {},
  builder: {},
  recap: {},
  rename: {},
  "roll-initiative": {},
  "set-hit-points-shown": { setting: oneOf(["partyHp", "monsterHp"]), how: oneOf(HP_DISPLAYS) },
  "set-switch": { setting: oneOf(SWITCHES), on: onOff },
  edition: { edition: oneOf(EDITIONS) },
  trust: { seatId: word },
  release: { seatId: word },
  "put-out": { seatId: word },
  "allow-devices": {},
  picture: { id: word },
  figures: { id: word },
} as const;

const ARGUMENTS = {
  ...TURN_ARGUMENTS,
  ...SELECTION_ARGUMENTS,
  ...PENDING_ARGUMENTS,
  ...CREATURE_ARGUMENTS,
  ...PROMPT_ARGUMENTS,
  ...DIALOG_ARGUMENTS,
  ...OFFERED_ARGUMENTS,
} satisfies Readonly<Record<string, Readonly<Record<string, Reader<unknown>>>>>;

type Read<R> = R extends Reader<infer T> ? T : never;

/** The actions of a table of arguments. */
export type ActionIn<Table> = {
  [Name in keyof Table]:
    & { readonly do: Name }
    & {
      readonly [Argument in keyof Table[Name]]: Read<Table[Name][Argument]>;
    };
}[keyof Table];

export type ActionName = keyof typeof ARGUMENTS;
export type ActionOf<Name extends ActionName> = ActionIn<Pick<typeof ARGUMENTS, Name>>;
export type TrackerAction = ActionIn<typeof ARGUMENTS>;

/** Actions that need no more than their name. */
export type PlainAction = {
  [Name in ActionName]: keyof (typeof ARGUMENTS)[Name] extends never ? Name : never;
}[ActionName];

export interface ActionAttributes {
  readonly "data-do": ActionName;
  readonly "data-v"?: string;
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "boolean" ? (value ? "on" : "off") : String(value);
}

/** Attributes of a button that does `action`. Arguments are texts without blanks. */
export function triggers(action: TrackerAction | PlainAction): ActionAttributes {
  if (typeof action === "string") return { "data-do": action };
  const given: Readonly<Record<string, unknown>> = { ...action };
  const values = Object.keys(ARGUMENTS[action.do]).map((name) => valueText(given[name]));
  return values.length === 0
    ? { "data-do": action.do }
    : { "data-do": action.do, "data-v": values.join(" ").trimEnd() };
}

function isActionName(name: string): name is ActionName {
  return Object.hasOwn(ARGUMENTS, name);
}

/** The arguments of `name` from their texts; undefined when one of them is none. */
function readArguments(name: ActionName, texts: readonly string[]) {
  const found: Record<string, unknown> = {};
  const readers: Readonly<Record<string, Reader<unknown>>> = ARGUMENTS[name];
  for (const [at, [argument, reader]] of Object.entries(readers).entries()) {
    const value = reader(texts[at] ?? "");
    if (value === undefined) return undefined;
    found[argument] = value;
  }
  return found;
}

/** Whether `action` has every argument of its name; the readers have seen to their kinds. */
function isComplete(action: object): action is TrackerAction {
  return "do" in action && typeof action.do === "string" && isActionName(action.do) &&
    Object.keys(ARGUMENTS[action.do]).every((argument) => argument in action);
}

/** The action that a button's attributes say; null for one that is not known or not complete. */
export function readAction(name: string, values: string | undefined): TrackerAction | null {
  if (!isActionName(name)) return null;
  const read = readArguments(name, values === undefined ? [] : values.split(" "));
  const action = { do: name, ...read };
  return read !== undefined && isComplete(action) ? action : null;
}

/** The action of a name that needs no arguments, or none that must be given; else null. */
export function actionNamed(name: string): TrackerAction | null {
  return readAction(name, undefined);
}
