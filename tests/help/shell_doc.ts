/** The commands of a document, run as they stand. */

/** All fenced `sh` blocks of a Markdown text, one after the other. */
export function shellOf(markdown: string): string {
  return [...markdown.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, code]) => code).join("\n");
}

/** The part of a Markdown text under a heading of the second level. */
export function sectionOf(markdown: string, heading: string): string {
  const [, rest = ""] = markdown.split(`\n## ${heading}\n`);
  return rest.split("\n## ")[0] ?? "";
}

export interface ShellRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `script` with bash; the first command that fails ends it. */
export async function runShell(
  script: string,
  env: Readonly<Record<string, string>>,
  cwd?: string,
): Promise<ShellRun> {
  // Who came here through npx has no `deno` of that name on the path.
  const bin = await Deno.makeTempDir();
  await Deno.symlink(Deno.execPath(), `${bin}/deno`);
  try {
    const { code, stdout, stderr } = await new Deno.Command("bash", {
      args: ["-c", `set -euo pipefail\n${script}`],
      env: { ...env, PATH: `${bin}:${Deno.env.get("PATH") ?? ""}` },
      stdout: "piped",
      stderr: "piped",
      ...cwd !== undefined && { cwd },
    }).output();
    const [out = "", err = ""] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    return { code, out, err };
  } finally {
    await Deno.remove(bin, { recursive: true });
  }
}
