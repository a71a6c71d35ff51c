import { MIGRATIONS } from "@/migrations/manifest.ts";
import { openMigrationStore } from "@/lib/store/sqlite/open.ts";
import { schemaState } from "@/lib/store/migrations/migration_state.ts";

/** How a race ended: exit codes of the migrators, and what was wrong, if anything. */
export interface Race {
  readonly codes: readonly number[];
  readonly problem: string | undefined;
}

const TASK = new URL("../migrate.ts", import.meta.url).pathname;

/** Exit codes with which a migrator of a race may end: done, or somebody else holds the lock. */
const DONE = 0;
const LOCKED = 3;

/**
 * Starts `count` processes that migrate the same new file up at once, as a deployment of many
 * instances would, and looks whether each migration was carried out once.
 */
export async function raceMigrators(count: number): Promise<Race> {
  const folder = await Deno.makeTempDir({ prefix: "tracker-race-" });
  try {
    const database = `${folder}/tracker.sqlite`;
    const runs = await Promise.all(Array.from({ length: count }, () => migrator(database)));
    return { codes: runs.map(({ code }) => code), problem: await problemOf(database, runs) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface Run {
  readonly code: number;
  /** Lines that say that a step was carried out. */
  readonly steps: readonly string[];
  readonly lines: readonly string[];
}

async function migrator(database: string): Promise<Run> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", TASK, "up", "--database", database],
    stdout: "null",
    stderr: "piped",
  }).output();
  const lines = new TextDecoder().decode(stderr).split("\n").filter((line) => line !== "");
  return { code, steps: lines.filter((line) => line.startsWith("up ")), lines };
}

async function problemOf(database: string, runs: readonly Run[]): Promise<string | undefined> {
  const odd = runs.find(({ code }) => code !== DONE && code !== LOCKED);
  if (odd !== undefined) return `one ended with ${odd.code}: ${odd.lines.join(" / ")}`;
  const loud = runs.find(({ code, lines }) => code === LOCKED && lines.length !== 1);
  if (loud !== undefined) return `a loser said more than a line: ${loud.lines.join(" / ")}`;
  const steps = runs.flatMap((run) => run.steps);
  const wanted = MIGRATIONS.reduce((sum, { up }) => sum + up.length, 0);
  if (steps.length !== wanted || new Set(steps).size !== wanted) {
    return `${steps.length} steps were carried out instead of ${wanted}`;
  }
  const store = openMigrationStore({ path: database, readOnly: true });
  try {
    const { pending, problems, unfinished } = await schemaState(store, MIGRATIONS);
    if (pending.length + problems.length > 0 || unfinished !== null) return "the schema is not up";
  } finally {
    store.close();
  }
  return undefined;
}
