import { readCommandLine } from "@/tasks/lib/command_line.ts";

export const VERBS = [
  "up",
  "down",
  "status",
  "plan",
  "verify",
  "baseline",
  "create",
  "unlock",
] as const;
export type Verb = typeof VERBS[number];

export interface MigrateArguments {
  readonly verb: Verb;
  /** Words after the verb: the title of `create`. */
  readonly title: string;
  readonly to?: string;
  readonly database?: string;
  readonly waitSeconds: number;
  readonly json: boolean;
  readonly dryRun: boolean;
  readonly down: boolean;
  readonly yes: boolean;
  readonly write: boolean;
  readonly acceptDrift: boolean;
  readonly restart: boolean;
  readonly mongo: boolean;
}

const FLAGS = [
  "json",
  "dry-run",
  "down",
  "yes",
  "write",
  "accept-drift",
  "restart",
  "mongo",
] as const;
const WITH_VALUE = ["to", "database", "wait"] as const;

export const USAGE = `deno task migrate [VERB] [OPTIONS]

  up        apply what is pending (the verb without one is status)
  down      take the newest migration back; --to ID: all after ID; --to none: all
  status    what is applied, what is pending, who holds the lock
  plan      what \`up\` (with --down: \`down\`) would do; writes nothing
  verify    compare files, manifest and database; --write renews the manifest from the files
  baseline  write migrations down as applied for a database that was made by other means
  create    create TITLE: write an empty migration and list it
  unlock    end the lock of a migrator that is gone

  --to ID          up to, or down to, this migration; down also takes "none"
  --dry-run        with up, down: the same as plan
  --wait SECONDS   how long to wait for another migrator's lock (0)
  --yes            go down in production, end a lock that is still live
  --accept-drift   go on although the schema was changed by hand, and know it so from now on
  --restart        begin a half-way migration again with its changed file
  --mongo          with create: a migration of MongoDB, not of SQLite
  --database PLACE another file or mongodb:// address than the configuration's
  --json           one JSON object on stdout

Exit codes: 0 done or nothing to do; 1 a migration or the store failed; 2 wrong usage or refused;
3 another migrator holds the lock; 4 files and database do not fit together; 5 the lock was lost;
6 verify found pending migrations; 78 the configuration is wrong.`;

/** The command line, or one sentence on what is wrong with it. */
export function parseArguments(args: readonly string[]): MigrateArguments | string {
  const line = readCommandLine(args, { flags: FLAGS, withValue: WITH_VALUE });
  if (typeof line === "string") return line;
  const { flags, values, words } = line;
  const verb = VERBS.find((candidate) => candidate === (words[0] ?? "status"));
  if (verb === undefined) return `There is no verb ${words[0]}`;
  if (verb !== "create" && words.length > 1) return `${verb} takes no ${words[1]}`;
  if (verb === "create" && words.length < 2) return "create needs a title: create add notes";
  const waitSeconds = Number(values.get("wait") ?? 0);
  if (!(waitSeconds >= 0 && waitSeconds <= 3_600)) return "--wait takes 0 to 3600 seconds";
  // `status` shows the title behind the number; who copies both means the number.
  const to = values.get("to")?.replace(/^(\d{14})_\w+$/, "$1");
  const database = values.get("database");
  return {
    verb,
    title: words.slice(1).join(" "),
    ...to === undefined ? {} : { to },
    ...database === undefined ? {} : { database },
    waitSeconds,
    json: flags.has("json"),
    dryRun: flags.has("dry-run"),
    down: flags.has("down"),
    yes: flags.has("yes"),
    write: flags.has("write"),
    acceptDrift: flags.has("accept-drift"),
    restart: flags.has("restart"),
    mongo: flags.has("mongo"),
  };
}
