// Releases in folders of this machine, each a process of its own, behind a small proxy that passes
// requests to the one that serves: the way of a host in small, for trying a deployment out.
import { z } from "zod";
import { type Artefact, type Platform, PlatformError } from "@/tasks/deploy/port.ts";
import {
  converseIn,
  endProcess,
  freePort,
  isAlive,
  leaveRunning,
  type Left,
  readLeft,
  runIn,
} from "@/tasks/deploy/programs.ts";

const Serving = z.object({ release: z.string(), port: z.number() });

export interface LocalOptions {
  /** Absolute. */
  readonly folder: string;
  readonly port: number;
  readonly serve: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return schema.parse(JSON.parse(await Deno.readTextFile(path)));
  } catch {
    return undefined;
  }
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await Deno.writeTextFile(`${path}.partial`, JSON.stringify(value));
  await Deno.rename(`${path}.partial`, path);
}

export class LocalPlatform implements Platform {
  readonly title: string;
  readonly #options: LocalOptions;

  constructor(options: LocalOptions) {
    this.#options = options;
    this.title = `this machine, port ${options.port}`;
  }

  async serving(): Promise<string | undefined> {
    return (await readJson(this.#servingFile, Serving))?.release;
  }

  async upload({ release, path }: Artefact, signal: AbortSignal): Promise<void> {
    if (path === undefined) throw new PlatformError("a local release is unpacked from a file");
    const folder = this.#folder(release);
    if (await exists(`${folder}/.complete`)) return;
    const partial = `${folder}.${crypto.randomUUID()}`;
    await Deno.mkdir(partial, { recursive: true });
    const { code, text } = await runIn({}, ["tar", "-xzf", path, "-C", partial], signal);
    if (code !== 0) throw new PlatformError(`the artefact cannot be unpacked: ${text.trim()}`);
    if (await exists(`${partial}/deno.lock`)) {
      const install = await runIn(this.#place(release, partial), [
        Deno.execPath(),
        "install",
        "--frozen",
      ], signal);
      if (install.code !== 0) throw new PlatformError(`no packages: ${install.text.trim()}`);
    }
    await Deno.writeTextFile(`${partial}/.complete`, release);
    try {
      await Deno.rename(partial, folder);
    } catch {
      // Another deployment of the same release was first; half of one is replaced.
      if (!await exists(`${folder}/.complete`)) {
        await Deno.remove(folder, { recursive: true });
        await Deno.rename(partial, folder);
      } else await Deno.remove(partial, { recursive: true });
    }
  }

  task(release: string, words: readonly string[], signal: AbortSignal) {
    const command = [Deno.execPath(), "task", "-q", ...words];
    return runIn(this.#place(release), command, signal);
  }

  converse(release: string, words: readonly string[]) {
    return converseIn(this.#place(release), [Deno.execPath(), "task", "-q", ...words]);
  }

  async running(release: string): Promise<boolean> {
    return await this.#process(release) !== undefined;
  }

  async start(release: string): Promise<string> {
    const running = await this.#process(release) ?? await this.#spawn(release);
    return `http://127.0.0.1:${running.port}`;
  }

  async promote(release: string): Promise<void> {
    const running = await this.#process(release);
    if (running === undefined) throw new PlatformError(`${release} does not run`);
    try {
      await writeJson(this.#servingFile, { release, port: running.port });
    } catch (error) {
      throw new PlatformError(`the traffic cannot be moved: ${String(error)}`, { cause: error });
    }
    await this.#ensureFront();
  }

  async stop(release: string): Promise<void> {
    if (await this.serving() === release) throw new PlatformError(`${release} serves`);
    await this.#end(`${this.#folder(release)}/run.json`);
  }

  /** Ends whatever runs here, also what serves. */
  async stopAll(): Promise<void> {
    await this.#end(`${this.#options.folder}/front.json`);
    try {
      for await (const entry of Deno.readDir(`${this.#options.folder}/releases`)) {
        await this.#end(`${this.#options.folder}/releases/${entry.name}/run.json`);
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  get #servingFile(): string {
    return `${this.#options.folder}/serving.json`;
  }

  #folder(release: string): string {
    return `${this.#options.folder}/releases/${release}`;
  }

  #place(release: string, cwd = this.#folder(release)) {
    return { cwd, env: { ...this.#options.env, RELEASE: release } };
  }

  /** The release's process, if it is there. */
  async #process(release: string): Promise<Left | undefined> {
    const running = await readLeft(`${this.#folder(release)}/run.json`);
    return running !== undefined && isAlive(running.pid) ? running : undefined;
  }

  #spawn(release: string): Promise<Left> {
    const port = freePort();
    const place = this.#place(release);
    const env = { ...place.env, PORT: String(port), HOST: "127.0.0.1" };
    const log = `${this.#folder(release)}/server.log`;
    const record = `${this.#folder(release)}/run.json`;
    return leaveRunning({ ...place, env }, this.#options.serve, { log, record, port });
  }

  async #ensureFront(): Promise<void> {
    const { folder, port } = this.#options;
    const record = `${folder}/front.json`;
    const front = await readLeft(record);
    if (front !== undefined && isAlive(front.pid)) return;
    const program = new URL("./local_front.ts", import.meta.url).pathname;
    const config = new URL("../../../deno.json", import.meta.url).pathname;
    const command = [
      Deno.execPath(),
      "run",
      "--no-lock",
      "-A",
      "--config",
      config,
      program,
      this.#servingFile,
      String(port),
    ];
    await leaveRunning({ cwd: folder }, command, { log: `${folder}/front.log`, record, port });
  }

  async #end(path: string): Promise<void> {
    const running = await readLeft(path);
    if (running !== undefined) await endProcess(running.pid);
    await Deno.remove(path).catch(() => {});
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
