/** Small fights for the contract suites: what they hold does not matter, that it comes back does. */
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState } from "@/lib/combat/state.ts";
import type { EncounterRecord, RecordUpdate } from "@/lib/store/ports/encounter_store.ts";

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
    codeUsedAt: null,
    endedAt: null,
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
  return { ...NOTHING_YET, id, version, notes: `after ${version}` };
}
