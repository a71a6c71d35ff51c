// `deno task migrate [VERB]`: brings the store's schema up and down and says where it stands.
// tasks/migrate/arguments.ts lists verbs, options and exit codes; docs/runbooks/migrate.md says
// when to use which.
import { hostname } from "node:os";
import process from "node:process";
import { loadConfig } from "@/lib/config.ts";
import { type MigrateArguments, parseArguments, USAGE } from "@/tasks/migrate/arguments.ts";
import { withDatabase } from "@/tasks/migrate/databases.ts";
import { createMigration, FOLDER, MONGO_FOLDER, writeManifest } from "@/tasks/migrate/manifest.ts";
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

function carryOut<Db>(context: Context<Db>): Promise<Report> {
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
      return verify(context);
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
  const wanted = {
    ...given.database === undefined ? {} : { database: given.database },
    writes: writes(given),
  };
  return await withDatabase(
    config,
    wanted,
    ({ store, migrations, schemaOf, differences }) =>
      carryOut({
        store,
        migrations,
        given,
        owner: ownerName(),
        production: config.APP_ENV === "production",
        schemaOf,
        differences,
        note: (line) => console.error(line),
      }),
  );
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
    const folder = given.mongo ? MONGO_FOLDER : FOLDER;
    const file = createMigration(given.title, new Date(), folder);
    console.log(`Wrote migrations/${given.mongo ? "mongo/" : ""}${file} and its manifest.`);
    return EXIT.done;
  }
  if (given.verb === "verify" && given.write) {
    for (const folder of [FOLDER, MONGO_FOLDER]) writeManifest(folder);
    console.log("Wrote the manifests of migrations/ from the files; run verify again.");
    return EXIT.done;
  }
  const report = await onDatabase(given).catch(faultReport);
  if (given.json) console.log(JSON.stringify({ exit: report.code, ...report.data }));
  else (report.code === EXIT.done ? console.log : console.error)(report.lines.join("\n"));
  return report.code;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
