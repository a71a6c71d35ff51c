import type { Drill } from "@/lib/backup/drill.ts";
import type { Instant } from "@/lib/combat/state.ts";

const HOUR_S = 3_600;

/** What the product promises itself, in seconds. */
export const OBJECTIVES = {
  /** A backup each night, and two hours for it to be taken. */
  backupAge: 26 * HOUR_S,
  /** From the decision to restore to a store that answers. */
  rto: HOUR_S,
  /** A drill each week, and a day for somebody to do it. */
  drillAge: 8 * 24 * HOUR_S,
} as const;

/** Ages in seconds at one moment; null where nothing is known. */
export interface Recovery {
  readonly backupAge: number | null;
  readonly drillAge: number | null;
  readonly drill: Drill | null;
}

/** How a loss of the store would end at `now`. */
export function recoveryAt(
  now: Instant,
  newestBackup: Instant | null,
  drill: Drill | null,
): Recovery {
  const age = (moment: Instant) => Math.max(0, Math.round((now - moment) / 1_000));
  return {
    backupAge: newestBackup === null ? null : age(newestBackup),
    drillAge: drill === null ? null : age(drill.at),
    drill,
  };
}

const hours = (seconds: number) => Math.round(seconds / HOUR_S);

/** One sentence for each objective that is missed. */
export function missedObjectives({ backupAge, drillAge, drill }: Recovery): readonly string[] {
  const missed: string[] = [];
  if (backupAge === null) missed.push("There is no complete backup");
  else if (backupAge > OBJECTIVES.backupAge) {
    missed.push(`The newest backup is ${hours(backupAge)} hours old`);
  }
  if (drill === null || drillAge === null) {
    // Before the first there is a week to do it in.
    return missed;
  }
  if (!drill.ok) missed.push(`The last drill failed: ${drill.said}`);
  if (drillAge > OBJECTIVES.drillAge) {
    missed.push(`The last drill was ${Math.round(drillAge / 86_400)} days ago`);
  }
  if (drill.rtoSeconds > OBJECTIVES.rto) {
    missed.push(`The last drill took ${Math.round(drill.rtoSeconds / 60)} minutes`);
  }
  return missed;
}
