/** The dialogs over the encounter: keys, commands, sharing, adding. None of it is part of a turn. */
import { batch, type Signal, signal } from "@preact/signals";
import {
  DEFAULT_CHOICES,
  KEY_ACTIONS,
  type KeyAction,
  type KeyChoices,
  type KeyPress,
  keysOf,
  readChoices,
  rebind,
} from "@/lib/client/tracker/keys.ts";
import type { PictureEditor } from "@/lib/client/pictures/picture_editor.ts";
import type { CombatantDraft } from "@/lib/combat/commands.ts";
import { pluralName } from "@/lib/combat/plural_name.ts";
import { readAddLine } from "@/lib/creatures/add_line.ts";
import { actionNamed, type TrackerAction } from "@/lib/actions/tracker_action.ts";
import type { ActionContext } from "./action_context.ts";
import type { OfferedHandlers } from "./tracker.ts";
import { takeLine } from "./pending_actions.ts";
import type { CreatureLoader, FoundCreature } from "./creature_loader.ts";

export interface DialogState {
  readonly text: string;
  /** Place of the chosen line. */
  readonly at: number;
  readonly found: readonly FoundCreature[];
  readonly searching: boolean;
  readonly rebinding: KeyAction | null;
  readonly choices: KeyChoices;
  /** Of the dialog about a picture, once it is loaded. */
  readonly pictureEditor: PictureEditor | null;
}

const CLOSED = {
  text: "",
  at: 0,
  found: [],
  searching: false,
  rebinding: null,
  pictureEditor: null,
} as const;

/** Where a person's choices are kept; missing in a browser that forbids it. */
export interface LocalSettings {
  get(name: string): string | null;
  set(name: string, value: string): void;
}

export interface DialogTools {
  readonly keep: LocalSettings;
  readonly creatureLoader: CreatureLoader;
  /** Join code of the fight; made anew by the server. */
  readonly code: Signal<string | null>;
  newCode(): Promise<string | null>;
  copy(text: string): Promise<boolean>;
  /** Runs another action. */
  run(action: TrackerAction): void;
}

export interface Dialogs {
  readonly state: Signal<DialogState>;
  readonly handlers: OfferedHandlers;
  type(context: ActionContext, text: string): void;
  /** Takes a key while a dialog is open; true when it was ours. */
  key(context: ActionContext, press: KeyPress): boolean;
  /** Forgets what was typed. */
  clear(): void;
}

/** Rows for the list of keys and the palette. */
export function keyRows(choices: KeyChoices) {
  return KEY_ACTIONS.map(({ id, label }) => ({ id, label, keys: keysOf(id, choices) }));
}

/** Puts a creature that is in no book into the fight, with the figures that were typed. */
function addCustom(context: ActionContext, text: string): boolean {
  const line = readAddLine(text);
  if (line.name === "") return false;
  const combatants = Array.from({ length: line.count }, (): CombatantDraft => ({
    id: context.newId(),
    kind: "custom",
    name: line.name,
    side: "foe",
    hp: { max: line.hp ?? 10 },
    ac: line.ac ?? 12,
    initiativeModifier: line.initiative ?? 0,
  }));
  return context.send({
    type: "AddCombatants",
    combatants,
    ...groupOf(context, line.name, combatants),
  });
}

/** Two or more of a kind act together. */
export function groupOf(
  context: ActionContext,
  name: string,
  combatants: readonly CombatantDraft[],
) {
  if (combatants.length < 2) return {};
  const memberIds = combatants.map((combatant) => combatant.id);
  return { groups: [{ id: context.newId(), name: pluralName(name), memberIds, shared: true }] };
}

