import {
  migrate,
  type MigrateOutcome,
  reasonOf,
  takeLock,
} from "@/lib/store/migrations/migrate.ts";
import { planMigrations, type PlanRequest } from "@/lib/store/migrations/migration_plan.ts";
import {
  ACCEPTED,
  type AppliedMigration,
  type Direction,
  type Migration,
  type MigrationStore,
} from "@/lib/store/ports/migration_store.ts";
import { schemaState } from "@/lib/store/migrations/migration_state.ts";
import type { MigrateArguments } from "@/tasks/migrate/arguments.ts";
import { planReport, progressLine, type Report, statusReport } from "@/tasks/migrate/report.ts";

/** What the task ends with; the table of USAGE in code. */
export const EXIT = {
  done: 0,
  failed: 1,
  refused: 2,
  locked: 3,
  schema: 4,
  lost: 5,
  pending: 6,
} as const;

/** What a verb works with. `Db` is the driver's handle, which no verb touches. */
export interface Context<Db> {
  readonly store: MigrationStore<Db>;
  readonly migrations: readonly Migration<Db>[];
  readonly given: MigrateArguments;
  readonly owner: string;
  readonly production: boolean;
  /** Fingerprint of the schema that these migrations make of an empty database. */
  readonly schemaOf: (migrations: readonly Migration<Db>[]) => Promise<string>;
  /** What differs between the migrations' files and the list that is carried out. */
  readonly differences: () => readonly string[];
  readonly note: (line: string) => void;
}

/** A list that is not the files' is carried out under wrong checksums: it has to be renewed first. */
function differing<Db>({ differences }: Context<Db>): Report | undefined {
  const found = differences();
  if (found.length === 0) return undefined;
  const message = "Files and manifest differ: restore the files, or write the manifest anew with " +
    "`deno task migrate verify --write`";
  return refusal(EXIT.schema, message, found);
}

function refusal(code: number, message: string, details: readonly string[] = []): Report {
  return {
    code,
    lines: [message, ...details.map((line) => `  ${line}`)],
    data: { error: message, details },
  };
}

function requestOf(given: MigrateArguments, direction: Direction): PlanRequest {
  const { to, acceptDrift, restart } = given;
  return { direction, ...to === undefined ? {} : { to }, acceptDrift, restart };
}

/** `up` and `down`. */
export async function runMigrations<Db>(
  context: Context<Db>,
  direction: Direction,
): Promise<Report> {
  const { store, migrations, given, owner, production, note } = context;
  const refused = differing(context);
  if (refused !== undefined) return refused;
  if (direction === "down" && production && !given.yes) {
    return refusal(
      EXIT.refused,
      "Going down in production loses data: take a backup with " +
        "`deno task backup run --to PLACE`, then add --yes",
    );
  }
  const outcome = await migrate(store, migrations, {
    ...requestOf(given, direction),
    owner,
    waitMs: given.waitSeconds * 1_000,
    progress: (at) => note(progressLine(at)),
  });
  return outcomeReport(outcome, direction);
}

function outcomeReport(outcome: MigrateOutcome, direction: Direction): Report {
  const { carried } = outcome;
  if (!outcome.ok) {
    const details = outcome.problems.map(({ message }) => message);
    const report = refusal(EXIT[outcome.code], outcome.message, details);
    return { ...report, data: { ...report.data, code: outcome.code, carried } };
  }
  const done = carried.map(({ id, name, durationMs }) => `  ${id}_${name}  ${durationMs} ms`);
  const lines = carried.length === 0
    ? [outcome.accepted === true ? "Nothing is pending." : "There is nothing to do."]
    : [`Migrated ${direction}: ${carried.length}`, ...done];
  if (outcome.accepted === true) lines.push("The schema as it is now is written down as accepted.");
  return { code: EXIT.done, lines, data: { carried } };
}

export async function status<Db>({ store, migrations }: Context<Db>): Promise<Report> {
  return statusReport(await schemaState(store, migrations));
}

export async function plan<Db>(
  context: Context<Db>,
  direction: Direction,
): Promise<Report> {
  const { store, migrations, given } = context;
  const refused = differing(context);
  if (refused !== undefined) return refused;
  const state = await schemaState(store, migrations);
  const planned = planMigrations(migrations, state, requestOf(given, direction));
  if (planned.ok) return planReport(planned.work);
  return refusal(
    EXIT[planned.code],
    planned.message,
    planned.problems.map((problem) => problem.message),
  );
}

