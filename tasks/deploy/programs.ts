// Programs of a platform: run to their end, talked to, or left running when this process is gone.
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

/** Starts a program that outlives this process; what it writes goes to `log`. */
export function leaveRunning(place: Place, command: readonly string[], log: string): number {
  const child = new Deno.Command("sh", {
    args: ["-c", 'log=$1; shift; exec "$@" >>"$log" 2>&1', "sh", log, ...command],
    ...place,
    stdin: "null",
    stdout: "null",
    stderr: "null",
    detached: true,
  }).spawn();
  child.unref();
  return child.pid;
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
