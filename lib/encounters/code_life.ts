import type { EncounterRecord } from "@/lib/store/ports/encounter_store.ts";

const DAY = 86_400_000;
/** A code works for so long after its fight has ended: players look back and say goodbye. */
export const DAYS_AFTER_END = 7;
/** A code by which nobody came for so long is over. */
export const DAYS_UNUSED = 30;
/** Coming by a code is noted at most so often. */
const NOTED_EVERY = DAY;

/** When a code was used last, as far as is known: fights of earlier releases do not know it. */
function usedAt({ codeUsedAt, updatedAt }: EncounterRecord): number {
  return codeUsedAt ?? updatedAt;
}

/** Whether players still come in by the fight's code. */
function isLive(record: EncounterRecord, now: number): boolean {
  const { status, endedAt, updatedAt } = record;
  const over = status === "ended" && (endedAt ?? updatedAt) + DAYS_AFTER_END * DAY <= now;
  return !over && usedAt(record) + DAYS_UNUSED * DAY > now;
}

/** The fight with its code if that still works, else without: a code that is over is none. */
export function withLiveCode(record: EncounterRecord, now: number): EncounterRecord {
  const { shareCode } = record;
  return shareCode === null || isLive(record, now) ? record : { ...record, shareCode: null };
}

/** Whether it is time to note that somebody came by the fight's code. */
export function isUseToNote({ codeUsedAt }: EncounterRecord, now: number): boolean {
  return codeUsedAt === null || now - codeUsedAt >= NOTED_EVERY;
}
