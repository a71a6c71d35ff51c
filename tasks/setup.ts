// `deno task setup`: makes this clone a working development environment. May be run again: what is
// there stays as it is, secrets too. Says what is optional and how to get it.
import { ensureBrowser } from "@/tasks/find_browser.ts";
import { ensureInstalled } from "@/tasks/lib/build.ts";
import { ENV_FILES, makeEnvFile } from "@/tasks/setup/env_files.ts";
import { tellFindings } from "@/tasks/setup/findings.ts";

async function main(args: readonly string[]): Promise<number> {
  await ensureInstalled();
  for (const name of [".env.services", ".env.local"] as const) {
    if (await makeEnvFile(name)) console.log(`Made ${name}: ${ENV_FILES[name].about}`);
  }
  if (!args.includes("--no-browser")) {
    const browser = await ensureBrowser();
    if ("reason" in browser) console.log(`No browser tests: ${browser.reason}`);
  }
  const { machineFindings } = await import("@/tasks/setup/machine.ts");
  const code = tellFindings(await machineFindings(), args.includes("--json"));
  if (code === 0) console.log("\nReady: deno task dev, or docker compose up");
  return code;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
