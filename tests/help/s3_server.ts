/** A real S3 server for tests, or why there is none. */
import { once } from "node:events";
import { createServer } from "node:net";
import { ROOT } from "@/tasks/lib/files.ts";

const ACCESS_KEY_ID = "AKIATESTTESTTESTTEST";

export interface S3Server {
  readonly kind: "there";
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Ends the process without warning, as loss of power does. */
  kill(): Promise<void>;
  /** Starts it again on the same data and port. */
  restart(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export type S3OrReason = S3Server | { readonly kind: "missing"; readonly reason: string };

/** The program as `.ci/tools` finds or installs it. */
async function program(): Promise<string | { reason: string }> {
  const { stdout } = await new Deno.Command("bash", {
    args: [`${ROOT}.ci/tools`, "versitygw"],
    stdout: "piped",
    stderr: "null",
  }).output();
  const line = new TextDecoder().decode(stdout).trim();
  const [, path] = /^ok versitygw \S+ (.+)$/.exec(line) ?? [];
  return path ?? { reason: line.replace(/^no versitygw /, "") };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Starts versitygw on loopback with an empty folder. Object lock and versions are there. */
export async function startS3(): Promise<S3OrReason> {
  const path = await program();
  if (typeof path !== "string") return { kind: "missing", reason: path.reason };
  const folder = await Deno.makeTempDir({ prefix: "tracker-s3-" });
  for (const name of ["iam", "versions", "data"]) await Deno.mkdir(`${folder}/${name}`);
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const secretAccessKey = crypto.randomUUID() + crypto.randomUUID();
  let child: Deno.ChildProcess;
  const start = async () => {
    child = new Deno.Command(path, {
      args: [
        ...["--port", `127.0.0.1:${port}`, "--iam-dir", `${folder}/iam`, "-q"],
        ...["posix", "--versioning-dir", `${folder}/versions`, `${folder}/data`],
      ],
      env: { ROOT_ACCESS_KEY: ACCESS_KEY_ID, ROOT_SECRET_KEY: secretAccessKey },
      stdout: "null",
      stderr: "null",
    }).spawn();
    for (let tries = 0; tries < 200; tries++) {
      const answer = await fetch(endpoint).catch(() => undefined);
      await answer?.body?.cancel();
      if (answer !== undefined) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("versitygw does not answer");
  };
  const stop = async (signal: Deno.Signal) => {
    try {
      child.kill(signal);
    } catch {
      // It has ended.
    }
    await child.status;
  };
  await start();
  return {
    kind: "there",
    endpoint,
    region: "us-east-1",
    accessKeyId: ACCESS_KEY_ID,
    secretAccessKey,
    kill: () => stop("SIGKILL"),
    restart: start,
    [Symbol.asyncDispose]: async () => {
      await stop("SIGTERM");
      await Deno.remove(folder, { recursive: true });
    },
  };
}
