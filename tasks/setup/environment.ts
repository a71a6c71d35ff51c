// What one environment has, seen from this machine.
import { run } from "@/tasks/lib/run.ts";
import { askInstance } from "@/tasks/health.ts";
import { createPlatform } from "@/tasks/deploy/platforms/create.ts";
import { readTarget, type Target, targetEnvironment } from "@/tasks/deploy/target.ts";
import { wordsOf } from "@/tasks/deploy/work.ts";
import type { Finding } from "@/tasks/setup/findings.ts";

async function configuration(target: Target): Promise<Finding> {
  const name = "configuration";
  const { code, text } = await run(Deno.execPath(), ["task", "-q", "config:check"], {
    output: "collect",
    env: { ENV_FILE: target.envFile },
  });
  if (code === 0) return { name, state: "ok", detail: `${target.envFile} is complete` };
  const detail = text.split("\n").find((line) => /^ {2}[A-Z]/.test(line))?.trim() ?? "is wrong";
  const mend = `ENV_FILE=${target.envFile} deno task config:check`;
  return { name, state: "missing", detail, mend };
}

async function platform(target: Target, env: Record<string, string>): Promise<Finding> {
  const name = "platform";
  const made = createPlatform(target, env);
  try {
    const serving = await made.serving(AbortSignal.timeout(15_000));
    const detail = `${made.title}: ${serving ?? "nothing was deployed yet"}`;
    if (serving !== undefined) return { name, state: "ok", detail };
    return { name, state: "optional", detail, mend: `deno task deploy ${target.name}` };
  } catch (error) {
    const mend = target.platform.kind === "ssh"
      ? `${target.platform.connect.join(" ")} true`
      : "see docs/runbooks/deploy.md, platforms";
    return { name, state: "missing", detail: wordsOf(error), mend };
  }
}

async function address(
  [name, url]: readonly [string, string],
  env: Record<string, string>,
): Promise<Finding> {
  const report = await askInstance(url, env["OPS_TOKEN"]);
  const mend = `deno task health ${url}`;
  if (typeof report === "string") return { name, state: "missing", detail: report, mend };
  const detail = `${url}: ${report.release} is ${report.status}`;
  if (report.status === "ok") return { name, state: "ok", detail };
  return { name, state: report.status === "down" ? "missing" : "optional", detail, mend };
}

function secrets(env: Record<string, string>): readonly Finding[] {
  const named = (name: string, what: string): Finding =>
    env[name] === undefined
      ? { name, state: "optional", detail: what, mend: `put ${name} into the environment's file` }
      : { name, state: "ok", detail: "is set" };
  return [
    named("SLACK_WEBHOOK_URL", "Slack does not hear of deployments"),
    named("PAGERDUTY_INTEGRATION_KEY", "nobody is paged when going back fails"),
  ];
}

/** Everything about the environment, or the one thing that keeps the rest from being looked at. */
export async function environmentFindings(name: string): Promise<readonly Finding[]> {
  const target = await readTarget(name);
  if (typeof target === "string") {
    return [{ name: "environment", state: "missing", detail: target }];
  }
  const file = await Deno.stat(target.envFile).then(() => true, () => false);
  const made = target.platform.kind === "local"
    ? "deno task setup"
    : `cp .env.example ${target.envFile}, fill it in, chmod 600 ${target.envFile}`;
  const found: Finding = file
    ? { name: "variables", state: "ok", detail: target.envFile }
    : { name: "variables", state: "missing", detail: `${target.envFile} is not there`, mend: made };
  if (!file) return [found];
  const env = await targetEnvironment(target);
  const where = await platform(target, env);
  const deployed = where.state === "ok";
  return [
    found,
    await configuration(target),
    where,
    ...deployed
      ? await Promise.all(Object.entries(target.addresses).map((entry) => address(entry, env)))
      : [],
    ...secrets(env),
  ];
}
