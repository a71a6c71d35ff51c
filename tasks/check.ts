// `deno task check`: formatting, lint, types, boundaries and docs. Runs all of it whatever fails,
// names what failed, and ends with "N passed, N failed".
import { boundaryProblems } from "@/tasks/check_boundaries.ts";
import { docProblems } from "@/tasks/check_docs.ts";
import { ensureInstalled } from "@/tasks/lib/build.ts";
import { isModule, isTest, projectFiles } from "@/tasks/lib/files.ts";
import { runDeno } from "@/tasks/lib/run.ts";

/** One check: its problems as text, empty when it passes. */
type Check = () => Promise<string>;

async function deno(...args: string[]): Promise<string> {
  const { code, text } = await runDeno(args, { output: "collect", env: { NO_COLOR: "1" } });
  return code === 0 ? "" : text.trim() || `ended with ${code}`;
}

const modules = projectFiles().filter(isModule)
  .filter((path) => !path.startsWith("packages/conformance/"));
const engine = modules.filter((path) => path.startsWith("lib/combat/") && !isTest(path));

async function ruleTests(): Promise<string> {
  const { specProblems } = await import("@/tasks/spec.ts");
  return (await specProblems()).join("\n");
}

async function switchable(): Promise<string> {
  const { switchProblems } = await import("@/tasks/switch_check.ts");
  return (await switchProblems()).join("\n");
}

async function vulnerabilities(): Promise<string> {
  const { knownVulnerabilities } = await import("@/tasks/check_audit.ts");
  return await knownVulnerabilities();
}

async function policy(): Promise<string> {
  const { policyProblems, routeMethods } = await import("@/tasks/check_policy.ts");
  return policyProblems(await routeMethods()).join("\n");
}

async function configDocs(): Promise<string> {
  const { staleConfigDocs } = await import("@/tasks/config_check.ts");
  return (await staleConfigDocs()).join("\n");
}

const CHECKS: readonly (readonly [name: string, check: Check])[] = [
  ["formatting", () => deno("fmt", "--check")],
  ["lint", () => deno("lint")],
  ["types", () => deno("check", ...modules)],
  // Without the DOM's and Deno's types the engine cannot even name a clock, a socket or a file.
  ["types of the pure engine", () => deno("check", "--config", "tasks/engine.json", ...engine)],
  ["boundaries", async () => (await boundaryProblems()).join("\n")],
  ["policy of routes", policy],
  ["docs", async () => (await docProblems()).join("\n")],
  ["rules and their tests", ruleTests],
  ["switch to the published Fresh", switchable],
  ["configuration docs", configDocs],
  ["known vulnerabilities", vulnerabilities],
];

async function main(): Promise<number> {
  await ensureInstalled();
  let failed = 0;
  for (const [name, check] of CHECKS) {
    const start = performance.now();
    const problems = await check().catch((error: unknown) => String(error));
    const seconds = ((performance.now() - start) / 1_000).toFixed(1);
    console.log(`${problems === "" ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
    if (problems === "") continue;
    failed++;
    console.log(problems.replace(/^/gm, "  "));
  }
  console.log(`\n${CHECKS.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main());
