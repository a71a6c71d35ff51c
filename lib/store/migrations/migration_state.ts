import type { Lease } from "@/lib/store/ports/lease_store.ts";
import type {
  AppliedMigration,
  Migration,
  MigrationStore,
  Unfinished,
} from "@/lib/store/ports/migration_store.ts";
import { ACCEPTED } from "@/lib/store/ports/migration_store.ts";

/**
 * What can be wrong between the migrations of this release and those in the database:
 * - `duplicate`, `id`: two with one id, or an id that is not 14 digits
 * - `edited`: the file is not the one that was applied
 * - `missing`: applied, but this release does not have it
 * - `gap`: not applied, though a later one is
 * - `drift`: somebody changed the schema by other means
 */
export const SCHEMA_PROBLEMS = ["duplicate", "id", "edited", "missing", "gap", "drift"] as const;

export interface SchemaProblem {
  readonly kind: typeof SCHEMA_PROBLEMS[number];
  /** The migration that it is about. */
  readonly id: string;
  /** One sentence that says what to do. */
  readonly message: string;
}

export interface SchemaState<Db> {
  readonly applied: readonly AppliedMigration[];
  /** Known here and not applied, oldest first. */
  readonly pending: readonly Migration<Db>[];
  readonly unfinished: Unfinished | null;
  readonly holder: Lease | null;
  readonly problems: readonly SchemaProblem[];
}

/** Looks at the database and compares; writes nothing. */
export async function schemaState<Db>(
  store: MigrationStore<Db>,
  migrations: readonly Migration<Db>[],
): Promise<SchemaState<Db>> {
  const applied = await store.applied();
  const unfinished = await store.unfinished();
  const ids = new Set(applied.map((migration) => migration.id));
  return {
    applied,
    pending: migrations.filter(({ id }) => !ids.has(id)),
    unfinished,
    holder: await store.holder(),
    problems: [
      ...manifestProblems(migrations),
      ...historyProblems(migrations, applied, unfinished),
      // Half-way through a migration the schema is no version's.
      ...unfinished === null ? driftProblems(applied, await store.fingerprint()) : [],
    ],
  };
}

/** What is wrong with the list itself, whatever the database says. */
export function manifestProblems(
  migrations: readonly Pick<Migration<never>, "id" | "name">[],
): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const seen = new Map<string, string>();
  for (const { id, name } of migrations) {
    const twin = seen.get(id);
    if (twin !== undefined) {
      const message = `${id} is there twice, as ${twin} and as ${name}: give one a new id`;
      problems.push({ kind: "duplicate", id, message });
    }
    seen.set(id, name);
    if (!/^\d{14}$/.test(id)) {
      const message = `${id}_${name} has no id of 14 digits: rename the file`;
      problems.push({ kind: "id", id, message });
    }
  }
  return problems;
}

function historyProblems<Db>(
  migrations: readonly Migration<Db>[],
  applied: readonly AppliedMigration[],
  unfinished: Unfinished | null,
): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const known = new Map(migrations.map((migration) => [migration.id, migration]));
  const newest = applied.at(-1)?.id ?? "";
  for (const { id, name, checksum } of applied) {
    const here = known.get(id);
    if (here === undefined) {
      const message = `${id}_${name} was applied and this release does not have it: ` +
        "deploy the release that does, or let that one migrate down first";
      problems.push({ kind: "missing", id, message });
    } else if (here.checksum !== checksum) {
      const message = `${id}_${name} was changed after it was applied: ` +
        "restore the file and put the change into a new migration";
      problems.push({ kind: "edited", id, message });
    }
  }
  const applicable = new Set(applied.map((migration) => migration.id));
  for (const { id, name } of migrations) {
    if (applicable.has(id) || id > newest) continue;
    const message = `${id}_${name} was not applied, though the later ${newest} was: ` +
      "give it a new id, later than that";
    problems.push({ kind: "gap", id, message });
  }
  return [...problems, ...unfinishedProblems(known, unfinished)];
}

function unfinishedProblems<Db>(
  known: ReadonlyMap<string, Migration<Db>>,
  unfinished: Unfinished | null,
): SchemaProblem[] {
  if (unfinished === null) return [];
  const { id, checksum } = unfinished;
  const here = known.get(id);
  if (here === undefined) {
    const message =
      `${id} is half-way ${unfinished.direction} and this release does not have it: ` +
      "finish it with the release that does";
    return [{ kind: "missing", id, message }];
  }
  if (here.checksum === checksum) return [];
  const message = `${id}_${here.name} was changed while it is half-way ${unfinished.direction}: ` +
    "restore the file, or begin it again with --restart";
  return [{ kind: "edited", id, message }];
}

function driftProblems(
  applied: readonly AppliedMigration[],
  schema: string,
): SchemaProblem[] {
  const last = applied.at(-1);
  if (last === undefined || last.schema === schema || last.schema === ACCEPTED + schema) return [];
  const message = `The schema is not what ${last.id}_${last.name} left: somebody changed it by ` +
    "hand. Undo that, or accept it: `deno task migrate up --accept-drift`";
  return [{ kind: "drift", id: last.id, message }];
}
