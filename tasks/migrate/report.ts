import type { AppliedMigration, Migration } from "@/lib/store/ports/migration_store.ts";
import type { PlannedMigration } from "@/lib/store/migrations/migration_plan.ts";
import type { Progress } from "@/lib/store/migrations/migrate.ts";
import type { SchemaState } from "@/lib/store/migrations/migration_state.ts";

/** What a verb found or did: lines for people, an object for programs, a code for scripts. */
export interface Report {
  readonly code: number;
  readonly lines: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
}

/** One line of an applied migration. */
function appliedLine(migration: AppliedMigration): string {
  const when = new Date(migration.appliedAt).toISOString().slice(0, 19).replace("T", " ");
  const how = migration.baseline ? "baseline" : `${migration.durationMs} ms`;
  return `  applied  ${migration.id}_${migration.name}  ${when} UTC, ${how}, by ${migration.by}`;
}

function pendingLine({ id, name, description }: Migration<unknown>): string {
  return `  pending  ${id}_${name}  ${description}`;
}

/** `status`: the whole history in order, then what stands in the way. */
export function statusReport(state: SchemaState<unknown>): Report {
  const { applied, pending, unfinished, holder, problems } = state;
  const summary = pending.length === 0 ? "nothing is pending" : `${pending.length} pending`;
  return {
    code: 0,
    lines: [
      `${applied.length} applied, ${summary}`,
      ...applied.map(appliedLine),
      ...pending.map(pendingLine),
      ...unfinished === null
        ? []
        : [`  half-way ${unfinished.direction}: ${unfinished.id}, at step ${unfinished.step + 1}`],
      ...holder === null ? [] : [`  locked by ${holder.owner}`],
      ...problems.map(({ kind, message }) => `  ${kind}: ${message}`),
    ],
    data: {
      applied,
      pending: pending.map(({ id, name, description }) => ({ id, name, description })),
      unfinished,
      lock: holder,
      problems,
    },
  };
}

/** `plan`: what would be done, step by step. */
export function planReport(work: readonly PlannedMigration<unknown>[]): Report {
  const lines = work.flatMap(({ migration: { id, name, description }, direction, steps, skip }) => [
    `${direction} ${id}_${name}: ${description}`,
    ...steps.map((step, index) => {
      const state = index < skip ? "done before" : step.mode;
      return `  step ${index + 1} of ${steps.length}, ${state}: ${step.name}`;
    }),
  ]);
  return {
    code: 0,
    lines: lines.length > 0 ? lines : ["There is nothing to do."],
    data: {
      plan: work.map(({ migration, direction, steps, skip }) => ({
        id: migration.id,
        name: migration.name,
        direction,
        steps: steps.slice(skip).map(({ name, mode }) => ({ name, mode })),
      })),
    },
  };
}

/** One line of progress, such as `up 20260101120000_create_encounters, step 1 of 1: …`. */
export function progressLine(at: Progress): string {
  const share = at.done === undefined
    ? ""
    : at.total === undefined
    ? ` (${at.done})`
    : ` (${at.done} of ${at.total})`;
  return `${at.direction} ${at.id}_${at.name}, step ${at.stepNumber} of ${at.steps}: ` +
    `${at.step}${share}`;
}
