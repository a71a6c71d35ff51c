// Programs of a platform: run to their end, talked to, or left running when this process is gone.
import { z } from "zod";
import type { Conversation } from "@/tasks/deploy/port.ts";
import type { Ran } from "@/tasks/lib/run.ts";

export interface Place {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Ends a program and all that it has started: they are a group of their own. */
function endGroup(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}

const GRACE_MS = 2_000;

/**
 * Runs a command line to its end; it and its children are ended when `signal` is aborted. They are
 * a group of their own, so that Ctrl-C reaches them only by this program's decision.
 */
export async function runIn(
  place: Place,
  command: readonly string[],
  signal: AbortSignal,
): Promise<Ran & { readonly stdout: string }> {
  signal.throwIfAborted();
  const [program = "", ...args] = command;
  const child = new Deno.Command(program, {
    args,
    ...place,
    detached: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stop = () => {
    endGroup(child.pid, "SIGTERM");
    setTimeout(() => endGroup(child.pid, "SIGKILL"), GRACE_MS);
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    const { code, stdout, stderr } = await child.output();
    const decoder = new TextDecoder();
    const answer = decoder.decode(stdout);
    return { code, text: decoder.decode(stderr) + answer, stdout: answer };
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Starts a program that is talked to in lines. */
export function converseIn(place: Place, command: readonly string[]): Conversation {
  const [program = "", ...args] = command;
  const child = new Deno.Command(program, {
    args,
    ...place,
    detached: true,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = child.stdin.getWriter();
  return {
    send: (line) => writer.write(new TextEncoder().encode(line + "\n")),
    lines: linesOf(child.stdout),
    async end() {
      await writer.close().catch(() => {});
      const late = setTimeout(() => endGroup(child.pid, "SIGKILL"), GRACE_MS);
      await child.status;
      clearTimeout(late);
    },
    kill: () => endGroup(child.pid, "SIGKILL"),
  };
}

async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

/** A program that was left running: where it listens, and what to end it by. */
export const Left = z.object({ pid: z.number().int(), port: z.number().int() });
export type Left = z.infer<typeof Left>;

/** Writes down who it is, then becomes the program: none runs that the record does not name. */
const BECOME = `log=$1 record=$2 port=$3
shift 3
printf '{"pid":%d,"port":%d}' "$$" "$port" >"$record.partial" && mv "$record.partial" "$record" &&
  exec "$@" >>"$log" 2>&1`;

/**
 * Starts a program that outlives this process; what it writes goes to `log`. The started process
 * itself writes `record` (a `Left`) before it becomes the program, so that whoever comes after a
 * kill finds it.
 *
 * @throws {Error} When the record cannot be written; nothing runs then.
 */
export async function leaveRunning(
  place: Place,
  command: readonly string[],
  { log, record, port }: { readonly log: string; readonly record: string; readonly port: number },
): Promise<Left> {
  const child = new Deno.Command("sh", {
    args: ["-c", BECOME, "sh", log, record, String(port), ...command],
    ...place,
    stdin: "null",
    stdout: "null",
    stderr: "null",
    detached: true,
  }).spawn();
  let ended = false;
  void child.status.then(() => ended = true);
  child.unref();
  for (;;) {
    const over = ended;
    const left = await readLeft(record);
    if (left?.pid === child.pid) return left;
    if (over) throw new Error(`${record} cannot be written`);
    await new Promise((wait) => setTimeout(wait, 5));
  }
}

/** What a record says; undefined where there is none. */
export async function readLeft(record: string): Promise<Left | undefined> {
  try {
    return Left.parse(JSON.parse(await Deno.readTextFile(record)));
  } catch {
    return undefined;
  }
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    // One that nobody has waited for has ended too.
    return !/^\d+ \(.*\) Z /.test(stat);
  } catch {
    return Deno.build.os !== "linux" && signals(pid);
  }
}

function signals(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    return true;
  } catch {
    return false;
  }
}

/** Ends a process: asked first, made to after `graceMs`. */
export async function endProcess(pid: number, graceMs = 15_000): Promise<void> {
  const until = Date.now() + graceMs;
  try {
    Deno.kill(pid, "SIGTERM");
  } catch {
    return;
  }
  while (isAlive(pid) && Date.now() < until) await new Promise((wait) => setTimeout(wait, 25));
  if (isAlive(pid)) Deno.kill(pid, "SIGKILL");
}

/** A port that is free now. */
export function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}
