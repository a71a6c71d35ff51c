/** A fight before its first entry, and the settings that a new one starts with. */
import type { Clock, EncounterState, History, Settings, Tally } from "./state.ts";

export const DEFAULT_SETTINGS: Settings = {
  partyHp: "exact",
  monsterHp: "words",
  showMonsterAc: false,
  rerollEachRound: false,
  monsterHitPoints: "average",
  autoRollMonsters: true,
  deathSaves: true,
  showTimerToPlayers: true,
  turnLimit: null,
  showCodeOnTable: true,
};

const EMPTY_TALLY: Tally = { dealt: {}, taken: {}, healed: {}, turnTime: {}, turns: {} };
const EMPTY_HISTORY: History = { done: [], undone: [], joined: [] };
const STOPPED_CLOCK: Clock = { paused: false, pausedFor: 0, pausedAt: null, stood: 0 };

/** The state at version 0, which only `CreateEncounter` can be asked of. */
export const NOTHING_YET: EncounterState = {
  id: "",
  version: 0,
  name: "",
  edition: "2024",
  status: "building",
  settings: DEFAULT_SETTINGS,
  round: 0,
  activeId: null,
  lastActiveId: null,
  setAside: null,
  latestRound: 0,
  order: [],
  combatants: {},
  groups: {},
  departed: {},
  blocks: {},
  areas: {},
  prompts: [],
  notes: "",
  turnStartedAt: null,
  stoodBefore: 0,
  startedAt: null,
  endedAt: null,
  tally: EMPTY_TALLY,
  seats: {},
  proposals: [],
  clock: STOPPED_CLOCK,
  history: EMPTY_HISTORY,
};
