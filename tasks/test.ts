// `deno task test [PATH…] [--only=unit|e2e] [--no-browser]`: runs every test, the browser's too,
// and ends with "N passed, N failed". `--no-redis` leaves out what needs a Redis, `--no-mongo` what
// needs a MongoDB; `--mongo=URI` runs that on another server than the one this starts. Types are
// `deno task check`'s business, so none are checked.
import { ensureBrowser } from "@/tasks/find_browser.ts";
import { ensureBuilt, ensureInstalled } from "@/tasks/lib/build.ts";
import { isTest, projectFiles, ROOT } from "@/tasks/lib/files.ts";
import {
  describeServer,
  MONGO_URI_VARIABLE,
  secantusPath,
  startMongo,
} from "@/tasks/lib/mongo_server.ts";
import { toxiproxyPath } from "@/tests/help/toxiproxy.ts";
import { installDebian, programPath } from "@/tasks/lib/run.ts";

interface Total {
  readonly passed: number;
  readonly failed: number;
}

/** Files that need a browser. */
function needsBrowser(path: string): boolean {
  return path.startsWith("tests/e2e/") || path.endsWith("_browser_test.ts");
}

/** Files that need a Redis, directly or by the stand-in before it. */
function needsRedis(path: string): boolean {
  return /fakes\/upstash\.ts|help\/(instance_pair|fleet|kill_storm)\.ts/.test(
    Deno.readTextFileSync(ROOT + path),
  );
}

/** Files that need a MongoDB. */
function needsMongo(path: string): boolean {
  return /lib\/(temporary_mongo|mongo_server)\.ts|help\/(fleet|kill_storm)\.ts/.test(
    Deno.readTextFileSync(ROOT + path),
  );
}

/** Files that make the line to a server bad. */
function needsToxiproxy(path: string): boolean {
  return /help\/toxiproxy\.ts/.test(Deno.readTextFileSync(ROOT + path));
}

/** Files that start programs of their own or load the machine: one at a time. */
function runsAlone(path: string): boolean {
  return path.startsWith("tests/") || path.startsWith("packages/") || needsBrowser(path);
}

/** Every file with tests, without the conformance set, which has its own runner. */
function testFiles(asked: readonly string[]): string[] {
  return projectFiles()
    .filter((path) => /_test\.tsx?$/.test(path) && isTest(path))
    .filter((path) => !path.startsWith("packages/conformance/"))
    .filter((path) => asked.length === 0 || asked.some((prefix) => path.startsWith(prefix)));
}

/** What a run of `deno test` says at its end; a run that failed before its tests is one failure. */
export function totalOf(output: string, code: number): Total {
  const plain = output.replace(/\p{Cc}\[[0-9;]*m/gu, "");
  const summary = [...plain.matchAll(/(\d+) passed.*?\| (\d+) failed/g)].at(-1);
  const passed = Number(summary?.[1] ?? 0);
  const failed = Number(summary?.[2] ?? 0);
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

const DOTS_IN_A_ROW = 80;

/** Where no terminal is, Deno writes each test's dot on a line of its own: joins them to rows. */
export function dotsInRows(write: (text: string) => void): (text: string) => void {
  let rest = "";
  let dots = 0;
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const isDot = /^[.!,]$/.test(line);
      if (isDot) write(line + (++dots % DOTS_IN_A_ROW === 0 ? "\n" : ""));
      else {
        write((dots % DOTS_IN_A_ROW === 0 ? "" : "\n") + line + "\n");
        dots = 0;
      }
    }
  };
}

/** Runs `files` in one process, showing its output as it comes. */
async function runFiles(
  title: string,
  files: readonly string[],
  parallel: boolean,
  env: Readonly<Record<string, string>>,
): Promise<Total> {
  if (files.length === 0) return { passed: 0, failed: 0 };
  console.log(`\n${title}: ${files.length} files`);
  const flags = ["-A", "--no-check", "--reporter=dot", ...parallel ? ["--parallel"] : []];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", ...flags, ...files],
    cwd: ROOT,
    env: { ...env, NO_COLOR: "1", APP_ENV: "test" },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let output = "";
  const show = dotsInRows((text) => Deno.stdout.writeSync(new TextEncoder().encode(text)));
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    show(text);
    output += text;
  }
  return totalOf(output, (await child.status).code);
}

