import type { Json } from "@/lib/store/ports/json.ts";
import type { Lease } from "@/lib/store/ports/lease_store.ts";
import {
  planMigrations,
  type PlannedMigration,
  type PlanRequest,
} from "@/lib/store/migrations/migration_plan.ts";
import {
  type Bookkeeping,
  type Chunk,
  type Direction,
  LeaseLost,
  type Migration,
  type MigrationStore,
} from "@/lib/store/ports/migration_store.ts";
import { type SchemaProblem, schemaState } from "@/lib/store/migrations/migration_state.ts";

/** Longest that a dead migrator keeps others out. */
const LOCK_MS = 30_000;

export interface Progress {
  readonly id: string;
  readonly name: string;
  readonly direction: Direction;
  readonly step: string;
  readonly stepNumber: number;
  readonly steps: number;
  readonly done?: number;
  readonly total?: number;
}

/** Moments at which a migrator can die; tests make it die at each. */
export const MIGRATION_MOMENTS = [
  "before-lock",
  "locked",
  "read-again",
  "before-step",
  "in-step",
  "after-step",
  "before-release",
  "released",
] as const;
export type MigrationMoment = typeof MIGRATION_MOMENTS[number];

export interface MigrateOptions extends PlanRequest {
  /** Who this is, unlike every other migrator: host, process and a random part. */
  readonly owner: string;
  readonly lockMs?: number;
  /** How long to wait for another migrator before giving up; 0 gives up at once. */
  readonly waitMs?: number;
  readonly progress?: (progress: Progress) => void;
  readonly moment?: (moment: MigrationMoment) => void;
}

export interface Carried {
  readonly id: string;
  readonly name: string;
  readonly direction: Direction;
  readonly durationMs: number;
}

export type MigrateOutcome =
  | {
    readonly ok: true;
    readonly carried: readonly Carried[];
    /** True when a schema that somebody had changed by hand was written down as accepted. */
    readonly accepted?: boolean;
  }
  | {
    readonly ok: false;
    readonly code: "locked" | "lost" | "schema" | "refused" | "failed";
    readonly message: string;
    readonly problems: readonly SchemaProblem[];
    /** What was finished before it ended. */
    readonly carried: readonly Carried[];
    readonly cause?: unknown;
  };

/**
 * Brings the schema up or down. Takes the lock, reads again what is applied (another migrator may
 * have been faster), plans, and carries each step out under the lock.
 *
 * @throws {DependencyError} When the store cannot be reached.
 */
export async function migrate<Db>(
  store: MigrationStore<Db>,
  migrations: readonly Migration<Db>[],
  options: MigrateOptions,
): Promise<MigrateOutcome> {
  options.moment?.("before-lock");
  const lock = await takeLock(store, options);
  if (lock.kind === "taken") {
    const message = `Another migrator holds the lock: ${lock.by.owner}, for at most ` +
      `${Math.max(1, Math.ceil((lock.by.expiresAt - Date.now()) / 1000))} s more`;
    return { ok: false, code: "locked", message, problems: [], carried: [] };
  }
  const run = new Run(store, lock.lease, options);
  try {
    options.moment?.("locked");
    const state = await schemaState(store, migrations);
    options.moment?.("read-again");
    const plan = planMigrations(migrations, state, options);
    if (!plan.ok) return { ...plan, carried: [] };
    if (options.restart === true && state.unfinished !== null) await store.restart(lock.lease);
    const from = options.restart === true ? null : state.unfinished?.from ?? null;
    const outcome = await run.carryOut(plan.work, from);
    const drifted = state.problems.some(({ kind }) => kind === "drift");
    if (!outcome.ok || !drifted) return outcome;
    // The plan was made with `acceptDrift`; from now on the schema with that drift is the known one.
    await store.accept(lock.lease);
    return { ...outcome, accepted: true };
  } finally {
    await run.end();
  }
}

/** Takes the lock, trying again until `waitMs` are over. */
export async function takeLock<Db>(
  store: MigrationStore<Db>,
  { owner, lockMs = LOCK_MS, waitMs = 0 }: Pick<MigrateOptions, "owner" | "lockMs" | "waitMs">,
) {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const lock = await store.acquire(owner, lockMs);
    if (lock.kind === "held" || Date.now() >= deadline) return lock;
    await new Promise((resolve) => setTimeout(resolve, Math.min(500, Math.max(20, waitMs / 20))));
  }
}

