import type { KeptBackup } from "@/lib/backup/catalogue.ts";
import type { Instant } from "@/lib/combat/state.ts";

/** How many days, weeks and months keep one backup each: the newest of them. */
export interface Retention {
  readonly days: number;
  readonly weeks: number;
  readonly months: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** "7d,5w,12m"; undefined when it is not of that form. */
export function parseRetention(text: string): Retention | undefined {
  const [, days, weeks, months] = /^(\d{1,3})d,(\d{1,3})w,(\d{1,3})m$/.exec(text) ?? [];
  const kept = { days: Number(days), weeks: Number(weeks), months: Number(months) };
  return days === undefined || kept.days + kept.weeks + kept.months === 0 ? undefined : kept;
}

/**
 * Which backups may go. Of the last days, weeks (from Monday) and months (all in UTC) that have a
 * complete one the newest stays. What is unfinished or damaged goes after two days: a younger one
 * may be running. The newest complete one always stays.
 */
export function expired(
  all: readonly KeptBackup[],
  retention: Retention,
  now: Instant,
): readonly KeptBackup[] {
  const complete = all.filter(({ state }) => state === "complete");
  const kept = new Set<string>();
  const newest = complete[0];
  if (newest !== undefined) kept.add(newest.id);
  for (
    const [length, nameOf] of [
      [retention.days, (at: Date) => at.toISOString().slice(0, 10)],
      [retention.weeks, mondayOf],
      [retention.months, (at: Date) => at.toISOString().slice(0, 7)],
    ] as const
  ) {
    const spans = new Map<string, string>();
    for (const { id } of complete) {
      const name = nameOf(new Date(momentOf(id)));
      // Newest first: the first of a span is its newest.
      if (!spans.has(name)) spans.set(name, id);
    }
    for (const id of [...spans.values()].slice(0, length)) kept.add(id);
  }
  return all.filter(({ id, state }) =>
    state === "complete" ? !kept.has(id) : now - momentOf(id) > 2 * DAY_MS
  );
}

/** When a backup was begun, by its name. */
export function momentOf(id: string): Instant {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(id) ?? [];
  return Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
}

function mondayOf(at: Date): string {
  const day = (at.getUTCDay() + 6) % 7;
  return new Date(at.getTime() - day * DAY_MS).toISOString().slice(0, 10);
}
