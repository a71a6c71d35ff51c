/** What the tracker's actions work with: the fight, the desk, and ways to say and send things. */
import type { Signal } from "@preact/signals";
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
  /** Sends a command; a refusal is shown in the hand or as a toast, and answers false. */
  send(command: Command): boolean;
  say(toast: ToastView): void;
  newId(): Id;
  /** Rolls dice here, for what is taken in hand; null when they cannot be read. */
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

export type ActionFn = (context: ActionContext, values: readonly string[]) => void;
export type ActionTable = Readonly<Record<string, ActionFn>>;

/** Changes the desk by one pure step. */
export function step(
  context: ActionContext,
  next: (trackerState: TrackerState, encounter: EncounterState) => TrackerState,
): void {
  context.trackerState.value = next(context.trackerState.peek(), context.encounter);
}
