/** What stays on this screen: targets, cursor, hand, panes, sheets. */
import { CONDITIONS, DAMAGE_TYPES } from "@/lib/combat/vocabulary.ts";
import { type ActionContext, type ActionTable, step } from "./action_context.ts";
import {
  answerNext,
  creaturesOf,
  escape,
  moveCursor,
  type OpenDialog,
  type PadMode,
  type Pane,
  pressDigit,
  targetFoes,
  toggleGroup,
  toggleTarget,
  type TrackerState,
} from "./tracker_state.ts";
import { pickEffect, pressPad, takeEffect, takeLine, takePad } from "./pending_actions.ts";

const PANES: readonly Pane[] = ["order", "stat", "side", "log"];

function openDialog(dialog: OpenDialog) {
  return (context: ActionContext, [id]: readonly string[]) =>
    step(context, (trackerState) => ({ ...trackerState, dialog, dialogId: id ?? null }));
}

/** Opens the pad; with nobody targeted it is for the row under the cursor. */
function pad(mode: PadMode) {
  return (context: ActionContext) =>
    step(context, (trackerState, encounter) => {
      const alone = trackerState.targets.length === 0 && trackerState.cursor !== null
        ? creaturesOf(encounter, trackerState.cursor)
        : trackerState.targets;
      return takePad({ ...trackerState, targets: alone, dialog: null }, mode);
    });
}

function look(context: ActionContext, [id]: readonly string[]): void {
  step(context, (trackerState, encounter) => ({
    ...trackerState,
    look: id === undefined || id === encounter.activeId ? null : id,
    cursor: id ?? trackerState.cursor,
    pane: "stat",
  }));
}

/** Digits target; while a prompt has them they press its buttons. */
function digit(context: ActionContext, [key = ""]: readonly string[]): void {
  const { answering } = context.trackerState.peek();
  if (answering === null) {
    return step(context, (trackerState, encounter) => pressDigit(trackerState, encounter, key));
  }
  context.page.pressAnswer(answering, key === "0" ? 9 : Number(key) - 1);
}

function close(trackerState: TrackerState): TrackerState {
  return { ...trackerState, dialog: null, dialogId: null };
}

export const TRACKER_ACTIONS: ActionTable = {
  digit,
  target: (context, [id = ""]) =>
    step(context, (trackerState, encounter) => toggleTarget(trackerState, encounter, id)),
  "target-foes": (context) => step(context, targetFoes),
  "target-cursor": (context) =>
    step(context, (trackerState, encounter) => {
      const id = trackerState.cursor ?? encounter.activeId;
      return id === null ? trackerState : toggleTarget(trackerState, encounter, id);
    }),
  "open-group": (context, [id = ""]) =>
    step(context, (trackerState, encounter) => toggleGroup(trackerState, encounter, id)),
  "cursor-down": (context) =>
    step(context, (trackerState, encounter) => moveCursor(trackerState, encounter, 1)),
  "cursor-up": (context) =>
    step(context, (trackerState, encounter) => moveCursor(trackerState, encounter, -1)),
  escape: (context) =>
    step(
      context,
      (trackerState) => trackerState.dialog === null ? escape(trackerState) : close(trackerState),
    ),
  "put-down": (context) => step(context, (trackerState) => ({ ...trackerState, pending: null })),
  look,
  "look-cursor": (context) =>
    look(context, [context.trackerState.peek().cursor ?? context.encounter.activeId ?? ""]),
  pane: (context, [name]) => {
    const pane = PANES.find((one) => one === name);
    if (pane !== undefined) step(context, (trackerState) => ({ ...trackerState, pane }));
  },
  log: (context) =>
    step(
      context,
      (trackerState) => ({ ...trackerState, wholeLog: !trackerState.wholeLog, pane: "log" }),
    ),
  older: (context) => context.loadOlder(),
  damage: pad("damage"),
  heal: pad("heal"),
  temporary: pad("temporary"),
  effect: (context) =>
    step(context, (trackerState) => takeEffect({ ...trackerState, dialog: null })),
  area: (context) => step(context, (trackerState) => takeLine(trackerState, "area")),
  roll: (context) => step(context, (trackerState) => takeLine(trackerState, "roll")),
  concentrate: (context) =>
    step(context, (trackerState) => takeLine({ ...trackerState, dialog: null }, "concentrate")),
  "attack-line": (context) =>
    step(context, (trackerState) => takeLine(trackerState, "attack-line")),
  "hit-points": (context, [id = ""]) =>
    step(
      context,
      (trackerState, encounter) =>
        takePad({ ...trackerState, targets: creaturesOf(encounter, id) }, "damage"),
    ),
  "amount-digit": (context, [key = ""]) =>
    step(context, (trackerState) => pressPad(trackerState, key)),
  "amount-back": (context) => step(context, (trackerState) => pressPad(trackerState, "back")),
  "amount-half": (context) => step(context, (trackerState) => pressPad(trackerState, "half")),
  critical: (context) =>
    step(
      context,
      (trackerState) =>
        trackerState.pending?.kind === "pad"
          ? {
            ...trackerState,
            pending: { ...trackerState.pending, critical: !trackerState.pending.critical },
          }
          : trackerState,
    ),
  "amount-type": (context, [name]) => {
    const type = DAMAGE_TYPES.find((one) => one === name) ?? null;
    step(
      context,
      (trackerState) =>
        trackerState.pending?.kind === "pad"
          ? { ...trackerState, pending: { ...trackerState.pending, type } }
          : trackerState,
    );
  },
  "effect-pick": (context, [name]) => {
    const condition = CONDITIONS.find((one) => one === name);
    if (condition !== undefined) {
      step(context, (trackerState) => pickEffect(trackerState, condition));
    }
  },
  prompts: (context) => step(context, answerNext),
  close: (context) => step(context, close),
  keys: openDialog("keys"),
  palette: openDialog("palette"),
  share: openDialog("share"),
  settings: openDialog("settings"),
  add: openDialog("add"),
  menu: (context, [id]) =>
    openDialog("menu")(context, [
      id ?? context.trackerState.peek().cursor ?? context.encounter.activeId ?? "",
    ]),
  theme: (context) => context.page.toggleTheme(),
};