/** A real Redis for the cache's tests: there, installed, or missing with a reason. */
async function ensureRedis(): Promise<string | undefined> {
  if (programPath("redis-server") !== undefined) return undefined;
  return await installDebian(["redis-server"]);
}

/** What the tests' MongoDB is, or why there is none. */
async function ensureMongo(
  given: string | undefined,
): Promise<{ readonly title: string; readonly uri?: string } | { readonly reason: string }> {
  if (given !== undefined) return { title: await describeServer(given), uri: given };
  const found = await secantusPath(true);
  if ("reason" in found) return found;
  const server = await startMongo();
  try {
    return { title: `${await describeServer(server.uri("test"))}, each test file its own` };
  } finally {
    await server.close();
  }
}

async function main(args: readonly string[]): Promise<number> {
  const only = args.find((arg) => arg.startsWith("--only="))?.slice("--only=".length);
  const wantsBrowser = !args.includes("--no-browser");
  const wantsRedis = !args.includes("--no-redis");
  let files = testFiles(args.filter((arg) => !arg.startsWith("--")));
  await ensureInstalled();
  const forRedis = files.filter(needsRedis);
  const noRedis = wantsRedis && forRedis.length > 0 ? await ensureRedis() : undefined;
  if (noRedis !== undefined) console.log(`Tests with a Redis do not run: ${noRedis}`);
  if (!wantsRedis || noRedis !== undefined) files = files.filter((path) => !needsRedis(path));
  const forMongo = files.filter(needsMongo);
  const wantsMongo = !args.includes("--no-mongo");
  const mongoUri = args.find((arg) => arg.startsWith("--mongo="))?.slice("--mongo=".length);
  const mongo = forMongo.length > 0 && wantsMongo ? await ensureMongo(mongoUri) : undefined;
  const noMongo = mongo !== undefined && "reason" in mongo ? mongo.reason : undefined;
  if (noMongo !== undefined) console.log(`Tests with a MongoDB do not run: ${noMongo}`);
  if (!wantsMongo || noMongo !== undefined) files = files.filter((path) => !needsMongo(path));
  const lines = files.some(needsToxiproxy) ? await toxiproxyPath() : undefined;
  const noLines = lines !== undefined && "reason" in lines ? lines.reason : undefined;
  if (noLines !== undefined) {
    console.log(`Tests with a bad line do not run: ${noLines}`);
    files = files.filter((path) => !needsToxiproxy(path));
  }
  if (mongo !== undefined && "title" in mongo) {
    console.log(`Stores under test: SQLite; ${mongo.title}`);
  }
  const unit = only === "e2e" ? [] : files.filter((path) => !needsBrowser(path));
  const browserFiles = only === "unit" ? [] : files.filter(needsBrowser);

  const env: Record<string, string> = {};
  if (mongo !== undefined && "uri" in mongo && mongo.uri !== undefined) {
    env[MONGO_URI_VARIABLE] = mongo.uri;
  }
  let noBrowser: string | undefined;
  if (wantsBrowser && browserFiles.length > 0) {
    const browser = await ensureBrowser();
    if ("path" in browser) env["CHROME_PATH"] = browser.path;
    else noBrowser = browser.reason;
  }
  if (noBrowser !== undefined) console.log(`The browser tests do not run: ${noBrowser}`);
  if (files.some((path) => path.startsWith("tests/"))) await ensureBuilt();

  const canBrowse = env["CHROME_PATH"] !== undefined;
  const totals = [
    await runFiles("Unit tests", unit.filter((path) => !runsAlone(path)), true, env),
    await runFiles("Tests that run alone", unit.filter(runsAlone), false, env),
    await runFiles("Browser tests", canBrowse ? browserFiles : [], false, env),
  ];
  const passed = totals.reduce((sum, total) => sum + total.passed, 0);
  const failed = totals.reduce((sum, total) => sum + total.failed, 0);
  if (passed + failed === 0) console.log("There is no test there.");
  console.log(`\n${passed} passed, ${failed} failed`);
  const partly = [noBrowser, noRedis, noMongo, noLines].some((reason) => reason !== undefined);
  return failed > 0 || partly || passed === 0 ? 1 : 0;
}

if (import.meta.main) {
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.log("\n0 passed, 1 failed");
    Deno.exit(1);
  }
}
