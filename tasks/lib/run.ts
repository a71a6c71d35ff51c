import { ROOT } from "@/tasks/lib/files.ts";

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** "inherit" shows the output, "collect" returns it. */
  readonly output?: "inherit" | "collect";
}

export interface Ran {
  readonly code: number;
  /** Standard output and error, where they were collected. */
  readonly text: string;
}

/** Runs a program in the project's folder and waits for it. A program that is not there is 127. */
export async function run(
  program: string,
  args: readonly string[],
  { env = {}, output = "inherit" }: RunOptions = {},
): Promise<Ran> {
  const stdio = output === "inherit" ? "inherit" : "piped";
  try {
    const command = new Deno.Command(program, {
      args: [...args],
      cwd: ROOT,
      env,
      stdin: "null",
      stdout: stdio,
      stderr: stdio,
    });
    if (output === "inherit") return { code: (await command.spawn().status).code, text: "" };
    const { code, stdout, stderr } = await command.output();
    const decoder = new TextDecoder();
    return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { code: 127, text: `${program} is missing` };
    throw error;
  }
}

/** Runs this very Deno with `args`. */
export function runDeno(args: readonly string[], options?: RunOptions): Promise<Ran> {
  return run(Deno.execPath(), args, options);
}

/** The full path of a program, looked up as a shell would; undefined when there is none. */
export function programPath(name: string): string | undefined {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    if (folder === "") continue;
    const path = `${folder}/${name}`;
    try {
      if (Deno.statSync(path).isFile) return path;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/**
 * Installs Debian packages where that is possible: on Debian or a descendant, as root.
 *
 * @returns Undefined when they are installed, else the reason why not, in one line.
 */
export async function installDebian(packages: readonly string[]): Promise<string | undefined> {
  if (programPath("apt-get") === undefined) return "this is no Debian";
  if (Deno.uid() !== 0) return "that takes root";
  console.error(`Installing ${packages.join(", ")} from Debian …`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const update = await run("apt-get", ["update", "-q"], { env, output: "collect" });
  const install = await run(
    "apt-get",
    ["install", "-yq", "--no-install-recommends", ...packages],
    { env, output: "collect" },
  );
  if (install.code === 0) return undefined;
  const last = (update.text + install.text).trim().split("\n").at(-1) ?? "";
  return `apt-get failed: ${last.slice(0, 200)}`;
}