export function openDialogs(tools: DialogTools): Dialogs {
  const kept = readChoices(tools.keep.get("keys"));
  const state = signal<DialogState>({ ...CLOSED, choices: kept });
  let asked = 0;

  const set = (patch: Partial<DialogState>) => (state.value = { ...state.peek(), ...patch });
  const choose = (choices: KeyChoices) => {
    tools.keep.set("keys", JSON.stringify(choices));
    set({ choices, rebinding: null });
  };
  const close = (
    context: ActionContext,
  ) => (context.trackerState.value = { ...context.trackerState.peek(), dialog: null });

  async function pick(context: ActionContext, slug: string): Promise<void> {
    const line = readAddLine(state.peek().text);
    const block = await tools.creatureLoader.block(slug);
    if (block === null) {
      context.say({
        text: "That creature could not be loaded. Try again.",
        bad: true,
        undo: false,
      });
      return;
    }
    batch(() => {
      const combatants = Array.from({ length: line.count }, (): CombatantDraft => ({
        id: context.newId(),
        kind: "monster",
        name: block.name,
        side: "foe",
        blockId: block.id,
        ...(line.hp === undefined ? {} : { hp: { max: line.hp } }),
        ...(line.ac === undefined ? {} : { ac: line.ac }),
        ...(line.initiative === undefined ? {} : { initiativeModifier: line.initiative }),
      }));
      const blocks = context.encounter.blocks[block.id] === undefined ? { blocks: [block] } : {};
      const groups = groupOf(context, block.name, combatants);
      if (context.send({ type: "AddCombatants", combatants, ...blocks, ...groups })) {
        const count = line.count > 1 ? `${line.count} × ` : "";
        context.say({ text: `${count}${block.name} added.`, bad: false, undo: true });
        close(context);
      }
    });
  }

  /** What is sent for a picture comes when somebody opens its dialog. */
  async function editPicture(context: ActionContext, id: string): Promise<void> {
    const { openPictureEditor } = await import("@/lib/client/pictures/picture_editor.ts");
    const first = context.encounter.combatants[id]?.portrait ?? null;
    const pictureEditor = openPictureEditor(first, (portrait) => {
      context.send({ type: "EditCombatant", id, patch: { portrait } });
    });
    set({ pictureEditor });
  }

  async function search(context: ActionContext, text: string): Promise<void> {
    const { name } = readAddLine(text);
    const mine = ++asked;
    if (name === "") return void set({ found: [], searching: false });
    set({ searching: true });
    const found = await tools.creatureLoader.find(name, context.encounter.edition);
    // A slower answer to an older question is of no use any more.
    if (mine === asked) set({ found, at: 0, searching: false });
  }

  function custom(context: ActionContext): void {
    if (addCustom(context, state.peek().text)) close(context);
  }

  function enter(context: ActionContext, dialog: string): void {
    const { found, at } = state.peek();
    if (dialog === "add") {
      const chosen = found[at];
      if (chosen === undefined) custom(context);
      else void pick(context, chosen.slug);
      return;
    }
    const row = document.querySelector<HTMLElement>(".palette [data-on] button");
    row?.click();
  }

  /** What players see, in a tab of its own; a fight without a code gets one first. */
  async function preview(context: ActionContext): Promise<void> {
    const code = tools.code.peek() ?? await tools.newCode();
    if (code === null) {
      context.say({ text: "No code could be made. Try again.", bad: true, undo: false });
      return;
    }
    tools.code.value = code;
    context.page.open(`/play/${code}`);
  }

  const handlers: OfferedHandlers = {
    "add-pick": (context, { slug }) => void pick(context, slug),
    "add-custom": custom,
    command: (context, { name }) => {
      close(context);
      const action = actionNamed(name);
      if (action !== null) tools.run(action);
    },
    rebind: (_context, { name }) => {
      const action = KEY_ACTIONS.find((keyAction) => keyAction.id === name);
      if (action !== undefined) set({ rebinding: action.id });
    },
    "keys-off": () => {
      const { choices } = state.peek();
      choose({ ...choices, off: !choices.off });
    },
    "keys-reset": () => choose(DEFAULT_CHOICES),
    "new-code": (context) =>
      void tools.newCode().then((code) => {
        if (code !== null) tools.code.value = code;
        else context.say({ text: "No code could be made. Try again.", bad: true, undo: false });
      }),
    "copy-link": (context, { link }) =>
      void tools.copy(link).then((done) =>
        context.say({
          text: done ? "Link copied." : `Copy this link: ${link}`,
          bad: !done,
          undo: false,
        })
      ),
    "table-display": (context) => {
      const code = tools.code.peek();
      if (code === null) {
        context.trackerState.value = { ...context.trackerState.peek(), dialog: "share" };
      } else context.page.open(`/play/${code}?display=table`);
    },
    "view-as-player": (context) => void preview(context),
    "all-fights": (context) => context.page.go("/encounters"),
    builder: (context) => context.page.go(`/encounters/${context.encounter.id}/build`),
    recap: (context) => context.page.go(`/encounters/${context.encounter.id}/summary`),
    rename: (context) =>
      void (context.trackerState.value = takeLine(
        { ...context.trackerState.peek(), dialog: null },
        "name",
        null,
        context.encounter.name,
      )),
    "roll-initiative": (context) => context.send({ type: "RollInitiative" }),
    "set-hit-points-shown": (context, { setting, how }) =>
      context.send({ type: "ChangeSettings", settings: { [setting]: how } }),
    "set-switch": (context, { setting, on }) =>
      context.send({ type: "ChangeSettings", settings: { [setting]: on } }),
    edition: (context, { edition }) => context.send({ type: "ChangeEdition", edition }),
    trust: (context, { seatId }) => {
      const trusted = context.encounter.seats[seatId]?.trusted !== true;
      context.send({ type: "TrustSeat", seatId, trusted });
    },
    picture: (context, { id }) => {
      const trackerState = context.trackerState.peek();
      context.trackerState.value = { ...trackerState, dialog: "picture", dialogId: id };
      void editPicture(context, id);
    },
    figures: (context, { id }) => {
      const trackerState = context.trackerState.peek();
      context.trackerState.value = { ...trackerState, dialog: "figures", dialogId: id };
    },
    release: (context, { seatId }) => context.send({ type: "ReleaseSeat", seatId }),
    "put-out": (context, { seatId }) => context.send({ type: "BarDevice", seatId }),
    "allow-devices": (context) => context.send({ type: "AllowDevices" }),
  };

  return {
    state,
    handlers,
    type(context, text) {
      set({ text, at: 0 });
      if (context.trackerState.peek().dialog === "add") void search(context, text);
    },
    key(context, press) {
      const { rebinding, choices, at } = state.peek();
      if (rebinding !== null) {
        if (press.key === "Escape") return set({ rebinding: null }), true;
        const next = rebind(choices, rebinding, press);
        if (next !== null) choose(next);
        return true;
      }
      const { dialog } = context.trackerState.peek();
      if (dialog !== "add" && dialog !== "palette") return false;
      if (press.key === "Enter") return enter(context, dialog), true;
      if (press.key !== "ArrowDown" && press.key !== "ArrowUp") return false;
      const last = document.querySelectorAll(".creature-list > li").length - 1;
      set({ at: Math.min(last, Math.max(0, at + (press.key === "ArrowDown" ? 1 : -1))) });
      return true;
    },
    clear: () => void set({ ...CLOSED }),
  };
}
