/** Initiative, turns, delay and ready. */
import { change, type Draft } from "../draft.ts";
import type { EventOf, EventType } from "../events.ts";
import { findCombatant, findGroup, membersOf } from "../lookup.ts";
import { placeEntries } from "../order.ts";
import type { Combatant, Id, Initiative } from "../state.ts";
import { lastTurnOf } from "../turn_places.ts";
import { startTurnClock } from "./encounter.ts";
import type { Handlers } from "./handlers.ts";
import { count } from "./tally.ts";

type TurnEvents = Extract<
  EventType,
  | "InitiativeSet"
  | "EntryMoved"
  | "TurnEnded"
  | "TurnLeft"
  | "RoundBegan"
  | "TurnBegan"
  | "PlacesPassed"
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

/** What comes back to a combatant at a turn's start. */
function regained({ legendary }: Combatant): Partial<Combatant> {
  return {
    reactionUsed: false,
    readied: null,
    legendary: legendary && { ...legendary, spent: 0 },
  };
}

function startRound({ state }: Draft, round: number): void {
  state.round = round;
  state.latestRound = Math.max(state.latestRound ?? 0, round);
}

function beginTurn(draft: Draft, { id, round, starting }: EventOf<"TurnBegan">): void {
  const { state } = draft;
  state.activeId = id;
  startRound(draft, round);
  startTurnClock(draft);
  count(draft, "turns", [[id, 1]]);
  for (const member of membersOf(state, id)) {
    if (starting ? !starting.includes(member.id) : member.resumed) continue;
    change(draft, member.id, {
      ...regained(member),
      turnsTaken: member.turnsTaken + 1,
      lastTurn: { ...lastTurnOf(member), began: round },
    });
  }
}

function endTurn(draft: Draft, { id, spent, endsRequests }: EventOf<"TurnEnded">): void {
  const { state } = draft;
  count(draft, "turnTime", [[id, spent]]);
  state.prompts = state.prompts.filter(({ kind }) => kind !== "legendary" && kind !== "lair");
  const members = membersOf(state, id);
  // Who asked to end this turn asked for no later one. [PROP-5]
  if (endsRequests) {
    const ended = new Set(members.map((member) => member.id));
    state.proposals = state.proposals.filter(({ body, combatantId }) =>
      body.kind !== "end-turn" || !ended.has(combatantId)
    );
  }
  for (const member of members) {
    const { began, ended } = lastTurnOf(member);
    change(draft, member.id, {
      surprised: false,
      resumed: false,
      lastTurn: { began, ended: Math.max(ended, state.round) },
    });
  }
}

/** Who delays gets back what a turn's start gives back; the dead get nothing. */
function passPlaces(draft: Draft, { ids }: EventOf<"PlacesPassed">): void {
  const { round } = draft.state;
  for (const id of ids) {
    const member = findCombatant(draft.state, id);
    if (!member) continue;
    const { began, ended } = lastTurnOf(member);
    change(draft, id, {
      ...(member.delaying && began < round && regained(member)),
      lastTurn: { began: Math.max(began, round), ended: Math.max(ended, round) },
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
  TurnEnded: endTurn,
  TurnLeft(draft, { id, spent }) {
    count(draft, "turnTime", [[id, spent]]);
    for (const { id: member, resumed } of membersOf(draft.state, id)) {
      if (resumed) change(draft, member, { resumed: false });
    }
  },
  RoundBegan(draft, { round }) {
    startRound(draft, round);
  },
  TurnBegan: beginTurn,
  PlacesPassed: passPlaces,
  MarkerMoved(draft, { id, round }) {
    Object.assign(draft.state, { activeId: id, round });
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
