// Deno Deploy over its REST API v2. A revision is made from a release's files; there is no call that
// moves traffic to an older one, so going back deploys the older release's files again.
import { encodeBase64 } from "@/tasks/deploy/encoding.ts";
import { z } from "zod";
import { type Artefact, type Platform, PlatformError } from "@/tasks/deploy/port.ts";
import { converseIn, runIn } from "@/tasks/deploy/programs.ts";

export interface DenoDeployOptions {
  readonly app: string;
  readonly api: string;
  readonly candidate: string;
  readonly env: Readonly<Record<string, string>>;
  /** Between two looks at a revision that is being built, in milliseconds. */
  readonly everyMs?: number;
}

const Revision = z.object({
  id: z.string(),
  status: z.enum(["skipped", "queued", "building", "succeeded", "failed"]),
  failure_reason: z.string().nullish(),
  labels: z.record(z.string(), z.string()).nullish(),
});
type Revision = z.infer<typeof Revision>;

/** What a running app needs of a release; the rest stays here. */
const SERVED = /^(_fresh|lib\/bestiary\/data|docs\/runbooks|static)\/|^deno\.json$|^deno\.lock$/;

export class DenoDeployPlatform implements Platform {
  readonly title: string;
  readonly #options: DenoDeployOptions;

  constructor(options: DenoDeployOptions) {
    this.#options = options;
    this.title = `Deno Deploy, app ${options.app}`;
  }

  async serving(signal: AbortSignal): Promise<string | undefined> {
    const revisions = await this.#production(signal);
    return revisions[0]?.labels?.["release"];
  }

  /** The files stay on this machine; each call that needs them sends them. */
  async upload({ release, path }: Artefact, signal: AbortSignal): Promise<void> {
    if (path === undefined) throw new PlatformError("a revision is made from a packed release");
    const folder = this.#folder(release);
    await Deno.mkdir(folder, { recursive: true });
    const { code, text } = await runIn({}, ["tar", "-xzf", path, "-C", folder], signal);
    if (code !== 0) throw new PlatformError(`the artefact cannot be unpacked: ${text.trim()}`);
    const install = await runIn(
      this.#place(release),
      [Deno.execPath(), "install", "--frozen"],
      signal,
    );
    if (install.code !== 0) throw new PlatformError(`no packages: ${install.text.trim()}`);
  }

  task(release: string, words: readonly string[], signal: AbortSignal) {
    return runIn(this.#place(release), [Deno.execPath(), "task", "-q", ...words], signal);
  }

  converse(release: string, words: readonly string[]) {
    return converseIn(this.#place(release), [Deno.execPath(), "task", "-q", ...words]);
  }

  /** A revision that was built starts with its first request. */
  running(release: string, signal: AbortSignal): Promise<boolean> {
    return this.#revisions(signal).then((all) =>
      all.some((candidate) =>
        candidate.status === "succeeded" && candidate.labels?.["release"] === release
      )
    );
  }

  async start(release: string, signal: AbortSignal): Promise<string> {
    await this.#deploy(release, "preview", signal);
    return this.#options.candidate;
  }

  async promote(release: string, signal: AbortSignal): Promise<void> {
    if (await this.serving(signal) === release) return;
    await this.#deploy(release, "production", signal);
  }

  /** Nothing runs without requests, and old revisions are how one goes back. */
  async stop(): Promise<void> {}

  #folder(release: string): string {
    return `${Deno.cwd()}/data/revisions/${release}`;
  }

  #place(release: string) {
    return { cwd: this.#folder(release), env: { ...this.#options.env, RELEASE: release } };
  }

  async #deploy(
    release: string,
    slot: "preview" | "production",
    signal: AbortSignal,
  ): Promise<void> {
    const made = await this.#call(Revision, "POST", `/apps/${this.#options.app}/deploy`, signal, {
      assets: await this.#assets(release),
      env_vars: [{ key: "RELEASE", value: release }],
      labels: { release, slot },
      production: slot === "production",
      preview: slot === "preview",
    });
    await this.#built(made.id, signal);
  }

  async #built(id: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const revision = await this.#call(Revision, "GET", `/revisions/${id}`, signal);
      if (revision.status === "succeeded") return;
      if (revision.status === "failed" || revision.status === "skipped") {
        throw new PlatformError(
          `revision ${id} ${revision.status}: ${revision.failure_reason ?? ""}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, this.#options.everyMs ?? 2_000));
      signal.throwIfAborted();
    }
  }

  async #assets(release: string): Promise<Record<string, unknown>> {
    const folder = this.#folder(release);
    const assets: Record<string, unknown> = {};
    for (const path of filesBelow(folder)) {
      if (!SERVED.test(path)) continue;
      const content = encodeBase64(await Deno.readFile(`${folder}/${path}`));
      assets[path] = { kind: "file", encoding: "base64", content };
    }
    return assets;
  }

  #revisions(signal: AbortSignal): Promise<readonly Revision[]> {
    const path = `/apps/${this.#options.app}/revisions?limit=100`;
    return this.#call(z.array(Revision), "GET", path, signal);
  }

  /** The list tells no labels, so that each is asked for, newest first. */
  async #production(signal: AbortSignal): Promise<readonly Revision[]> {
    for (const { id, status } of await this.#revisions(signal)) {
      if (status !== "succeeded") continue;
      const revision = await this.#call(Revision, "GET", `/revisions/${id}`, signal);
      if (revision.labels?.["slot"] === "production") return [revision];
    }
    return [];
  }

  async #call<T>(
    schema: z.ZodType<T>,
    method: string,
    path: string,
    signal: AbortSignal,
    body?: unknown,
  ): Promise<T> {
    const { api, env } = this.#options;
    const token = env["DENO_DEPLOY_TOKEN"];
    if (token === undefined) throw new PlatformError("DENO_DEPLOY_TOKEN is not set");
    const response = await fetch(`${api}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...body === undefined ? {} : { body: JSON.stringify(body) },
      signal,
      redirect: "error",
    });
    const text = await response.text();
    if (!response.ok) {
      throw new PlatformError(
        `${method} ${path} answers ${response.status}: ${text.slice(0, 200)}`,
      );
    }
    const parsed = schema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    throw new PlatformError(`${method} ${path} answers in an unknown form`);
  }
}

function* filesBelow(folder: string, prefix = ""): Generator<string> {
  for (const entry of Deno.readDirSync(`${folder}/${prefix}`)) {
    if (entry.name === "node_modules") continue;
    if (entry.isDirectory) yield* filesBelow(folder, `${prefix}${entry.name}/`);
    else if (entry.isFile) yield prefix + entry.name;
  }
}
