// Before anything is touched: the right person, the right commit, and the artefact that was tested.
import { encodeHex } from "@/tasks/deploy/encoding.ts";
import { z } from "zod";
import type { Preparation } from "@/tasks/deploy/deploy.ts";
import type { Artefact } from "@/tasks/deploy/port.ts";
import type { Target } from "@/tasks/deploy/target.ts";
import { StepError } from "@/tasks/deploy/work.ts";

const Manifest = z.object({ release: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** The name of a release: a commit, or a version. */
export const RELEASE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

async function output(signal: AbortSignal, program: string, ...args: string[]): Promise<string> {
  const command = new Deno.Command(program, { args, signal, stdin: "null" });
  const { code, stdout, stderr } = await command.output();
  if (code !== 0) throw new StepError(new TextDecoder().decode(stderr).trim());
  return new TextDecoder().decode(stdout).trim();
}

async function digestOf(path: string): Promise<string> {
  return encodeHex(await crypto.subtle.digest("SHA-256", await Deno.readFile(path)));
}

/** Where artefacts lie, below the working directory. */
export const ARTEFACTS = "data/artefacts";

/**
 * Packs the commit of the working directory, with what was built from it, as one release.
 *
 * @throws {StepError} When git or tar fail.
 */
export async function packRelease(release: string, folder = Deno.cwd()): Promise<string> {
  const never = new AbortController().signal;
  const target = `${folder}/${ARTEFACTS}`;
  await Deno.mkdir(target, { recursive: true });
  const scratch = await Deno.makeTempDir();
  try {
    const archive = `${scratch}/release.tar`;
    await output(never, "git", "-C", folder, "archive", "-o", archive, "HEAD");
    const built = await Deno.stat(`${folder}/_fresh`).then(() => true, () => false);
    if (built) await output(never, "tar", "-rf", archive, "-C", folder, "_fresh");
    await output(never, "gzip", "-n", archive);
    const sha256 = await digestOf(`${archive}.gz`);
    const path = `${target}/${release}.tar.gz`;
    await Deno.copyFile(`${archive}.gz`, `${path}.partial`);
    await Deno.rename(`${path}.partial`, path);
    const manifest = { release, sha256, packedAt: new Date().toISOString() };
    await Deno.writeTextFile(`${target}/${release}.json`, JSON.stringify(manifest));
    return path;
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

async function packedArtefact(release: string): Promise<Artefact | undefined> {
  const base = `${Deno.cwd()}/${ARTEFACTS}/${release}`;
  const text = await Deno.readTextFile(`${base}.json`).catch(() => undefined);
  if (text === undefined) return undefined;
  const manifest = Manifest.safeParse(JSON.parse(text));
  if (!manifest.success || manifest.data.release !== release) {
    throw new StepError(`${ARTEFACTS}/${release}.json is no manifest of ${release}`);
  }
  const path = `${base}.tar.gz`;
  const sha256 = await digestOf(path).catch(() => {
    throw new StepError(`${ARTEFACTS}/${release}.tar.gz is not there`);
  });
  if (sha256 !== manifest.data.sha256) {
    throw new StepError(`${ARTEFACTS}/${release}.tar.gz is not the file that was tested`);
  }
  return { release, path, sha256 };
}

export interface PreparationOptions {
  readonly target: Target;
  /** Given by `--release`; the commit without it. */
  readonly release: string | undefined;
  /** Given by `--digest`: of the image that was tested. */
  readonly digest: string | undefined;
  /** Asks nobody. */
  readonly yes: boolean;
  /** Makes the files that a release is packed from. */
  readonly build: () => Promise<void>;
}

/** Asks at the terminal; refuses when nobody is there. */
export async function confirmAtTerminal(name: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!Deno.stdin.isTerminal()) throw new StepError("nobody is there to confirm: --yes");
  const typed = await Promise.resolve(prompt(`Type ${name} to go on:`));
  if (typed?.trim() !== name) throw new StepError("not confirmed");
}

export function preparation(options: PreparationOptions): Preparation {
  const { target, yes } = options;
  return {
    confirm: () => confirmAtTerminal(target.name, yes),
    async source(signal) {
      const dirty = await output(signal, "git", "status", "--porcelain");
      if (dirty !== "") throw new StepError("the working tree has changes: commit or stash them");
      const branch = Deno.env.get("GITHUB_REF_NAME") ??
        await output(signal, "git", "rev-parse", "--abbrev-ref", "HEAD");
      if (target.branch !== undefined && branch !== target.branch) {
        throw new StepError(`${target.name} is deployed from ${target.branch}, not from ${branch}`);
      }
      const release = options.release ??
        await output(signal, "git", "rev-parse", "--short=12", "HEAD");
      if (!RELEASE.test(release)) throw new StepError(`${release} is no name of a release`);
      return release;
    },
    async artefact(release) {
      if (target.platform.kind === "ssh") {
        return { release, path: undefined, sha256: options.digest };
      }
      const packed = await packedArtefact(release);
      if (packed !== undefined) return packed;
      if (options.release !== undefined) {
        throw new StepError(`there is no artefact of ${release} in ${ARTEFACTS}`);
      }
      await options.build();
      await packRelease(release);
      const made = await packedArtefact(release);
      if (made === undefined) throw new StepError(`${release} was not packed`);
      return made;
    },
  };
}
