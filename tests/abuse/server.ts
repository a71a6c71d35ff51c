/** The built server in a process with little memory, as attacks meet it. */
import { ensureBuilt } from "@/tasks/lib/build.ts";
import { ROOT } from "@/tasks/lib/files.ts";

/** What the server's JavaScript heap may take, in MB. */
export const HEAP_MB = 512;
const PATIENCE_MS = 30_000;
const SAMPLE_MS = 100;

export interface AbusedServer extends AsyncDisposable {
  readonly origin: string;
  readonly port: number;
  readonly pid: number;
  readonly dataDir: string;
  /** What it wrote so far. */
  readonly lines: readonly string[];
  /** False once the process has ended by itself. */
  alive(): boolean;
  /** Resident memory now, in bytes; 0 where the system does not tell. */
  memory(): number;
  /** The most it has been since the start or the last `resetPeaks`. */
  peakMemory(): number;
  resetPeaks(): void;
  /** Bytes of its data folder now. */
  disk(): Promise<number>;
  stop(): Promise<void>;
}

export interface AbusedOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Another checkout, built already: figures of an earlier release. */
  readonly root?: string;
}

/** Starts it on a free port with an empty store. Use with `await using`. */
export async function startAbused(options: AbusedOptions = {}): Promise<AbusedServer> {
  if (options.root === undefined) await ensureBuilt();
  const dataDir = await Deno.makeTempDir({ prefix: "tracker-abuse-" });
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      `--v8-flags=--max-old-space-size=${HEAP_MB}`,
      "tasks/start.ts",
      "--no-build",
    ],
    cwd: options.root ?? ROOT,
    env: {
      APP_ENV: "test",
      PORT: "0",
      DATA_DIR: dataDir,
      NO_COLOR: "1",
      LOG_LEVEL: "warn",
      ...options.env,
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const lines: string[] = [];
  const listening = Promise.withResolvers<string>();
  const read = Promise.all([child.stdout, child.stderr].map(async (stream) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      lines.push(...text.split("\n").filter((line) => line !== ""));
      // Attacks make many lines; the newest say what went wrong.
      if (lines.length > 2_000) lines.splice(0, 1_000);
      const origin = /http:\/\/localhost:\d+/.exec(text)?.[0];
      if (origin !== undefined) listening.resolve(origin);
    }
  }));
  let ended = false;
  void child.status.then(({ code }) => {
    ended = true;
    listening.reject(new Error(`The server ended with ${code}:\n${lines.join("\n")}`));
  });
  let peak = 0;
  const memory = () => ended ? 0 : residentMemory(child.pid);
  const sampling = setInterval(() => peak = Math.max(peak, memory()), SAMPLE_MS);
  const stop = async () => {
    clearInterval(sampling);
    if (!ended) child.kill("SIGKILL");
    await child.status;
    await read;
    await Deno.remove(dataDir, { recursive: true }).catch(() => {});
  };
  const timer = setTimeout(() => listening.reject(new Error("It stayed silent")), PATIENCE_MS);
  try {
    const origin = await listening.promise;
    return {
      origin,
      port: Number(new URL(origin).port),
      pid: child.pid,
      dataDir,
      lines,
      alive: () => !ended,
      memory,
      peakMemory: () => Math.max(peak, memory()),
      resetPeaks: () => void (peak = memory()),
      disk: () => sizeOf(dataDir),
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Resident memory of a process in bytes; 0 where there is no /proc. */
export function residentMemory(pid: number): number {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

async function sizeOf(folder: string): Promise<number> {
  let size = 0;
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    size += entry.isDirectory ? await sizeOf(path) : (await Deno.stat(path)).size;
  }
  return size;
}
