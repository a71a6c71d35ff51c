import { readCommandLine } from "@/tasks/lib/command_line.ts";

export const VERBS = [
  "run",
  "list",
  "verify",
  "restore",
  "drill",
  "prune",
  "forget",
  "keys",
] as const;
export type Verb = typeof VERBS[number];

export interface BackupArguments {
  readonly verb: Verb;
  /** A backup's id, the beginning of one, or "latest". */
  readonly name: string;
  /** Where the backups are, when the command line says so. */
  readonly place?: string;
  /** A file with private keys. */
  readonly identity?: string;
  /** Milliseconds since the epoch. */
  readonly moment?: number;
  readonly all: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

const FLAGS = ["all", "json", "quiet"] as const;
const WITH_VALUE = ["to", "from", "identity", "moment"] as const;
/** Verbs that take the name of a backup. */
const NAMED: readonly Verb[] = ["verify", "restore", "drill", "forget"];

export const USAGE = `deno task backup [VERB] [OPTIONS]

  run               take a backup of the store while the app runs
  list              the backups, newest first
  verify [NAME]     read a backup (latest) to its end and compare it with its manifest
  restore [NAME]    put a backup into an empty DATA_DIR, compare, migrate
  drill [NAME]      restore into a scratch store, use it, keep the result beside the backups
  prune             remove what BACKUP_KEEP does not keep
  forget OWNER      write down that everything of an owner was deleted: restores delete it again
  keys              make a key pair; prints both, stores neither

  --to, --from PLACE     a directory, or s3://BUCKET/PREFIX (BACKUP_TO)
  --identity FILE        private keys, to look into encrypted backups
  --moment TIME          with restore: as it was then, such as 2026-11-30T21:00:00Z
  --all                  with verify: every backup
  --quiet                no progress on the standard error
  --json                 one JSON object on the standard output

Exit codes: 0 done; 1 the store or the place failed; 2 wrong usage or refused; 4 a backup is
damaged or unfinished; 78 the configuration is wrong.`;

/** The command line, or one sentence on what is wrong with it. */
export function parseArguments(args: readonly string[]): BackupArguments | string {
  const line = readCommandLine(args, { flags: FLAGS, withValue: WITH_VALUE });
  if (typeof line === "string") return line;
  const { flags, values, words } = line;
  const verb = VERBS.find((candidate) => candidate === (words[0] ?? "list"));
  if (verb === undefined) return `There is no verb ${words[0]}`;
  if (words.length > (NAMED.includes(verb) ? 2 : 1)) return `${verb} takes no ${words.at(-1)}`;
  if (values.has("to") && values.has("from")) return "Give --to or --from, not both";
  if (verb === "forget" && words[1] === undefined) return "forget needs the id of an owner";
  const place = values.get("to") ?? values.get("from");
  const identity = values.get("identity");
  const time = values.get("moment");
  if (time !== undefined && verb !== "restore") return "--moment goes with restore";
  const moment = time === undefined ? undefined : momentOf(time);
  if (Number.isNaN(moment)) return "--moment takes a time with its zone: 2026-11-30T21:00:00Z";
  return {
    verb,
    name: words[1] ?? "latest",
    ...place === undefined ? {} : { place },
    ...identity === undefined ? {} : { identity },
    ...moment === undefined ? {} : { moment },
    all: flags.has("all"),
    json: flags.has("json"),
    quiet: flags.has("quiet"),
  };
}

function momentOf(text: string): number {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
  return form.test(text) ? Date.parse(text) : NaN;
}
