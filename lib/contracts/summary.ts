import type { EncounterState } from "@/lib/combat/state.ts";

/** A fight as lists show it. */
export interface EncounterSummary {
  readonly id: string;
  readonly name: string;
  readonly status: EncounterState["status"];
  readonly edition: EncounterState["edition"];
  readonly version: number;
  readonly round: number;
  readonly combatants: number;
  readonly shareCode: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly archivedAt: number | null;
  readonly deletedAt: number | null;
}

/** What of a stored fight crosses the wire: its owner's id does not. */
export function summary(record: EncounterSummary): EncounterSummary {
  const { id, name, status, edition, version, round, combatants, shareCode } = record;
  const { createdAt, updatedAt, archivedAt, deletedAt } = record;
  return {
    id,
    name,
    status,
    edition,
    version,
    round,
    combatants,
    shareCode,
    createdAt,
    updatedAt,
    archivedAt,
    deletedAt,
  };
}
