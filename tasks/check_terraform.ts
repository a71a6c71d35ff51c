// `deno task check:terraform [--no-mistakes]`: formatting, validation against the providers' schemas,
// the rule tests, and that these refuse every planted mistake. Offline, with no account. Ends with
// "N passed, N failed"; where the tools cannot be had it says why, and passes nothing.
import { run } from "@/tasks/lib/run.ts";
import { toolPath } from "@/tasks/terraform/mirror.ts";
import { type Mistake, MISTAKES } from "@/tasks/terraform/mistakes.ts";
import { openWorkspace, terraformFiles, type Workspace } from "@/tasks/terraform/workspace.ts";

/** How many copies are tried side by side. */
const LANES = 2;

/** `files` with one mistake in them. Throws when the place is not there, or there twice. */
export function withMistake(
  files: ReadonlyMap<string, string>,
  { name, file, from, to }: Mistake,
): Map<string, string> {
  const text = files.get(file) ?? "";
  if (text.split(from).length !== 2) {
    throw new RangeError(`"${name}": terraform/${file} does not hold its place exactly once`);
  }
  return new Map([...files, [file, text.replace(from, () => to)]]);
}

/** Why the configuration is refused, by validation and the rules of `only`; empty when it is not. */
async function refusal(workspace: Workspace, only?: string): Promise<string> {
  const validated = await workspace.terraform("validate", "-no-color");
  if (validated.code !== 0) return `terraform validate: ${validated.text.trim()}`;
  const filter = only === undefined ? [] : [`-filter=tests/${only}.tftest.hcl`];
  const tested = await workspace.terraform("test", "-no-color", ...filter);
  return tested.code === 0 ? "" : `terraform test: ${tested.text.trim()}`;
}

/** Plants one mistake, and takes it out again. */
async function plant(workspace: Workspace, mistake: Mistake): Promise<string> {
  const path = `${workspace.folder}/${mistake.file}`;
  const files = terraformFiles();
  const bad = withMistake(files, mistake).get(mistake.file) ?? "";
  await Deno.writeTextFile(path, bad);
  try {
    const { by } = mistake;
    const refused = await refusal(workspace, by === "schemas" ? undefined : by);
    const expected = by === "schemas" ? "terraform validate" : "terraform test";
    if (refused === "") return `nothing refuses "${mistake.name}"`;
    return refused.startsWith(expected) ? "" : `refused, but not by ${expected}: ${refused}`;
  } finally {
    await Deno.writeTextFile(path, files.get(mistake.file) ?? "");
  }
}

interface Total {
  passed: number;
  failed: number;
}

async function count(total: Total, name: string, work: () => Promise<string>): Promise<void> {
  const problem = await work().catch((error: unknown) => String(error));
  if (problem === "") total.passed++;
  else total.failed++;
  console.log(`${problem === "" ? "ok    " : "FAILED"} ${name}`);
  if (problem !== "") console.log(problem.replace(/^/gm, "  "));
}

/** Each lane has a copy of its own, in which one mistake after the other is planted. */
async function plantAll(total: Total): Promise<void> {
  const waiting = [...MISTAKES];
  const lane = async () => {
    const workspace = await openWorkspace(terraformFiles());
    if ("reason" in workspace) throw new Error(workspace.reason);
    try {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        const mistake = one;
        await count(total, `refused: ${mistake.name}`, () => plant(workspace, mistake));
      }
    } finally {
      await workspace.close();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function formatting(workspace: Workspace): Promise<string> {
  const { code, text } = await workspace.terraform("fmt", "-check", "-recursive", "-no-color");
  return code === 0 ? "" : `not formatted: ${text.trim()}`;
}

const LINTERS: readonly (readonly [tool: string, name: string, args: readonly string[]])[] = [
  ["tflint", "lint (tflint)", ["--chdir=terraform"]],
  [
    "checkov",
    "rules of the field (checkov)",
    [
      "--directory",
      "terraform",
      "--framework",
      "terraform",
      "--var-file",
      "terraform/production.tfvars",
      "--config-file",
      "terraform/.checkov.yaml",
    ],
  ],
  [
    "checkov",
    "rules of the field for Dockerfile and workflows (checkov)",
    [
      "--directory",
      ".",
      "--framework",
      "dockerfile",
      "github_actions",
      "--config-file",
      "terraform/.checkov.yaml",
    ],
  ],
];

/** The two take minutes to install: they look where they are, which is so in the workflow. */
async function lint(total: Total): Promise<void> {
  for (const [tool, name, args] of LINTERS) {
    const found = await toolPath(tool, { install: false });
    if ("reason" in found) {
      console.log(`left out ${name}: ${found.reason}`);
      continue;
    }
    await count(total, name, async () => {
      const { code, text } = await run(found.path, args, { output: "collect" });
      return code === 0 ? "" : text.trim();
    });
  }
}

async function main(args: readonly string[]): Promise<number> {
  const workspace = await openWorkspace(terraformFiles());
  if ("reason" in workspace) {
    console.log(`Terraform is not checked: ${workspace.reason}`);
    return 0;
  }
  const total: Total = { passed: 0, failed: 0 };
  await count(total, "formatting", () => formatting(workspace));
  await count(total, "schemas and rule tests", () => refusal(workspace));
  await workspace.close();
  await lint(total);
  if (!args.includes("--no-mistakes")) await plantAll(total);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
