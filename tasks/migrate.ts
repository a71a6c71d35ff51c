// `deno task migrate [VERB]`: brings the store's schema up and down and says where it stands.
// tasks/migrate/arguments.ts lists verbs, options and exit codes; docs/runbooks/migrate.md says
// when to use which.
import type { DatabaseSync } from "node:sqlite";
import { hostname } from "node:os";
import process from "node:process";
import { loadConfig } from "@/lib/config.ts";
import { migrate } from "@/lib/store/migrations/migrate.ts";
import type { Migration } from "@/lib/store/ports/migration_store.ts";
import { openMigrationStore, storePath } from "@/lib/store/sqlite/open.ts";
import { MIGRATIONS } from "@/migrations/manifest.ts";
import { type MigrateArguments, parseArguments, USAGE } from "@/tasks/migrate/arguments.ts";
import {
  createMigration,
  manifestDifferences,
  migrationFiles,
  writeManifest,
} from "@/tasks/migrate/manifest.ts";
import type { Report } from "@/tasks/migrate/report.ts";
import {
  baseline,
  type Context,
  EXIT,
  faultReport,
  plan,
  runMigrations,
  status,
  unlock,
  verify,
} from "@/tasks/migrate/verbs.ts";

/** Host, process and chance: no two migrators have the same. */
function ownerName(): string {
  return `${hostname()}/${process.pid}/${crypto.randomUUID().slice(0, 8)}`;
}

/** What the migrations make of an empty database. */
async function schemaOf(migrations: readonly Migration<DatabaseSync>[]): Promise<string> {
  const scratch = openMigrationStore({ path: ":memory:" });
  try {
    await migrate(scratch, migrations, { direction: "up", owner: "scratch" });
    return await scratch.fingerprint();
  } finally {
    scratch.close();
  }
}

/** Files against manifest; nothing to compare where only the built server is. */
function fileDifferences(): readonly string[] {
  try {
    return manifestDifferences(MIGRATIONS, migrationFiles());
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function carryOut(context: Context<DatabaseSync>): Promise<Report> {
  const { verb, dryRun, down } = context.given;
  switch (verb) {
    case "up":
    case "down":
      return dryRun ? plan(context, verb) : runMigrations(context, verb);
    case "plan":
      return plan(context, down ? "down" : "up");
    case "status":
      return status(context);
    case "verify":
      return verify(context, fileDifferences());
    case "baseline":
      return baseline(context);
    case "unlock":
      return unlock(context);
    case "create":
      throw new RangeError("create works on files, not on the database");
  }
}

/** Verbs and options that write; all others open the database for looking only. */
function writes({ verb, dryRun }: MigrateArguments): boolean {
  return ["up", "down", "baseline", "unlock"].includes(verb) && !dryRun;
}

async function onDatabase(given: MigrateArguments): Promise<Report> {
  const config = loadConfig();
  const path = given.database ?? storePath(config.DATA_DIR);
  const store = openMigrationStore({ path, readOnly: !writes(given) });
  try {
    return await carryOut({
      store,
      migrations: MIGRATIONS,
      given,
      owner: ownerName(),
      production: config.APP_ENV === "production",
      schemaOf,
      note: (line) => console.error(line),
    });
  } finally {
    store.close();
  }
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(USAGE);
    return EXIT.done;
  }
  const given = parseArguments(args);
  if (typeof given === "string") {
    console.error(`${given}\n\n${USAGE}`);
    return EXIT.refused;
  }
  if (given.verb === "create") {
    console.log(`Wrote migrations/${createMigration(given.title, new Date())} and the manifest.`);
    return EXIT.done;
  }
  if (given.verb === "verify" && given.write) {
    writeManifest();
    console.log("Wrote migrations/manifest.ts from the files; run verify again.");
    return EXIT.done;
  }
  const report = await onDatabase(given).catch(faultReport);
  if (given.json) console.log(JSON.stringify({ exit: report.code, ...report.data }));
  else (report.code === EXIT.done ? console.log : console.error)(report.lines.join("\n"));
  return report.code;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
