// `deno task deploy ENV [--release ID] [--digest sha256:…] [--wait SECONDS] [--yes] [--json]`: brings
// a tested release into an environment, looks whether it serves, and takes it back when it does not.
// ops/deploy/ENV.json describes the environment; docs/runbooks/deploy.md says what each exit code
// means. `deno task rollback ENV` goes back to the release of before.
import { ensureBuilt } from "@/tasks/lib/build.ts";
import { Deployment } from "@/tasks/deploy/deploy.ts";
import { type Context, EXIT, Interrupted } from "@/tasks/deploy/context.ts";
import { ownerName } from "@/tasks/deploy/hold.ts";
import { createPlatform } from "@/tasks/deploy/platforms/create.ts";
import { confirmAtTerminal, preparation } from "@/tasks/deploy/prepare.ts";
import { openReport } from "@/tasks/deploy/report.ts";
import { readTarget, targetEnvironment } from "@/tasks/deploy/target.ts";
import { smokeProblems } from "@/tasks/smoke.ts";

export interface DeployArguments {
  readonly environment: string;
  readonly release: string | undefined;
  readonly digest: string | undefined;
  readonly waitSeconds: number;
  readonly yes: boolean;
  readonly json: boolean;
}

/** The command line, or one sentence on what is wrong with it. */
export function parseDeployArguments(args: readonly string[]): DeployArguments | string {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const words: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const [name = "", inline] = (args[index] ?? "").split(/=(.*)/s);
    if (!name.startsWith("--")) words.push(name);
    else if (name === "--yes" || name === "--json") flags.add(name);
    else if (name === "--release" || name === "--digest" || name === "--wait") {
      const value = inline ?? args[++index];
      if (value === undefined || value === "") return `${name} needs a value`;
      values.set(name, value);
    } else return `There is no option ${name}`;
  }
  const [environment, ...more] = words;
  if (environment === undefined || more.length > 0) return "Name one environment";
  const waitSeconds = Number(values.get("--wait") ?? 0);
  if (!(waitSeconds >= 0 && waitSeconds <= 3_600)) return "--wait takes 0 to 3600 seconds";
  return {
    environment,
    release: values.get("--release"),
    digest: values.get("--digest"),
    waitSeconds,
    yes: flags.has("--yes"),
    json: flags.has("--json"),
  };
}

/** Aborted by the first signal; a second one is told that the way back is under way. */
function listenForSignals(note: (detail: string) => void): AbortSignal {
  const interrupt = new AbortController();
  const stop = () => {
    if (interrupt.signal.aborted) return note("takes back what was begun; please wait");
    interrupt.abort(new Interrupted("interrupted"));
  };
  Deno.addSignalListener("SIGINT", stop);
  Deno.addSignalListener("SIGTERM", stop);
  return interrupt.signal;
}

export async function main(verb: "deploy" | "rollback", args: readonly string[]): Promise<number> {
  const given = parseDeployArguments(args);
  if (typeof given === "string") {
    console.error(
      `${given}\nUsage: deno task ${verb} ENV [--yes] [--wait SECONDS] [--json]` +
        (verb === "deploy" ? " [--release ID] [--digest sha256:…]" : ""),
    );
    return EXIT.usage;
  }
  const target = await readTarget(given.environment);
  if (typeof target === "string") {
    console.error(target);
    return EXIT.usage;
  }
  const env = await targetEnvironment(target);
  const owner = ownerName();
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const log = `${Deno.cwd()}/data/deployments/${target.name}-${time}-${
    owner.split("/").at(-1)
  }.jsonl`;
  const report = await openReport(log, given.json, { environment: target.name });
  const interrupt = listenForSignals((detail) =>
    report.tell({ step: "back", state: "note", detail })
  );
  const context: Context = {
    target,
    platform: createPlatform(target, env),
    env,
    report,
    interrupt,
    owner,
    waitSeconds: given.waitSeconds,
    smoke: (address, signal) => smokeProblems(address, { signal, token: env["OPS_TOKEN"] }),
  };
  const deployment = new Deployment(context);
  const exit = verb === "deploy"
    ? await deployment.run(preparation({
      target,
      release: given.release,
      digest: given.digest,
      yes: given.yes,
      build: () => ensureBuilt(),
    }))
    : await deployment.rollBack(() => confirmAtTerminal(target.name, given.yes));
  report.tell({
    step: "end",
    state: exit === EXIT.done ? "done" : "failed",
    detail: `exit ${exit}`,
  });
  report.close();
  return exit;
}

if (import.meta.main) Deno.exit(await main("deploy", Deno.args));
