import { isTest, projectFiles, ROOT } from "@/tasks/lib/files.ts";
import { runDeno } from "@/tasks/lib/run.ts";

const SERVER = `${ROOT}_fresh/server.js`;
/** Written beside the build when it is done, so that half a build is none. */
const BUILT_FROM = `${ROOT}_fresh/built-from.txt`;
const INSTALLED = `${ROOT}node_modules/.installed-lock`;

/** What the built app is made from; docs, tests and tasks leave it as it is. */
function isInput(path: string): boolean {
  return !isTest(path) &&
    (/^(assets|components|islands|lib|migrations|packages|routes|static)\//.test(path) ||
      /^(main|client|define|fresh\.config)\.ts$|^deno\.(json|lock)$/.test(path));
}

function modified(path: string): number {
  try {
    return Deno.statSync(path).mtime?.getTime() ?? 0;
  } catch {
    return 0;
  }
}

/** Installs the packages of the lockfile unless the ones that are there are the lockfile's. */
export async function ensureInstalled(): Promise<void> {
  const lock = await Deno.readTextFile(`${ROOT}deno.lock`);
  const installed = await Deno.readTextFile(INSTALLED).catch(() => "");
  if (lock === installed) return;
  console.error("Installing packages …");
  const { code, text } = await runDeno(["install", "--frozen"], { output: "collect" });
  if (code !== 0) throw new Error(`Cannot install the packages: ${text.trim()}`);
  await Deno.writeTextFile(INSTALLED, lock);
}

/** What the build is made from, a line a file: one that is gone or came from elsewhere counts too. */
function inputs(): string {
  return projectFiles().filter(isInput).sort()
    .map((path) => `${path} ${modified(ROOT + path)} ${sizeOf(path)}\n`).join("");
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(ROOT + path).size;
  } catch {
    return 0;
  }
}

/** Whether anything that the build is made from changed since it was made. */
export function buildIsOld(): boolean {
  if (modified(SERVER) === 0) return true;
  try {
    return Deno.readTextFileSync(BUILT_FROM) !== inputs();
  } catch {
    return true;
  }
}

/** Builds the app for production unless that build is there already. */
export async function ensureBuilt({ force = false } = {}): Promise<void> {
  if (!force && !buildIsOld()) return;
  console.error("Building …");
  const from = inputs();
  await Deno.remove(BUILT_FROM).catch(() => {});
  const { code, text } = await runDeno(
    ["run", "-A", "npm:vite@7.3.8", "build", "--config", "fresh.config.ts"],
    { output: "collect", env: { NO_COLOR: "1" } },
  );
  if (code !== 0) throw new Error(`Cannot build the app:\n${text.trim()}`);
  await Deno.writeTextFile(BUILT_FROM, from);
}
