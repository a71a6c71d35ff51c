import { MongoClient } from "mongodb";
import { ROOT } from "@/tasks/lib/files.ts";
import { run } from "@/tasks/lib/run.ts";

/** The variable that names a server to use instead of starting one. */
export const MONGO_URI_VARIABLE = "TEST_MONGODB_URI";

/** A real server in a process of its own, on this machine only. */
export interface MongoServer {
  readonly port: number;
  /** Address of a database of this server. */
  uri(database: string): string;
  /** Ends it at once, as a crash would; its data stay. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface MongoServerOptions {
  /** Demands SCRAM credentials. */
  readonly auth?: boolean;
  /** Allows fail points. */
  readonly failPoints?: boolean;
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** A data folder that is already there; it is not removed. */
  readonly folder?: string;
}

/**
 * The path of SecantusDB's server, which speaks MongoDB's protocol over WiredTiger; installed when
 * it is missing and `install` says so.
 */
export async function secantusPath(
  install: boolean,
): Promise<{ readonly path: string } | { readonly reason: string }> {
  const args = install ? ["secantusdb"] : ["--find", "secantusdb"];
  const { text } = await run(`${ROOT}.ci/tools`, args, { output: "collect" });
  const path = /^ok secantusdb \S+ (\S+)$/m.exec(text)?.[1];
  if (path !== undefined) return { path };
  return { reason: text.trim().replace(/^no secantusdb /, "") || "it cannot be installed" };
}

/** A port that is free now. */
export function freePort(): number {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = listener.addr;
  listener.close();
  return port;
}

/**
 * Starts SecantusDB.
 *
 * @throws When it is not installed, or not ready within 20 s.
 */
export async function startMongo(options: MongoServerOptions = {}): Promise<MongoServer> {
  const found = await secantusPath(true);
  if ("reason" in found) throw new Error(`Cannot start MongoDB: ${found.reason}`);
  const folder = options.folder ?? await Deno.makeTempDir({ prefix: "tracker-mongo-" });
  const port = freePort();
  const flags = [
    ...options.auth ? ["--auth"] : [],
    ...options.failPoints ? ["--enable-test-commands"] : [],
    ...options.tls
      ? ["--tls-cert-file", options.tls.certificate, "--tls-key-file", options.tls.key]
      : [],
  ];
  const spawn = async () => {
    const child = new Deno.Command(found.path, {
      args: ["--port", `${port}`, "--storage-path", folder, "--sync-on-commit", ...flags],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    await listening(port, child);
    return child;
  };
  let child = await spawn();
  const end = async (signal: Deno.Signal) => {
    try {
      child.kill(signal);
    } catch {
      // It has ended already.
    }
    await child.status;
  };
  return {
    port,
    uri: (database) => `mongodb://127.0.0.1:${port}/${database}?directConnection=true`,
    kill: () => end("SIGKILL"),
    restart: async () => {
      child = await spawn();
    },
    close: async () => {
      await end("SIGKILL");
      if (options.folder === undefined) await Deno.remove(folder, { recursive: true });
    },
  };
}

async function listening(port: number, child: Deno.ChildProcess): Promise<void> {
  let ended = false;
  void child.status.then(() => {
    ended = true;
  });
  for (let i = 0; i < 400 && !ended; i++) {
    try {
      (await Deno.connect({ port, hostname: "127.0.0.1" })).close();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error("Cannot start MongoDB: it did not listen within 20 seconds");
}

/** What a server calls itself: name, version and whether it is a replica set. */
export async function describeServer(uri: string): Promise<string> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    const admin = client.db("admin");
    const info = await admin.command({ buildInfo: 1 });
    const hello = await admin.command({ hello: 1 });
    const product = JSON.stringify(info).includes("ecantus") ? "SecantusDB as MongoDB" : "MongoDB";
    const set = hello["setName"] === undefined ? "" : `, replica set ${hello["setName"]}`;
    return `${product} ${info["version"]}${set}`;
  } finally {
    await client.close();
  }
}
