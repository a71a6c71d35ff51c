/**
 * The tracker's keys. One table feeds the listener, the dialog that `?` opens and the palette.
 * Single keys work outside fields only and never with Ctrl, Alt or Meta; a person can switch
 * them off or give an action another key (WCAG 2.1.4).
 */
import { type ActionName, actionNamed, type TrackerAction } from "@/lib/actions/tracker_action.ts";

/** What a key does. The names are those of actions. */
export const KEY_ACTIONS = [
  { id: "next", keys: ["n"], label: "Next turn" },
  { id: "previous", keys: ["p"], label: "Previous turn" },
  { id: "undo", keys: ["u"], label: "Undo" },
  { id: "redo", keys: ["Shift+U"], label: "Redo" },
  { id: "cursor-down", keys: ["j", "ArrowDown"], label: "Cursor down" },
  { id: "cursor-up", keys: ["k", "ArrowUp"], label: "Cursor up" },
  { id: "move-down", keys: ["Shift+J"], label: "Move the row down" },
  { id: "move-up", keys: ["Shift+K"], label: "Move the row up" },
  {
    id: "digit",
    keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"],
    label: "Target 1 to 10",
  },
  { id: "target-cursor", keys: ["x"], label: "Target at the cursor" },
  { id: "target-foes", keys: ["Shift+X"], label: "Target all foes" },
  { id: "escape", keys: ["Escape"], label: "Put down, then no targets" },
  { id: "apply", keys: ["Enter"], label: "Apply the pending action" },
  { id: "damage", keys: ["d"], label: "Damage" },
  { id: "heal", keys: ["h"], label: "Heal" },
  { id: "temporary", keys: ["t"], label: "Temporary hit points" },
  { id: "effect", keys: ["e"], label: "Effect" },
  { id: "concentrate", keys: ["c"], label: "Concentration" },
  { id: "area", keys: ["f"], label: "Area effect" },
  { id: "attack-line", keys: ["b"], label: "Action of the creature, by number" },
  { id: "reveal", keys: ["v"], label: "Reveal or hide" },
  { id: "defeat", keys: ["Delete"], label: "Defeat" },
  { id: "initiative", keys: ["i"], label: "Initiative" },
  { id: "delay", keys: ["y"], label: "Delay" },
  { id: "ready", keys: ["q"], label: "Ready an action" },
  { id: "add", keys: ["a"], label: "Add" },
  { id: "roll", keys: ["r"], label: "Roll" },
  { id: "prompts", keys: ["o"], label: "Prompts, then a number" },
  { id: "log", keys: ["l"], label: "Log" },
  { id: "share", keys: ["s"], label: "Share" },
  { id: "pause", keys: ["w"], label: "Stop the clock" },
  { id: "menu", keys: ["m"], label: "Row menu" },
  { id: "look-cursor", keys: ["g"], label: "Look at a creature" },
  { id: "palette", keys: [":"], label: "All commands" },
  { id: "keys", keys: ["?"], label: "This list of keys" },
] as const satisfies readonly {
  readonly id: ActionName;
  readonly keys: readonly string[];
  readonly label: string;
}[];

export type KeyAction = typeof KEY_ACTIONS[number]["id"];

/** The action that a key asks for; `key` is the digit that was pressed. */
export function actionOfKey(id: KeyAction, key: string): TrackerAction | null {
  return id === "digit" ? { do: id, key } : actionNamed(id);
}

/** What a person changed; kept in the browser. */
export interface KeyChoices {
  readonly off: boolean;
  /** Own key by action; the first of its keys is replaced. */
  readonly own: Readonly<Record<string, string>>;
}

export const DEFAULT_CHOICES: KeyChoices = { off: false, own: {} };

/** Keys that work even when single keys are off: no letter, digit or sign among them. */
const ALWAYS: ReadonlySet<string> = new Set(["Escape", "Enter", "ArrowDown", "ArrowUp", "Delete"]);

/** Keys that the browser keeps for itself. */
const RESERVED: ReadonlySet<string> = new Set(["/", "'", " ", "Tab", "Enter", "Escape", "Shift"]);

export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** "n", "Shift+U", "Delete"; null with Ctrl, Alt or Meta. Caps Lock changes nothing. */
export function keyName(press: KeyPress): string | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const { key } = press;
  if (!/^[a-z]$/i.test(key)) return key;
  return press.shiftKey ? `Shift+${key.toUpperCase()}` : key.toLowerCase();
}

/** The keys of an action, with what a person chose. */
export function keysOf(id: KeyAction, choices: KeyChoices): readonly string[] {
  const keys: readonly string[] = KEY_ACTIONS.find((action) => action.id === id)?.keys ?? [];
  const own = choices.own[id];
  return own === undefined ? keys : [own, ...keys.slice(1)];
}

/** What a key press does; null: nothing of ours. */
export function keyAction(press: KeyPress, choices: KeyChoices): KeyAction | null {
  const name = keyName(press);
  if (name === null || (choices.off && !ALWAYS.has(name))) return null;
  const own = KEY_ACTIONS.find(({ id }) => choices.own[id] === name);
  if (own !== undefined) return own.id;
  return KEY_ACTIONS.find(({ id }) => keysOf(id, choices).includes(name))?.id ?? null;
}

/** Gives an action another key; null when that key is the browser's or a target's. */
export function rebind(choices: KeyChoices, id: KeyAction, press: KeyPress): KeyChoices | null {
  const name = keyName(press);
  if (name === null || RESERVED.has(name) || /^\d$/.test(name) || /^F\d/.test(name)) return null;
  return { ...choices, own: { ...choices.own, [id]: name } };
}

/** Reads what was kept; anything unknown is left out. */
export function readChoices(text: string | null): KeyChoices {
  try {
    const read: unknown = JSON.parse(text ?? "null");
    if (typeof read !== "object" || read === null) return DEFAULT_CHOICES;
    const off = "off" in read && read.off === true;
    const kept = "own" in read && typeof read.own === "object" && read.own !== null ? read.own : {};
    const own = Object.fromEntries(
      Object.entries(kept).filter(([id, key]) =>
        typeof key === "string" && KEY_ACTIONS.some((action) => action.id === id)
      ),
    );
    return { off, own };
  } catch {
    return DEFAULT_CHOICES;
  }
}
