// A copy of terraform/ in a temporary folder, ready for validate and test without any network.
import { dirname } from "node:path";
import { ROOT } from "@/tasks/lib/files.ts";
import { run } from "@/tasks/lib/run.ts";
import { makeMirror, toolPath } from "@/tasks/terraform/mirror.ts";

/** Runs Terraform in one copy of the configuration; `close` removes the copy. */
export interface Workspace {
  readonly folder: string;
  /** Ends with Terraform's exit code and everything it said. */
  terraform(...args: string[]): Promise<{ code: number; text: string }>;
  close(): Promise<void>;
}

/** Paths below terraform/, each with its text. */
export function terraformFiles(folder = `${ROOT}terraform/`, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1)) {
    if (entry.isDirectory && !entry.name.startsWith(".")) {
      const inner = terraformFiles(`${folder}${entry.name}/`, `${prefix}${entry.name}/`);
      for (const [path, text] of inner) found.set(path, text);
    } else if (
      entry.isFile && /\.(tf|tfvars|hcl)$/.test(entry.name) && !entry.name.startsWith(".")
    ) {
      found.set(prefix + entry.name, Deno.readTextFileSync(folder + entry.name));
    }
  }
  return found;
}

/** Writes `files` and initialises providers; the reason when that cannot be had here. */
export async function openWorkspace(
  files: ReadonlyMap<string, string>,
): Promise<Workspace | { reason: string }> {
  const terraform = await toolPath("terraform");
  if ("reason" in terraform) return terraform;
  const folder = await Deno.makeTempDir({ prefix: "terraform-" });
  const close = () => Deno.remove(folder, { recursive: true });
  const texts = [...files].filter(([path]) => path.endsWith(".tf")).map(([, text]) => text);
  const mirror = await makeMirror(folder, texts);
  if ("reason" in mirror) {
    await close();
    return mirror;
  }
  await Deno.mkdir(`${folder}/code`);
  for (const [path, text] of files) {
    await Deno.mkdir(dirname(`${folder}/code/${path}`), { recursive: true });
    await Deno.writeTextFile(`${folder}/code/${path}`, text);
  }
  const workspace: Workspace = {
    folder: `${folder}/code`,
    terraform: (...args) =>
      run(terraform.path, [`-chdir=${folder}/code`, ...args], {
        output: "collect",
        env: { ...mirror.env, NO_COLOR: "1" },
      }),
    close,
  };
  const init = await workspace.terraform("init", "-backend=false", "-input=false", "-no-color");
  if (init.code === 0) return workspace;
  await close();
  throw new Error(`terraform init failed:\n${init.text}`);
}
