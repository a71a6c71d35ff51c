/** Turns, the clock, undo, and rows of the order. */
import { entryOf, nameOf } from "@/lib/combat/lookup.ts";
import type { EncounterState, Id } from "@/lib/combat/state.ts";
import { type ActionTable, type Bench, step } from "./action_context.ts";
import { subjects } from "./tracker_state.ts";
import { takeLine } from "./pending_actions.ts";

/** The entry that a key is about: where the cursor stands, the only target, or whoever acts. */
export function entryInQuestion(bench: Bench, given?: string): Id | null {
  if (given !== undefined && given !== "") return given;
  const { cursor, targets } = bench.desk.peek();
  if (cursor !== null) return entryOf(bench.fight, cursor);
  const [only] = targets;
  return only === undefined ? bench.fight.activeId : entryOf(bench.fight, only);
}

/** The entry before which `id` stands after a step up or down; undefined: it cannot go further. */
function placeAfterStep(fight: EncounterState, id: Id, by: 1 | -1): Id | null | undefined {
  const at = fight.order.indexOf(id);
  if (at === -1) return undefined;
  if (by === -1) return fight.order[at - 1];
  return at + 1 < fight.order.length ? fight.order[at + 2] ?? null : undefined;
}

function move(by: 1 | -1) {
  return (bench: Bench, [given]: readonly string[]) => {
    const id = entryInQuestion(bench, given);
    const beforeId = id === null ? undefined : placeAfterStep(bench.fight, id, by);
    if (id !== null && beforeId !== undefined) bench.send({ type: "MoveEntry", id, beforeId });
  };
}

/** Begins the fight or moves on: the one main button. An ended fight goes on by its own button. */
function goOn(bench: Bench): void {
  const { status, order } = bench.fight;
  if (status === "running") {
    // What is looked at goes back to whoever acts; what is in hand stays.
    if (bench.send({ type: "NextTurn" })) step(bench, (desk) => ({ ...desk, look: null }));
    return;
  }
  if (status === "building" && order.length > 0) return void bench.send({ type: "StartCombat" });
  const text = status === "ended"
    ? "The fight is over. Press Go on fighting to take it up again."
    : "Nobody here yet. Add the party, then the monsters.";
  bench.say({ text, bad: true, undo: false });
}

function delay(bench: Bench, [given]: readonly string[]): void {
  const id = entryInQuestion(bench, given);
  if (id === null) return;
  const delaying = bench.fight.combatants[id]?.delaying === true;
  bench.send({ type: delaying ? "ResumeTurn" : "DelayTurn", id });
}

export const TURN_ACTIONS: ActionTable = {
  next: goOn,
  start: goOn,
  "resume-fight": (bench) => bench.send({ type: "ResumeCombat" }),
  previous: (bench) => bench.send({ type: "PreviousTurn" }),
  undo: (bench) => bench.send({ type: "Undo" }),
  "undo-to": (bench, [version]) =>
    bench.send({ type: "Undo", toVersion: Math.max(0, Number(version) - 1) }),
  redo: (bench) => bench.send({ type: "Redo" }),
  pause: (bench) => bench.send({ type: bench.fight.clock.paused ? "ResumeClock" : "PauseClock" }),
  "move-up": move(-1),
  "move-down": move(1),
  move: (bench, [id, beforeId]) => {
    if (id !== undefined) bench.send({ type: "MoveEntry", id, beforeId: beforeId || null });
  },
  jump: (bench, [id]) => {
    if (id !== undefined) bench.send({ type: "JumpToTurn", id });
  },
  delay,
  initiative: (bench, [given]) => {
    const id = entryInQuestion(bench, given);
    if (id !== null) step(bench, (desk) => takeLine({ ...desk, sheet: null }, "initiative", id));
  },
  ready: (bench, [given]) => {
    const id = given || (subjects(bench.desk.peek(), bench.fight)[0] ?? null);
    if (id !== null) step(bench, (desk) => takeLine({ ...desk, sheet: null }, "ready", id));
  },
  "end-fight": (bench) => {
    if (bench.send({ type: "EndCombat" })) {
      bench.say({ text: "The fight is over.", bad: false, undo: true });
    }
  },
  reveal: (bench, [given]) => {
    const ids = given ? membersOrSelf(bench, given) : subjects(bench.desk.peek(), bench.fight);
    if (ids.length === 0) return;
    const hidden = ids.some((id) => bench.fight.combatants[id]?.hidden !== false);
    if (bench.send({ type: "SetHidden", ids, hidden: hidden ? false : "until-revealed" })) {
      step(bench, (desk) => ({ ...desk, targets: [], open: null }));
    }
  },
  defeat: (bench, [given]) => {
    const ids = given ? membersOrSelf(bench, given) : subjects(bench.desk.peek(), bench.fight);
    const names = ids.map((id) => nameOf(bench.fight, id));
    if (ids.length === 0 || !bench.send({ type: "Defeat", ids })) return;
    step(bench, (desk) => ({ ...desk, targets: [], open: null }));
    const who = names.length === 1 ? names[0] : `${names.length} creatures`;
    bench.say({ text: `${who} defeated.`, bad: false, undo: true });
  },
};

/** The combatants of an entry, or the combatant itself. */
export function membersOrSelf(bench: Bench, id: Id): readonly Id[] {
  return bench.fight.groups[id]?.memberIds ?? [id];
}
