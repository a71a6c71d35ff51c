import { type Carried, migrate, type MigrateOptions } from "@/lib/store/migrations/migrate.ts";
import type { Migration, MigrationStore } from "@/lib/store/ports/migration_store.ts";
import { schemaState } from "@/lib/store/migrations/migration_state.ts";

/** The database's schema is not the one that this release was written for. */
export class SchemaMismatch extends Error {
  override readonly name = "SchemaMismatch";
  constructor(
    message: string,
    /** Migrations that this release needs and that were not applied. */
    readonly missing: readonly string[],
    /** Migrations that were applied and that this release does not know. */
    readonly unknown: readonly string[],
  ) {
    super(message);
  }
}

/** What separates the schema from this release's, for the health probe; both empty when nothing. */
export async function schemaDifference<Db>(
  store: MigrationStore<Db>,
  migrations: readonly Migration<Db>[],
): Promise<{ missing: readonly string[]; unknown: readonly string[] }> {
  const applied = await store.applied();
  const known = new Set(migrations.map(({ id }) => id));
  const done = new Set(applied.map(({ id }) => id));
  return {
    missing: migrations.filter(({ id }) => !done.has(id)).map(({ id, name }) => `${id}_${name}`),
    unknown: applied.filter(({ id }) => !known.has(id)).map(({ id, name }) => `${id}_${name}`),
  };
}

export interface EnsureOptions extends Pick<MigrateOptions, "owner" | "progress" | "waitMs"> {
  /** Migrate up first: for the embedded store of one's own machine, never in production. */
  readonly migrate: boolean;
}

/**
 * Makes sure that this release may serve on the schema. Answers the migrations that it carried out.
 *
 * @throws {SchemaMismatch} When it may not; the message says which migration is missing or unknown.
 * @throws {DependencyError} When the store cannot be reached.
 */
export async function ensureSchema<Db>(
  store: MigrationStore<Db>,
  migrations: readonly Migration<Db>[],
  options: EnsureOptions,
): Promise<readonly Carried[]> {
  let carried: readonly Carried[] = [];
  if (options.migrate && (await schemaState(store, migrations)).pending.length > 0) {
    const waitMs = options.waitMs ?? 10_000;
    const outcome = await migrate(store, migrations, { direction: "up", ...options, waitMs });
    if (!outcome.ok) {
      const lines = [outcome.message, ...outcome.problems.map(({ message }) => message)];
      throw new SchemaMismatch(`Cannot migrate the store: ${lines.join(". ")}`, [], []);
    }
    carried = outcome.carried;
  }
  const { missing, unknown } = await schemaDifference(store, migrations);
  const { problems, unfinished } = await schemaState(store, migrations);
  const reasons = [
    ...missing.length > 0
      ? [`migration ${missing.join(", ")} is missing: run \`deno task migrate up\``]
      : [],
    ...unknown.length > 0
      ? [`this release does not know migration ${unknown.join(", ")}: deploy a newer one`]
      : [],
    ...unfinished === null
      ? []
      : [`${unfinished.id} is half-way ${unfinished.direction}: run it again to finish it`],
    // Drift is for people to judge; serving on it is no worse than a moment before.
    ...problems.filter(({ kind }) => kind === "edited" || kind === "duplicate")
      .map(({ message }) => message),
  ];
  if (reasons.length === 0) return carried;
  throw new SchemaMismatch(`Cannot serve on this schema: ${reasons.join("; ")}`, missing, unknown);
}