/**
 * `verify`: files against manifest, manifest against database, and the schema that was recorded
 * against the one that these migrations make: a file that was edited only while it was applied left
 * no other trace.
 */
export async function verify<Db>(
  { store, migrations, differences, schemaOf }: Context<Db>,
): Promise<Report> {
  const { problems, pending, unfinished, applied } = await schemaState(store, migrations);
  const wrong = [...differences(), ...problems.map(({ message }) => message)];
  const known = wrong.length === 0 && unfinished === null && !applied.some(isAccepted);
  if (known && !await isMade(applied, migrations, schemaOf)) {
    const message = `The recorded schema is not what the migrations up to ${applied.at(-1)?.id} ` +
      "make: a file was different while it was applied. Compare both, undo the difference, or " +
      "accept it: `deno task migrate up --accept-drift`";
    wrong.push(message);
  }
  const data = {
    differences: differences(),
    problems,
    pending: pending.map(({ id }) => id),
    unfinished,
  };
  if (wrong.length > 0) {
    const report = refusal(EXIT.schema, "Files, manifest and database do not fit together:", wrong);
    return { ...report, data: { ...report.data, ...data } };
  }
  if (pending.length > 0 || unfinished !== null) {
    const count = Math.max(1, pending.length);
    return { code: EXIT.pending, lines: [`${count} pending: run \`deno task migrate up\``], data };
  }
  return { code: EXIT.done, lines: [`All is well: ${applied.length} applied, none pending`], data };
}

function isAccepted({ schema }: AppliedMigration): boolean {
  return schema.startsWith(ACCEPTED);
}

/** Whether the recorded schema is what the applied migrations make of an empty database. */
async function isMade<Db>(
  applied: readonly AppliedMigration[],
  migrations: readonly Migration<Db>[],
  schemaOf: Context<Db>["schemaOf"],
): Promise<boolean> {
  const last = applied.at(-1);
  if (last === undefined) return true;
  return last.schema === await schemaOf(migrations.filter(({ id }) => id <= last.id));
}

/** `baseline`: only over a schema that is what the migrations would have made. */
export async function baseline<Db>(context: Context<Db>): Promise<Report> {
  const { store, migrations, given, owner, schemaOf } = context;
  const to = given.to ?? migrations.at(-1)?.id;
  const adopted = migrations.filter(({ id }) => to !== undefined && id <= to);
  if (adopted.at(-1)?.id !== to) return refusal(EXIT.refused, `There is no migration ${to}`);
  const drifted = await store.fingerprint() !== await schemaOf(adopted);
  if (drifted && !given.acceptDrift) {
    return refusal(
      EXIT.schema,
      `The schema is not what the migrations up to ${to} make: compare, or add --accept-drift`,
    );
  }
  const lock = await takeLock(store, { owner, waitMs: given.waitSeconds * 1_000 });
  if (lock.kind === "taken") {
    return refusal(EXIT.locked, `Another migrator holds the lock: ${lock.by.owner}`);
  }
  try {
    if ((await store.applied()).length > 0 || await store.unfinished() !== null) {
      return refusal(EXIT.refused, "Migrations are applied already: there is nothing to baseline");
    }
    const by = lock.lease.owner;
    await store.adopt(
      lock.lease,
      adopted.map(({ id, name, checksum }) => ({
        id,
        name,
        checksum,
        durationMs: 0,
        by,
        baseline: true,
      })),
    );
    if (drifted) await store.accept(lock.lease);
  } finally {
    await store.release(lock.lease);
  }
  const ids = adopted.map(({ id }) => id);
  return { code: EXIT.done, lines: [`Written down as applied: ${ids.join(", ")}`], data: { ids } };
}

export async function unlock<Db>({ store, given }: Context<Db>): Promise<Report> {
  const holder = await store.holder();
  if (holder === null) return { code: 0, lines: ["Nobody holds the lock."], data: { lock: null } };
  if (!given.yes) {
    return refusal(
      EXIT.locked,
      `${holder.owner} holds the lock until ${new Date(holder.expiresAt).toISOString()}: make ` +
        "sure that it is gone, then add --yes",
    );
  }
  const ended = await store.unlock();
  return { code: 0, lines: [`Ended the lock of ${holder.owner}`], data: { lock: ended } };
}

/** A fault as a report: one line, no stack. */
export function faultReport(error: unknown): Report {
  return refusal(EXIT.failed, reasonOf(error));
}
