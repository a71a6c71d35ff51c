import type { JobParts } from "@/lib/compose/job_parts.ts";
import { tiersOf } from "@/lib/compose/limits.ts";
import type { Config } from "@/lib/config.ts";
import { purgeNetworkSums } from "@/lib/encounters/network_quota.ts";
import { purgeGuests } from "@/lib/encounters/guest_visits.ts";
import { MailLinks } from "@/lib/auth/mail_links.ts";
import { authRecords } from "@/lib/auth/records.ts";
import { JobRecords } from "@/lib/jobs/records.ts";
import type { JobRun, JobWork } from "@/lib/jobs/port.ts";
import { JOB_NAMES, type JobName, JOBS } from "@/lib/jobs/registry.ts";
import { JobRunner, type RunnableJob } from "@/lib/jobs/runner.ts";
import type { RecoveryMeter } from "@/lib/metrics/port.ts";
import { every } from "@/lib/runtime.ts";

const DAY_MS = 86_400_000;
/** Deleted fights can be restored for so long. */
const RESTORABLE_DAYS = 30;

/** What each job does here; null for one that this configuration has no use for. */
function worksOf(parts: JobParts): Readonly<Record<JobName, JobWork | null>> {
  const { config, store, outbox, meter } = parts;
  const links = new MailLinks({
    records: authRecords(store.documents),
    now: () => Date.now(),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  });
  return {
    mail: outbox.delivers ? ({ signal }) => outbox.work(signal) : null,
    links: async () => `${await links.purge()} links removed`,
    purge: async ({ now, signal }) => {
      const purged = await store.encounters.purge(now - RESTORABLE_DAYS * DAY_MS);
      const guests = await purgeGuests(store, now, signal);
      await purgeNetworkSums(store.values, now);
      return `${purged} deleted encounters and ${guests} guests who stayed away removed`;
    },
    sweep_uploads: async () => {
      // Loaded when due: a start need not wait for it.
      const { composePictures } = await import("@/lib/compose/pictures.ts");
      return `${await composePictures(config, store).sweep()} files removed`;
    },
    ...backupWorks(config, meter),
    ...billingWorks(parts),
  };
}

/** The jobs of plans and payments; the SDK is loaded when the first of them is due. */
function billingWorks(parts: JobParts) {
  const jobs = () => import("@/lib/compose/billing_jobs.ts");
  const trials = tiersOf(parts.config) === "on"
    ? async ({ now }: JobRun) => (await jobs()).trials(parts, now)
    : null;
  if (parts.config.STRIPE_SECRET_KEY === undefined) {
    return { trials, billing_events: null, billing_reconcile: null };
  }
  return {
    trials,
    billing_events: async (run: JobRun) => (await jobs()).events(parts, run),
    billing_reconcile: async (run: JobRun) => (await jobs()).reconcile(parts, run),
  };
}

/**
 * The jobs of backups, where `BACKUP_TO` is set; what they do is loaded when they are due. Encrypted
 * backups are drilled where their key is, by the task.
 */
function backupWorks(config: Config, meter: RecoveryMeter | undefined) {
  if (config.BACKUP_TO === undefined) return { backup: null, backup_drill: null, recovery: null };
  const jobs = () => import("@/lib/compose/backup_jobs.ts");
  const opens = config.BACKUP_RECIPIENTS === undefined;
  return {
    backup: async () => (await jobs()).backUp(config),
    backup_drill: opens ? async () => (await jobs()).drillNewest(config) : null,
    recovery: async ({ now }: JobRun) => (await jobs()).watchRecovery(config, now, meter),
  };
}

/** The jobs of this configuration, ready to run. */
export function composeJobs(parts: JobParts): JobRunner {
  const works = worksOf(parts);
  const jobs = JOB_NAMES.flatMap((name): RunnableJob[] => {
    const run = works[name];
    return run === null ? [] : [{ name, ...JOBS[name], run }];
  });
  return new JobRunner({
    jobs,
    records: new JobRecords(parts.store.values),
    leases: parts.store.leases,
    owner: crypto.randomUUID(),
    now: () => Date.now(),
    log: parts.log,
    ...(parts.meter === undefined ? {} : { meter: parts.meter }),
  });
}

/** Runs what is due again and again; the returned function ends it. */
export function startJobs(parts: JobParts): () => Promise<void> {
  const seconds = parts.config.JOBS_EVERY_SECONDS;
  if (seconds === 0) return () => Promise.resolve();
  const runner = composeJobs(parts);
  const stop = every(seconds, () => runner.tick());
  return async () => {
    stop();
    await runner.close();
  };
}
