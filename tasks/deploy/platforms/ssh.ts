// A container host that is reached over SSH. All that happens there is done by one script on the
// host (ops/host/release), so that each call is one word and its arguments.
import { type Artefact, type Platform, PlatformError } from "@/tasks/deploy/port.ts";
import { converseIn, runIn } from "@/tasks/deploy/programs.ts";

export interface SshOptions {
  /** Program and words that run a command line on the host. */
  readonly connect: readonly string[];
  readonly folder: string;
  readonly image: string;
  readonly candidate: string;
}

/** One word for the host's shell, whatever it holds. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

export class SshPlatform implements Platform {
  readonly title: string;
  readonly #options: SshOptions;

  constructor(options: SshOptions) {
    this.#options = options;
    this.title = options.connect.at(-1) ?? "a host";
  }

  async serving(signal: AbortSignal): Promise<string | undefined> {
    const line = (await this.#ask(signal, "serving")).trim();
    return line === "" ? undefined : line;
  }

  /** The host pulls the image; with a digest it runs that very one or none. */
  async upload({ release, sha256 }: Artefact, signal: AbortSignal): Promise<void> {
    const { image } = this.#options;
    const reference = sha256 === undefined
      ? `${image}:${release}`
      : `${image}@sha256:${sha256.replace(/^sha256:/, "")}`;
    await this.#ask(signal, "pull", release, reference);
  }

  task(release: string, words: readonly string[], signal: AbortSignal) {
    return runIn({}, this.#command("task", release, ...words), signal);
  }

  converse(release: string, words: readonly string[]) {
    return converseIn({}, this.#command("task", release, ...words));
  }

  async running(release: string, signal: AbortSignal): Promise<boolean> {
    return (await this.#ask(signal, "running", release)).trim() === "yes";
  }

  async start(release: string, signal: AbortSignal): Promise<string> {
    await this.#ask(signal, "start", release);
    return this.#options.candidate;
  }

  async promote(release: string, signal: AbortSignal): Promise<void> {
    await this.#ask(signal, "promote", release);
  }

  async stop(release: string, signal: AbortSignal): Promise<void> {
    await this.#ask(signal, "stop", release);
  }

  #command(...words: string[]): string[] {
    const { connect, folder } = this.#options;
    return [...connect, [`${folder}/release`, ...words].map(quoted).join(" ")];
  }

  async #ask(signal: AbortSignal, ...words: string[]): Promise<string> {
    const { code, text, stdout } = await runIn({}, this.#command(...words), signal);
    // What SSH itself says, such as a banner, is no answer.
    if (code === 0) return stdout;
    const last = text.trim().split("\n").at(-1) ?? "";
    throw new PlatformError(`${words[0]} ended with ${code} on the host: ${last.slice(0, 300)}`);
  }
}
