/**
 * Jobs: work that nobody waits for, done again and again by one instance at a time. What they are is
 * data (`registry.ts`); what they do is given by `lib/compose/jobs.ts`.
 */

/** What is known of a job before it runs. */
export interface JobPlan {
  readonly everySeconds: number;
  /** Ended and counted as failed beyond. */
  readonly atMostSeconds: number;
  /** How long after it was due an alert calls it late. */
  readonly lateAfterSeconds: number;
  /** One sentence for a person. */
  readonly does: string;
}

/** What a run gets. */
export interface JobRun {
  /** Ends the run: it took too long, its lease has passed to another, or the process stops. */
  readonly signal: AbortSignal;
  /** The store's clock at the start, in milliseconds since 1970. */
  readonly now: number;
}

/** The work of a job; resolves with one sentence about what was done, throws when it failed. */
export type JobWork = (run: JobRun) => Promise<string>;

/** Where a job stands, over all instances. Times are milliseconds since 1970, on the store's clock. */
export interface JobStatus {
  readonly name: string;
  readonly everySeconds: number;
  readonly lateAfterSeconds: number;
  /** When an instance first meant to run it: what "late" is counted from before the first success. */
  readonly knownSince: number;
  /** Start of the last run; null before the first. */
  readonly startedAt: number | null;
  /** End of the last run that ended; earlier than `startedAt` while one runs, or died. */
  readonly endedAt: number | null;
  readonly succeededAt: number | null;
  readonly tookMs: number | null;
  /** What the last successful run said. */
  readonly said: string | null;
  /** Why the last run failed; null when it did not. */
  readonly failure: string | null;
  /** Failures in a row. */
  readonly failures: number;
}

/** How one attempt to run a job ended. */
export type JobOutcome =
  | { readonly kind: "done"; readonly said: string; readonly tookMs: number }
  | { readonly kind: "failed"; readonly reason: string; readonly tookMs: number }
  /** Another instance runs it. */
  | { readonly kind: "taken"; readonly by: string }
  | { readonly kind: "not_due" };

/** Seconds since the job should have succeeded again; 0 while it is on time. */
export function lagSeconds(status: JobStatus, now: number): number {
  const due = status.succeededAt === null
    ? status.knownSince
    : status.succeededAt + status.everySeconds * 1_000;
  return Math.max(0, (now - due) / 1_000);
}

/** True when the job has been due for longer than it may be. */
export function isLate(status: JobStatus, now: number): boolean {
  return lagSeconds(status, now) > status.lateAfterSeconds;
}
