/** Small fights for the contract suites: what they hold does not matter, that it comes back does. */
import type { LogEntry } from "@/lib/combat/log.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import type { EncounterRecord, RecordUpdate } from "@/lib/store/port.ts";

/** 1 January 2026, 12:00 UTC. */
export const NOON = 1_767_268_800_000;

export function sampleRecord(id: string, change: Partial<EncounterRecord> = {}): EncounterRecord {
  return {
    id,
    ownerId: "owner-1",
    name: "Ambush at the bridge",
    status: "building",
    edition: "2024",
    createdAt: NOON,
    updatedAt: NOON,
    archivedAt: null,
    deletedAt: null,
    version: 1,
    round: 0,
    combatants: 0,
    shareCode: null,
    ...change,
  };
}

/** Entry number `version` of a fight, by a command of its own. */
export function sampleEntry(version: number, commandId = `command-${version}`): LogEntry {
  return {
    version,
    commandId,
    commandType: "RenameEncounter",
    actor: { kind: "dm" },
    at: NOON + version,
    round: Math.floor(version / 10),
    events: [{
      type: "EncounterRenamed",
      name: `Ambush ${version} "zum Bären" 🐉\u0000`,
      before: "",
    }],
  };
}

export function sampleEntries(from: number, to: number): readonly LogEntry[] {
  return Array.from({ length: to - from + 1 }, (_, index) => sampleEntry(from + index));
}

export function sampleUpdate(change: Partial<RecordUpdate> = {}): RecordUpdate {
  return {
    name: "Ambush",
    status: "running",
    edition: "2014",
    round: 2,
    combatants: 7,
    updatedAt: NOON + 60_000,
    ...change,
  };
}

/** A state of version `version`, told apart from others by its notes. */
export function sampleState(id: string, version: number): EncounterState {
  return {
    id,
    version,
    name: "Ambush at the bridge",
    edition: "2024",
    status: "running",
    settings: {
      partyHp: "exact",
      monsterHp: "words",
      showMonsterAc: false,
      rerollEachRound: false,
      monsterHitPoints: "average",
      autoRollMonsters: true,
      deathSaves: true,
      showTimerToPlayers: false,
      turnLimit: null,
      showCodeOnTable: true,
    },
    round: 3,
    activeId: null,
    lastActiveId: null,
    rewound: 0,
    order: [],
    combatants: {},
    groups: {},
    departed: {},
    blocks: {},
    areas: {},
    prompts: [],
    notes: `after ${version}`,
    turnStartedAt: null,
    startedAt: NOON,
    endedAt: null,
    tally: { dealt: {}, taken: {}, healed: {}, turnTime: {}, turns: {} },
    seats: {},
    proposals: [],
    clock: { paused: false, pausedFor: 0, pausedAt: null },
    history: { done: [], undone: [], joined: [] },
  };
}
