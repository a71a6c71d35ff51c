// `deno task check:delivery [--strict]`: workflows, Dockerfile, compose file, scripts and the flags of
// services, by the tools that `.ci/tools` brings. What cannot be had is said; it fails only with
// --strict. Ends with "N passed, N failed".
import { serviceChecks } from "@/tasks/delivery/services.ts";
import { run } from "@/tasks/lib/run.ts";
import { toolPath } from "@/tasks/terraform/mirror.ts";

/** Empty when it passes, its problems, or why it was left out. */
type Check = readonly [name: string, work: () => Promise<string | { reason: string }>];

function by(tool: string, name: string, ...args: string[]): Check {
  return [name, async () => {
    const found = await toolPath(tool);
    if ("reason" in found) return found;
    const { code, text } = await run(found.path, args, { output: "collect" });
    return code === 0 ? "" : text.trim() || `ended with ${code}`;
  }];
}

const workflows: Check = ["workflows (actionlint, with shellcheck)", async () => {
  const [lint, shell] = [await toolPath("actionlint"), await toolPath("shellcheck")];
  if ("reason" in lint) return lint;
  if ("reason" in shell) return shell;
  const { code, text } = await run(lint.path, ["-shellcheck", shell.path], { output: "collect" });
  return code === 0 ? "" : text.trim();
}];

const CHECKS: readonly Check[] = [
  workflows,
  by("zizmor", "workflow security (zizmor)", "--offline", "--quiet", "."),
  by("shellcheck", "scripts (shellcheck)", ".ci/run", ".ci/tools", "ops/host/release"),
  by("hadolint", "Dockerfile (hadolint)", "Dockerfile"),
  by(
    "check-jsonschema",
    "compose file against its schema",
    "--builtin-schema",
    "vendor.compose-spec",
    "docker-compose.yml",
  ),
  by(
    "check-jsonschema",
    "Renovate's file against its schema",
    "--builtin-schema",
    "vendor.renovate",
    ".github/renovate.json",
  ),
  by(
    "check-jsonschema",
    "actions against their schema",
    "--builtin-schema",
    "vendor.github-actions",
    ".github/actions/deno/action.yml",
  ),
  ...serviceChecks(),
];

async function main(args: readonly string[]): Promise<number> {
  let passed = 0;
  let failed = 0;
  for (const [name, work] of CHECKS) {
    const result = await work().catch((error: unknown) => String(error));
    if (typeof result === "object") {
      console.log(`left out ${name}: ${result.reason}`);
      if (args.includes("--strict")) failed++;
      continue;
    }
    if (result === "") passed++;
    else failed++;
    console.log(`${result === "" ? "ok    " : "FAILED"} ${name}`);
    if (result !== "") console.log(result.replace(/^/gm, "  "));
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
