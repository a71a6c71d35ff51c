/** Turns, the clock, undo, and rows of the initiative order. */
import { entryOf, nameOf } from "@/lib/combat/lookup.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import type { ActionOf, TURN_ARGUMENTS } from "@/lib/actions/tracker_action.ts";
import { type ActionContext, type Handlers, step } from "@/lib/client/tracker/action_context.ts";
import { subjects } from "@/lib/client/tracker/tracker_state.ts";
import { takeLine } from "@/lib/client/tracker/pending_actions.ts";

/** The entry that a key is about: `given`, else at the cursor, the only target, or the active one. */
function entryOrSelected(context: ActionContext, given: Id | null): Id | null {
  if (given !== null) return given;
  const { cursor, targets } = context.trackerState.peek();
  if (cursor !== null) return entryOf(context.encounter, cursor);
  const [only] = targets;
  return only === undefined ? context.encounter.activeId : entryOf(context.encounter, only);
}

/** The entry before which `id` stands after a step up or down; undefined: it cannot go further. */
function placeAfterStep(encounter: EncounterState, id: Id, by: 1 | -1): Id | null | undefined {
  const at = encounter.order.indexOf(id);
  if (at === -1) return undefined;
  if (by === -1) return encounter.order[at - 1];
  return at + 1 < encounter.order.length ? encounter.order[at + 2] ?? null : undefined;
}

function move(by: 1 | -1) {
  return (context: ActionContext, { id: given }: ActionOf<"move-up" | "move-down">) => {
    const id = entryOrSelected(context, given);
    const beforeId = id === null ? undefined : placeAfterStep(context.encounter, id, by);
    if (id !== null && beforeId !== undefined) context.send({ type: "MoveEntry", id, beforeId });
  };
}

/** Begins the fight or moves on: the one main button. An ended fight goes on by its own button. */
function goOn(context: ActionContext): void {
  const { status, order, activeId, round } = context.encounter;
  if (status === "running") {
    // Another tab's press may have ended this turn already: this one is about no other.
    const ends = activeId === null ? {} : { ends: { id: activeId, round } };
    // The stat block follows the turn again; a pending action stays.
    if (context.send({ type: "NextTurn", ...ends })) {
      step(context, (trackerState) => ({ ...trackerState, look: null }));
    }
    return;
  }
  if (status === "building" && order.length > 0) return void context.send({ type: "StartCombat" });
  const text = status === "ended"
    ? "The fight is over. Press Go on fighting to take it up again."
    : "Nobody here yet. Add the party, then the monsters.";
  context.say({ text, bad: true, undo: false });
}

function delay(context: ActionContext, { id: given }: ActionOf<"delay">): void {
  const id = entryOrSelected(context, given);
  if (id === null) return;
  const delaying = context.encounter.combatants[id]?.delaying === true;
  context.send({ type: delaying ? "ResumeTurn" : "DelayTurn", id });
}

export const TURN_HANDLERS: Handlers<typeof TURN_ARGUMENTS> = {
  next: goOn,
  start: goOn,
  "resume-fight": (context) => context.send({ type: "ResumeCombat" }),
  previous: (context) => context.send({ type: "PreviousTurn" }),
  undo: (context) => context.send({ type: "Undo" }),
  "undo-to": (context, { version }) =>
    context.send({ type: "Undo", toVersion: Math.max(0, version - 1) }),
  redo: (context) => context.send({ type: "Redo" }),
  pause: (context) =>
    context.send({ type: context.encounter.clock.paused ? "ResumeClock" : "PauseClock" }),
  "move-up": move(-1),
  "move-down": move(1),
  move: (context, { id, beforeId }) => context.send({ type: "MoveEntry", id, beforeId }),
  jump: (context, { id }) => context.send({ type: "JumpToTurn", id }),
  delay,
  initiative: (context, { id: given }) => {
    const id = entryOrSelected(context, given);
    if (id !== null) {
      step(
        context,
        (trackerState) => takeLine({ ...trackerState, dialog: null }, "initiative", id),
      );
    }
  },
  ready: (context, { id: given }) => {
    const id = given ?? (subjects(context.trackerState.peek(), context.encounter)[0] ?? null);
    if (id !== null) {
      step(context, (trackerState) => takeLine({ ...trackerState, dialog: null }, "ready", id));
    }
  },
  "end-fight": (context) => {
    if (context.send({ type: "EndCombat" })) {
      context.say({ text: "The fight is over.", bad: false, undo: true });
    }
  },
  reveal: (context, { id: given }) => {
    const ids = given !== null
      ? membersOrSelf(context, given)
      : subjects(context.trackerState.peek(), context.encounter);
    if (ids.length === 0) return;
    const hidden = ids.some((id) => context.encounter.combatants[id]?.hidden !== false);
    if (context.send({ type: "SetHidden", ids, hidden: hidden ? false : "until-revealed" })) {
      step(context, (trackerState) => ({ ...trackerState, targets: [], open: null }));
    }
  },
  defeat: (context, { id: given }) => {
    const ids = given !== null
      ? membersOrSelf(context, given)
      : subjects(context.trackerState.peek(), context.encounter);
    const names = ids.map((id) => nameOf(context.encounter, id));
    if (ids.length === 0 || !context.send({ type: "Defeat", ids })) return;
    step(context, (trackerState) => ({ ...trackerState, targets: [], open: null }));
    const who = names.length === 1 ? names[0] : `${names.length} creatures`;
    context.say({ text: `${who} defeated.`, bad: false, undo: true });
  },
  revive: (context, { id }) => context.send({ type: "Revive", id, hp: 1 }),
  remove: (context, { id }) => {
    const name = nameOf(context.encounter, id);
    if (context.send({ type: "RemoveCombatants", ids: membersOrSelf(context, id) })) {
      context.say({ text: `${name} left the fight.`, bad: false, undo: true });
    }
  },
  duplicate: (context, { id }) =>
    context.send({ type: "DuplicateCombatant", id, newIds: [context.newId()] }),
  ungroup: (context, { id }) => context.send({ type: "Ungroup", groupId: id }),
};

/** The combatants of an entry, or the combatant itself. */
function membersOrSelf(context: ActionContext, id: Id): readonly Id[] {
  return context.encounter.groups[id]?.memberIds ?? [id];
}
