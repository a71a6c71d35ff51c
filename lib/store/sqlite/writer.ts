import { setImmediate, setTimeout } from "node:timers";
import type { Database } from "@/lib/store/sqlite/database.ts";
import { isBusy, StoreFault, storeFault, type StoreFaultKind } from "@/lib/store/sqlite/fault.ts";

/** Faults of the file itself, which every write meets. */
const AILING: ReadonlySet<StoreFaultKind> = new Set([
  "full",
  "read-only",
  "corrupt",
  "unreachable",
  "gone",
  "replaced",
]);

/** Work of one transaction in milliseconds, beyond which its further jobs have one of their own. */
const TRANSACTION_MS = 5;

/** A flush within so many milliseconds after another is one of many. */
const BUSY_MS = 5;

interface Job {
  readonly action: string;
  readonly work: () => void;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

export interface WriterOptions {
  /** How long a write waits for another process's lock before it fails, in milliseconds. */
  readonly lockedMs?: number;
  /** Most jobs of one transaction, so that no commit blocks the process for long. */
  readonly batch?: number;
}

/**
 * The one way to write. Jobs that are asked for in the same turn of the event loop share one
 * transaction and so one flush to disk; a job's promise settles only after the commit. A job that
 * throws is undone alone: the others are carried out again without it.
 */
export class Writer {
  #queue: Job[] = [];
  #scheduled = false;
  #closed = false;
  #flushedAt = 0;
  #fault: { readonly error: StoreFault; readonly at: number } | undefined;
  readonly #lockedMs: number;
  readonly #batch: number;

  constructor(private readonly db: Database, options: WriterOptions = {}) {
    this.#lockedMs = options.lockedMs ?? 2_000;
    this.#batch = options.batch ?? 64;
  }

  /**
   * Carries `work` out in a transaction. It may be carried out twice, the first time undone, so it
   * must do nothing but use the database.
   *
   * @param action what it does, for the error's message: "append to the log"
   * @throws {StoreFault} When the store cannot be written.
   */
  write<T>(action: string, work: () => T): Promise<T> {
    return new Promise<T>((resolve, fail) => {
      if (this.#closed) return fail(storeFault(action, new Error("database is not open")));
      let value: T;
      this.#queue.push({
        action,
        work: () => {
          value = work();
        },
        done: () => resolve(value),
        fail,
      });
      this.#schedule();
    });
  }

  /**
   * Why the last write failed, if it did within `ms` and the file itself is what ails: full,
   * read-only, damaged. A write that was kept since then clears it.
   */
  lastFault(ms: number): StoreFault | undefined {
    const fault = this.#fault;
    return fault !== undefined && performance.now() - fault.at < ms ? fault.error : undefined;
  }

  /** Resolves when everything asked for so far is settled; later writes are refused. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#scheduled) await new Promise((resolve) => setImmediate(resolve));
  }

  #schedule(): void {
    if (this.#scheduled || this.#queue.length === 0) return;
    this.#scheduled = true;
    // After this turn's incoming requests, so that they share the flush. One flush right after
    // another waits for a timer, which lets requests in: `setImmediate` again and again does not.
    const busy = performance.now() - this.#flushedAt < BUSY_MS;
    if (busy) setTimeout(() => void this.#flush(), 0);
    else setImmediate(() => void this.#flush());
  }

  async #flush(): Promise<void> {
    const jobs = this.#queue.splice(0, this.#batch);
    const done = await this.#attempt(jobs);
    if (done === "one failed") { for (const job of jobs) await this.#attempt([job]); }
    else this.#queue.unshift(...jobs.slice(done));
    this.#scheduled = false;
    this.#flushedAt = performance.now();
    this.#schedule();
  }

  /**
   * One transaction with as many jobs as fit into its time; how many are settled, or that it failed
   * for a reason that may lie in one of several.
   */
  async #attempt(jobs: readonly Job[]): Promise<number | "one failed"> {
    const deadline = performance.now() + this.#lockedMs;
    for (let wait = 2;; wait = Math.min(wait * 2, 50)) {
      try {
        const done = this.db.transaction(() => carryOut(jobs));
        this.#fault = undefined;
        for (const job of jobs.slice(0, done)) job.done();
        return done;
      } catch (error) {
        const busy = isBusy(error);
        if (busy && performance.now() < deadline) {
          // Waiting here and not in the driver leaves the process free to answer others.
          await new Promise((resolve) => setTimeout(resolve, wait));
          continue;
        }
        if (jobs.length > 1 && !busy) return "one failed";
        for (const job of jobs) {
          const fault = storeFault(job.action, error);
          if (fault instanceof StoreFault && AILING.has(fault.kind)) {
            this.#fault = { error: fault, at: performance.now() };
          }
          job.fail(fault);
        }
        return jobs.length;
      }
    }
  }
}

/** Carries jobs out, at least one, until their time is over; how many. */
function carryOut(jobs: readonly Job[]): number {
  const until = performance.now() + TRANSACTION_MS;
  for (const [at, job] of jobs.entries()) {
    if (at > 0 && performance.now() >= until) return at;
    job.work();
  }
  return jobs.length;
}
