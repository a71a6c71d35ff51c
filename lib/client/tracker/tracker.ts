/** The tracker of one screen: a replica of the encounter, the screen's state, and the actions between them. */
import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Connection } from "@/lib/client/encounter/connection.ts";
import type { EncounterClient } from "@/lib/client/encounter/encounter_client.ts";
import type {
  ActionName,
  ActionOf,
  OFFERED_ARGUMENTS,
  TrackerAction,
} from "@/lib/actions/tracker_action.ts";
import type { Command } from "@/lib/combat/commands.ts";
import { parseDice, rollDice } from "@/lib/combat/dice/dice.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import { seededSource } from "@/lib/combat/dice/random.ts";
import type { DiceRoll, EncounterState, Id } from "@/lib/combat/state.ts";
import {
  type ActionContext,
  type Handler,
  type Handlers,
  type PageTools,
  step,
  type ToastView,
} from "./action_context.ts";
import { CREATURE_HANDLERS } from "./handlers/creature.ts";
import { PENDING_HANDLERS } from "./handlers/pending.ts";
import { PROMPT_HANDLERS } from "./handlers/prompts.ts";
import { DIALOG_HANDLERS, SELECTION_HANDLERS } from "./handlers/selection.ts";
import { TURN_HANDLERS } from "./handlers/turns.ts";
import { EMPTY_TRACKER_STATE, tidy, type TrackerState } from "./tracker_state.ts";
import { failed, takeDamageRoll, typed } from "./pending_actions.ts";

/** Handlers of what the dialogs offer; they are made with the dialogs. */
export type OfferedHandlers = Handlers<typeof OFFERED_ARGUMENTS>;

type EveryHandler = { readonly [Name in ActionName]: Handler<Name> };

const HANDLERS = {
  ...TURN_HANDLERS,
  ...SELECTION_HANDLERS,
  ...PENDING_HANDLERS,
  ...CREATURE_HANDLERS,
  ...PROMPT_HANDLERS,
  ...DIALOG_HANDLERS,
} satisfies Omit<EveryHandler, keyof OfferedHandlers>;

function handle<Name extends ActionName>(
  handlers: EveryHandler,
  context: ActionContext,
  action: ActionOf<Name> & { readonly do: Name },
): void {
  handlers[action.do](context, action);
}

/** How long a line at the foot stays, in milliseconds. */
const TOAST_TIME = 6_000;

export interface Tracker {
  readonly encounter: ReadonlySignal<EncounterState>;
  readonly log: ReadonlySignal<readonly LogEntry[]>;
  readonly connection: ReadonlySignal<Connection>;
  readonly trackerState: Signal<TrackerState>;
  readonly toast: Signal<ToastView | null>;
  readonly context: ActionContext;
  /** Carries out what a button, a key or a gesture asks for. */
  run(action: TrackerAction): void;
  /** Takes over what is typed in the pending action's field. */
  type(text: string): void;
  say(toast: ToastView): void;
  /** Sends a command as an action would. */
  send(command: Command): boolean;
  /** Whether `older` would find more entries. */
  hasOlder(): boolean;
  close(): void;
}

/** A new id: 128 bits of chance in plain characters. */
export function newId(): Id {
  return randomHex();
}

function randomHex(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function rollHere(text: string): DiceRoll | null {
  const dice = parseDice(text);
  return dice.ok ? rollDice(dice, seededSource(randomHex())) : null;
}

/** A hit's damage is pending by itself, so that Enter deals it. */
function takeHit(trackerState: TrackerState, entry: LogEntry): TrackerState {
  const hits = entry.events.flatMap((event) =>
    event.type === "AttackRolled" && event.outcome !== "miss" && event.damages.length > 0
      ? [event]
      : []
  );
  const [hit] = hits;
  if (hit === undefined) return trackerState;
  const damageRoll = {
    sourceId: hit.id,
    actionId: hit.actionId,
    label: hit.action,
    rolls: hit.damages.flatMap(({ roll, type }) => roll === null ? [] : [{ roll, type }]),
  };
  const targets = hits.map((item) => item.targetId);
  return takeDamageRoll({ ...trackerState, targets }, damageRoll, hit.outcome === "critical");
}

/** Opens the tracker on a fight. */
export function openTracker(
  client: EncounterClient,
  page: PageTools,
  offered: OfferedHandlers,
): Tracker {
  const handlers: EveryHandler = { ...HANDLERS, ...offered };
  const encounter = signal(client.state);
  const log = signal(client.log);
  const connection = signal(client.connection);
  const trackerState = signal(EMPTY_TRACKER_STATE);
  const toast = signal<ToastView | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const stop = client.subscribe(() =>
    batch(() => {
      encounter.value = client.state;
      log.value = client.log;
      connection.value = client.connection;
      trackerState.value = tidy(trackerState.peek(), client.state);
    })
  );

  function say(next: ToastView): void {
    clearTimeout(timer);
    toast.value = next;
    // What went wrong stays until it is closed.
    if (!next.bad) timer = setTimeout(() => (toast.value = null), TOAST_TIME);
  }

  function send(command: Command): boolean {
    return batch(() => {
      const answer = client.dispatch(command);
      if (!answer.ok) {
        const { pending } = trackerState.peek();
        if (pending === null || pending.kind === "area") {
          say({ text: answer.message, bad: true, undo: false });
        } else step(context, (now) => failed(now, answer.message));
        return false;
      }
      toast.value = null;
      const entry = client.log.at(-1);
      // The last entry is another's while this command does not show yet.
      const shows = entry?.commandId === answer.value.commandId;
      if (command.type === "RollAttack" && entry !== undefined && shows) {
        step(context, (now) => takeHit(now, entry));
      }
      return true;
    });
  }

  const context: ActionContext = {
    get encounter() {
      return client.state;
    },
    trackerState,
    send,
    say,
    closeToast: () => void (toast.value = null),
    newId,
    roll: rollHere,
    loadOlder: () => void client.loadOlderLog(),
    page,
  };

  return {
    encounter,
    log,
    connection,
    trackerState,
    toast,
    context,
    say,
    send,
    run: (action) => batch(() => handle(handlers, context, action)),
    hasOlder: () => client.hasOlderLog,
    type: (text) => step(context, (now) => typed(now, text)),
    close() {
      clearTimeout(timer);
      stop();
      client.close();
    },
  };
}
