import { isTest, projectFiles, ROOT } from "@/tasks/lib/files.ts";
import { runDeno } from "@/tasks/lib/run.ts";

const SERVER = `${ROOT}_fresh/server.js`;
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

/** Whether anything that the build is made from changed since it was made. */
export function buildIsOld(): boolean {
  const built = modified(SERVER);
  return built === 0 ||
    projectFiles().some((path) => isInput(path) && modified(ROOT + path) > built);
}

/** Builds the app for production unless that build is there already. */
export async function ensureBuilt({ force = false } = {}): Promise<void> {
  if (!force && !buildIsOld()) return;
  console.error("Building …");
  const { code, text } = await runDeno(
    ["run", "-A", "npm:vite@7.3.8", "build", "--config", "fresh.config.ts"],
    { output: "collect", env: { NO_COLOR: "1" } },
  );
  if (code !== 0) throw new Error(`Cannot build the app:\n${text.trim()}`);
}
