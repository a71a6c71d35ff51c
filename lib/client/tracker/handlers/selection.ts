/** Targets, the cursor, what is looked at, panes, and the dialogs over them. */
import type { DIALOG_ARGUMENTS, SELECTION_ARGUMENTS } from "@/lib/actions/tracker_action.ts";
import type { Id } from "@/lib/combat/state.ts";
import { type ActionContext, type Handlers, step } from "@/lib/client/tracker/action_context.ts";
import {
  escape,
  moveCursor,
  type OpenDialog,
  pressDigit,
  targetFoes,
  toggleGroup,
  toggleTarget,
  type TrackerState,
} from "@/lib/client/tracker/tracker_state.ts";

function look(context: ActionContext, id: Id | null): void {
  step(context, (trackerState, encounter) => ({
    ...trackerState,
    look: id === encounter.activeId ? null : id,
    cursor: id ?? trackerState.cursor,
    pane: "stat",
  }));
}

/** Digits target; while a prompt has them they press its buttons. */
function digit(context: ActionContext, key: string): void {
  const { answering } = context.trackerState.peek();
  if (answering === null) {
    return step(context, (trackerState, encounter) => pressDigit(trackerState, encounter, key));
  }
  context.page.pressAnswer(answering, key === "0" ? 9 : Number(key) - 1);
}

function closed(trackerState: TrackerState): TrackerState {
  return { ...trackerState, dialog: null, dialogId: null };
}

function open(dialog: OpenDialog, id: Id | null = null) {
  return (context: ActionContext) =>
    step(context, (trackerState) => ({ ...trackerState, dialog, dialogId: id }));
}

export const SELECTION_HANDLERS: Handlers<typeof SELECTION_ARGUMENTS> = {
  digit: (context, { key }) => digit(context, key),
  target: (context, { id }) =>
    step(context, (trackerState, encounter) => toggleTarget(trackerState, encounter, id)),
  "target-foes": (context) => step(context, targetFoes),
  "target-cursor": (context) =>
    step(context, (trackerState, encounter) => {
      const id = trackerState.cursor ?? encounter.activeId;
      return id === null ? trackerState : toggleTarget(trackerState, encounter, id);
    }),
  "open-group": (context, { id }) =>
    step(context, (trackerState, encounter) => toggleGroup(trackerState, encounter, id)),
  "cursor-down": (context) =>
    step(context, (trackerState, encounter) => moveCursor(trackerState, encounter, 1)),
  "cursor-up": (context) =>
    step(context, (trackerState, encounter) => moveCursor(trackerState, encounter, -1)),
  escape: (context) =>
    step(
      context,
      (trackerState) => trackerState.dialog === null ? escape(trackerState) : closed(trackerState),
    ),
  look: (context, { id }) => look(context, id),
  "look-cursor": (context) =>
    look(context, context.trackerState.peek().cursor ?? context.encounter.activeId),
  pane: (context, { pane }) => step(context, (trackerState) => ({ ...trackerState, pane })),
  log: (context) =>
    step(
      context,
      (trackerState) => ({ ...trackerState, wholeLog: !trackerState.wholeLog, pane: "log" }),
    ),
  older: (context) => context.loadOlder(),
};

export const DIALOG_HANDLERS: Handlers<typeof DIALOG_ARGUMENTS> = {
  close: (context) => step(context, closed),
  "close-toast": (context) => context.closeToast(),
  keys: open("keys"),
  palette: open("palette"),
  share: open("share"),
  settings: open("settings"),
  add: open("add"),
  menu: (context, { id }) =>
    open("menu", id ?? context.trackerState.peek().cursor ?? context.encounter.activeId)(context),
  theme: (context) => context.page.toggleTheme(),
};
