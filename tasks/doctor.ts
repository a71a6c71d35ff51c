// `deno task doctor [ENV] [--json]`: what is missing on this machine, or in an environment of
// ops/deploy, each with the command that mends it. Changes nothing. Ends with 1 while something that
// is needed is missing.
import { environmentFindings } from "@/tasks/setup/environment.ts";
import { tellFindings } from "@/tasks/setup/findings.ts";
import { machineFindings } from "@/tasks/setup/machine.ts";

async function main(args: readonly string[]): Promise<number> {
  const [environment, ...more] = args.filter((word) => word !== "--json");
  if (more.length > 0 || environment?.startsWith("-")) {
    console.error("Usage: deno task doctor [ENV] [--json]");
    return 2;
  }
  const findings = environment === undefined
    ? await machineFindings()
    : await environmentFindings(environment);
  return tellFindings(findings, args.includes("--json"));
}

if (import.meta.main) Deno.exit(await main(Deno.args));
