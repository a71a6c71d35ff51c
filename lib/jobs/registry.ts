import type { JobPlan } from "./port.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * Every job of the product. To add one, write its entry here and its work in
 * `lib/compose/jobs.ts`; the list, the metrics and the alert follow.
 */
export const JOBS = {
  mail: {
    everySeconds: 30,
    atMostSeconds: 10 * MINUTE,
    lateAfterSeconds: 15 * MINUTE,
    does: "Sends letters that could not be sent at once; fails while some were given up.",
  },
  links: {
    everySeconds: HOUR,
    atMostSeconds: 5 * MINUTE,
    lateAfterSeconds: 6 * HOUR,
    does: "Removes links of letters that have run out.",
  },
  purge: {
    everySeconds: 6 * HOUR,
    atMostSeconds: 30 * MINUTE,
    lateAfterSeconds: 12 * HOUR,
    does:
      "Removes for good what was deleted more than 30 days ago, and guests unseen for 400 days.",
  },
  sweep_uploads: {
    everySeconds: HOUR,
    atMostSeconds: 10 * MINUTE,
    lateAfterSeconds: 24 * HOUR,
    does: "Removes files that nobody finished sending or that no picture has.",
  },
  backup: {
    everySeconds: 24 * HOUR,
    atMostSeconds: 2 * HOUR,
    lateAfterSeconds: 6 * HOUR,
    does: "Takes a backup into BACKUP_TO and removes those that BACKUP_KEEP does not keep.",
  },
  backup_drill: {
    everySeconds: 7 * 24 * HOUR,
    atMostSeconds: 2 * HOUR,
    lateAfterSeconds: 24 * HOUR,
    does: "Restores the newest backup into a scratch store and uses it.",
  },
  trials: {
    everySeconds: HOUR,
    atMostSeconds: 5 * MINUTE,
    lateAfterSeconds: 12 * HOUR,
    does: "Writes to those whose trial ends within three days.",
  },
  billing_events: {
    everySeconds: MINUTE,
    atMostSeconds: 10 * MINUTE,
    lateAfterSeconds: 15 * MINUTE,
    does: "Works off events of Stripe that wait, and notes how billing stands.",
  },
  billing_reconcile: {
    everySeconds: 24 * HOUR,
    atMostSeconds: HOUR,
    lateAfterSeconds: 6 * HOUR,
    does: "Takes in events that were missed and compares every account with Stripe.",
  },
  recovery: {
    everySeconds: HOUR,
    atMostSeconds: 5 * MINUTE,
    lateAfterSeconds: 2 * HOUR,
    does: "Fails while the newest backup or the last drill misses its objective.",
  },
} as const satisfies Record<string, JobPlan>;

export type JobName = keyof typeof JOBS;

/** All names, in the order in which they run when several are due. */
export const JOB_NAMES = Object.keys(JOBS).filter(isJobName);

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOBS, name);
}
