/** The fight as a whole, people at the table, clock. */
import { LIMITS } from "../limits.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import type { EventOf, EventType } from "@/lib/combat/events.ts";
import { change } from "@/lib/combat/draft.ts";
import { findCombatant, isUsableId, membersOf } from "@/lib/combat/lookup.ts";
import { setBody } from "@/lib/combat/body.ts";
import { meet } from "@/lib/combat/sight.ts";
import type { Clock, Proposal } from "@/lib/combat/state.ts";
import { lastTurnOf } from "@/lib/combat/turn_places.ts";
import type { Draft } from "@/lib/combat/draft.ts";
import type { Handlers } from "./handlers.ts";

type EncounterEvents = Extract<
  EventType,
  | "EncounterCreated"
  | "EncounterRenamed"
  | "EditionChanged"
  | "SettingsChanged"
  | "NotesChanged"
  | "CombatStarted"
  | "CombatEnded"
  | "CombatResumed"
>;

function endCombat(draft: Draft, { setsAside }: EventOf<"CombatEnded">): void {
  const { state, at } = draft;
  const { activeId, prompts, areas, round } = state;
  Object.assign(state, {
    status: "ended",
    lastActiveId: activeId,
    activeId: null,
    endedAt: at,
    turnStartedAt: null,
    prompts: [],
    areas: {},
    setAside: setsAside ? { prompts, areas } : null,
  });
  if (setsAside || activeId === null) return;
  // Older versions logged an end of the current turn here, yet nothing of it had happened.
  for (const member of membersOf(state, activeId)) {
    const { began, ended } = lastTurnOf(member);
    if (began === round) {
      change(draft, member.id, { lastTurn: { began, ended: Math.min(ended, round - 1) } });
    }
  }
}

/** What was set aside waits again, as far as those whom it waits for are still there. */
function bringBack({ state }: Draft): void {
  if (!state.setAside) return;
  const { prompts, areas } = state.setAside;
  const waiting = Object.values(areas).flatMap((area) => {
    const targets = area.targets.filter(({ id }) => findCombatant(state, id) !== undefined);
    return targets.length > 0 ? [[area.id, { ...area, targets }] as const] : [];
  });
  state.areas = { ...Object.fromEntries(waiting), ...state.areas };
  const newer = new Set(state.prompts.map(({ id }) => id));
  state.prompts = [...prompts.filter(({ id }) => !newer.has(id)), ...state.prompts];
  state.setAside = null;
}

export const encounterHandlers: Handlers<EncounterEvents> = {
  EncounterCreated({ state }, { encounterId, name, edition }) {
    Object.assign(state, {
      ...NOTHING_YET,
      version: state.version,
      id: encounterId,
      name,
      edition,
    });
  },
  EncounterRenamed({ state }, { name }) {
    state.name = name;
  },
  EditionChanged(draft, { edition }) {
    draft.state.edition = edition;
    // The maximum of the exhausted differs between the editions.
    for (const { id, exhaustion } of Object.values(draft.state.combatants)) {
      if (exhaustion > 0) setBody(draft, id, {});
    }
  },
  SettingsChanged({ state }, { settings }) {
    state.settings = { ...state.settings, ...settings };
  },
  NotesChanged({ state }, { notes }) {
    state.notes = notes;
  },
  CombatStarted(draft) {
    const { state, at } = draft;
    Object.assign(state, { status: "running", startedAt: at, endedAt: null });
    meet(draft, Object.keys(state.combatants));
  },
  CombatEnded: endCombat,
  CombatResumed(draft) {
    Object.assign(draft.state, { status: "running", endedAt: null });
    bringBack(draft);
  },
};

type PeopleEvents = Extract<
  EventType,
  | "SeatClaimed"
  | "SeatReleased"
  | "SeatTrusted"
  | "DeviceBarred"
  | "DevicesAllowed"
  | "ProposalMade"
  | "ProposalAccepted"
  | "ProposalRejected"
  | "ClockPaused"
  | "ClockResumed"
>;

function dropProposal({ state }: Draft, { proposal }: { readonly proposal: Proposal }): void {
  state.proposals = state.proposals.filter(({ id }) => id !== proposal.id);
}

/** The current pause up to `at`; clocks of different devices may run backwards. */
function pauseUntil({ paused, pausedAt }: Clock, at: number): number {
  return paused ? Math.max(0, at - (pausedAt ?? at)) : 0;
}

/** Sets the clock for a turn that begins now. */
export function startTurnClock({ state, at }: Draft): void {
  const { clock } = state;
  const stood = (clock.stood ?? 0) + pauseUntil(clock, at);
  state.turnStartedAt = at;
  state.stoodBefore = stood;
  state.clock = { ...clock, pausedFor: 0, pausedAt: clock.paused ? at : null, stood };
}

/** Undo brought another turn back: its pauses are what stood still since it began. [CLOCK-2] */
export function resetTurnClock({ state }: Draft): void {
  const pausedFor = Math.max(0, (state.clock.stood ?? 0) - (state.stoodBefore ?? 0));
  if (pausedFor !== state.clock.pausedFor) state.clock = { ...state.clock, pausedFor };
}

export const peopleHandlers: Handlers<PeopleEvents> = {
  SeatClaimed({ state }, { seat }) {
    if (isUsableId(seat.id)) state.seats = { ...state.seats, [seat.id]: seat };
  },
  SeatReleased({ state }, { seatId }) {
    const { [seatId]: _gone, ...seats } = state.seats;
    state.seats = seats;
    state.proposals = state.proposals.filter((proposal) => proposal.seatId !== seatId);
  },
  SeatTrusted({ state }, { seatId, trusted }) {
    const seat = Object.hasOwn(state.seats, seatId) ? state.seats[seatId] : undefined;
    if (seat) state.seats = { ...state.seats, [seatId]: { ...seat, trusted } };
  },
  DeviceBarred({ state }, { device }) {
    const others = (state.barredDevices ?? []).filter((barredDevice) => barredDevice !== device);
    state.barredDevices = [...others, device].slice(-LIMITS.barredDevices);
  },
  DevicesAllowed({ state }) {
    state.barredDevices = [];
  },
  ProposalMade({ state }, { proposal }) {
    state.proposals = [...state.proposals, proposal];
  },
  ProposalAccepted: dropProposal,
  ProposalRejected: dropProposal,
  ClockPaused({ state, at }) {
    if (!state.clock.paused) state.clock = { ...state.clock, paused: true, pausedAt: at };
  },
  ClockResumed({ state, at }) {
    const { clock } = state;
    if (!clock.paused) return;
    const longer = pauseUntil(clock, at);
    const pausedFor = clock.pausedFor + longer;
    state.clock = { paused: false, pausedAt: null, pausedFor, stood: (clock.stood ?? 0) + longer };
  },
};

type NoteEvents = Extract<
  EventType,
  | "DiceRolled"
  | "SaveRolled"
  | "AttackRolled"
  | "EffectPrevented"
  | "ReactionSet"
  | "StepJoined"
>;

const nothing = (): void => {};

/** Events that tell of a roll, and change nothing by themselves. */
export const noteHandlers: Handlers<NoteEvents> = {
  DiceRolled: nothing,
  SaveRolled: nothing,
  AttackRolled: nothing,
  EffectPrevented: nothing,
  StepJoined: nothing,
  ReactionSet(draft, { id, used }) {
    change(draft, id, { reactionUsed: used });
  },
};
