/** What the handlers of actions work with: the encounter, the screen's state, and ways to say and send things. */
import type { Signal } from "@preact/signals";
import type { ActionName, ActionOf } from "@/lib/actions/tracker_action.ts";
import type { Command } from "@/lib/combat/commands.ts";
import type { DiceRoll, EncounterState, Id } from "@/lib/combat/state.ts";
import type { TrackerState } from "./tracker_state.ts";

/** One line at the foot of the screen. */
export interface ToastView {
  readonly text: string;
  readonly bad: boolean;
  readonly undo: boolean;
}

export interface ActionContext {
  readonly encounter: EncounterState;
  readonly trackerState: Signal<TrackerState>;
  /** Sends a command; a refusal is shown in the pending action or as a toast, and answers false. */
  send(command: Command): boolean;
  say(toast: ToastView): void;
  /** Takes the line at the foot away. */
  closeToast(): void;
  newId(): Id;
  /** Rolls dice here, for a pending action; null when they cannot be read. */
  roll(dice: string): DiceRoll | null;
  /** Older entries of the log. */
  loadOlder(): void;
  /** Leaves the page's own world: opens an address, changes the theme. */
  readonly page: PageTools;
}

export interface PageTools {
  /** Opens an address beside this page. */
  open(path: string): void;
  /** Leaves this page. */
  go(path: string): void;
  toggleTheme(): void;
  /** Presses the n-th button of the prompt whose buttons have the digits. */
  pressAnswer(promptId: Id, at: number): void;
}

/** Carries out one action. */
export type Handler<Name extends ActionName> = (
  context: ActionContext,
  action: ActionOf<Name>,
) => void;

/** A handler for every action of a table of arguments. */
export type Handlers<Table> = {
  readonly [Name in keyof Table & ActionName]: Handler<Name>;
};

/** Changes the screen's state by one pure step. */
export function step(
  context: ActionContext,
  next: (trackerState: TrackerState, encounter: EncounterState) => TrackerState,
): void {
  context.trackerState.value = next(context.trackerState.peek(), context.encounter);
}
