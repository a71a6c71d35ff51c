// `deno task config:check [--env-file F]`: shows every variable, where its value comes from and
// what is wrong; exits 78 when anything is. `--write` renews .env.example and the README's table.
import process from "node:process";
import { EXIT_CONFIG, readEnvironment } from "@/lib/config.ts";
import { parseConfig } from "@/lib/config/parse.ts";
import { envExample, problemReport, readmeTable, statusTable } from "@/lib/config/report.ts";
import { APP_ENVS } from "@/lib/config/variable.ts";
import { VARIABLES } from "@/lib/config/variables.ts";

const ROOT = new URL("../", import.meta.url);
const TABLE = /(<!-- config:start -->\n\n)[\s\S]*?(\n\n<!-- config:end -->)/;

/** The files that are made from the schema, as they should read now. */
async function writtenFiles(): Promise<Map<URL, string>> {
  const readme = new URL("README.md", ROOT);
  const text = await Deno.readTextFile(readme);
  if (!TABLE.test(text)) throw new Error("Cannot find the config markers in README.md");
  return new Map([
    [new URL(".env.example", ROOT), envExample(VARIABLES)],
    [readme, text.replace(TABLE, (_, open, close) => open + readmeTable(VARIABLES) + close)],
  ]);
}

/** One line for each file that no longer says what the schema says. */
export async function staleConfigDocs(): Promise<string[]> {
  const stale: string[] = [];
  for (const [file, wanted] of await writtenFiles()) {
    const current = await Deno.readTextFile(file).catch(() => "");
    if (tableless(current) === tableless(wanted)) continue;
    const name = file.pathname.split("/").at(-1);
    stale.push(`${name} differs from lib/config/variables.ts: run \`deno task config:write\``);
  }
  return stale;
}

/** Table rows without the padding that the formatter adds to Markdown tables. */
function tableless(text: string): string {
  return text.replace(/ *\| */g, "|").replace(/\|[-|]+\|/g, "|-|");
}

function check(args: readonly string[]): number {
  const at = args.indexOf("--env-file");
  const given = at === -1 ? process.env : { ...process.env, ENV_FILE: args[at + 1] ?? "" };
  const { environment, file, problems: fileProblems } = readEnvironment(given);
  const parsed = parseConfig(environment);
  const place = APP_ENVS.find((env) => env === environment["APP_ENV"]) ?? "development";
  console.log(statusTable(VARIABLES, environment, parsed.sources, place));
  if (parsed.ok && fileProblems.length === 0) {
    console.log(`\nThe configuration is complete for ${place}.`);
    return 0;
  }
  const problems = parsed.ok ? [] : parsed.problems;
  console.error(`\n${problemReport(problems, { file, problems: fileProblems })}`);
  return EXIT_CONFIG;
}

if (import.meta.main) {
  if (Deno.args.includes("--write")) {
    for (const [file, text] of await writtenFiles()) await Deno.writeTextFile(file, text);
  } else Deno.exit(check(Deno.args));
}
