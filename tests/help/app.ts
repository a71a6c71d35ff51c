import { ensureBuilt } from "@/tasks/lib/build.ts";
import { ROOT } from "@/tasks/lib/files.ts";

/** The built app in a process of its own. */
export interface RunningApp {
  /** `http://localhost:PORT` */
  readonly origin: string;
  readonly pid: number;
  /** Every line that it wrote so far. */
  readonly lines: readonly string[];
  /** Folder of its embedded store. */
  readonly dataDir: string;
  /** Ends it with `signal` and removes its data; resolves with its exit code. */
  stop(signal?: Deno.Signal): Promise<number>;
  /** Ends it without a word and leaves its data: what a power cut does. */
  kill(): Promise<void>;
}

export interface AppOptions {
  /** Variables beside the ones of a test run. */
  readonly env?: Readonly<Record<string, string>>;
  /** A data folder that is already there; it is not removed. */
  readonly dataDir?: string;
  /** What starts it, from the project's folder; Deno without it. */
  readonly command?: readonly string[];
}

const ADDRESS = /http:\/\/localhost:\d+/;
const PATIENCE_MS = 30_000;

/** Passes each line of `stream` on until it ends. */
async function eachLine(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  take: (line: string) => void,
) {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    parts.forEach(take);
  }
  if (rest !== "") take(rest);
}

/**
 * Starts the built app on a free port with a data folder of its own. Use with `await using` or
 * call `stop`.
 *
 * @throws When it ends, or stays silent for 30 s, instead of printing its address.
 */
export async function startApp(options: AppOptions = {}): Promise<RunningApp & AsyncDisposable> {
  await ensureBuilt();
  const dataDir = options.dataDir ?? await Deno.makeTempDir();
  const onDeno = [Deno.execPath(), "run", "-A", "tasks/start.ts", "--no-build"];
  const [program = "", ...args] = options.command ?? onDeno;
  const child = new Deno.Command(program, {
    args,
    cwd: ROOT,
    env: { APP_ENV: "test", PORT: "0", DATA_DIR: dataDir, NO_COLOR: "1", ...options.env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const lines: string[] = [];
  const listening = Promise.withResolvers<string>();
  const take = (line: string) => {
    lines.push(line);
    const address = ADDRESS.exec(line)?.[0];
    if (address !== undefined) listening.resolve(address);
  };
  const read = Promise.all([eachLine(child.stdout, take), eachLine(child.stderr, take)]);
  const gone = (why: string) => listening.reject(new Error(`The app ${why}:\n${lines.join("\n")}`));
  const timer = setTimeout(() => gone("stayed silent"), PATIENCE_MS);
  // What it wrote last may come after its end.
  void child.status.then(({ code }) => read.finally(() => gone(`ended with ${code}`)));

  const end = async (signal: Deno.Signal): Promise<number> => {
    try {
      child.kill(signal);
    } catch {
      // It has ended already.
    }
    const { code } = await child.status;
    await read;
    return code;
  };
  const stop = async (signal: Deno.Signal = "SIGTERM"): Promise<number> => {
    const code = await end(signal);
    if (options.dataDir === undefined) {
      await Deno.remove(dataDir, { recursive: true }).catch(() => {});
    }
    return code;
  };
  try {
    const origin = await listening.promise;
    const kill = async () => void await end("SIGKILL");
    const dispose = async () => void await stop();
    return { origin, pid: child.pid, lines, dataDir, stop, kill, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await stop("SIGKILL");
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
