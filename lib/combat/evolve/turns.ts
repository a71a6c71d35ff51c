/** Initiative, turns, delay and ready. */
import { change, type Draft } from "../draft.ts";
import type { EventOf, EventType } from "../events.ts";
import { findCombatant, findGroup, membersOf } from "../lookup.ts";
import { placeEntries } from "../order.ts";
import type { Id, Initiative } from "../state.ts";
import { startTurnClock } from "./fight.ts";
import type { Handlers } from "./handlers.ts";
import { count } from "./tally.ts";

type TurnEvents = Extract<
  EventType,
  | "InitiativeSet"
  | "EntryMoved"
  | "TurnEnded"
  | "RoundBegan"
  | "TurnBegan"
  | "MarkerMoved"
  | "ActiveCleared"
  | "SurpriseChanged"
  | "TurnDelayed"
  | "TurnResumed"
  | "ActionReadied"
  | "ReadiedCleared"
>;

function setInitiative(draft: Draft, id: Id, patch: Partial<Initiative>): void {
  const { state } = draft;
  const group = findGroup(state, id);
  if (group) {
    const initiative = { ...group.initiative, ...patch };
    state.groups = { ...state.groups, [id]: { ...group, initiative } };
    return;
  }
  const combatant = findCombatant(state, id);
  if (combatant) change(draft, id, { initiative: { ...combatant.initiative, ...patch } });
}

function moveEntry({ state }: Draft, id: Id, beforeId: Id | null): void {
  if (!state.order.includes(id)) return;
  const rest = state.order.filter((entry) => entry !== id);
  const at = beforeId === null ? -1 : rest.indexOf(beforeId);
  state.order = rest.toSpliced(at < 0 ? rest.length : at, 0, id);
}

function beginTurn(draft: Draft, { id, round }: EventOf<"TurnBegan">): void {
  const { state } = draft;
  Object.assign(state, { activeId: id, round, rewound: 0 });
  startTurnClock(draft);
  count(draft, "turns", [[id, 1]]);
  for (const { id: member, legendary, turnsTaken, resumed } of membersOf(state, id)) {
    if (resumed) continue;
    change(draft, member, {
      turnsTaken: turnsTaken + 1,
      reactionUsed: false,
      readied: null,
      legendary: legendary && { ...legendary, spent: 0 },
    });
  }
}

export const turnHandlers: Handlers<TurnEvents> = {
  InitiativeSet(draft, { entries }) {
    for (const { id, value, tiebreak } of entries) setInitiative(draft, id, { value, tiebreak });
    const { state } = draft;
    const named = new Set(entries.map(({ id }) => id));
    const there = new Set(state.order.filter((id) => named.has(id)));
    const moved = entries.map(({ id }) => id).filter((id) => there.has(id));
    state.order = placeEntries(state, state.order, moved);
  },
  EntryMoved(draft, { id, beforeId, value }) {
    setInitiative(draft, id, { value });
    moveEntry(draft, id, beforeId);
  },
  TurnEnded(draft, { id, spent }) {
    const { state } = draft;
    count(draft, "turnTime", [[id, spent]]);
    state.prompts = state.prompts.filter(({ kind }) => kind !== "legendary" && kind !== "lair");
    for (const member of membersOf(state, id)) {
      if (member.surprised || member.resumed) {
        change(draft, member.id, { surprised: false, resumed: false });
      }
    }
  },
  RoundBegan({ state }, { round }) {
    state.round = round;
  },
  TurnBegan: beginTurn,
  MarkerMoved(draft, { id, round, rewound }) {
    Object.assign(draft.state, { activeId: id, round, rewound });
    startTurnClock(draft);
  },
  ActiveCleared({ state }) {
    Object.assign(state, { activeId: null, turnStartedAt: null });
  },
  SurpriseChanged(draft, { ids, surprised }) {
    for (const id of ids) change(draft, id, { surprised });
  },
  TurnDelayed(draft, { id }) {
    for (const { id: member } of membersOf(draft.state, id)) {
      change(draft, member, { delaying: true });
    }
  },
  TurnResumed(draft, { id }) {
    for (const { id: member } of membersOf(draft.state, id)) {
      change(draft, member, { delaying: false, resumed: true });
    }
  },
  ActionReadied(draft, { id, note }) {
    change(draft, id, { readied: note });
  },
  ReadiedCleared(draft, { id, used }) {
    change(draft, id, used ? { readied: null, reactionUsed: true } : { readied: null });
  },
};
