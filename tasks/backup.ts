// `deno task backup [VERB]`: takes backups of the store, looks after them, puts them back.
// tasks/backup/arguments.ts lists verbs, options and exit codes; docs/runbooks/backup.md and
// docs/runbooks/restore.md say when to use which.
import { identitiesIn } from "@/lib/backup/encryption.ts";
import { backupPlace } from "@/lib/compose/backups.ts";
import { loadConfig } from "@/lib/config.ts";
import { DependencyError, explained } from "@/lib/errors.ts";
import { SchemaMismatch } from "@/lib/store/migrations/ensure_schema.ts";
import { type BackupArguments, parseArguments, USAGE } from "@/tasks/backup/arguments.ts";
import { EXIT, progressLines, type Report } from "@/tasks/backup/report.ts";
import {
  type Context,
  forget,
  keys,
  list,
  prune,
  restore,
  run,
  runDrill,
  verify,
} from "@/tasks/backup/verbs.ts";

const VERB_WORK: Readonly<Record<BackupArguments["verb"], (context: Context) => Promise<Report>>> =
  { run, list, verify, restore, prune, drill: runDrill, forget, keys };

/** Everything that a verb needs, or one sentence on what is missing. */
async function contextOf(given: BackupArguments): Promise<Context | string> {
  const config = loadConfig();
  const address = given.place ?? config.BACKUP_TO;
  if (address === undefined) return "Say where the backups are: --to PLACE, or BACKUP_TO";
  const place = backupPlace(config, address);
  if (typeof place === "string") return place;
  const identities = given.identity === undefined ? [] : await readIdentities(given.identity);
  if (typeof identities === "string") return identities;
  const progress = given.quiet
    ? () => {}
    : progressLines((line) => console.error(line), () => performance.now());
  return { config, given, opening: { place, identities, progress } };
}

async function readIdentities(path: string): Promise<readonly string[] | string> {
  const text = await Deno.readTextFile(path).catch(() => undefined);
  if (text === undefined) return `Cannot read the private keys: ${path} is not there`;
  return identitiesIn(text) ?? `${path} holds no private key such as AGE-SECRET-KEY-1…`;
}

async function carryOut(given: BackupArguments): Promise<Report> {
  if (given.verb === "keys") return await keys();
  const context = await contextOf(given);
  if (typeof context === "string") {
    return { code: EXIT.refused, lines: [context], data: { error: context } };
  }
  try {
    return await VERB_WORK[given.verb](context);
  } catch (error) {
    if (!(error instanceof DependencyError || error instanceof SchemaMismatch)) throw error;
    return { code: EXIT.failed, lines: [explained(error)], data: { error: error.message } };
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
  const report = await carryOut(given);
  if (given.json) console.log(JSON.stringify({ exit: report.code, ...report.data }));
  else (report.code === EXIT.done ? console.log : console.error)(report.lines.join("\n"));
  return report.code;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
