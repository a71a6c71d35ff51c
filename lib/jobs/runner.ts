import { clearInterval, clearTimeout, setInterval, setTimeout } from "node:timers";
import type { Log } from "@/lib/log.ts";
import type { JobMeter } from "@/lib/metrics/port.ts";
import type { Lease, LeaseStore } from "@/lib/store/ports/lease_store.ts";
import type { JobOutcome, JobPlan, JobStatus, JobWork } from "./port.ts";
import { lagSeconds } from "./port.ts";
import type { JobRecords, KeptStatus } from "./records.ts";

/** How long the others wait for a runner that died without a word. */
export const LEASE_MS = 60_000;
/** A failed run is tried again after this, twice as long after each further failure. */
const RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 60 * 60_000;
const LONGEST_TEXT = 300;

/** A job that this process may run. */
export interface RunnableJob extends JobPlan {
  readonly name: string;
  readonly run: JobWork;
}

export interface JobRunnerOptions {
  readonly jobs: readonly RunnableJob[];
  readonly records: JobRecords;
  readonly leases: LeaseStore;
  /** Names this process in leases. */
  readonly owner: string;
  readonly now: () => number;
  readonly log: Log;
  readonly meter?: JobMeter;
}

/**
 * Runs jobs that are due, each by one instance at a time: who runs holds the job's lease, on the
 * store's clock, renews it meanwhile, and may write down the end only while the lease stands. A run
 * whose process died is repeated when its lease has run out, so a job must bear being run again.
 */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  /** The store's clock minus this process's; unknown before the first lease. */
  #ahead: number | undefined;
  #ticking: Promise<void> | undefined;
  #tidied = false;
  readonly #stop = new AbortController();

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  /** Runs every job that is due, one after another. Ticks never overlap; faults are logged. */
  tick(): Promise<void> {
    this.#ticking ??= this.#tick().catch((error) => {
      this.#options.log.error("jobs cannot be looked at", { error });
    }).finally(() => {
      this.#ticking = undefined;
    });
    return this.#ticking;
  }

  /** Runs one job now, due or not, unless another instance is at it. */
  runNow(name: string): Promise<JobOutcome> {
    const job = this.#options.jobs.find((runnableJob) => runnableJob.name === name);
    if (!job) throw new RangeError(`Cannot run ${name}: there is no such job here`);
    return this.#attempt(job, true);
  }

  /** Ends what runs and waits for it. */
  async close(): Promise<void> {
    this.#stop.abort(new Error("the process stops"));
    await this.#ticking;
  }

  async #tick(): Promise<void> {
    await this.#tidy();
    for (const job of this.#options.jobs) {
      if (this.#stop.signal.aborted) return;
      const kept = await this.#options.records.read(job.name);
      // Without having seen the store's clock nobody knows what is due: the lease will tell.
      if (kept && this.#ahead !== undefined && !isDue(job, kept.status, this.#now())) continue;
      await this.#attempt(job, false);
    }
    await this.#tell();
  }

  /** Once a process: what earlier releases or configurations ran is not awaited for ever. */
  async #tidy(): Promise<void> {
    if (this.#tidied) return;
    const here = new Set(this.#options.jobs.map(({ name }) => name));
    for (const { name } of await this.#options.records.all()) {
      if (!here.has(name)) await this.#options.records.forget(name);
    }
    this.#tidied = true;
  }

  async #tell(): Promise<void> {
    const { meter, records } = this.#options;
    if (!meter) return;
    const now = this.#now();
    for (const status of await records.all()) {
      meter.jobStands(status.name, {
        startedAt: status.startedAt,
        succeededAt: status.succeededAt,
        lagSeconds: lagSeconds(status, now),
        failures: status.failures,
      });
    }
  }

  #now(): number {
    return this.#options.now() + (this.#ahead ?? 0);
  }

  async #attempt(job: RunnableJob, always: boolean): Promise<JobOutcome> {
    const { leases, owner, records } = this.#options;
    const result = await leases.acquire(`job:${job.name}`, owner, LEASE_MS);
    if (result.kind === "taken") return { kind: "taken", by: result.by.owner };
    const { lease } = result;
    this.#ahead = lease.expiresAt - LEASE_MS - this.#options.now();
    try {
      const kept = await records.read(job.name) ?? fresh(job, this.#now());
      if (!always && !isDue(job, kept.status, this.#now())) return { kind: "not_due" };
      return await this.#run(job, kept, lease);
    } finally {
      await leases.release(lease);
    }
  }

  async #run(job: RunnableJob, kept: KeptStatus, lease: Lease): Promise<JobOutcome> {
    const { records, log, meter } = this.#options;
    const startedAt = this.#now();
    const begun: JobStatus = {
      ...kept.status,
      everySeconds: job.everySeconds,
      lateAfterSeconds: job.lateAfterSeconds,
      startedAt,
    };
    const begin = await records.write(begun, kept.version, lease);
    if (begin.kind !== "saved") return { kind: "taken", by: "another instance" };
    const outcome = await this.#guarded(job, startedAt, lease);
    const endedAt = startedAt + outcome.tookMs;
    const done = outcome.kind === "done";
    await records.write(
      {
        ...begun,
        endedAt,
        tookMs: outcome.tookMs,
        succeededAt: done ? endedAt : begun.succeededAt,
        said: done ? outcome.said : begun.said,
        failure: done ? null : outcome.reason,
        failures: done ? 0 : begun.failures + 1,
      },
      begin.version,
      lease,
    );
    meter?.jobRan(job.name, done, outcome.tookMs / 1_000);
    if (done) log.info("job done", { job: job.name, said: outcome.said, ms: outcome.tookMs });
    else log.error("job failed", { job: job.name, reason: outcome.reason, ms: outcome.tookMs });
    return outcome;
  }

  /** The work with everything that may end it. */
  async #guarded(
    job: RunnableJob,
    now: number,
    lease: Lease,
  ): Promise<Extract<JobOutcome, { kind: "done" | "failed" }>> {
    const ending = new AbortController();
    const end = (reason: string) => ending.abort(new Error(reason));
    const limit = setTimeout(
      () => end(`it took longer than ${job.atMostSeconds} s`),
      job.atMostSeconds * 1_000,
    );
    const renewing = setInterval(() => {
      this.#options.leases.renew(lease, LEASE_MS).then(
        (kept) => kept ?? end("its lease has passed to another instance"),
        // The next renewal may succeed; when none does, the lease runs out and the end is refused.
        () => {},
      );
    }, LEASE_MS / 3).unref();
    const signal = AbortSignal.any([ending.signal, this.#stop.signal]);
    const began = performance.now();
    try {
      const said = await untilAborted(job.run({ signal, now }), signal);
      return { kind: "done", said: said.slice(0, LONGEST_TEXT), tookMs: since(began) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { kind: "failed", reason: reason.slice(0, LONGEST_TEXT), tookMs: since(began) };
    } finally {
      clearTimeout(limit);
      clearInterval(renewing);
    }
  }
}

function since(began: number): number {
  return Math.round(performance.now() - began);
}

/** What `work` gives, or the signal's reason as soon as it is aborted. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function fresh({ name, everySeconds, lateAfterSeconds }: RunnableJob, now: number): KeptStatus {
  const never = { startedAt: null, endedAt: null, succeededAt: null, tookMs: null };
  const status = { name, everySeconds, lateAfterSeconds, knownSince: now, ...never };
  return { status: { ...status, said: null, failure: null, failures: 0 }, version: 0 };
}

/** Whether a job should run at `now`. A run that never ended counts as one that is due. */
export function isDue(job: JobPlan, status: JobStatus, now: number): boolean {
  const { startedAt, endedAt, failures } = status;
  if (startedAt === null || endedAt === null || startedAt > endedAt) return true;
  if (failures === 0) return now >= startedAt + job.everySeconds * 1_000;
  const wait = Math.min(RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS, job.everySeconds * 1_000);
  return now >= endedAt + wait;
}
