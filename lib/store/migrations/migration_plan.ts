import type { Direction, Migration, Step } from "@/lib/store/ports/migration_store.ts";
import type { SchemaProblem, SchemaState } from "@/lib/store/migrations/migration_state.ts";

export interface PlannedMigration<Db> {
  readonly migration: Migration<Db>;
  readonly direction: Direction;
  readonly steps: readonly Step<Db>[];
  /** Steps that an interrupted run has done already. */
  readonly skip: number;
}

export interface PlanRequest {
  readonly direction: Direction;
  /**
   * Up: the last migration to apply (absent: all). Down: the one that stays as the newest, "none"
   * for an empty schema (absent: one migration down).
   */
  readonly to?: string;
  readonly acceptDrift?: boolean;
  /** Begin an unfinished migration again, although its file was changed. */
  readonly restart?: boolean;
}

export type Plan<Db> =
  | { readonly ok: true; readonly work: readonly PlannedMigration<Db>[] }
  | {
    readonly ok: false;
    readonly code: "schema" | "refused";
    readonly message: string;
    readonly problems: readonly SchemaProblem[];
  };

/** What would be done, in order; or why nothing may be. */
export function planMigrations<Db>(
  migrations: readonly Migration<Db>[],
  state: SchemaState<Db>,
  request: PlanRequest,
): Plan<Db> {
  const problems = state.problems.filter((problem) => !accepted(problem, state, request));
  if (problems.length > 0) {
    const message = "The migrations of this release and of the database do not fit together";
    return { ok: false, code: "schema", message, problems };
  }
  const { unfinished } = state;
  if (unfinished !== null && unfinished.direction !== request.direction) {
    return refused(
      `${unfinished.id} is half-way ${unfinished.direction}: ` +
        `finish it first with \`deno task migrate ${unfinished.direction}\``,
    );
  }
  const chosen = request.direction === "up"
    ? upwards(state, request.to)
    : downwards(migrations, state, request.to);
  if (typeof chosen === "string") return refused(chosen);
  const oneWay = chosen.find((migration) => migration[request.direction].length === 0);
  if (oneWay !== undefined) {
    return refused(`${oneWay.id}_${oneWay.name} has no way ${request.direction}: restore a backup`);
  }
  const skipOf = (id: string) =>
    unfinished?.id === id && request.restart !== true ? unfinished.step : 0;
  return {
    ok: true,
    work: chosen.map((migration) => ({
      migration,
      direction: request.direction,
      steps: migration[request.direction],
      skip: skipOf(migration.id),
    })),
  };
}

function accepted<Db>(
  problem: SchemaProblem,
  { unfinished }: SchemaState<Db>,
  request: PlanRequest,
): boolean {
  if (problem.kind === "drift") return request.acceptDrift === true;
  return problem.kind === "edited" && problem.id === unfinished?.id && request.restart === true;
}

function refused<Db>(message: string): Plan<Db> {
  return { ok: false, code: "refused", message, problems: [] };
}

function upwards<Db>(
  { applied, pending }: SchemaState<Db>,
  to: string | undefined,
): readonly Migration<Db>[] | string {
  if (to === undefined) return pending;
  if (pending.some(({ id }) => id === to)) return pending.filter(({ id }) => id <= to);
  const newest = applied.at(-1)?.id;
  if (to === newest) return [];
  return applied.some(({ id }) => id === to)
    ? `${to} is applied already and ${newest} after it: to go back, use \`down --to ${to}\``
    : `There is no migration ${to}: see \`deno task migrate status\``;
}

function downwards<Db>(
  migrations: readonly Migration<Db>[],
  { applied }: SchemaState<Db>,
  to: string | undefined,
): readonly Migration<Db>[] | string {
  if (applied.length === 0) return to === undefined || to === "none" ? [] : notApplied(to);
  const floor = to ?? applied.at(-2)?.id ?? "none";
  if (floor !== "none" && !applied.some(({ id }) => id === floor)) return notApplied(floor);
  const ids = new Set(applied.filter(({ id }) => floor === "none" || id > floor).map((a) => a.id));
  return migrations.filter(({ id }) => ids.has(id)).toReversed();
}

function notApplied(to: string): string {
  return `${to} is not applied, so nothing can go down to it: see \`deno task migrate status\``;
}
