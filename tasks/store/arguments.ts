import { readCommandLine } from "@/tasks/lib/command_line.ts";

export const USAGE = `deno task store VERB [OPTIONS]

  copy      --from PLACE --to PLACE: make the second store what the first is. The second must be
            empty, or hold what an earlier copy from the same store left: then it goes on.
  verify    --from PLACE --to PLACE: count and hash both; ends with 1 when they differ
  thaw      --at PLACE: let a store that was frozen by --cut-over be written again

  --follow      with copy: go on copying what changes until --cut-over or Ctrl-C
  --cut-over    with copy: when little is left, refuse writes to the first store, copy the rest,
                compare both. Start the instances on the second store then.
  --json        one JSON object on stdout

A PLACE is the path of a SQLite file or a mongodb:// address. Both must have this release's schema:
see \`deno task migrate\`.

Exit codes: 0 done; 1 the stores differ, or one failed; 2 wrong usage or refused; 130 interrupted.`;

export const VERBS = ["copy", "verify", "thaw"] as const;
export type Verb = typeof VERBS[number];

export interface StoreArguments {
  readonly verb: Verb;
  readonly from: string;
  readonly to: string;
  readonly follow: boolean;
  readonly cutOver: boolean;
  readonly json: boolean;
}

const FLAGS = ["follow", "cut-over", "json"];
const WITH_VALUE = ["from", "to", "at"];

/** The command line, or one sentence on what is wrong with it. */
export function parseArguments(args: readonly string[]): StoreArguments | string {
  const line = readCommandLine(args, { flags: FLAGS, withValue: WITH_VALUE });
  if (typeof line === "string") return line;
  const { flags, values, words } = line;
  const verb = VERBS.find((candidate) => candidate === words[0]);
  if (verb === undefined) return words.length === 0 ? "Say what to do" : `There is no ${words[0]}`;
  if (words.length > 1) return `${verb} takes no ${words[1]}`;
  const from = values.get(verb === "thaw" ? "at" : "from");
  const to = values.get("to") ?? "";
  if (from === undefined) return `${verb} needs ${verb === "thaw" ? "--at" : "--from"}`;
  if (verb !== "thaw" && to === "") return `${verb} needs --to`;
  if (from === to) return "--from and --to are the same place";
  const [follow, cutOver] = [flags.has("follow"), flags.has("cut-over")];
  return { verb, from, to, follow, cutOver, json: flags.has("json") };
}