/** One migrator's work under its lock, which it keeps renewing. */
class Run<Db> {
  readonly #carried: Carried[] = [];
  readonly #lockMs: number;
  readonly #timer: ReturnType<typeof setInterval>;
  #renewedAt = Date.now();
  #lost = false;

  constructor(
    private readonly store: MigrationStore<Db>,
    private readonly lease: Lease,
    private readonly options: MigrateOptions,
  ) {
    this.#lockMs = options.lockMs ?? LOCK_MS;
    this.#timer = setInterval(() => void this.#renew().catch(() => {}), this.#lockMs / 3);
  }

  /** @param from where an interrupted first step goes on */
  async carryOut(work: readonly PlannedMigration<Db>[], from: Json): Promise<MigrateOutcome> {
    let resume = from;
    for (const planned of work) {
      try {
        await this.#carryOne(planned, resume);
      } catch (cause) {
        return this.#ended(planned, cause);
      }
      resume = null;
    }
    return { ok: true, carried: this.#carried };
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    this.options.moment?.("before-release");
    // A lock that cannot be given back runs out by itself; it must not hide how the work ended.
    await this.store.release(this.lease).catch(() => {});
    this.options.moment?.("released");
  }

  async #carryOne(planned: PlannedMigration<Db>, resume: Json): Promise<void> {
    const started = Date.now();
    const { migration: { id, name }, direction, steps, skip } = planned;
    let from = resume;
    for (let index = skip; index < steps.length;) {
      await this.#renewWhenDue();
      this.options.moment?.("before-step");
      const chunk = await this.#advance(planned, index, from, started);
      this.options.moment?.("after-step");
      this.#report(planned, index, chunk);
      from = chunk.next;
      if (chunk.next === null) index++;
    }
    this.#carried.push({ id, name, direction, durationMs: Date.now() - started });
  }

  #advance(
    { migration, direction, steps }: PlannedMigration<Db>,
    index: number,
    from: Json,
    started: number,
  ): Promise<Chunk> {
    const { id, name, checksum } = migration;
    const step = steps[index];
    if (step === undefined) throw new RangeError(`Cannot carry out step ${index} of ${id}`);
    return this.store.advance(this.lease, step, from, (chunk): Bookkeeping => {
      this.options.moment?.("in-step");
      const last = index === steps.length - 1 && chunk.next === null;
      if (!last) {
        const next = chunk.next === null ? index + 1 : index;
        return {
          kind: "unfinished",
          at: { id, checksum, direction, step: next, from: chunk.next },
        };
      }
      if (direction === "down") return { kind: "reverted", id };
      const durationMs = Date.now() - started;
      const by = this.lease.owner;
      return {
        kind: "applied",
        migration: { id, name, checksum, durationMs, by, baseline: false },
      };
    });
  }

  #report({ migration, direction, steps }: PlannedMigration<Db>, index: number, chunk: Chunk) {
    this.options.progress?.({
      id: migration.id,
      name: migration.name,
      direction,
      step: steps[index]?.name ?? "",
      stepNumber: index + 1,
      steps: steps.length,
      ...chunk.done === undefined ? {} : { done: chunk.done },
      ...chunk.total === undefined ? {} : { total: chunk.total },
    });
  }

  /** Between two pieces: a piece that blocks the process keeps the timer from running. */
  async #renewWhenDue(): Promise<void> {
    if (Date.now() - this.#renewedAt > this.#lockMs / 3) await this.#renew();
    if (this.#lost) throw new LeaseLost("Cannot go on: another migrator has taken the lock");
  }

  async #renew(): Promise<void> {
    const renewed = await this.store.renew(this.lease, this.#lockMs);
    if (renewed === null) this.#lost = true;
    else this.#renewedAt = Date.now();
  }

  #ended({ migration, direction }: PlannedMigration<Db>, cause: unknown): MigrateOutcome {
    const lost = cause instanceof LeaseLost;
    const why = lost ? cause.message : reasonOf(cause);
    const message = `${migration.id}_${migration.name} did not go ${direction}: ${why}`;
    const code = lost ? "lost" : "failed";
    return { ok: false, code, message, problems: [], carried: this.#carried, cause };
  }
}

/** The messages of an error and of what caused it, in one line. */
export function reasonOf(error: unknown): string {
  const messages: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) messages.push(at.message);
  return messages.length > 0 ? messages.join(": ") : String(error);
}
