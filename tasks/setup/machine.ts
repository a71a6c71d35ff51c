// What this machine has, for developing and for deploying.
import { findBrowser } from "@/tasks/find_browser.ts";
import { buildIsOld } from "@/tasks/lib/build.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { programPath, run } from "@/tasks/lib/run.ts";
import { ENV_FILES } from "@/tasks/setup/env_files.ts";
import type { Finding } from "@/tasks/setup/findings.ts";

const DENO = "2.9.6";
const ROOM_MB = 1_024;

function denoVersion(): Finding {
  const { deno } = Deno.version;
  if (deno === DENO) return { name: "deno", state: "ok", detail: deno };
  return {
    name: "deno",
    state: "missing",
    detail: `this is ${deno}, everything is tried with ${DENO}`,
    mend: `deno upgrade ${DENO}`,
  };
}

async function packages(): Promise<Finding> {
  const lock = await Deno.readTextFile(`${ROOT}deno.lock`);
  const installed = await Deno.readTextFile(`${ROOT}node_modules/.installed-lock`).catch(() => "");
  if (lock === installed) return { name: "packages", state: "ok", detail: "those of deno.lock" };
  const detail = "not those of deno.lock";
  return { name: "packages", state: "missing", detail, mend: "deno task setup" };
}

function build(): Finding {
  if (!buildIsOld()) return { name: "build", state: "ok", detail: "of these files" };
  const detail = "older than the files; `deno task start` renews it";
  return { name: "build", state: "optional", detail, mend: "deno task build" };
}

async function dataFolder(): Promise<Finding> {
  const name = "data";
  try {
    await Deno.mkdir(`${ROOT}data`, { recursive: true });
    await Deno.writeTextFile(`${ROOT}data/.writable`, "");
    await Deno.remove(`${ROOT}data/.writable`);
  } catch {
    const detail = "the folder cannot be written";
    return { name, state: "missing", detail, mend: "chown -R $(id -u) data" };
  }
  const { text } = await run("df", ["-Pm", `${ROOT}data`], { output: "collect" });
  const free = Number(text.trim().split("\n").at(-1)?.split(/\s+/)[3]);
  if (!(free < ROOM_MB)) return { name, state: "ok", detail: "the folder can be written" };
  return { name, state: "missing", detail: `${free} MB are free`, mend: "df -h data" };
}

function program(name: string, what: string, mend: string, required = false): Finding {
  const path = programPath(name);
  if (path !== undefined) return { name, state: "ok", detail: path };
  return { name, state: required ? "missing" : "optional", detail: what, mend };
}

function browser(): Finding {
  const path = findBrowser();
  if (path !== undefined) return { name: "browser", state: "ok", detail: path };
  const detail = "without it no browser test runs";
  return { name: "browser", state: "optional", detail, mend: "apt-get install chromium" };
}

function port(number: number): Finding {
  const name = `port ${number}`;
  try {
    Deno.listen({ hostname: "127.0.0.1", port: number }).close();
    return { name, state: "ok", detail: "free" };
  } catch {
    const detail = "taken; another one goes as well";
    return { name, state: "optional", detail, mend: "PORT=8001 deno task start" };
  }
}

async function envFile(name: string): Promise<Finding> {
  const info = await Deno.stat(ROOT + name).catch(() => undefined);
  if (info === undefined) {
    return { name, state: "optional", detail: "not made yet", mend: "deno task setup" };
  }
  if (((info.mode ?? 0) & 0o077) === 0) return { name, state: "ok", detail: "its owner's alone" };
  return { name, state: "missing", detail: "others can read it", mend: `chmod 600 ${name}` };
}

/** Everything about this machine, in the order one would mend it. */
export async function machineFindings(): Promise<readonly Finding[]> {
  return [
    denoVersion(),
    await packages(),
    build(),
    await dataFolder(),
    program("git", "deployments are made from commits", "apt-get install git", true),
    browser(),
    program(
      "redis-server",
      "without it the shared cache is not tested",
      "apt-get install redis-server",
    ),
    program("docker", "only for docker compose up", "https://docs.docker.com/engine/install"),
    program("terraform", "only for deno task check:terraform", ".ci/tools terraform"),
    port(8000),
    ...await Promise.all(Object.keys(ENV_FILES).map(envFile)),
  ];
}
