import type { EnvFileProblem } from "@/lib/config/env_file.ts";
import type { Environment, Source } from "@/lib/config/parse.ts";
import type { Problem } from "@/lib/config/rules.ts";
import { APP_ENVS, type AppEnv, defaultIn, type Variable } from "@/lib/config/variable.ts";
import type { Variables } from "@/lib/config/variable.ts";

/** Every problem of a configuration in one text, with the way to look further. */
export function problemReport(
  problems: readonly Problem[],
  envFile: { readonly file: string; readonly problems: readonly EnvFileProblem[] },
): string {
  const lines = [
    ...envFile.problems.map(({ line, message }) =>
      `  ${envFile.file}${line === 0 ? "" : `:${line}`} ${message}`
    ),
    ...problems.map((problem) => `  ${problem.variable} ${problem.message}`),
  ];
  const count = lines.length === 1 ? "1 problem" : `${lines.length} problems`;
  return [
    `Cannot start: ${count} in the configuration`,
    ...lines,
    "`deno task config:check` shows every variable and where its value comes from.",
  ].join("\n");
}

/** The table of `deno task config:check`. Secrets show only that they are set. */
export function statusTable(
  variables: Variables,
  environment: Environment,
  sources: Readonly<Record<string, Source>>,
  place: AppEnv,
): string {
  const rows = Object.entries(variables).map(([name, entry]) => {
    const source = sources[name] ?? "unset";
    return [name, source, shown(entry, source, environment[name], place)];
  });
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const [first, second] = [width(0), width(1)];
  return rows.map(([name = "", source = "", value = ""]) =>
    `${name.padEnd(first)}  ${source.padEnd(second)}  ${value}`.trimEnd()
  ).join("\n");
}

/** An address without what may stand in it as a key: user, path and query. */
function withoutPath(value: string): string {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return value;
  const { origin, pathname, search } = new URL(value);
  return pathname.length > 1 || search !== "" ? `${origin}/…` : origin;
}

function shown(entry: Variable, source: Source, given: string | undefined, place: AppEnv): string {
  if (entry.secret) return source === "set" || source === "invalid" ? "(secret)" : "";
  // What is wrong may be a secret that went into the wrong variable.
  if (source === "invalid") return "(invalid)";
  if (source === "set") return JSON.stringify(withoutPath(given ?? ""));
  return defaultIn(entry, place) ?? "";
}

/** The words for "where is it required". */
function requiredText(entry: Variable): string {
  if (entry.required === undefined || entry.required.length === 0) return "no";
  return entry.required.length === APP_ENVS.length ? "yes" : entry.required.join(", ");
}

/** The words for "what happens when it is unset". */
function defaultText(entry: Variable): string {
  if (entry.default === undefined) return "";
  if (typeof entry.default === "string") return `\`${entry.default}\``;
  return Object.entries(entry.default).map(([env, value]) => `\`${value}\` (${env})`).join(", ");
}

/** The README's table, as Markdown. */
export function readmeTable(variables: Variables): string {
  const rows = Object.entries(variables).map(([name, entry]) => {
    const doc = entry.secret ? `${entry.doc} Secret.` : entry.doc;
    return `| \`${name}\` | ${doc} | ${defaultText(entry)} | ${requiredText(entry)} |`;
  });
  return ["| Variable | What | Default | Required in |", "|---|---|---|---|", ...rows].join("\n");
}

/** The text of `.env.example`: every variable, commented out, so that a copy changes nothing. */
export function envExample(variables: Variables): string {
  const out = [
    "# Copy to .env and fill in what you need. Nothing here is needed to develop.",
    "# Written by `deno task config:write` from lib/config/variables.ts.",
  ];
  let group = "";
  for (const [name, entry] of Object.entries(variables)) {
    if (entry.group !== group) out.push("", `## ${entry.group}`);
    group = entry.group;
    const needed = requiredText(entry);
    const notes = [needed === "no" ? "" : `Required in ${needed}.`, entry.secret ? "Secret." : ""];
    out.push(`# ${[entry.doc, ...notes].filter(Boolean).join(" ")}`);
    out.push(`# ${name}=${entry.example ?? defaultIn(entry, "development") ?? ""}`);
  }
  return out.join("\n") + "\n";
}
