// A place to deploy to: a repository with packed toy releases, a store, and somebody to page.
import { packRelease } from "@/tasks/deploy/prepare.ts";
import { LocalPlatform } from "@/tasks/deploy/platforms/local.ts";
import { freePort } from "@/tasks/deploy/programs.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { migrateUp } from "@/tasks/lib/temporary_store.ts";
import { type PagerDutyStandIn, startPagerDuty } from "@/tests/fakes/pagerduty.ts";

const KEY = "k9D2mXq7LwR4tYb8ZsV3nHc6JfG1pEa5";
export const ANSWERS = 2;

async function git(folder: string, ...args: string[]): Promise<void> {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"];
  const { code, stderr } = await new Deno.Command("git", {
    args: ["-C", folder, ...identity, ...args],
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
}

/** What one run said and how it ended. */
export interface Ended {
  readonly code: number;
  readonly text: string;
}

/** A run that is under way. */
export interface Run {
  readonly child: Deno.ChildProcess;
  /** Resolves as soon as the step has begun. */
  reached(step: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

export class Stage implements AsyncDisposable {
  readonly folder: string;
  readonly address: string;
  readonly pager: PagerDutyStandIn;
  readonly platform: LocalPlatform;

  private constructor(folder: string, port: number, pager: PagerDutyStandIn) {
    this.folder = folder;
    this.address = `http://127.0.0.1:${port}`;
    this.pager = pager;
    const env = { ...Deno.env.toObject(), ...this.#variables() };
    const serve = [Deno.execPath(), "run", "-A", "--no-lock", "toy_release.ts", "serve"];
    this.platform = new LocalPlatform({ folder: `${folder}/local`, port, serve, env });
  }

  /** A stage of its own, where r1 serves already. */
  static async open(template: string): Promise<Stage> {
    const folder = await Deno.makeTempDir({ prefix: "deploy-" });
    const { code } = await new Deno.Command("cp", { args: ["-a", `${template}/.`, folder] })
      .output();
    if (code !== 0) throw new Error("the stage cannot be copied");
    const stage = new Stage(folder, freePort(), startPagerDuty());
    await stage.#describe();
    const never = new AbortController().signal;
    const path = `${folder}/data/artefacts/r1.tar.gz`;
    await stage.platform.upload({ release: "r1", path, sha256: undefined }, never);
    await stage.platform.start("r1");
    await stage.platform.promote("r1");
    await stage.waitFor("r1");
    return stage;
  }

  /** The folder that stages are copied from: packed releases r1 to r3, a store. */
  static async template(): Promise<string> {
    const folder = await Deno.makeTempDir({ prefix: "deploy-template-" });
    const toy = `${ROOT}tests/deploy/toy_release.ts`;
    await Deno.copyFile(toy, `${folder}/toy_release.ts`);
    const run = "deno run -A --no-lock toy_release.ts";
    const state = `deno run -A --no-lock --config ${ROOT}deno.json ${ROOT}tasks/deploy_state.ts`;
    const tasks = {
      "config:check": `${run} config`,
      backup: `${run} backup`,
      migrate: `${run} migrate`,
      "deploy:state": `${run} lease && ${state}`,
    };
    await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ tasks }));
    await Deno.writeTextFile(`${folder}/.gitignore`, "data/\nlocal/\nfaults/\nops/\n.env.toy\n");
    await git(folder, "init", "-q", "-b", "main");
    await git(folder, "add", "-A");
    await git(folder, "commit", "-q", "-m", "toy");
    for (const release of ["r1", "r2", "r3"]) await packRelease(release, folder);
    await Deno.mkdir(`${folder}/faults`);
    await Deno.writeTextFile(`${folder}/faults/schema`, "m1");
    await migrateUp(`${folder}/data/tracker.sqlite`);
    return folder;
  }

  #variables(): Record<string, string> {
    return {
      APP_ENV: "test",
      FAULTS: `${this.folder}/faults`,
      DATA_DIR: `${this.folder}/data`,
      ANSWERS: String(ANSWERS),
      PAGERDUTY_INTEGRATION_KEY: KEY,
      PAGERDUTY_EVENTS_URL: `${this.pager.url}/v2/enqueue`,
    };
  }

  async #describe(): Promise<void> {
    const lines = Object.entries(this.#variables()).map(([name, value]) => `${name}=${value}\n`);
    await Deno.writeTextFile(`${this.folder}/.env.toy`, lines.join(""));
    await Deno.mkdir(`${this.folder}/ops/deploy`, { recursive: true });
    const target = {
      branch: "main",
      envFile: ".env.toy",
      platform: {
        kind: "local",
        folder: "local",
        port: Number(new URL(this.address).port),
        serve: [Deno.execPath(), "run", "-A", "--no-lock", "toy_release.ts", "serve"],
      },
      addresses: { here: this.address },
      backup: ["--to", "backups"],
      answers: ANSWERS,
      everyMs: 30,
      stepSeconds: 12,
      gateSeconds: 5,
      leaseSeconds: 3,
    };
    await Deno.writeTextFile(`${this.folder}/ops/deploy/toy.json`, JSON.stringify(target));
  }

  /** Changes the environment's description. */
  async describe(changes: Record<string, unknown>): Promise<void> {
    const path = `${this.folder}/ops/deploy/toy.json`;
    const target = JSON.parse(await Deno.readTextFile(path));
    await Deno.writeTextFile(path, JSON.stringify({ ...target, ...changes }));
  }

  async fault(name: string, kind: string): Promise<void> {
    await Deno.writeTextFile(`${this.folder}/faults/${name}`, kind);
  }

  async mend(name: string): Promise<void> {
    await Deno.remove(`${this.folder}/faults/${name}`);
  }

  /** Starts a deployment of `release`, or a rollback. */
  begin(release: string, ...more: string[]): Run {
    const verb = release === "rollback" ? "rollback" : "deploy";
    const words = verb === "deploy" ? ["--release", release] : [];
    const config = `${ROOT}deno.json`;
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--no-check",
        "--config",
        config,
        `${ROOT}tasks/${verb}.ts`,
        "toy",
        ...words,
        "--yes",
        "--json",
        ...more,
      ],
      cwd: this.folder,
      env: { NO_COLOR: "1", GITHUB_REF_NAME: "main" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    let text = "";
    const waiting: { mark: string; done: () => void }[] = [];
    const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
      for await (const part of stream.pipeThrough(new TextDecoderStream())) {
        text += part;
        for (const { mark, done } of waiting) if (text.includes(mark)) done();
      }
    };
    const output = Promise.all([read(child.stdout), read(child.stderr)]);
    const ended = child.status.then(async ({ code }) => {
      await output;
      for (const { done } of waiting) done();
      return { code, text };
    });
    return {
      child,
      ended,
      reached: (step) => {
        const mark = `"step":"${step}","state":"started"`;
        if (text.includes(mark)) return Promise.resolve();
        return new Promise((done) => waiting.push({ mark, done }));
      },
    };
  }

  deploy(release: string, ...more: string[]): Promise<Ended> {
    return this.begin(release, ...more).ended;
  }

  /** The release that answers people now; the status where none does. */
  async serving(): Promise<string> {
    try {
      const response = await fetch(`${this.address}/health`, {
        signal: AbortSignal.timeout(3_000),
      });
      if (!response.ok) return `HTTP ${(await response.text(), response.status)}`;
      const { release, status } = await response.json();
      return status === "ok" ? String(release) : `${release} is ${status}`;
    } catch {
      return "nothing";
    }
  }

  async waitFor(release: string): Promise<void> {
    for (let attempt = 0; attempt < 400; attempt++) {
      if (await this.serving() === release) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`${release} does not serve, ${await this.serving()} does`);
  }

  /** The newest migration of the toy's schema. */
  async schema(): Promise<string> {
    return (await Deno.readTextFile(`${this.folder}/faults/schema`)).trim();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.platform.stopAll();
    await this.pager.close();
    await Deno.remove(this.folder, { recursive: true });
  }
}
